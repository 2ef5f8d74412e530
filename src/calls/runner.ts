import { randomUUID } from 'node:crypto';
import { plainRequestId, requestIdIn } from '../api/request-id.js';
import type { Arguments } from '../api/route.js';
import type { Config } from '../config/index.js';
import { Failure } from '../failure.js';
import { within } from '../http/deadline.js';
import type { RequestContext } from '../http/request-context.js';
import { limits } from '../limits.js';
import type { Log } from '../log.js';
import type { Redactor } from '../redact.js';
import type { Clients } from '../tools/clients.js';
import type { CallContext, Outcome, Tool } from '../tools/define.js';
import { isPaged, isRead } from '../tools/effect.js';
import { membersOf, without } from '../tools/members.js';
import { pageArgumentNames } from '../tools/page-arguments.js';
import { secretsIn } from '../tools/secret-arguments.js';
import { parseArguments } from './arguments.js';
import { type AuditEntry, type AuditLog, maxArgumentBytes } from './audit-log.js';
import { maskedArguments, plainName } from './audit-masking.js';
import { questionFor, reader } from './question.js';
import { failureResult, nextPage, type Result, successResult } from './result.js';
import { SnapshotStore } from './snapshots.js';

/** Options of one call. */
export interface CallOptions {
  signal: AbortSignal;
  onProgress?: RequestContext['onProgress'];
  /**
   * Asks the person when the tool requires it. A result other than undefined ends the call and is returned unchanged.
   * `question` makes the text of the question; it may send reads, so it is called only when a person is really asked.
   */
  confirm: (tool: Tool, args: Arguments, question: () => Promise<string>) => Promise<Interruption | undefined>;
}

/** A question that a person has to answer before the call can go on. */
export interface Interruption {
  question: unknown;
}

export interface RunnerParts {
  config: Config;
  /** The API clients, made on first use. */
  connect: () => Promise<Clients>;
  log: Log;
  redactor: Redactor;
  audit: AuditLog | undefined;
  /** Whether a tool is offered. Data that the model may not read must not reach it in an error either. */
  isOffered: (tool: string) => boolean;
}

/** What is known about a call so far, for its audit lines and its pages. */
interface CallState {
  startedAt: number;
  /** Joins the two audit lines of a write. */
  id: string;
  /** The secrets among the arguments. They are remembered for later calls only when the call is sent. */
  secrets: readonly string[];
  /** Removes these secrets as well. */
  redactor: Redactor;
  status?: number;
  requestId?: string;
  /** Characters of the vendor's answers. */
  characters: number;
}

/** Milliseconds for the reads that a question needs. */
const lookUpMs = 5_000;
/** Characters of the vendor's request id in the audit log. */
const maxRequestIdLength = 128;

/**
 * Runs tools. Every call passes through here, whoever makes it (an MCP client, the command line, the board), and through
 * all policy in this order: secrets among the arguments, expiry, arguments and pins, audit log, credentials, the tool's
 * own check, confirmation, expiry again, audit log (writes), the tool within its time limit, pages and redaction, audit log.
 */
export class ToolRunner {
  readonly #parts: RunnerParts;
  readonly #pinnedValues: readonly string[];
  readonly #store = new SnapshotStore();

  constructor(parts: RunnerParts) {
    this.#parts = parts;
    this.#pinnedValues = Object.values(parts.config.pins).flatMap(({ ids, names }) => [...ids, ...names]);
  }

  /** Never throws: whatever goes wrong is a result with `isError`. */
  async call(tool: Tool, raw: unknown, options: CallOptions): Promise<Result | Interruption> {
    const secrets = secretsIn(tool, raw);
    const redactor = this.#parts.redactor.with(secrets);
    const state: CallState = { startedAt: Date.now(), id: randomUUID().slice(-12), secrets, redactor, characters: 0 };
    let result: Result;
    try {
      const outcome = await this.#run(tool, raw, options, state);
      if ('question' in outcome) return outcome;
      // A read that ended after the expiry is not handed out. That a write was carried out has to be said.
      if (isRead(tool)) this.checkExpiry();
      result = outcome;
    } catch (error) {
      if (!(error instanceof Failure)) this.#parts.log.error(`${tool.name}: ${redactor.text(stackOf(error))}`);
      const failure = this.#isCutByExpiry(error) ? this.#expired(true) : error;
      result = await failureResult(tool, withPaging(failure, tool, raw), redactor);
    }
    await this.#record(tool, raw, result, state);
    return result;
  }

  /** Records a call that the protocol refused: of a tool that does not exist here, or malformed. */
  async recordRefused(name: string, raw: unknown, outcome: 'unknown_tool' | 'invalid_input'): Promise<void> {
    await this.#parts.audit?.write({
      time: new Date().toISOString(),
      tool: this.#parts.redactor.withoutGiven.text(plainName(name)),
      arguments: maskedArguments(name, raw ?? {}, maxArgumentBytes),
      outcome,
      duration_ms: 0,
    });
  }

  /** @throws Failure `expired` once PUZZEL_MCP_EXPIRES_AT has passed */
  checkExpiry(): void {
    if (this.isExpired) throw this.#expired(false);
  }

  close(): void {
    this.#store.clear();
  }

  async #run(tool: Tool, raw: unknown, options: CallOptions, state: CallState): Promise<Result | Interruption> {
    this.checkExpiry();
    const { config, audit, redactor } = this.#parts;
    const resultContext = { store: this.#store, redactor: state.redactor };
    const { args, hint } = parseArguments(tool, raw, config.pins);
    await audit?.ready(isRead(tool));
    if (isPaged(tool) && args.cursor !== undefined) return nextPage(tool, args, resultContext);
    // Paging happens in this server: the tool and the vendor never see `limit`, `cursor` and `fields`.
    const toolArgs = isPaged(tool) ? without(args, pageArgumentNames) : args;
    const context = await this.#contextFor(tool, options, state);
    const checkedArgs = (await tool.check?.(toolArgs, context)) ?? toolArgs;
    const interruption = await options.confirm(tool, checkedArgs, () =>
      this.#question(tool, checkedArgs, context, state),
    );
    if (interruption) return interruption;
    // Access may have expired while a person thought about the question.
    this.checkExpiry();
    if (!isRead(tool)) await audit?.ready(false, this.#entry(tool, raw, 'started', state));
    redactor.addGiven(state.secrets);
    const outcome = await this.#runWithinTime(tool, checkedArgs, context);
    return successResult(tool, { args, outcome: withHint(outcome, hint), characters: state.characters }, resultContext);
  }

  /** @throws Failure `not_configured`, from the getter of `apis`, before a person is asked about a call that cannot be made */
  async #contextFor({ vendor }: Tool, { signal, onProgress }: CallOptions, state: CallState): Promise<CallContext> {
    const { apis } = await this.#parts.connect();
    // Reading the member is the check.
    if (vendor) void apis[vendor];
    return {
      clients: apis,
      isOffered: this.#parts.isOffered,
      pinnedValues: this.#pinnedValues,
      signal,
      ...(onProgress && { onProgress }),
      onTextLength: (characters) => {
        state.characters += characters;
      },
      onResponse: ({ status, headers }) => {
        state.status = status;
        const requestId = requestIdIn(headers);
        if (requestId !== undefined) state.requestId = requestId;
      },
    };
  }

  /** The time limit of a call holds for all its requests together; a transfer to disk has limits of its own. */
  #runWithinTime(tool: Tool, args: Arguments, context: CallContext): Promise<Outcome> {
    if (tool.download) return tool.run(args, context);
    const milliseconds = this.#parts.config.timeoutMs * (tool.slow ? limits.slowFactor : 1);
    return within(milliseconds, [context.signal], (signal) => tool.run(args, { ...context, signal }));
  }

  /** Secrets that came with earlier calls stay in the question: else a call could hide any word from the person. */
  #question(tool: Tool, args: Arguments, context: CallContext, { secrets }: CallState): Promise<string> {
    const milliseconds = Math.min(this.#parts.config.timeoutMs, lookUpMs);
    return within(milliseconds, [context.signal], async (signal) =>
      this.#parts.redactor.withoutGiven
        .with(secrets)
        .text(await questionFor(tool, args, reader({ ...context, signal }), context.signal)),
    );
  }

  /** Whether PUZZEL_MCP_EXPIRES_AT has passed. */
  get isExpired(): boolean {
    return (this.#parts.config.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY) <= Date.now();
  }

  /** At the expiry all requests are aborted, which the calls under way see as a cancellation. */
  #isCutByExpiry(error: unknown): boolean {
    return error instanceof Failure && error.kind === 'cancelled' && this.isExpired;
  }

  #expired(isUnderWay: boolean): Failure {
    const more = isUnderWay ? ' This call was under way; whether it had an effect is unknown.' : '';
    const until = this.#parts.config.expiresAt?.toISOString();
    return new Failure('expired', `Access through this server ended at ${until}.${more}`, {
      hint: 'Tell the person: the owner of this server set PUZZEL_MCP_EXPIRES_AT and may extend it.',
    });
  }

  #entry(tool: Tool, raw: unknown, outcome: string, state: CallState): AuditEntry {
    return {
      time: new Date(state.startedAt).toISOString(),
      ...(!isRead(tool) && { call: state.id }),
      tool: tool.name,
      effect: tool.effect,
      arguments: maskedArguments(tool.name, raw ?? {}, maxArgumentBytes),
      outcome,
      duration_ms: Date.now() - state.startedAt,
    };
  }

  async #record(tool: Tool, raw: unknown, result: Result, state: CallState): Promise<void> {
    const error = result.structured.error as { kind: string; status?: number } | undefined;
    const { audit, log, redactor } = this.#parts;
    log.debug(`${tool.name}: ${error?.kind ?? 'ok'} in ${Date.now() - state.startedAt} ms`);
    if (!audit) return;
    const status = error?.status ?? state.status;
    await audit.write({
      ...this.#entry(tool, raw, error?.kind ?? 'ok', state),
      ...(status !== undefined && { status }),
      ...(result.file && { bytes: result.file.bytes }),
      ...(state.requestId !== undefined && {
        request_id: plainRequestId(redactor.short(state.requestId, maxRequestIdLength)),
      }),
    });
  }
}

/** Adds the model's own `limit` and `fields` to the call that a failure offers instead (`retry`). */
function withPaging(error: unknown, tool: Tool, raw: unknown): unknown {
  if (!(error instanceof Failure) || error.retry?.tool !== tool.name || !isPaged(tool)) return error;
  const { limit, fields } = membersOf(raw);
  const paging = { ...(limit != null && { limit }), ...(fields != null && { fields }) };
  return error.with({ retry: { ...error.retry, arguments: { ...error.retry.arguments, ...paging } } });
}

const withHint = (outcome: Outcome, hint: string | undefined): Outcome =>
  hint === undefined ? outcome : { ...outcome, hint: [hint, outcome.hint].filter(Boolean).join(' ') };

const stackOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));
