import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import type { JSONRPCMessage, JSONRPCRequest, RequestId, Transport } from '@modelcontextprotocol/server';
import { PROTOCOL_VERSION_META_KEY } from '@modelcontextprotocol/server';
import { afterWrite } from '../http/network-failure.js';
import { limits } from '../limits.js';
import { didYouMean } from '../nearest.js';
import { type Line, LineReader } from './lines.js';
import { idOfLongLine, readLine } from './messages.js';
import { newerEraRevision } from './server-info.js';

/** Largest message from the client, in bytes. Arguments are texts; the largest are some hundred KiB. */
const maxLineBytes = 10 * 1024 * 1024;

/** Longest protocol error in characters: the SDK repeats names as the client gave them. */
const maxErrorCharacters = 2_000;
const [invalidRequest, invalidParams, connectionClosed, unsupportedVersion] = [-32600, -32602, -32000, -32022];

/** A request of this method is answered when the subscription ends; nobody waits for that. */
const subscriptionMethod = 'subscriptions/listen';

interface TransportOptions {
  input: Readable;
  output: Writable;
  /** Takes secrets out of protocol errors, notifications and questions, which may repeat what the client sent. */
  redact: <T>(data: T) => T;
  /** What a client may call: the nearest is suggested for an unknown name. */
  names: Readonly<Record<'Tool' | 'Prompt', readonly string[]>>;
  /** Called with a warning when a message is ignored or too long. */
  warn: (message: string) => void;
  /** Called with each request that was refused with a protocol error, but not with those that are unreadable or in a batch. */
  onRefused?: (request: Record<string, unknown>) => void;
}

/**
 * MCP over lines of JSON. Like the SDK's own stdio transport, but it tolerates what real clients send (messages.ts),
 * answers every request with a usable id once, unless it was cancelled, and ends gracefully: calls that are under way
 * when the input ends may still answer for a while.
 */
export class StdioTransport implements Transport {
  readonly #options: TransportOptions;
  readonly #lines = new LineReader(maxLineBytes, (line) => this.#receive(line));
  /** Requests without an answer yet. */
  readonly #pending = new Map<RequestId, JSONRPCRequest>();
  /** Ids of our questions to the client that wait for an answer. */
  readonly #openQuestionIds = new Set<unknown>();
  /** Whether the first message that is no `server/discover` named its revision, as in the newer era; undefined until it comes. */
  #isNewerEra: boolean | undefined;
  #state: 'open' | 'draining' | 'closed' = 'open';
  /** Aborted when nothing is under way any more after the end of the input. */
  readonly #drained = new AbortController();
  /** Resolves when the output can take more; shared by all who wait for that. */
  #flushing: Promise<void> | undefined;
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;

  constructor(options: TransportOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    const { input, output } = this.#options;
    input.on('data', this.#onData);
    for (const event of ['end', 'close', 'error']) input.once(event, () => void this.#drain());
    output.on('error', () => void this.close());
  }

  /** Resolves when the client may be sent more. */
  async send(message: JSONRPCMessage): Promise<void> {
    if (this.#state === 'closed') throw new Error('The transport is closed.');
    const { output, redact, names, onRefused } = this.#options;
    const answeredId = 'method' in message ? undefined : message.id;
    if ('method' in message && 'id' in message) this.#openQuestionIds.add(message.id);
    // A cancelled question: nobody waits for its answer any more.
    else if ('method' in message && message.method === 'notifications/cancelled')
      this.#openQuestionIds.delete(message.params?.requestId);
    const request = answeredId === undefined ? undefined : this.#pending.get(answeredId);
    // The client has cancelled the request: MCP wants no answer.
    if (answeredId !== undefined && request === undefined) return;
    if (request && 'error' in message) onRefused?.({ ...request });
    const outgoing =
      'error' in message || 'method' in message ? shortenError(redact(withPlainWords(message, names))) : message;
    const hasRoom = output.write(`${JSON.stringify(outgoing)}\n`);
    if (answeredId !== undefined) this.#settle(answeredId);
    if (hasRoom) return;
    this.#flushing ??= this.#waitForFlush();
    await this.#flushing;
  }

  /** Resolves when the output can take more, or has closed. */
  async #waitForFlush(): Promise<void> {
    const waitEnd = new AbortController();
    const events = ['drain', 'close'].map((event) => once(this.#options.output, event, { signal: waitEnd.signal }));
    await Promise.race(events).catch(() => {});
    waitEnd.abort();
    this.#flushing = undefined;
  }

  async close(): Promise<void> {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    const { input } = this.#options;
    input.off('data', this.#onData);
    input.pause();
    this.#drained.abort();
    this.onclose?.();
  }

  readonly #onData = (chunk: Buffer): void => this.#lines.add(chunk);

  /** The input has ended: waits for the answers that are under way, then closes the connection. */
  async #drain(): Promise<void> {
    if (this.#state !== 'open') return;
    this.#lines.end();
    this.#state = 'draining';
    const { signal } = this.#drained;
    if (!this.#isIdle()) await setTimeout(limits.drainMs, undefined, { signal }).catch(() => {});
    for (const { id, method } of this.#pending.values()) {
      if (method !== subscriptionMethod)
        this.#write(id, connectionClosed, `The input ended before this was answered. ${afterWrite}`);
    }
    await this.close();
  }

  #receive(line: Line): void {
    const { warn } = this.#options;
    if (!('text' in line)) {
      const id = idOfLongLine(line.start, line.end);
      const reason = `The message has ${line.bytes} bytes, more than the ${maxLineBytes} that are read.`;
      warn(`a message of ${line.bytes} bytes was refused${id === undefined ? ' without an answer' : ''}`);
      if (id !== undefined) this.#refuse(id, reason);
      return;
    }
    for (const incoming of readLine(line.text, this.#openQuestionIds)) {
      if ('ignored' in incoming) warn(`ignored ${incoming.ignored}`);
      else if ('refused' in incoming)
        this.#refuse(incoming.refused.id, incoming.refused.reason, incoming.refused.request);
      else this.#deliver(incoming.message);
    }
  }

  #deliver(message: JSONRPCMessage): void {
    const revision = 'method' in message ? message.params?._meta?.[PROTOCOL_VERSION_META_KEY] : undefined;
    if ('method' in message && 'id' in message) {
      if (this.#pending.has(message.id)) {
        this.#options.warn('ignored a request whose id belongs to one that is still under way');
        return;
      }
      this.#pending.set(message.id, message);
      // The SDK checks the revision of the first message only.
      if (this.#isNewerEra && typeof revision === 'string' && revision !== newerEraRevision) {
        const data = { supported: [newerEraRevision], requested: revision };
        const error = { code: unsupportedVersion, message: `Unsupported protocol version: ${revision}`, data };
        return void this.send({ jsonrpc: '2.0', id: message.id, error });
      }
    } else if ('method' in message && message.method === 'notifications/cancelled') {
      const { requestId } = message.params ?? {};
      // Nobody answers a cancelled request any more.
      if (typeof requestId === 'string' || typeof requestId === 'number') this.#settle(requestId);
    } else if (!('method' in message)) this.#openQuestionIds.delete(message.id);
    if ('method' in message && message.method !== 'server/discover') this.#isNewerEra ??= revision !== undefined;
    this.onmessage?.(message);
  }

  #refuse(id: RequestId, reason: string, request?: Record<string, unknown>): void {
    if (this.#pending.has(id)) return;
    if (request) this.#options.onRefused?.(request);
    this.#write(id, invalidRequest, reason);
  }

  #write(id: RequestId, code: number, message: string): void {
    this.#options.output.write(`${JSON.stringify({ jsonrpc: '2.0', id, error: { code, message } })}\n`);
  }

  #settle(id: RequestId): void {
    this.#pending.delete(id);
    if (this.#state === 'draining' && this.#isIdle()) this.#drained.abort();
  }

  #isIdle(): boolean {
    // While draining, this is called after every answer, so it stops at the first request that is no subscription.
    for (const { method } of this.#pending.values()) if (method !== subscriptionMethod) return false;
    return true;
  }
}

/** Adds the nearest name to errors about an unknown one, and writes a schema's issues as one line instead of as JSON. */
function withPlainWords(message: JSONRPCMessage, names: TransportOptions['names']): JSONRPCMessage {
  if (!('error' in message)) return message;
  // No tool is ever disabled: the SDK says so of names that every object has, such as `constructor`.
  const text = message.error.message.replace(
    /^(Tool|Prompt) (.*) (?:disabled|not found)$/s,
    (_, kind: keyof typeof names, name) => `${kind} ${name} not found.${didYouMean(name, names[kind])}`,
  );
  const issuesJson = /^[^[\n]{0,100}(\[\s*\{.*\])$/s.exec(text)?.[1];
  if (issuesJson === undefined) return { ...message, error: { ...message.error, message: text } };
  try {
    const issues = JSON.parse(issuesJson) as { path?: unknown[]; message?: unknown }[];
    const words = issues.map((issue) => `${issue.path?.join('.') || 'parameters'}: ${issue.message}`).join('; ');
    return { ...message, error: { code: invalidParams, message: `Invalid parameters: ${words}` } };
  } catch {
    return message;
  }
}

const shortenError = (message: JSONRPCMessage): JSONRPCMessage =>
  'error' in message && JSON.stringify(message.error).length > maxErrorCharacters
    ? { ...message, error: { code: message.error.code, message: `${message.error.message.slice(0, 1_000)}…` } }
    : message;
