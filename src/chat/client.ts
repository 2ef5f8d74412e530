import { Failure } from '../failure.js';
import type { Http } from '../http/client.js';
import { membersOf, parseJson } from '../http/json.js';
import type { HttpAnswer, HttpRequest } from '../http/request.js';
import { type Arguments, buildRequest, type Endpoint } from '../http/route.js';
import type { Operation, RouteBook } from '../http/route-book.js';
import { statusFailure } from '../http/status.js';
import { type Visitor, VisitorLogin } from './visitor.js';

/** The Chat API's two hosts: conversations, and the token server that knows visitors. */
export type ChatServer = 'communication' | 'identity';

/** One operation of the Chat API as a tool declares it. */
export interface ChatOperation extends Operation {
  /** `identity` calls carry no Authorization header. */
  server: ChatServer;
}

export interface ChatOptions {
  tenantId: string;
  apiUrl: string;
  idUrl: string;
  /** Stands in the path of visitor authentication only. */
  customerKey: string | undefined;
}

/** The Puzzel Chat API, as a visitor: one session per process and tenant (puzzel.md, 10). */
export class ChatClient {
  readonly #http: Http;
  readonly #options: ChatOptions;
  readonly #routes: RouteBook;
  readonly #login: VisitorLogin;

  constructor(http: Http, options: ChatOptions, routes: RouteBook, onSecret: (secret: string) => void) {
    this.#http = http;
    this.#options = options;
    this.#routes = routes;
    this.#login = new VisitorLogin(http, options.idUrl, options.tenantId, onSecret);
  }

  /** The data of the answer; null when it was empty. */
  async call(operation: ChatOperation, args: Arguments, signal: AbortSignal): Promise<unknown> {
    const answer = await this.#routes.find(operation, isRouterMiss, (place) =>
      this.#send(operation, place, args, signal),
    );
    if (answer.status >= 200 && answer.status <= 299) return dataOf(answer);
    throw statusFailure('The Puzzel Chat API', answer, { message: messageIn(answer.text) });
  }

  /** The visitor's session: made on first use, renewed by itself. */
  session(signal: AbortSignal): Promise<Visitor> {
    return this.#login.visitor(signal);
  }

  /** The same as a tool, which may be refused: beginning a chat is a write although its request is that of every login. */
  open(operation: ChatOperation, signal: AbortSignal): Promise<Visitor> {
    this.#http.check(this.#request(operation, operation.route, {}, signal));
    return this.session(signal);
  }

  /** Drops the visitor's tokens. */
  forget(): void {
    this.#login.forget();
  }

  async #send(operation: ChatOperation, place: Endpoint, args: Arguments, signal: AbortSignal): Promise<HttpAnswer> {
    if (!operation.read) this.#http.check(this.#request(operation, place, args, signal));
    if (operation.server === 'identity') return this.#http.send(this.#request(operation, place, args, signal));
    const token = await this.#login.token(signal);
    const answer = await this.#http.send(this.#request(operation, place, args, signal, token));
    if (answer.status !== 401) return answer;
    this.#login.refuse(token);
    const fresh = await this.#login.token(signal);
    return this.#http.send(this.#request(operation, place, args, signal, fresh));
  }

  #request(
    operation: ChatOperation,
    place: Endpoint,
    args: Arguments,
    signal: AbortSignal,
    token?: string,
  ): HttpRequest {
    const { apiUrl, idUrl, customerKey } = this.#options;
    if (place.path.includes('{customerKey}') && customerKey === undefined) {
      throw new Failure('not_configured', 'This needs the customer key: PUZZEL_CUSTOMER_KEY is missing.', {
        details: { missing: ['PUZZEL_CUSTOMER_KEY'] },
        hint: 'Tell the person to set PUZZEL_CUSTOMER_KEY and to restart this server.',
      });
    }
    const { method, target, body } = buildRequest(operation.route, { ...args, customerKey }, place);
    return {
      method,
      url: (operation.server === 'identity' ? idUrl : apiUrl) + target,
      headers: {
        accept: 'application/json',
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal,
      repeatable: operation.read,
    };
  }
}

/** The Chat API has no envelope: a 404 or 405 that is no JSON comes from a router, not from an operation (inferred). */
function isRouterMiss({ status, text }: HttpAnswer): boolean {
  return (status === 404 || status === 405) && !/^\s*[{[]/.test(text);
}

function dataOf({ text, status }: HttpAnswer): unknown {
  if (text.trim() === '') return null;
  try {
    return parseJson(text);
  } catch (cause) {
    throw new Failure('upstream', 'The Puzzel Chat API answered, but not with data that can be read.', {
      status,
      hint: 'Check PUZZEL_CHAT_API_URL. After a write, read what became of it.',
      cause,
    });
  }
}

function messageIn(text: string): string | undefined {
  const { message, title, error } = membersOf(text);
  return [message, title, error].find((word): word is string => typeof word === 'string');
}
