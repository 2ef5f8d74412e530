import { cacheHints, capabilities, legacyVersions, modernVersion, serverInfo } from './identity.js';
import type { Offer } from './offer.js';
import { hasOnly, isGreeting, isId, isModern, isObject, parsed, type Request, type RequestId } from './requests.js';

/** A call that asks for nothing of the protocol but its answer. */
export interface PlainCall {
  id: RequestId;
  name: string;
  arguments: unknown;
  progressToken: RequestId | undefined;
  /** What the newer era adds to every result. */
  stamp: { resultType: string; _meta: Record<string, unknown> } | undefined;
}

/** What the desk has said already, in case somebody has to go on from there. */
export interface Greeting {
  /** The client's messages. */
  messages: Buffer;
  /** The id of an `initialize` among them, which is answered. */
  greeted: RequestId | undefined;
}

/** Where messages go that need thought. */
export interface Back {
  /** @returns whether it answers the call; one that may have to ask a person is for the SDK's server */
  call: (call: PlainCall) => boolean;
  /** @returns whether that is dealt with: a call of this id is not answered any more, or nobody has any */
  cancel: (id: unknown) => boolean;
  /** Bytes of any other messages, for the SDK's server. */
  pass: (bytes: Buffer) => void;
  /** The client will send nothing more. */
  end: () => void;
}

/** The members of a result: what stands before a list, the list, what stands behind it. */
type Result = [begin: string, list: Buffer, end: string];

const none = Buffer.alloc(0);

const plainResult = (result: object): Result => [JSON.stringify(result).slice(1, -1), none, ''];

/** Larger messages are never ones that the desk could answer. */
const longestLine = 64 * 1024;

/** What every result of the newer era says. */
const complete = { resultType: 'complete' };
const aboutUs = { 'io.modelcontextprotocol/serverInfo': serverInfo };

/**
 * Stands between standard input and the SDK's server, and answers what is the same for the whole life of a process:
 * the greeting and the lists, which is all that most starts ever ask. Everything else goes to the back, which is opened
 * only then; so a start loads neither the SDK nor the tools. Calls go there straight, everything that needs the whole
 * protocol as it came, for the SDK's server. The desk answers nothing that it is not sure of, and what it answers is to
 * the byte what the SDK's server would have answered.
 */
export class FrontDesk {
  readonly #offer: Offer;
  readonly #write: (parts: Buffer[]) => void;
  readonly #openBack: (greeting: Greeting) => Promise<Back>;
  /** Of each list, its member of the result: encoded once, since it is large and asked for again. */
  readonly #lists: Record<string, Buffer>;
  #rest: Buffer[] = [];
  #restBytes = 0;
  #passing = false;
  #era: 'legacy' | 'modern' | undefined;
  #greeting: Buffer[] = [];
  #greeted: RequestId | undefined;
  #isBackOpen = false;
  #back: Back | undefined;
  /** What came for the back while it was being opened. */
  #waiting: ((back: Back) => void)[] = [];
  #ended = false;

  constructor(offer: Offer, write: (parts: Buffer[]) => void, openBack: (greeting: Greeting) => Promise<Back>) {
    this.#offer = offer;
    this.#write = write;
    this.#openBack = openBack;
    const lists = {
      ...(offer.tools && { 'tools/list': `"tools":[${offer.tools.join(',')}]` }),
      'prompts/list': `"prompts":${JSON.stringify(offer.prompts)}`,
      'resources/list': `"resources":${JSON.stringify(offer.resources)}`,
      'resources/templates/list': '"resourceTemplates":[]',
    };
    this.#lists = Object.fromEntries(Object.entries(lists).map(([method, list]) => [method, Buffer.from(list)]));
  }

  /** Whether the back was ever needed. */
  get isBackOpen(): boolean {
    return this.#isBackOpen;
  }

  /** Takes what came from the client. */
  take(chunk: Buffer): void {
    let start = 0;
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
      this.#takePart(chunk.subarray(start, end + 1));
      this.#endLine();
      start = end + 1;
    }
    if (start < chunk.length) this.#takePart(chunk.subarray(start));
  }

  /** The client will send nothing more. Standard input says so twice (end, close). */
  end(): void {
    if (this.#isBackOpen && !this.#ended) this.#toBack((back) => back.end());
    this.#ended = true;
  }

  #takePart(part: Buffer): void {
    if (this.#passing) {
      this.#pass(part);
      return;
    }
    this.#rest.push(part);
    this.#restBytes += part.length;
    if (this.#restBytes <= longestLine) return;
    this.#passing = true;
    this.#pass(this.#takeRest());
  }

  #endLine(): void {
    if (this.#passing) {
      this.#passing = false;
      return;
    }
    const line = this.#takeRest();
    if (!this.#handles(line)) this.#pass(line);
  }

  #takeRest(): Buffer {
    const [only, ...more] = this.#rest;
    const whole = only && more.length === 0 ? only : Buffer.concat(this.#rest);
    this.#rest = [];
    this.#restBytes = 0;
    return whole;
  }

  #pass(bytes: Buffer): void {
    this.#toBack((back) => back.pass(bytes));
  }

  /** In the order in which things came, whether the back is open or not yet. */
  #toBack(deal: (back: Back) => void): void {
    if (this.#back) {
      deal(this.#back);
      return;
    }
    this.#waiting.push(deal);
    if (this.#isBackOpen) return;
    this.#isBackOpen = true;
    void this.#openBack({ messages: Buffer.concat(this.#greeting), greeted: this.#greeted }).then((back) => {
      this.#back = back;
      for (const waiting of this.#waiting) waiting(back);
      this.#waiting = [];
    });
  }

  /** Whether the desk has dealt with the message itself. */
  #handles(line: Buffer): boolean {
    const message = parsed(line);
    if (!message) return false;
    if (!('id' in message)) return this.#notes(line, message);
    const call = this.#plainCall(message);
    if (call) {
      this.#toBack((back) => back.call(call) || back.pass(line));
      return true;
    }
    const answer = isModern(message.params) ? this.#modernAnswer(message) : this.#legacyAnswer(line, message);
    if (answer === undefined) return false;
    const [begin, list, end] = answer;
    const close = `${end}},"jsonrpc":"2.0","id":${JSON.stringify(message.id)}}\n`;
    this.#write([Buffer.from(`{"result":{${begin}`), list, Buffer.from(close)]);
    return true;
  }

  /** Before anything is under way at the back, a notification changes nothing, but the back must know of the greeting. */
  #notes(line: Buffer, { method, params }: Omit<Request, 'id'>): boolean {
    if (this.#isBackOpen) {
      if (method !== 'notifications/cancelled') return false;
      this.#toBack((back) => back.cancel(params.requestId) || back.pass(line));
      return true;
    }
    if (method === 'notifications/initialized' && this.#era === 'legacy') this.#greeting.push(line);
    else if (method !== 'notifications/cancelled') return false;
    return true;
  }

  /** The request as a call, if it is one and says nothing that only the SDK understands. */
  #plainCall({ id, method, params }: Request): PlainCall | undefined {
    if (method !== 'tools/call' || !hasOnly(params, ['name', 'arguments', '_meta'])) return undefined;
    const { name, arguments: args, _meta: meta = {} } = params;
    if (typeof name !== 'string' || (args !== undefined && !isObject(args)) || !isObject(meta)) return undefined;
    if (this.#era !== 'legacy' && isModern(params)) {
      this.#era = 'modern';
      return { id, name, arguments: args, progressToken: undefined, stamp: { ...complete, _meta: aboutUs } };
    }
    const { progressToken } = meta;
    if (this.#era !== 'legacy' || (progressToken !== undefined && !isId(progressToken))) return undefined;
    return { id, name, arguments: args, progressToken, stamp: undefined };
  }

  #legacyAnswer(line: Buffer, { id, method, params }: Request): Result | undefined {
    if (method === 'initialize') {
      if (this.#isBackOpen || this.#era === 'legacy' || !isGreeting(params)) return undefined;
      this.#era = 'legacy';
      this.#greeting = [line];
      this.#greeted = id;
      const protocolVersion = legacyVersions.find((version) => version === params.protocolVersion) ?? legacyVersions[0];
      return plainResult({ protocolVersion, capabilities, serverInfo, instructions: this.#offer.instructions });
    }
    if (this.#era !== 'legacy' || !hasOnly(params, [])) return undefined;
    if (method === 'ping') return plainResult({});
    const list = this.#list(method);
    return list && ['', list, ''];
  }

  #modernAnswer({ method, params }: Request): Result | undefined {
    if (this.#era === 'legacy' || !hasOnly(params, ['_meta'])) return undefined;
    const tail = (hints: { ttlMs: number; cacheScope: string }) =>
      `,${JSON.stringify({ ...complete, ...hints, _meta: aboutUs }).slice(1, -1)}`;
    if (method === 'server/discover') {
      const known = { supportedVersions: [modernVersion], capabilities, instructions: this.#offer.instructions };
      const [begin] = plainResult(known);
      return [begin, none, tail(cacheHints[method])];
    }
    const list = this.#list(method);
    if (list === undefined) return undefined;
    this.#era = 'modern';
    return ['', list, tail(cacheHints[method as keyof typeof cacheHints])];
  }

  #list(method: string): Buffer | undefined {
    // Once anything could have been saved, only the back knows the resources.
    if (method === 'resources/list' && this.#isBackOpen) return undefined;
    return Object.hasOwn(this.#lists, method) ? this.#lists[method] : undefined;
  }
}
