import { PassThrough, type Readable } from 'node:stream';
import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/server';
import { StdioServerTransport } from '@modelcontextprotocol/server/stdio';
import type { Redactor } from '../redact.js';
import { drainMs, withinTime } from './draining.js';

/**
 * Standard input and output with a soft end: when the input ends, calls that are under way may still answer for a
 * while. The SDK's own transport drops them.
 */
export class DrainingStdio implements Transport {
  readonly #input = new PassThrough();
  readonly #wire = new StdioServerTransport(this.#input, process.stdout);
  readonly #redactor: Redactor;
  readonly #source: Readable;
  #answered: string | number | undefined;
  readonly #pending = new Set<string | number>();
  #drained: (() => void) | undefined;
  #ending = false;

  /** @param answered the id of a request in the input that somebody has answered already */
  constructor(source: Readable, redactor: Redactor, answered?: string | number) {
    this.#source = source;
    this.#redactor = redactor;
    this.#answered = answered;
  }

  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;

  async start(): Promise<void> {
    this.#wire.onclose = () => this.onclose?.();
    this.#wire.onerror = (error) => this.onerror?.(error);
    this.#wire.onmessage = (message) => {
      this.#note(message);
      this.onmessage?.(message);
    };
    this.#source.on('data', (chunk: Buffer) => this.#input.write(chunk));
    for (const event of ['end', 'close', 'error']) this.#source.on(event, () => void this.#end());
    await this.#wire.start();
  }

  async send(message: JSONRPCMessage): Promise<void> {
    if (this.#isAnswered(message)) return;
    await this.#wire.send(this.#clean(message));
    if ('id' in message && !('method' in message) && message.id !== undefined) this.#settle(message.id);
  }

  async close(): Promise<void> {
    this.#source.pause();
    await this.#wire.close();
  }

  /** The first answer to an id is the one that was given in this one's place. */
  #isAnswered(message: JSONRPCMessage): boolean {
    if (this.#answered === undefined || 'method' in message || message.id !== this.#answered) return false;
    this.#settle(this.#answered);
    this.#answered = undefined;
    return true;
  }

  /** Results are clean already (results.ts); what the SDK writes itself may repeat what it was given. */
  #clean(message: JSONRPCMessage): JSONRPCMessage {
    if ('error' in message) return { ...message, error: this.#redactor.data(message.error) };
    if ('method' in message && message.params) return { ...message, params: this.#redactor.data(message.params) };
    return message;
  }

  #note(message: JSONRPCMessage): void {
    if (!('method' in message)) return;
    if ('id' in message) this.#pending.add(message.id);
    else if (message.method === 'notifications/cancelled') {
      const { requestId } = (message.params ?? {}) as { requestId?: string | number };
      if (requestId !== undefined) this.#settle(requestId);
    }
  }

  #settle(id: string | number): void {
    this.#pending.delete(id);
    if (this.#pending.size === 0) this.#drained?.();
  }

  async #end(): Promise<void> {
    if (this.#ending) return;
    this.#ending = true;
    // Messages that came with the end of the input are read before anything is counted.
    await new Promise((resolve) => setImmediate(resolve));
    if (this.#pending.size > 0) {
      const drained = new Promise<void>((resolve) => {
        this.#drained = resolve;
      });
      await withinTime(drained, drainMs);
    }
    this.#input.end();
  }
}
