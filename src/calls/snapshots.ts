import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Arguments } from '../api/route.js';
import { Failure } from '../failure.js';
import type { Outcome, Tool } from '../tools/define.js';
import { pageArgumentNames } from '../tools/page-arguments.js';

/** Milliseconds for which a list is kept after its last use: a person may read between two pages. */
const lifeMs = 10 * 60_000;

const maxSnapshots = 32;
/** Limit on the sum of {@link Snapshot.characters} over all kept lists. */
const maxCharacters = 32 * 1024 * 1024;

/** What stands beside a result, and beside every page of a list; `sent` is what a write sent. */
export interface Notes {
  limited?: true;
  sent?: Record<string, unknown>;
  hint?: string;
}

/** A list as the vendor gave it, kept so that its pages fit together. */
export interface Snapshot {
  tool: string;
  /** The arguments of the call that gave the list, without paging. */
  args: Arguments;
  rows: readonly unknown[];
  /** Characters of the vendor's answers that the list was read from. */
  characters: number;
  /** `limit` and `fields` as the model gave them. */
  limit: number | undefined;
  fields: readonly string[] | undefined;
  transform: NonNullable<Outcome['transform']>;
  frame: Outcome['frame'];
  notes: Notes;
}

/** Keeps lists for their further pages. When they are too many or too large, those used longest ago are dropped. */
export class SnapshotStore {
  readonly #lists = new Map<string, { snapshot: Snapshot; expiry: NodeJS.Timeout }>();

  /** Keeps the list and returns its id, which begins every cursor into it. */
  keep(snapshot: Snapshot, id = randomBytes(9).toString('base64url')): string {
    this.#drop(id);
    this.#lists.set(id, { snapshot, expiry: setTimeout(() => this.#drop(id), lifeMs).unref() });
    while (this.#lists.size > 1 && (this.#lists.size > maxSnapshots || this.#characters() > maxCharacters)) {
      const [oldest] = this.#lists.keys();
      if (oldest === undefined) break;
      this.#drop(oldest);
    }
    return id;
  }

  /**
   * The list that a cursor belongs to, and where its page begins. The list is then kept for another ten minutes.
   * @throws Failure `invalid_input` when the cursor has expired, was made up, or belongs to another call
   */
  find(tool: Tool, args: Arguments): { id: string; snapshot: Snapshot; offset: number } {
    const [, id = '', digits = ''] = /^([\w-]{12})\.(\d{1,9})$/.exec(String(args.cursor)) ?? [];
    const list = this.#lists.get(id);
    if (!list) {
      throw new Failure(
        'invalid_input',
        `This cursor has expired or is not from this server: the last ${maxSnapshots} lists are kept, for ten minutes each.`,
        { hint: `Call ${tool.name} again without cursor; a larger limit or fewer fields need fewer pages.` },
      );
    }
    const { snapshot } = list;
    if (Number(digits) >= snapshot.rows.length) {
      throw new Failure('invalid_input', `This cursor is past the end of its list (${snapshot.rows.length} records).`, {
        hint: 'Use next_cursor as it was given; the last page has none.',
      });
    }
    if (snapshot.tool !== tool.name) {
      throw new Failure('invalid_input', `This cursor belongs to ${snapshot.tool}.`, {
        hint: 'Use a cursor with the tool that returned it.',
      });
    }
    const differentName = Object.keys(args).find(
      (name) => !pageArgumentNames.includes(name) && !isDeepStrictEqual(args[name], snapshot.args[name]),
    );
    if (differentName !== undefined) {
      throw new Failure('invalid_input', `This cursor belongs to a list with another "${differentName}".`, {
        hint: 'Repeat the arguments of the first page, or leave out the cursor to begin a new list.',
      });
    }
    this.keep(snapshot, id);
    return { id, snapshot, offset: Number(digits) };
  }

  clear(): void {
    for (const id of [...this.#lists.keys()]) this.#drop(id);
  }

  #characters(): number {
    return [...this.#lists.values()].reduce((sum, { snapshot }) => sum + snapshot.characters, 0);
  }

  #drop(id: string): void {
    clearTimeout(this.#lists.get(id)?.expiry);
    this.#lists.delete(id);
  }
}

export const cursorAt = (id: string, offset: number): string => `${id}.${offset}`;
