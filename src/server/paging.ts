import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { Failure } from '../failure.js';
import type { Rows } from '../http/long-list.js';
import type { Arguments } from '../http/route.js';
import type { Callable, Outcome } from '../tools/define.js';
import { pageArgumentNames } from './schema.js';

const lifeMs = 60_000;
const mostSnapshots = 32;

/** A list as the vendor gave it, kept for a minute so that its pages fit together. */
export interface Snapshot {
  tool: string;
  /** The arguments that the list was asked with, without paging. */
  args: Arguments;
  rows: Rows;
  /** As the model gave it. */
  limit: number | undefined;
  fields: readonly string[] | undefined;
  /** What the records pass before they are shown. */
  shown: NonNullable<Outcome['shown']>;
  notes: { limited?: true; hint?: string };
}

/** Lists of which pages are still to come. The oldest go first when there are too many. */
export class SnapshotStore {
  readonly #snapshots = new Map<string, { snapshot: Snapshot; expiry: NodeJS.Timeout }>();

  /** Keeps the list and returns its id, which begins every cursor into it. */
  keep(snapshot: Snapshot): string {
    const id = randomBytes(9).toString('base64url');
    const expiry = setTimeout(() => this.#snapshots.delete(id), lifeMs).unref();
    this.#snapshots.set(id, { snapshot, expiry });
    const [oldest] = this.#snapshots.keys();
    if (this.#snapshots.size > mostSnapshots && oldest !== undefined) this.#drop(oldest);
    return id;
  }

  /**
   * The list and place that a cursor stands for.
   * @throws Failure `invalid_input` when it has expired, is none, or belongs to another call
   */
  find(tool: Callable, args: Arguments): { id: string; snapshot: Snapshot; offset: number } {
    const [, id = '', digits = ''] = /^([\w-]{12})\.(\d+)$/.exec(String(args.cursor)) ?? [];
    const kept = this.#snapshots.get(id);
    if (!kept) {
      throw new Failure('invalid_input', 'This cursor has expired or is none: lists are kept for a minute.', {
        hint: `Call ${tool.name} again without cursor; a larger limit or fewer fields need fewer pages.`,
      });
    }
    const { snapshot } = kept;
    if (snapshot.tool !== tool.name) {
      throw new Failure('invalid_input', `This cursor belongs to ${snapshot.tool}.`, {
        hint: 'Use a cursor with the tool that returned it.',
      });
    }
    const different = Object.keys(args).find(
      (name) => !pageArgumentNames.includes(name) && !isDeepStrictEqual(args[name], snapshot.args[name]),
    );
    if (different !== undefined) {
      throw new Failure('invalid_input', `This cursor belongs to a list with another "${different}".`, {
        hint: 'Repeat the arguments of the first page, or leave out the cursor to begin a new list.',
      });
    }
    return { id, snapshot, offset: Number(digits) };
  }

  clear(): void {
    for (const id of [...this.#snapshots.keys()]) this.#drop(id);
  }

  #drop(id: string): void {
    clearTimeout(this.#snapshots.get(id)?.expiry);
    this.#snapshots.delete(id);
  }
}

export const cursorAt = (id: string, offset: number): string => `${id}.${offset}`;
