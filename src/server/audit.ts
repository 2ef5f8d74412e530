import { Failure } from '../failure.js';
import type { Arguments } from '../http/route.js';
import type { Log } from '../log.js';
import type { Redactor } from '../redact.js';
import type { Tool } from '../tools/define.js';
import { AuditFile, codeOf } from './audit-file.js';

/** One call as the audit log tells it. */
export interface AuditEntry {
  time: string;
  tool: string;
  /** Absent for a tool that does not exist here. */
  effect?: Tool['effect'];
  arguments: unknown;
  /** `ok`, the kind of the error, or `unknown_tool`. */
  outcome: string;
  /** HTTP status of the vendor's last answer; absent when nothing was sent. */
  status?: number;
  duration_ms: number;
  /** Size of the file that was saved. */
  bytes?: number;
  /** The vendor's own name for the last request. */
  request_id?: string;
}

/** Ten MiB hold some 40,000 calls. */
const fileLimits = { maxBytes: 10 * 1024 * 1024, kept: 5 };

/** Lines that wait for a log that cannot be written just now; of more than these the oldest are given up. */
const mostWaiting = 1_000;

/**
 * Appends one JSON line per call to a file that only the owner can read. A log that cannot be written stops writes,
 * not reads; what could not be written waits until it can.
 */
export class AuditLog {
  readonly #path: string;
  readonly #log: Log;
  readonly #redactor: Redactor;
  readonly #file: AuditFile;
  readonly #waiting: string[] = [];
  #turn: Promise<void> = Promise.resolve();
  #failing = false;

  constructor(path: string, log: Log, redactor: Redactor, limits = fileLimits) {
    this.#path = path;
    this.#log = log;
    this.#redactor = redactor;
    this.#file = new AuditFile(path, { ...limits, warn: (message) => log.warn(`audit log: ${message}`) });
  }

  /**
   * Makes sure that the call can be recorded before it is made, and that all calls before it are.
   * @throws Failure `audit_failed` for a write when the log cannot be written
   */
  async ready(read: boolean): Promise<void> {
    try {
      await this.#flush();
    } catch (error) {
      const reason = `The audit log ${this.#path} cannot be written (${codeOf(error)})`;
      if (!read) {
        throw new Failure('audit_failed', `${reason}; calls that change something are refused. Nothing was sent.`, {
          hint: 'Tell the owner of this server to mend the audit log (PUZZEL_MCP_AUDIT_LOG). Reads go on.',
        });
      }
      if (!this.#failing) this.#log.warn(`${reason}; reads go on without it`);
      this.#failing = true;
    }
  }

  async write(entry: AuditEntry): Promise<void> {
    this.#waiting.push(JSON.stringify(this.#redactor.data(entry)));
    if (this.#waiting.length > mostWaiting) {
      this.#waiting.shift();
      this.#log.error(`the audit log ${this.#path} has lost a line: too many wait to be written`);
    }
    try {
      await this.#flush();
    } catch (error) {
      const call = `${entry.tool} ${entry.outcome}`;
      this.#log.error(`the audit log ${this.#path} could not be written (${codeOf(error)}): ${call}`);
    }
  }

  async close(): Promise<void> {
    if (this.#waiting.length > 0) await this.#flush().catch(() => {});
    await this.#file.close();
  }

  /** Opens the file and writes what waits, one caller after the other. */
  #flush(): Promise<void> {
    const mine = this.#turn.then(() => this.#writeWaiting());
    this.#turn = mine.catch(() => {});
    return mine;
  }

  async #writeWaiting(): Promise<void> {
    await this.#file.open();
    for (let line = this.#waiting[0]; line !== undefined; line = this.#waiting[0]) {
      await this.#file.append(line);
      this.#waiting.shift();
    }
    this.#failing = false;
  }
}

/** Names of arguments whose text is kept: ids, keys, and words that the APIs define. */
const keptNames =
  /(^|_)(id|ids|key|index)$|Ids?$|IDs?$|Key$|^(limit|cursor|fields|status|type|types|metricSet|aggregationLevel|timezone|lng|language|entities|recording|state|ticker_period_window|visual_queue_result|result|property_group|command|events|mediaType|effect)$/;

const isTime = (text: string) => /^\d{4}-\d{2}-\d{2}([T ][\d:.]+(Z|[+-]\d{2}:?\d{2})?)?$/.test(text);

/** An id may be an e-mail address or a phone number, and then it is personal after all. */
const isPersonal = (text: string) => text.includes('@') || text.trim().startsWith('+');

/** Objects with keys of anybody's choosing: nothing in them is known to be harmless. */
const freeObjects = new Set(['headers', 'credentials', 'customAttributes', 'variables']);

/** Longest text that is kept, and largest number outside of ids: any phone number is larger. */
const longestKept = 200;
const largestKept = 999_999;

/** The arguments with every text that may say something about a person or hold a secret masked by its length. */
export function masked(value: unknown, name = ''): unknown {
  if (typeof value === 'string') {
    const kept = isTime(value) || (keptNames.test(name) && !isPersonal(value));
    return kept && value.length <= longestKept ? value : `[masked, ${value.length} characters]`;
  }
  if (typeof value === 'number' && Math.abs(value) > largestKept && !keptNames.test(name)) return '[masked, number]';
  if (Array.isArray(value)) return value.map((item) => masked(item, name));
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value as Arguments);
  if (freeObjects.has(name)) return `[masked, ${members.length} members]`;
  // The new state of a conversation is told; any other `value` is somebody's data.
  const nameOf = (key: string) => (key === 'value' && name === 'status' ? 'status' : key);
  return Object.fromEntries(members.map(([key, member]) => [key, masked(member, nameOf(key))]));
}
