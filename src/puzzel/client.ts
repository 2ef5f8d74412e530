import { Failure } from '../failure.js';
import { readText } from '../http/body.js';
import type { Http } from '../http/client.js';
import { unlessAborted } from '../http/deadline.js';
import type { SavedFile } from '../http/download.js';
import type { Downloads, Transfer } from '../http/downloads.js';
import { header } from '../http/headers.js';
import type { HttpAnswer, HttpStream } from '../http/request.js';
import { type Arguments, buildRequest, type Endpoint } from '../http/route.js';
import { type Operation, type RouteBook, unverifiedRoute } from '../http/route-book.js';
import { envelopeOf, unwrap } from './envelope.js';
import type { PuzzelSession } from './session.js';

/** One operation as a tool declares it. */
export interface PuzzelOperation extends Operation {
  /** Arguments that stand for the logged-in user when left out. */
  self: readonly string[];
  /** Only pages of its list are looked at: a long one comes as a LongList. */
  paged?: boolean | undefined;
}

export interface PuzzelOptions {
  apiUrl: string;
  authUrl: string;
  customerKey: string;
  downloads: Downloads;
}

/** The ContactCentre5 API: authorisation, the default user, healing of inferred routes, envelopes, files. */
export class PuzzelClient {
  readonly #http: Http;
  readonly #session: PuzzelSession;
  readonly #routes: RouteBook;
  readonly #options: PuzzelOptions;
  #self: Promise<unknown> | undefined;

  constructor(http: Http, session: PuzzelSession, routes: RouteBook, options: PuzzelOptions) {
    this.#http = http;
    this.#session = session;
    this.#routes = routes;
    this.#options = options;
  }

  /** The unwrapped `result`, dates as they travel; `{code, id, message}` for operations without data. */
  async call(operation: PuzzelOperation, args: Arguments, signal: AbortSignal): Promise<unknown> {
    const answer = await this.#atItsPlace(operation, args, signal, (place, filled) =>
      this.#authorised(signal, (token) => this.#http.send(this.#request(operation, place, filled, token, signal))),
    );
    return unwrap(answer, operation.read, operation.paged);
  }

  /** Writes the answer's octets to the download folder. `name` is used when Puzzel names no file. */
  async download(operation: PuzzelOperation, args: Arguments, name: string, context: Transfer): Promise<SavedFile> {
    const { signal } = context;
    const outcome = await this.#atItsPlace(operation, args, signal, (place, filled) =>
      this.#authorised(signal, (token) =>
        this.#http.stream(asFile(this.#request(operation, place, filled, token, signal)), async (answer, transfer) =>
          isFile(answer)
            ? {
                ...answer,
                text: '',
                file: await this.#options.downloads.save(answer, name, { ...context, signal: transfer }),
              }
            : { ...answer, text: await readText(answer.body, 1024 * 1024), file: undefined },
        ),
      ),
    );
    if (outcome.file) return outcome.file;
    unwrap(outcome, true);
    throw new Failure('upstream', 'Puzzel answered with data instead of a recording.', {
      status: outcome.status,
      hint: 'Check iq_session_id and the index with list_all_puzzel_archive_records.',
    });
  }

  /** The access token's own information: who the user is, which customer, until when. */
  tokenInformation(signal: AbortSignal): Promise<unknown> {
    return this.call(tokenInformation, {}, signal);
  }

  /** The same for a token that is not the session's yet: its expiry, for tokens that do not carry one. */
  async tokenInformationFor(token: string): Promise<unknown> {
    const answer = await this.#http.send(
      this.#request(tokenInformation, tokenInformation.route, {}, token, new AbortController().signal),
    );
    return unwrap(answer, true);
  }

  /** Ends the session with Puzzel; the next call logs in afresh. */
  async logout(operation: PuzzelOperation, signal: AbortSignal): Promise<unknown> {
    this.#check(operation, {}, signal);
    if (!this.#session.open) {
      this.forget();
      return { code: 0, message: 'No session was open; the next call logs in.' };
    }
    const token = await this.#session.token(signal);
    const place = this.#routes.placeOf(operation);
    const answer = await this.#http.send(this.#request(operation, place, {}, token, signal));
    if (isRouterMiss(answer)) throw unverifiedRoute(operation, [place], answer.status);
    // A 401 says that the session is over already, which is what was asked for.
    const done = answer.status === 401 ? { code: 0, message: 'The session had ended already.' } : unwrap(answer, false);
    this.forget();
    return done;
  }

  /**
   * Logs out at the end of the process, as well as it can be done in the time that is left. The route is inferred, so
   * its likely places are tried in the documents' order until one answers (puzzel.md, 2: logout candidates).
   */
  async close(signal: AbortSignal): Promise<void> {
    if (!this.#session.open) return;
    const { sessionId } = this.#session;
    const { apiUrl, authUrl, customerKey } = this.#options;
    const token = await this.#session.token(signal);
    this.forget();
    const places = [
      { method: 'POST', url: `${apiUrl}/auth/logout`, body: {} },
      { method: 'POST', url: `${apiUrl}/accesstoken/logout`, body: {} },
      { method: 'POST', url: `${authUrl}/api/Authenticate/LogOut`, body: { customerKey, sessionId } },
      { method: 'DELETE', url: `${apiUrl}/accesstoken`, body: undefined },
    ] as const;
    for (const { method, url, body } of places) {
      const request = { method, url, headers: headersWith(token, body), body: body && JSON.stringify(body) };
      const answer = await this.#http.send({ ...request, signal, repeatable: false, session: 'logout' });
      if (!isRouterMiss(answer)) return;
    }
  }

  /** Drops the tokens without a word to Puzzel. */
  forget(): void {
    this.#session.forget();
    this.#self = undefined;
  }

  /** Whether a write may be sent at all, before anybody logs in or asks who the user is. */
  #check(operation: PuzzelOperation, args: Arguments, signal: AbortSignal): void {
    if (operation.read) return;
    const anybody = Object.fromEntries(operation.self.map((name) => [name, 0]));
    const place = this.#routes.placeOf(operation);
    this.#http.check(this.#request(operation, place, { ...anybody, ...args }, '', signal));
  }

  /** Fills in the logged-in user, then sends to where the operation answers. */
  async #atItsPlace<T extends HttpAnswer>(
    operation: PuzzelOperation,
    args: Arguments,
    signal: AbortSignal,
    send: (place: Endpoint, filled: Arguments) => Promise<T>,
  ): Promise<T> {
    this.#check(operation, args, signal);
    const filled = await this.#withSelf(operation.self, args, signal);
    return this.#routes.find(operation, isRouterMiss, (place) => send(place, filled));
  }

  async #authorised<T extends { status: number }>(
    signal: AbortSignal,
    send: (token: string) => Promise<T>,
  ): Promise<T> {
    const token = await this.#session.token(signal);
    const answer = await send(token);
    if (answer.status !== 401) return answer;
    this.#session.refuse(token);
    return send(await this.#session.token(signal));
  }

  #request(operation: PuzzelOperation, place: Endpoint, args: Arguments, token: string, signal: AbortSignal) {
    const { customerKey, apiUrl } = this.#options;
    const { method, target, body } = buildRequest(operation.route, { ...args, customerKey }, place);
    return {
      method,
      url: apiUrl + target,
      headers: headersWith(token, body),
      body: body === undefined ? undefined : JSON.stringify(body),
      signal,
      repeatable: operation.read,
    };
  }

  async #withSelf(names: readonly string[], args: Arguments, signal: AbortSignal): Promise<Arguments> {
    const missing = names.filter((name) => args[name] === undefined);
    if (missing.length === 0) return args;
    const self = await this.#whoAmI(signal);
    return { ...args, ...Object.fromEntries(missing.map((name) => [name, self])) };
  }

  async #whoAmI(signal: AbortSignal): Promise<unknown> {
    if (this.#session.userId !== undefined) return this.#session.userId;
    this.#self ??= this.#askWhoAmI().catch((error: unknown) => {
      this.#self = undefined;
      throw error;
    });
    return unlessAborted(this.#self, signal);
  }

  async #askWhoAmI(): Promise<unknown> {
    const information = await this.tokenInformation(new AbortController().signal);
    const userId = (information as { userId?: unknown } | null)?.userId;
    if (typeof userId === 'number' || typeof userId === 'string') return userId;
    throw new Failure('upstream', 'Puzzel does not say which user the token stands for.', {
      hint: 'Give user_id yourself.',
    });
  }
}

const tokenInformation: PuzzelOperation = {
  name: 'list_all_puzzel_token_info',
  route: { method: 'GET', path: '/accesstokeninformation', provenance: 'confirmed', alternatives: [] },
  read: true,
  self: [],
};

/** A router's or proxy's answer: no operation of Puzzel's spoke. */
function isRouterMiss(answer: { status: number; text: string }): boolean {
  return (answer.status === 404 || answer.status === 405) && envelopeOf(answer.text) === undefined;
}

/** A 200 that is no JSON document is the file itself: recordings come as octets, audio or video. */
function isFile(answer: HttpStream): boolean {
  const type = header(answer.headers, 'content-type') ?? '';
  return answer.status === 200 && !/^(application\/json|text\/html)/i.test(type);
}

/** A file is asked for as it is: unpacked, so that its length can be compared. */
function asFile<T extends { headers: Record<string, string> }>(request: T): T {
  return { ...request, headers: { ...request.headers, accept: '*/*', 'accept-encoding': 'identity' } };
}

function headersWith(token: string, body: unknown): Record<string, string> {
  return {
    authorization: `Bearer ${token}`,
    accept: 'application/json',
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  };
}
