import { errorCode } from '../error-code.js';
import { Failure } from '../failure.js';
import type { Log } from '../log.js';
import type { Redactor } from '../redact.js';
import type { Effect } from '../tools/effect.js';
import { AuditFile } from './audit-file.js';

/** One line of the audit log: a call that ended, or a write that is about to be sent. */
export interface AuditEntry {
  time: string;
  /** Joins the two lines of a write. */
  call?: string;
  tool: string;
  /** Absent for a call that the protocol refused. */
  effect?: Effect;
  arguments: unknown;
  /** `started` for a write that is about to be sent, then `ok`, the kind of the error, or `unknown_tool`. */
  outcome: string;
  /** HTTP status of the vendor's last answer; absent when none came. */
  status?: number;
  duration_ms: number;
  /** Size of the file that was saved. */
  bytes?: number;
  /** The vendor's id of the last request that has one. */
  request_id?: string;
}

/** Longest line in bytes. */
const maxLineBytes = 4_096;
/** Longest JSON of the masked arguments in bytes, before the owner's secrets are redacted. */
export const maxArgumentBytes = 3_000;

/** Ten MiB hold at least 2,500 lines, usually some 40,000. */
const fileLimits = { maxBytes: 10 * 1024 * 1024, keptFiles: 5 };

/** Lines that are kept while the log cannot be written. When there are more, the oldest are dropped. */
const maxWaitingLines = 1_000;

/**
 * Appends JSON lines to a file that only the owner can read. A log that cannot be written stops calls that write, not
 * those that read; lines that could not be written wait until they can.
 */
export class AuditLog {
  readonly #path: string;
  readonly #log: Log;
  readonly #redactor: Redactor;
  readonly #file: AuditFile;
  readonly #waitingLines: string[] = [];
  #lastFlush: Promise<void> = Promise.resolve();
  #isFailing = false;

  constructor(path: string, log: Log, redactor: Redactor, limits = fileLimits) {
    this.#path = path;
    this.#log = log;
    // Secrets that came as arguments need no redaction here: audit-masking.ts has masked them.
    this.#redactor = redactor.withoutGiven;
    this.#file = new AuditFile(path, { ...limits, warn: (message) => log.warn(`audit log: ${message}`) });
  }

  /**
   * Makes sure, before a call is made, that it can be recorded and that all earlier ones are.
   * @param intent the line of a write that is about to be sent: it is on disk when this returns
   * @throws Failure `audit_failed` for a write when the log cannot be written
   */
  async ready(isRead: boolean, intent?: AuditEntry): Promise<void> {
    const line = intent && this.#lineOf(intent);
    if (line !== undefined) this.#waitingLines.push(line);
    try {
      await this.#flush();
    } catch (error) {
      if (line !== undefined && this.#waitingLines.includes(line))
        this.#waitingLines.splice(this.#waitingLines.indexOf(line), 1);
      const reason = `The audit log ${this.#path} cannot be written (${errorCode(error)})`;
      if (!isRead) {
        throw new Failure('audit_failed', `${reason}; calls that change something are refused. Nothing was sent.`, {
          hint: 'Tell the owner of this server to mend the audit log (PUZZEL_MCP_AUDIT_LOG). Reads go on.',
        });
      }
      if (!this.#isFailing) this.#log.warn(`${reason}; reads go on without it`);
      this.#isFailing = true;
    }
  }

  /** Records how a call ended. Returns when that is on disk or cannot be written, so that no caller runs ahead of the log. */
  async write(entry: AuditEntry): Promise<void> {
    this.#waitingLines.push(this.#lineOf(entry));
    try {
      await this.#flush();
    } catch (error) {
      this.#log.error(
        `the audit log ${this.#path} could not be written (${errorCode(error)}): ${entry.tool} ${entry.outcome}`,
      );
      if (this.#waitingLines.length <= maxWaitingLines) return;
      this.#waitingLines.splice(0, this.#waitingLines.length - maxWaitingLines);
      this.#log.error(`the audit log ${this.#path} has lost lines: too many wait to be written`);
    }
  }

  async close(): Promise<void> {
    if (this.#waitingLines.length > 0) await this.#flush().catch(() => {});
    await this.#file.close();
  }

  #lineOf(entry: AuditEntry): string {
    // All other members are this server's own words or were redacted before.
    const line = JSON.stringify({ ...entry, arguments: this.#redactor.data(entry.arguments) });
    return Buffer.byteLength(line) <= maxLineBytes ? line : JSON.stringify({ ...entry, arguments: '[cut: too long]' });
  }

  /** Opens the file and writes the waiting lines, one caller after the other. */
  #flush(): Promise<void> {
    const flush = this.#lastFlush.then(() => this.#writeLines());
    this.#lastFlush = flush.catch(() => {});
    return flush;
  }

  async #writeLines(): Promise<void> {
    await this.#file.open();
    for (let line = this.#waitingLines[0]; line !== undefined; line = this.#waitingLines[0]) {
      await this.#file.append(line);
      this.#waitingLines.shift();
    }
    this.#isFailing = false;
  }
}
