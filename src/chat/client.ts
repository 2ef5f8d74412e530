import { randomUUID } from 'node:crypto';
import { type AnswerSource, answerData } from '../api/answer-data.js';
import { LoginCooldown } from '../api/login-cooldown.js';
import { saysRefused } from '../api/refusals.js';
import { type Arguments, type Endpoint, requestFor } from '../api/route.js';
import type { AnsweredBy, Operation, RouteResolver } from '../api/route-resolver.js';
import { statusFailure } from '../api/status.js';
import { vendorWords } from '../api/vendor-words.js';
import { Failure } from '../failure.js';
import type { Http } from '../http/client.js';
import type { HttpAnswer, HttpRequest } from '../http/request.js';
import type { RequestContext } from '../http/request-context.js';
import { limits } from '../limits.js';
import { type Tenant, type Visitor, VisitorSession } from './visitor.js';

/** The Chat API's two hosts: conversations, and the token server that knows visitors. */
export type ChatServer = 'communication' | 'identity';

/** One operation of the Chat API as a tool declares it. */
export interface ChatOperation extends Operation {
  /** `identity` calls carry no Authorization header. */
  server: ChatServer;
  /** The argument that holds the conversation id; the call is made as the visitor of that conversation. */
  conversation?: string | undefined;
}

export interface ChatOptions {
  tenantId: string;
  apiUrl: string;
  idUrl: string;
  /** Used in the path of visitor authentication only. */
  customerKey: string | undefined;
}

/** Stands for the conversation id of calls that belong to none, such as the opening hours of a queue. */
const noConversation = '';

/**
 * The Puzzel Chat API. Calls are made as visitors: each conversation has its own visitor with its own token
 * (puzzel.md, section 10).
 */
export class ChatClient {
  readonly #http: Http;
  readonly #options: ChatOptions;
  readonly #routes: RouteResolver;
  readonly #tenant: Tenant;
  /** Sessions by conversation id, the least recently used first. */
  readonly #sessions = new Map<string, VisitorSession>();

  constructor(http: Http, options: ChatOptions, routes: RouteResolver, onSecret: (secret: string) => void) {
    this.#http = http;
    this.#options = options;
    this.#routes = routes;
    const { idUrl, tenantId } = options;
    this.#tenant = { idUrl, tenantId, onSecret, cooldown: new LoginCooldown(limits.visitorsAMinute) };
  }

  /** The data of the answer; null when it was empty. */
  async call(operation: ChatOperation, args: Arguments, context: RequestContext): Promise<unknown> {
    const answer = await this.#routes.resolve(operation, answeredBy, (candidate) =>
      this.#send(operation, candidate, args, context),
    );
    if (answer.status < 200 || answer.status > 299) throw refusal(answer);
    // It is not documented what the Chat API answers while there are no messages: perhaps an empty answer.
    const data = (await answerData(answer, answerSource, true)) ?? null;
    if (saysRefused(data, 'chat')) throw refusal(answer);
    return data;
  }

  /** Logs in as the visitor without a conversation, which shows whether the tenant accepts visitors. */
  logIn({ signal }: RequestContext): Promise<Visitor> {
    return this.#sessionOf(noConversation).visitor(signal);
  }

  /**
   * Begins a conversation with a new visitor. Starting a chat counts as a write, so the read-only lock is asked first,
   * although the request itself is an ordinary login.
   */
  async openConversation(
    operation: ChatOperation,
    context: RequestContext,
  ): Promise<Visitor & { conversationId: string }> {
    this.#http.check(this.#request(operation, operation.route, {}, context));
    const conversationId = randomUUID();
    return { conversationId, ...(await this.#sessionOf(conversationId).visitor(context.signal)) };
  }

  /** Drops the visitors' sessions and tokens here. Nothing ends the sessions at the vendor. */
  forget(): void {
    this.#sessions.clear();
  }

  /** The session of a conversation's visitor; a new one when this process has none, or has dropped it. */
  #sessionOf(conversationId: string): VisitorSession {
    const session =
      this.#sessions.get(conversationId) ??
      new VisitorSession(this.#http, this.#tenant, conversationId !== noConversation);
    this.#sessions.delete(conversationId);
    this.#sessions.set(conversationId, session);
    const [oldest] = this.#sessions.keys();
    if (this.#sessions.size > limits.visitors && oldest !== undefined) this.#sessions.delete(oldest);
    return session;
  }

  async #send(
    operation: ChatOperation,
    candidate: Endpoint,
    args: Arguments,
    context: RequestContext,
  ): Promise<HttpAnswer> {
    if (!operation.isRead) this.#http.check(this.#request(operation, candidate, args, context));
    if (operation.server === 'identity') return this.#http.send(this.#request(operation, candidate, args, context));
    const conversationId = operation.conversation === undefined ? undefined : args[operation.conversation];
    const session = this.#sessionOf(conversationId === undefined ? noConversation : String(conversationId));
    return session.tokens.sendWithToken(
      context.signal,
      (token) => this.#http.send(this.#request(operation, candidate, args, context, token)),
      refusal,
    );
  }

  #request(
    operation: ChatOperation,
    candidate: Endpoint,
    args: Arguments,
    context: RequestContext,
    token?: string,
  ): HttpRequest {
    const { apiUrl, idUrl, customerKey } = this.#options;
    if (candidate.path.includes('{customerKey}') && customerKey === undefined) {
      throw new Failure('not_configured', 'This needs the customer key: PUZZEL_CUSTOMER_KEY is missing.', {
        details: { missing: ['PUZZEL_CUSTOMER_KEY'] },
        hint: 'Tell the person to set PUZZEL_CUSTOMER_KEY and restart this server.',
      });
    }
    return requestFor(operation, { ...args, customerKey }, candidate, {
      ...context,
      apiUrl: operation.server === 'identity' ? idUrl : apiUrl,
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    });
  }
}

/** The Chat API has no envelope: JSON comes from an operation, a 404 or 405 without JSON from a router (inferred). */
function answeredBy({ status, text }: HttpAnswer): AnsweredBy {
  if (/^\s*[{[]/.test(text)) return 'operation';
  return status === 404 || status === 405 ? 'router' : 'unknown';
}

const refusal = (answer: HttpAnswer): Failure => statusFailure('The Puzzel Chat API', answer, vendorWords(answer));

const answerSource: AnswerSource = { vendor: 'The Puzzel Chat API', setting: 'PUZZEL_CHAT_API_URL' };
