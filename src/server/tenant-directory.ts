import type { Arguments } from '../api/route.js';
import type { Result } from '../calls/result.js';
import type { CallOptions, Interruption } from '../calls/runner.js';
import { type SectionName, sections } from '../tools/directory-sections.js';

/** Runs a tool by its name; filters, pins, audit log and all other policy apply. */
export type CallByName = (name: string, args: unknown, options: CallOptions) => Promise<Result | Interruption>;

/** One section: its records, and how many `more` there are; or why it could not be read. */
type SectionResult = { rows: Arguments[]; more: number } | { error: { kind: string; message: string } };

/** Milliseconds for which a section is cached: its records seldom change, and completion asks for it at every letter typed. */
const freshMs = 60_000;

/** Records that are read of one section; its `more` counts the others. */
const maxRows = 100;

/**
 * The tenant's queues, groups, inboxes, teams and topics with their ids, read through the tools that the owner's filters
 * leave: what a model may not read, it does not find here either.
 */
export class TenantDirectory {
  readonly #call: CallByName;
  readonly #sectionNames: readonly SectionName[];
  readonly #cache = new Map<SectionName, { at: number; section: SectionResult }>();

  /** @param sectionNames those whose tools are offered */
  constructor(call: CallByName, sectionNames: readonly SectionName[]) {
    this.#call = call;
    this.#sectionNames = sectionNames;
  }

  /** The whole directory. A section that cannot be read says why; the others are given all the same. */
  async whole(signal: AbortSignal): Promise<Record<string, unknown>> {
    const entries = this.#sectionNames.map(async (name) => {
      const section = await this.#section(name, signal);
      if ('error' in section) return [name, section];
      return [name, { ids: section.rows, ...(section.more > 0 && { more: section.more }) }];
    });
    return Object.fromEntries(await Promise.all(entries));
  }

  /** The records of a section that contain what a person has typed so far, each as `Billing (111)`. */
  async suggestions(name: SectionName, typed: string): Promise<string[]> {
    if (!this.#sectionNames.includes(name)) return [];
    const section = await this.#section(name, AbortSignal.timeout(10_000));
    if ('error' in section) return [];
    const label = sections[name].label;
    const typedPart = typed.trim().toLowerCase();
    return section.rows
      .map((row) => `${row[label]} (${row.id})`)
      .filter((words) => words.toLowerCase().includes(typedPart));
  }

  async #section(name: SectionName, signal: AbortSignal): Promise<SectionResult> {
    const cached = this.#cache.get(name);
    if (cached && Date.now() - cached.at < freshMs) return cached.section;
    const section = await this.#fetch(name, signal);
    if (!('error' in section)) this.#cache.set(name, { at: Date.now(), section });
    return section;
  }

  async #fetch(name: SectionName, signal: AbortSignal): Promise<SectionResult> {
    const { tool, fields } = sections[name];
    const result = await this.#call(tool, { limit: maxRows }, { signal, confirm: async () => undefined });
    if ('question' in result) throw new Error('a list tool asked for confirmation');
    if (result.isError) return { error: result.structured.error as { kind: string; message: string } };
    const { result: data, total } = result.structured as { result: unknown; total?: number };
    const rows = Array.isArray(data) ? (data as Arguments[]) : [];
    return {
      rows: rows.filter(({ disabled }) => disabled !== true).map((row) => directoryEntry(row, fields)),
      more: Math.max(0, (total ?? rows.length) - rows.length),
    };
  }
}

/** Those of the fields that the record has. */
const directoryEntry = (row: Arguments, fields: readonly string[]): Arguments =>
  Object.fromEntries(fields.flatMap((field) => (row[field] === undefined ? [] : [[field, row[field]]])));
