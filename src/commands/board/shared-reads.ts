/** For how long the same read is answered from the last one, in milliseconds. */
const freshMs = 2_000;

/**
 * Many pages that poll cost one request: a read that is under way, or that began less than two seconds ago, is shared by
 * all who ask the same.
 */
export class SharedReads<T> {
  readonly #recent = new Map<string, { at: number; answer: Promise<T>; pending: boolean }>();

  constructor(readonly run: (tool: string, args: unknown) => Promise<T>) {}

  call(tool: string, args: unknown): Promise<T> {
    const now = Date.now();
    for (const [key, { at, pending }] of this.#recent) if (!pending && now - at > freshMs) this.#recent.delete(key);
    const key = JSON.stringify([tool, args]);
    const known = this.#recent.get(key);
    if (known) return known.answer;
    const entry = { at: now, answer: this.run(tool, args), pending: true };
    const done = () => {
      entry.pending = false;
    };
    entry.answer.then(done, done);
    this.#recent.set(key, entry);
    return entry.answer;
  }
}
