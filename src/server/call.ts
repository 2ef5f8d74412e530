import type { Config } from '../config/index.js';
import { Failure } from '../failure.js';
import { slowFactor } from '../http/client.js';
import { type Deadline, deadline } from '../http/deadline.js';
import type { Arguments } from '../http/route.js';
import { listenAt, traceOf } from '../http/trace.js';
import type { Log } from '../log.js';
import type { Redactor } from '../redact.js';
import type { Clients } from '../tools/clients.js';
import { type Callable, type CallContext, isPaged, isRead } from '../tools/define.js';
import { parseArguments } from './arguments.js';
import { type AuditLog, masked } from './audit.js';
import { SnapshotStore } from './paging.js';
import { questionFor, reader } from './question.js';
import { type Answer, type Draft, failure, nextPage, sealed, success } from './results.js';
import { pageArgumentNames } from './schema.js';

/** What the caller of a tool brings along. */
export interface CallOptions {
  signal: AbortSignal;
  /** What the signal belongs to: then the call's time limit is set there, instead of with a further signal. */
  limit?: Deadline;
  progress: CallContext['progress'];
  /**
   * Asks the person if need be; anything but undefined is handed back to the caller unchanged. `question` finds out what
   * to ask, which may take reads: only when somebody is really going to be asked.
   */
  confirm: (args: Arguments, question: () => Promise<string>) => Promise<Interruption | undefined>;
}

/** A question that has to be answered before the call can go on. */
export type Interruption = Record<string, unknown>;

/** The signal that a call's requests went out with, by which the vendor's answers are found again. */
interface Sent {
  signal?: AbortSignal;
}

/** How long looking up what a question is about may take, in milliseconds. */
const lookUpMs = 5_000;

/**
 * Runs tools: arguments, expiry, confirmation, audit, the call itself, and the envelope around its answer. All policy
 * passes here, whoever calls (an MCP client or the command line).
 */
export class Caller {
  readonly #config: Config;
  readonly #connect: () => Promise<Clients>;
  readonly #log: Log;
  readonly #redactor: Redactor;
  readonly #audit: AuditLog | undefined;
  readonly #store = new SnapshotStore();

  constructor(
    config: Config,
    connect: () => Promise<Clients>,
    log: Log,
    redactor: Redactor,
    audit: AuditLog | undefined,
  ) {
    this.#config = config;
    this.#connect = connect;
    this.#log = log;
    this.#redactor = redactor;
    this.#audit = audit;
  }

  /** Never throws: whatever goes wrong is an answer with `isError`. */
  async call(tool: Callable, raw: unknown, options: CallOptions): Promise<Answer | { interruption: Interruption }> {
    const started = Date.now();
    const sent: Sent = {};
    let answer: Answer;
    try {
      const outcome = await this.#run(tool, raw, options, sent);
      if ('interruption' in outcome) return outcome;
      answer = sealed(outcome, this.#redactor);
    } catch (error) {
      if (!(error instanceof Failure)) this.#log.error(`${tool.name}: ${stackOf(error)}`);
      const told = this.#cutShort(error) ? this.#expired(true) : error;
      answer = sealed(failure(told, this.#redactor), this.#redactor);
    }
    await this.#record(tool, raw, answer, started, sent);
    return answer;
  }

  /** Records that a tool was asked for that does not exist here: a filter's closed door is worth knowing about. */
  async unknown(name: string, raw: unknown): Promise<void> {
    await this.#audit?.write({
      time: new Date().toISOString(),
      tool: name.slice(0, 128),
      arguments: masked(raw ?? {}),
      outcome: 'unknown_tool',
      duration_ms: 0,
    });
  }

  /** @throws Failure `expired` when the owner's time is over */
  checkAccess(): void {
    if (this.#isOver()) throw this.#expired(false);
  }

  close(): void {
    this.#store.clear();
  }

  async #run(
    tool: Callable,
    raw: unknown,
    options: CallOptions,
    sent: Sent,
  ): Promise<Draft | { interruption: Interruption }> {
    this.checkAccess();
    const args = parseArguments(tool, raw);
    await this.#audit?.ready(isRead(tool));
    const presenter = { store: this.#store, redactor: this.#redactor };
    if (isPaged(tool) && args.cursor !== undefined) return nextPage(tool, args, presenter);
    const clients = await this.#clientsFor(tool);
    const own = isPaged(tool) ? withoutPaging(args) : args;
    const context = { clients, signal: options.signal, progress: options.progress };
    await tool.check?.(own, context);
    const interruption = await options.confirm(args, () => this.#question(tool, own, context));
    if (interruption) return { interruption };
    const outcome = await this.#within(tool, options, (signal) => {
      sent.signal = signal;
      listenAt(signal, options.progress);
      return tool.run(own, { ...context, signal });
    });
    return success(tool, args, outcome, presenter);
  }

  /** @throws Failure `not_configured` before a person is asked to confirm a call that cannot be made */
  async #clientsFor({ vendor }: Callable): Promise<CallContext['clients']> {
    const { apis } = await this.#connect();
    if (vendor) void apis[vendor];
    return apis;
  }

  /** The time limit of a call holds for all its requests together; a transfer to disk has limits of its own. */
  async #within<T>(
    tool: Callable,
    { signal, limit: own }: CallOptions,
    run: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    if (tool.download) return run(signal);
    const limit = own ?? deadline(undefined, signal);
    limit.restart(this.#config.timeoutMs * (tool.slow ? slowFactor : 1));
    try {
      return await run(limit.signal);
    } finally {
      limit.done();
    }
  }

  async #question(tool: Callable, args: Arguments, context: CallContext): Promise<string> {
    const limit = deadline(Math.min(this.#config.timeoutMs, lookUpMs), context.signal);
    try {
      const read = reader({ ...context, signal: limit.signal });
      return this.#redactor.text(await questionFor(tool, args, read, context.signal));
    } finally {
      limit.done();
    }
  }

  #isOver(): boolean {
    return (this.#config.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY) <= Date.now();
  }

  /** At the expiry every connection is cut, which the calls under way see as a cancellation. */
  #cutShort(error: unknown): boolean {
    return error instanceof Failure && error.kind === 'cancelled' && this.#isOver();
  }

  #expired(underWay: boolean): Failure {
    const more = underWay ? ' This call was under way; whether it had an effect is unknown.' : '';
    return new Failure(
      'expired',
      `Access through this server ended at ${this.#config.expiresAt?.toISOString()}.${more}`,
      {
        hint: 'Tell the person: the owner of this server set PUZZEL_MCP_EXPIRES_AT and may extend it.',
      },
    );
  }

  async #record(tool: Callable, raw: unknown, answer: Answer, started: number, sent: Sent): Promise<void> {
    const error = answer.structured.error as { kind: string; status?: number } | undefined;
    const duration = Date.now() - started;
    this.#log.debug(`${tool.name}: ${error?.kind ?? 'ok'} in ${duration} ms`);
    if (!this.#audit) return;
    const trace = sent.signal && traceOf(sent.signal);
    const status = error?.status ?? trace?.status;
    await this.#audit.write({
      time: new Date(started).toISOString(),
      tool: tool.name,
      effect: tool.effect,
      arguments: masked(raw ?? {}),
      outcome: error?.kind ?? 'ok',
      ...(status !== undefined && { status }),
      duration_ms: duration,
      ...(answer.file && { bytes: answer.file.bytes }),
      ...(trace?.requestId !== undefined && { request_id: trace.requestId }),
    });
  }
}

/** Paging is ours: neither vendor ever sees these. */
const withoutPaging = (args: Arguments): Arguments =>
  Object.fromEntries(Object.entries(args).filter(([name]) => !pageArgumentNames.includes(name)));

const stackOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));
