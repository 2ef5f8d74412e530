import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { readBoardPage, readView, views } from '../../views/index.js';
import { refusal, sameText } from './guard.js';
import { OpenPages, type OpenPagesOptions } from './open-pages.js';
import { SharedReads } from './shared-reads.js';
import type { Tab } from './tabs.js';
import type { BoardTools } from './tools.js';

/** Bytes of a request at most: a tool's name and its arguments. */
const mostBytes = 64 * 1024;
/** How long the one-time address for the browser is valid, in milliseconds. */
const ticketMs = 60_000;

/** For how long the answer of a live tool serves all pages: a little less than the time between two polls. */
const liveMs = 9_000;

export interface BoardOptions extends OpenPagesOptions {
  /** 0: any free one. */
  port: number;
  tools: BoardTools;
  /** The settings that the page requests at its start, computed for each request. */
  settings: () => { tabs: readonly Tab[] };
}

export interface BoardServer {
  /** The board's address, which contains the key: anyone who has it can read what the board shows. */
  address: string;
  /**
   * A one-time address that opens the board. Arguments of a program are visible to everyone on the machine, so the
   * browser is not started with the key itself.
   */
  ticketAddress: () => string;
  close: () => Promise<void>;
}

/** Answers the board's pages on 127.0.0.1, and nobody else. */
export async function startBoard(options: BoardOptions): Promise<BoardServer> {
  const { tools, settings } = options;
  const key = randomBytes(24).toString('base64url');
  const live = new Set(
    settings().tabs.flatMap(({ calls }) => calls.filter((call) => call.live).map(({ tool }) => tool)),
  );
  const reads = new SharedReads(tools.call, (tool, answer) =>
    live.has(tool) && !isFailure(answer) ? liveMs : undefined,
  );
  const pages = new OpenPages(options);
  let ticket: { text: string; until: number } | undefined;

  const get = async (path: string, response: ServerResponse) => {
    if (path === '') return sendPage(response, await readBoardPage());
    if (path === 'settings') return sendJson(response, settings());
    const view = views.find(({ name }) => path === `view/${name}`);
    return view ? sendPage(response, await readView(view.uri)) : sendText(response, 404, 'Not found.');
  };
  const post = async (path: string, request: IncomingMessage, response: ServerResponse) => {
    const body = await readJson(request);
    if (path === 'call' && typeof body?.name === 'string')
      return sendJson(response, await reads.call(body.name, body.arguments, body.fresh === true || tools.isOver()));
    if (typeof body?.page === 'string' && (path === 'alive' || path === 'gone')) {
      if (path === 'alive') pages.heard(body.page);
      else pages.gone(body.page);
      return sendJson(response, {});
    }
    if (path !== 'resource' || typeof body?.uri !== 'string') return sendText(response, 400, 'Not understood.');
    try {
      return sendJson(response, await tools.read(body.uri));
    } catch (error) {
      return sendText(response, 404, error instanceof Error ? error.message : 'Not found.');
    }
  };
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const [given = '', ...rest] = new URL(request.url ?? '/', 'http://board.invalid').pathname.slice(1).split('/');
    const { port } = addressOf(server);
    if (given === 'open') {
      const isGood = ticket !== undefined && Date.now() < ticket.until && sameText(rest.join('/'), ticket.text);
      const refused = refusal(request, key, key, port);
      if (refused || !isGood)
        return sendText(response, 404, 'This address has led in already. Use the one that the board has printed.');
      ticket = undefined;
      return sendOn(response, `/${key}/`);
    }
    const refused = refusal(request, given, key, port);
    if (refused) return sendText(response, refused.status, refused.words);
    if (request.method === 'GET' && rest.length === 0) return sendOn(response, `/${key}/`);
    if (request.method === 'GET') return get(rest.join('/'), response);
    if (request.method === 'POST') return post(rest.join('/'), request, response);
    return sendText(response, 405, 'Not understood.');
  };

  const server = createServer((request, response) => {
    answer(request, response).catch(() => {
      if (response.headersSent) response.destroy();
      else sendText(response, 400, 'Not understood.');
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port, '127.0.0.1', resolve);
  });
  const origin = `http://127.0.0.1:${addressOf(server).port}`;
  return {
    address: `${origin}/${key}/`,
    ticketAddress: () => {
      ticket = { text: randomBytes(24).toString('base64url'), until: Date.now() + ticketMs };
      return `${origin}/open/${ticket.text}`;
    },
    close: () =>
      new Promise((resolve) => {
        pages.close();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A failure may be over before the next poll. */
const isFailure = (answer: unknown): boolean =>
  typeof answer === 'object' && answer !== null && 'isError' in answer && answer.isError === true;

function addressOf(server: ReturnType<typeof createServer>): { port: number } {
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the board does not listen');
  return address;
}

/** The page may connect to this server only, may not be framed, and is not cached. */
const headers = {
  'cache-control': 'no-store',
  'content-security-policy': "frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

const sendPage = (response: ServerResponse, page: string) =>
  void response.writeHead(200, { ...headers, 'content-type': 'text/html; charset=utf-8' }).end(page);
const sendOn = (response: ServerResponse, location: string) =>
  void response.writeHead(303, { ...headers, location }).end();
const sendJson = (response: ServerResponse, data: unknown) =>
  void response.writeHead(200, { ...headers, 'content-type': 'application/json' }).end(JSON.stringify(data));
const sendText = (response: ServerResponse, status: number, words: string) =>
  void response.writeHead(status, { ...headers, 'content-type': 'text/plain; charset=utf-8' }).end(words);

async function readJson(request: IncomingMessage): Promise<Record<string, unknown> | undefined> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request) {
    const chunk = Buffer.from(part);
    bytes += chunk.length;
    if (bytes > mostBytes) throw new Error('too large');
    parts.push(chunk);
  }
  const body: unknown = JSON.parse(Buffer.concat(parts).toString('utf8'));
  return typeof body === 'object' && body !== null ? Object.fromEntries(Object.entries(body)) : undefined;
}
