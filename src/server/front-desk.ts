import { PassThrough, type Readable } from 'node:stream';
import { cacheHints, capabilities, legacyVersions, modernVersion, serverInfo } from './identity.js';
import type { Offer } from './offer.js';

type RequestId = string | number;

interface Request {
  id: RequestId;
  method: string;
  params: Record<string, unknown>;
}

/** Where messages go that need thought. */
export interface Back {
  /** The client's messages, from the first on that the back has to know. */
  input: Readable;
  /** The id of an `initialize` among them that is answered already. */
  greeted: RequestId | undefined;
}

/** The members of a result: what stands before a list, the list, what stands behind it. */
type Result = [begin: string, list: Buffer, end: string];

const none = Buffer.alloc(0);

const plain = (result: object): Result => [JSON.stringify(result).slice(1, -1), none, ''];

/** Larger messages are never ones that the desk could answer. */
const longestLine = 64 * 1024;

const protocolVersionKey = 'io.modelcontextprotocol/protocolVersion';
const serverInfoKey = 'io.modelcontextprotocol/serverInfo';
const modernKeys = [
  protocolVersionKey,
  'io.modelcontextprotocol/clientInfo',
  'io.modelcontextprotocol/clientCapabilities',
];

/**
 * Stands between standard input and the SDK's server, and answers what is the same for the whole life of a process:
 * the greeting and the lists, which is all that most starts ever ask. Everything else goes to the back, which is opened
 * only then; so a start loads neither the SDK nor the tools. The desk answers nothing that it is not sure of, and what it
 * answers is to the byte what the back would have answered.
 */
export class FrontDesk {
  readonly #offer: Offer;
  readonly #write: (line: Buffer) => void;
  readonly #openBack: (back: Back) => void;
  /** Of each list, its member of the result: encoded once, since it is large and asked for again. */
  readonly #lists: Record<string, Buffer>;
  #rest: Buffer[] = [];
  #restBytes = 0;
  #passing = false;
  #era: 'legacy' | 'modern' | undefined;
  #greeting: Buffer[] = [];
  #greeted: RequestId | undefined;
  #back: PassThrough | undefined;

  constructor(offer: Offer, write: (line: Buffer) => void, openBack: (back: Back) => void) {
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
    return this.#back !== undefined;
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
    if (!this.#back?.writableEnded) this.#back?.end(this.#takeRest());
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
    if (!this.#back) {
      this.#back = new PassThrough();
      for (const line of this.#greeting) this.#back.write(line);
      this.#openBack({ input: this.#back, greeted: this.#greeted });
    }
    this.#back.write(bytes);
  }

  /** Whether the desk has dealt with the message itself. */
  #handles(line: Buffer): boolean {
    const message = parsed(line);
    if (!message) return false;
    if (!('id' in message)) return this.#notes(line, message.method);
    const answer = isModern(message.params) ? this.#modernAnswer(message) : this.#legacyAnswer(line, message);
    if (answer === undefined) return false;
    const [begin, list, end] = answer;
    this.#write(
      Buffer.concat([
        Buffer.from(`{"result":{${begin}`),
        list,
        Buffer.from(`${end}},"jsonrpc":"2.0","id":${JSON.stringify(message.id)}}\n`),
      ]),
    );
    return true;
  }

  /** Before anything is under way at the back, a notification changes nothing, but the back must know of the greeting. */
  #notes(line: Buffer, method: string): boolean {
    if (this.#back) return false;
    if (method === 'notifications/initialized' && this.#era === 'legacy') this.#greeting.push(line);
    else if (method !== 'notifications/cancelled') return false;
    return true;
  }

  #legacyAnswer(line: Buffer, { id, method, params }: Request): Result | undefined {
    if (method === 'initialize') {
      if (this.#back || this.#era === 'legacy' || !isGreeting(params)) return undefined;
      this.#era = 'legacy';
      this.#greeting = [line];
      this.#greeted = id;
      const protocolVersion = legacyVersions.find((version) => version === params.protocolVersion) ?? legacyVersions[0];
      return plain({ protocolVersion, capabilities, serverInfo, instructions: this.#offer.instructions });
    }
    if (this.#era !== 'legacy' || !hasOnly(params, [])) return undefined;
    if (method === 'ping') return plain({});
    const list = this.#list(method);
    return list && ['', list, ''];
  }

  #modernAnswer({ method, params }: Request): Result | undefined {
    if (this.#era === 'legacy' || !hasOnly(params, ['_meta'])) return undefined;
    const about = JSON.stringify({ [serverInfoKey]: serverInfo });
    const tail = (hints: { ttlMs: number; cacheScope: string }) =>
      `,"resultType":"complete","ttlMs":${hints.ttlMs},"cacheScope":"${hints.cacheScope}","_meta":${about}`;
    if (method === 'server/discover') {
      const known = { supportedVersions: [modernVersion], capabilities, instructions: this.#offer.instructions };
      const [begin] = plain(known);
      return [begin, none, tail(cacheHints[method])];
    }
    const list = this.#list(method);
    if (list === undefined) return undefined;
    this.#era = 'modern';
    return ['', list, tail(cacheHints[method as keyof typeof cacheHints])];
  }

  #list(method: string): Buffer | undefined {
    // Once anything could have been saved, only the back knows the resources.
    if (method === 'resources/list' && this.#back) return undefined;
    return Object.hasOwn(this.#lists, method) ? this.#lists[method] : undefined;
  }
}

/** A request or notification of the plainest form; undefined for everything else. */
function parsed(line: Buffer): Request | Omit<Request, 'id'> | undefined {
  let message: unknown;
  try {
    message = JSON.parse(line.toString('utf8'));
  } catch {
    return undefined;
  }
  if (!isObject(message) || !hasOnly(message, ['jsonrpc', 'id', 'method', 'params'])) return undefined;
  const { jsonrpc, id, method, params = {} } = message;
  if (jsonrpc !== '2.0' || typeof method !== 'string' || !isObject(params)) return undefined;
  if (!('id' in message)) return { method, params };
  return typeof id === 'string' || Number.isSafeInteger(id) ? { id: id as RequestId, method, params } : undefined;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const hasOnly = (object: object, names: readonly string[]): boolean =>
  Object.keys(object).every((name) => names.includes(name));

/** A request of the newer era with just what that asks for. */
function isModern({ _meta }: Record<string, unknown>): boolean {
  if (!isObject(_meta) || Object.keys(_meta).length !== modernKeys.length) return false;
  const [, info, can] = modernKeys.map((key) => _meta[key]);
  return _meta[protocolVersionKey] === modernVersion && isImplementation(info) && isObject(can);
}

function isGreeting(params: Record<string, unknown>): boolean {
  return (
    hasOnly(params, ['protocolVersion', 'capabilities', 'clientInfo']) &&
    typeof params.protocolVersion === 'string' &&
    isObject(params.capabilities) &&
    isImplementation(params.clientInfo)
  );
}

const isImplementation = (value: unknown): boolean =>
  isObject(value) && typeof value.name === 'string' && typeof value.version === 'string';
