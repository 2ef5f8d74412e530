/** For how long an answer is shared with pages that ask the same, in milliseconds. */
const usualShareMs = 2_000;

/**
 * Sends the vendor one request for many polling pages: a read that is under way, or that began a short while ago, is shared
 * by all pages that ask the same.
 */
export class SharedReads<T> {
  /** `until`, in milliseconds since 1970, is undefined while the read is under way. */
  readonly #recentReads = new Map<string, { until: number | undefined; answer: Promise<T> }>();

  /** @param shareMs for how many milliseconds an answer is shared, counted from the start of the read; undefined: the usual time */
  constructor(
    readonly run: (tool: string, args: unknown) => Promise<T>,
    readonly shareMs: (tool: string, answer: T) => number | undefined = () => undefined,
  ) {}

  /** @param fresh do not take an earlier answer; a read that is still under way is shared all the same */
  call(tool: string, args: unknown, fresh = false): Promise<T> {
    const now = Date.now();
    // A read under way has no end yet, and stays.
    for (const [key, { until = now }] of this.#recentReads) if (until < now) this.#recentReads.delete(key);
    const key = JSON.stringify([tool, args]);
    const recent = this.#recentReads.get(key);
    if (recent && (recent.until === undefined || !fresh)) return recent.answer;
    const entry: { until: number | undefined; answer: Promise<T> } = { until: undefined, answer: this.run(tool, args) };
    const shareFor = (ms = usualShareMs) => {
      entry.until = now + ms;
    };
    entry.answer.then(
      (answer) => shareFor(this.shareMs(tool, answer)),
      () => shareFor(),
    );
    this.#recentReads.set(key, entry);
    return entry.answer;
  }
}
