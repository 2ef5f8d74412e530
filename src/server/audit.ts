import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { Failure } from '../failure.js';
import type { Arguments } from '../http/route.js';
import type { Log } from '../log.js';
import type { Redactor } from '../redact.js';
import type { Tool } from '../tools/define.js';

/** One call as the audit log tells it. */
export interface AuditEntry {
  time: string;
  tool: string;
  effect: Tool['effect'];
  arguments: unknown;
  /** `ok` or the kind of the error. */
  outcome: string;
  status?: number;
  duration_ms: number;
  bytes?: number;
}

/**
 * Appends one JSON line per call to a file that only the owner can read. A log that cannot be written stops writes,
 * not reads.
 */
export class AuditLog {
  readonly #path: string;
  readonly #log: Log;
  readonly #redactor: Redactor;
  #file: Promise<FileHandle> | undefined;

  constructor(path: string, log: Log, redactor: Redactor) {
    this.#path = path;
    this.#log = log;
    this.#redactor = redactor;
  }

  /**
   * Makes sure that the call can be recorded before it is made.
   * @throws Failure `audit_failed` for a write when the log cannot be opened
   */
  async ready(read: boolean): Promise<void> {
    try {
      await this.#open();
    } catch (error) {
      const reason = `The audit log ${this.#path} cannot be written (${codeOf(error)})`;
      if (!read) {
        throw new Failure('audit_failed', `${reason}; calls that change something are refused. Nothing was sent.`, {
          hint: 'Tell the owner of this server to mend the audit log (PUZZEL_MCP_AUDIT_LOG). Reads go on.',
        });
      }
      this.#log.warn(`${reason}; reads go on without it`);
    }
  }

  async write(entry: AuditEntry): Promise<void> {
    try {
      const file = await this.#open();
      await file.write(`${this.#redactor.text(JSON.stringify(entry))}\n`);
    } catch (error) {
      this.#file = undefined;
      this.#log.error(
        `the audit log ${this.#path} could not be written (${codeOf(error)}): ${entry.tool} ${entry.outcome}`,
      );
    }
  }

  async close(): Promise<void> {
    await (await this.#file?.catch(() => undefined))?.close();
    this.#file = undefined;
  }

  #open(): Promise<FileHandle> {
    this.#file ??= open(this.#path, constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT, 0o600).catch(
      (error) => {
        this.#file = undefined;
        throw error;
      },
    );
    return this.#file;
  }
}

const codeOf = (error: unknown): string => String((error as NodeJS.ErrnoException).code ?? 'unknown');

/** Names of arguments whose text is kept: ids, keys, and words that the APIs define. */
const keptNames =
  /(^|_)(id|ids|key|index)$|Ids?$|IDs?$|Key$|^(limit|cursor|fields|status|type|types|metricSet|aggregationLevel|timezone|lng|language|entities|recording|state|ticker_period_window|visual_queue_result|result|property_group|command|events|mediaType|effect)$/;

const isTime = (text: string) => /^\d{4}-\d{2}-\d{2}([T ][\d:.]+(Z|[+-]\d{2}:?\d{2})?)?$/.test(text);

/** An id may be an e-mail address or a phone number, and then it is personal after all. */
const isPersonal = (text: string) => text.includes('@') || text.trim().startsWith('+');

/** Objects with keys of anybody's choosing: nothing in them is known to be harmless. */
const freeObjects = new Set(['headers', 'credentials', 'customAttributes', 'variables']);

/** The arguments with every text that may say something about a person or hold a secret masked by its length. */
export function masked(value: unknown, name = ''): unknown {
  if (typeof value === 'string') {
    const kept = isTime(value) || (keptNames.test(name) && !isPersonal(value));
    return kept ? value : `[masked, ${value.length} characters]`;
  }
  if (Array.isArray(value)) return value.map((item) => masked(item, name));
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value as Arguments);
  if (freeObjects.has(name)) return `[masked, ${members.length} members]`;
  // The new state of a conversation is told; any other `value` is somebody's data.
  const nameOf = (key: string) => (key === 'value' && name === 'status' ? 'status' : key);
  return Object.fromEntries(members.map(([key, member]) => [key, masked(member, nameOf(key))]));
}
