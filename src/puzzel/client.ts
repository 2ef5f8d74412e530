import type { Downloads } from '../api/downloads.js';
import { type Arguments, type Endpoint, requestFor } from '../api/route.js';
import { type Operation, type RouteResolver, unverifiedRoute } from '../api/route-resolver.js';
import { Failure } from '../failure.js';
import type { Http } from '../http/client.js';
import { unlessAborted, within } from '../http/deadline.js';
import type { SavedFile } from '../http/download.js';
import type { HttpAnswer, HttpRequest } from '../http/request.js';
import type { RequestContext } from '../http/request-context.js';
import { isObject } from '../json.js';
import { limits } from '../limits.js';
import { answeredBy, refusal, unwrap } from './envelope.js';
import type { PuzzelSession } from './session.js';
import { sessionEndpoints } from './session-endpoints.js';

/** One operation of ContactCentre5 as a tool declares it. */
export interface PuzzelOperation extends Operation {
  /** Arguments that stand for the logged-in user when left out. */
  self: readonly string[];
}

export interface PuzzelOptions {
  apiUrl: string;
  authUrl: string;
  idUrl: string;
  customerKey: string;
  downloads: Downloads;
}

/** The ContactCentre5 API: authorisation, the logged-in user, resolution of inferred routes, envelopes, files. */
export class PuzzelClient {
  readonly #http: Http;
  readonly #session: PuzzelSession;
  readonly #routes: RouteResolver;
  readonly #options: PuzzelOptions;
  #userIdRequest: Promise<unknown> | undefined;

  constructor(http: Http, session: PuzzelSession, routes: RouteResolver, options: PuzzelOptions) {
    this.#http = http;
    this.#session = session;
    this.#routes = routes;
    this.#options = options;
  }

  /**
   * Calls an operation. Returns the unwrapped `result`, its dates in Puzzel's form (see `withIsoDates`); for a write without
   * data `{code, id, message}`, or null when the body is empty.
   * @throws Failure when Puzzel refuses, or `unverified_route` when no route answers
   */
  async call(operation: PuzzelOperation, args: Arguments, context: RequestContext): Promise<unknown> {
    const answer = await this.#resolve(operation, args, context, (candidate, filledArgs) =>
      this.#sendWithToken(context, (token) =>
        this.#http.send(this.#request(operation, candidate, filledArgs, token, context)),
      ),
    );
    return unwrap(answer, operation.isRead);
  }

  /**
   * Writes the answer's bytes to the download folder. `name` is used when Puzzel names no file.
   * @throws Failure `upstream` when Puzzel answers with data, a page or nothing instead of a file
   */
  async download(
    operation: PuzzelOperation,
    args: Arguments,
    name: string,
    context: RequestContext,
  ): Promise<SavedFile> {
    const outcome = await this.#resolve(operation, args, context, (candidate, filledArgs) =>
      this.#sendWithToken(context, (token) =>
        this.#options.downloads.fetch(this.#http, this.#request(operation, candidate, filledArgs, token, context), {
          name,
          vendor: 'Puzzel',
          expected: 'media',
        }),
      ),
    );
    if ('file' in outcome) return outcome.file;
    throw refusal(outcome);
  }

  /** The access token's own information: who the user is, which customer, until when. */
  tokenInformation(context: RequestContext): Promise<unknown> {
    return this.call(tokenInformationOperation, {}, context);
  }

  /** Information on a new token that the session does not use yet: for its expiry, which not every token carries. */
  async tokenInformationFor(token: string): Promise<unknown> {
    return within(limits.tokenInformationMs, [], async (signal) => {
      const request = this.#request(tokenInformationOperation, tokenInformationOperation.route, {}, token, { signal });
      return unwrap(await this.#http.send(request), true);
    });
  }

  /** Ends the session with Puzzel, by the route of the tool; the next call logs in afresh. */
  async logout(operation: PuzzelOperation, context: RequestContext): Promise<unknown> {
    this.#check(operation, {}, context);
    await unlessAborted(this.#session.tokens.waitForPending(), context.signal);
    if (!this.#session.isOpen) {
      this.forget();
      return { code: 0, message: 'No session was open; the next call logs in.' };
    }
    const token = await this.#session.tokens.get(context.signal);
    const candidate = this.#routes.candidateFor(operation);
    const answer = await this.#http.send(this.#request(operation, candidate, {}, token, context));
    if (answeredBy(answer) === 'router') throw unverifiedRoute(operation, [candidate], answer.status);
    // A 401 says that the session is over already, which is what was asked for.
    const outcome =
      answer.status === 401
        ? { code: 0, message: 'The session had ended already.' }
        : ((await unwrap(answer, false)) ?? { code: 0 });
    this.forget();
    return outcome;
  }

  /**
   * Logs out at the end of the process, as far as the signal gives time, also from a session whose login is still under
   * way. The route is inferred, so its candidates are tried in the order of puzzel.md, section 2, until one answers.
   * @throws Failure when Puzzel refuses, or has none of the routes
   */
  async close(signal: AbortSignal): Promise<void> {
    await unlessAborted(this.#session.tokens.waitForPending(), signal);
    if (!this.#session.isOpen) return;
    const { sessionId } = this.#session;
    const { customerKey } = this.#options;
    const token = await this.#session.tokens.get(signal);
    this.forget();
    const { logOut, logOutByToken, logOutBySession, deleteToken } = sessionEndpoints(this.#options);
    const headers = { authorization: `Bearer ${token}`, accept: 'application/json' };
    const headersOfPost = { ...headers, 'content-type': 'application/json' };
    for (const request of [
      { ...logOut, headers: headersOfPost, body: '{}' },
      { ...logOutByToken, headers: headersOfPost, body: '{}' },
      { ...logOutBySession, headers: headersOfPost, body: JSON.stringify({ customerKey, sessionId }) },
      { ...deleteToken, headers },
    ]) {
      const answer = await this.#http.send({ ...request, signal, repeatable: false });
      if (answeredBy(answer) === 'router') continue;
      // A 401 says that the session is over already.
      if (answer.status !== 401) await unwrap(answer, false);
      return;
    }
    throw new Failure('unverified_route', 'Puzzel has none of the routes that were tried. The session ends by itself.');
  }

  /** Drops the tokens without logging out. */
  forget(): void {
    this.#session.forget();
    this.#userIdRequest = undefined;
  }

  /** @throws Failure `read_only` for a write that the lock refuses, before any login or request for the user's id */
  #check(operation: PuzzelOperation, args: Arguments, context: RequestContext): void {
    if (operation.isRead) return;
    const anyUserArgs = Object.fromEntries(operation.self.map((name) => [name, 0]));
    const candidate = this.#routes.candidateFor(operation);
    this.#http.check(this.#request(operation, candidate, { ...anyUserArgs, ...args }, '', context));
  }

  /** Fills in the logged-in user, then sends to the operation's candidates until one answers. */
  async #resolve<T extends HttpAnswer>(
    operation: PuzzelOperation,
    args: Arguments,
    context: RequestContext,
    send: (candidate: Endpoint, filledArgs: Arguments) => Promise<T>,
  ): Promise<T> {
    this.#check(operation, args, context);
    const filledArgs = await this.#withLoggedInUser(operation.self, args, context.signal);
    return this.#routes.resolve(operation, answeredBy, (candidate) => send(candidate, filledArgs));
  }

  #sendWithToken<T extends HttpAnswer>({ signal }: RequestContext, send: (token: string) => Promise<T>): Promise<T> {
    return this.#session.tokens.sendWithToken(signal, send, refusal);
  }

  #request(
    operation: PuzzelOperation,
    candidate: Endpoint,
    args: Arguments,
    token: string,
    context: RequestContext,
  ): HttpRequest {
    const { customerKey, apiUrl } = this.#options;
    const headers = { authorization: `Bearer ${token}` };
    return requestFor(operation, { ...args, customerKey }, candidate, { ...context, apiUrl, headers });
  }

  async #withLoggedInUser(names: readonly string[], args: Arguments, signal: AbortSignal): Promise<Arguments> {
    const missingNames = names.filter((name) => args[name] === undefined);
    if (missingNames.length === 0) return args;
    const userId = await this.#loggedInUserId(signal);
    return { ...args, ...Object.fromEntries(missingNames.map((name) => [name, userId])) };
  }

  async #loggedInUserId(signal: AbortSignal): Promise<unknown> {
    if (this.#session.userId !== undefined) return this.#session.userId;
    this.#userIdRequest ??= this.#requestUserId().catch((error: unknown) => {
      this.#userIdRequest = undefined;
      throw error;
    });
    return unlessAborted(this.#userIdRequest, signal);
  }

  async #requestUserId(): Promise<unknown> {
    const information = await this.tokenInformation({ signal: new AbortController().signal });
    const userId = isObject(information) ? information.userId : undefined;
    if (typeof userId === 'number' || typeof userId === 'string') return userId;
    throw new Failure('upstream', 'Puzzel does not say which user the token stands for.', {
      hint: 'Give user_id yourself.',
    });
  }
}

const tokenInformationOperation: PuzzelOperation = {
  name: 'list_all_puzzel_token_info',
  route: { method: 'GET', path: '/accesstokeninformation', provenance: 'confirmed', alternatives: [] },
  isRead: true,
  self: [],
};
