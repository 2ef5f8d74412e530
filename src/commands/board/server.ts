import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { isObject } from '../../json.js';
import { readBoardPage, readView, views } from '../../views/index.js';
import { refusal, sameText } from './guard.js';
import { readJson, redirect, sendJson, sendPage, sendText } from './http-messages.js';
import { OpenPages, type OpenPagesOptions } from './open-pages.js';
import { SharedReads } from './shared-reads.js';
import type { Tab } from './tabs.js';
import type { BoardTools } from './tools.js';

/** How long the one-time address for the browser is valid, in milliseconds. */
const ticketMs = 60_000;

/** For how long all pages share the answer of a live tool, in milliseconds: a little less than the time between two polls. */
const liveMs = 9_000;

/** For a page whose request cannot be answered, such as a page that an older version has left open. */
const notUnderstood =
  'The board did not understand what this page asked. Reload the page; if that does not help, start the board again.';

interface BoardOptions extends OpenPagesOptions {
  /** 0 stands for any free port. */
  port: number;
  tools: BoardTools;
  /** The settings that the page requests at its start, computed for each request. */
  settings: () => { tabs: readonly Tab[] };
}

interface BoardServer {
  /** The board's address, which contains the key: anyone who has it can read what the board shows. */
  address: string;
  /**
   * A one-time address that opens the board. Arguments of a program are visible to everyone on the machine, so the
   * browser is not started with the key itself.
   */
  ticketAddress: () => string;
  close: () => Promise<void>;
}

/** Starts the server of the board's pages, on 127.0.0.1. @throws the system's error, such as EADDRINUSE, when it cannot */
export async function startBoard(options: BoardOptions): Promise<BoardServer> {
  const handler = new RequestHandler(options);
  const server = createServer((request, response) => {
    handler.handle(request, response, addressOf(server).port).catch(() => {
      if (response.headersSent) response.destroy();
      else sendText(response, 400, notUnderstood);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port, '127.0.0.1', resolve);
  });
  const origin = `http://127.0.0.1:${addressOf(server).port}`;
  return {
    address: `${origin}/${handler.key}/`,
    ticketAddress: () => `${origin}/open/${handler.newTicket()}`,
    close: () =>
      new Promise((resolve) => {
        handler.close();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Answers the requests of the pages, and keeps what they share: the key, the ticket, recent reads, the open pages. */
class RequestHandler {
  readonly key = randomBytes(24).toString('base64url');
  readonly #options: BoardOptions;
  readonly #reads: SharedReads<unknown>;
  readonly #pages: OpenPages;
  #ticket: { text: string; until: number } | undefined;

  constructor(options: BoardOptions) {
    this.#options = options;
    const { tools, settings } = options;
    const liveTools = new Set(
      settings().tabs.flatMap(({ calls }) => calls.filter((call) => call.live).map(({ tool }) => tool)),
    );
    this.#reads = new SharedReads(tools.call, (tool, answer) =>
      liveTools.has(tool) && !isErrorResult(answer) ? liveMs : undefined,
    );
    this.#pages = new OpenPages(options);
  }

  newTicket(): string {
    this.#ticket = { text: randomBytes(24).toString('base64url'), until: Date.now() + ticketMs };
    return this.#ticket.text;
  }

  close(): void {
    this.#pages.close();
  }

  async handle(request: IncomingMessage, response: ServerResponse, port: number): Promise<void> {
    const [key = '', ...rest] = new URL(request.url ?? '/', 'http://board.invalid').pathname.slice(1).split('/');
    const reason = refusal(request, port);
    if (key === 'open') return this.#open(rest.join('/'), reason !== undefined, response);
    if (reason !== undefined) return sendText(response, 403, reason);
    if (!sameText(key, this.key)) return sendText(response, 404, 'Not found.');
    if (request.method === 'GET' && rest.length === 0) return redirect(response, `/${this.key}/`);
    if (request.method === 'GET') return this.#get(rest.join('/'), response);
    if (request.method === 'POST') return this.#post(rest.join('/'), request, response);
    return sendText(response, 405, notUnderstood);
  }

  /** Exchanges the ticket of {@link BoardServer.ticketAddress} for the address with the key. */
  #open(ticketText: string, isRefused: boolean, response: ServerResponse): void {
    const ticket = this.#ticket;
    const isValid = ticket !== undefined && Date.now() < ticket.until && sameText(ticketText, ticket.text);
    if (isRefused || !isValid) {
      sendText(response, 404, 'This address works once, within a minute. Use the one that the board has printed.');
      return;
    }
    this.#ticket = undefined;
    redirect(response, `/${this.key}/`);
  }

  async #get(path: string, response: ServerResponse): Promise<void> {
    if (path === '') return sendPage(response, await readBoardPage());
    if (path === 'settings') return sendJson(response, this.#options.settings());
    const view = views.find(({ name }) => path === `view/${name}`);
    return view ? sendPage(response, await readView(view.uri)) : sendText(response, 404, 'Not found.');
  }

  async #post(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { tools } = this.#options;
    const body = await readJson(request);
    if (path === 'call' && typeof body?.name === 'string')
      return sendJson(
        response,
        await this.#reads.call(body.name, body.arguments, body.fresh === true || tools.isExpired()),
      );
    if (typeof body?.page === 'string' && (path === 'alive' || path === 'gone')) {
      if (path === 'alive') this.#pages.markOpen(body.page);
      else this.#pages.markClosed(body.page);
      return sendJson(response, {});
    }
    if (path !== 'resource' || typeof body?.uri !== 'string') return sendText(response, 400, notUnderstood);
    try {
      return sendJson(response, await tools.read(body.uri));
    } catch (error) {
      return sendText(response, 404, error instanceof Error ? error.message : 'Not found.');
    }
  }
}

/** Whether an answer is an error. Errors are shared only for the usual time: their cause may be gone before the next poll. */
const isErrorResult = (answer: unknown): boolean => isObject(answer) && answer.isError === true;

function addressOf(server: ReturnType<typeof createServer>): { port: number } {
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the board does not listen');
  return address;
}
