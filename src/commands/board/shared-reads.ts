/** For how long an answer is handed to others who ask the same, in milliseconds. */
const usualFreshMs = 2_000;

/**
 * Many pages that poll cost one request: a read that is under way, or that began a short while ago, is shared by all who
 * ask the same.
 */
export class SharedReads<T> {
  /** `until` is not known before the answer is. */
  readonly #recent = new Map<string, { until: number | undefined; answer: Promise<T> }>();

  /** @param freshMs for how long an answer is shared, where it is not the usual time */
  constructor(
    readonly run: (tool: string, args: unknown) => Promise<T>,
    readonly freshMs: (tool: string, answer: T) => number | undefined = () => undefined,
  ) {}

  /** @param fresh nothing but a read that is still under way will do */
  call(tool: string, args: unknown, fresh = false): Promise<T> {
    const now = Date.now();
    for (const [key, { until = now }] of this.#recent) if (until < now) this.#recent.delete(key);
    const key = JSON.stringify([tool, args]);
    const known = this.#recent.get(key);
    if (known && (known.until === undefined || !fresh)) return known.answer;
    const entry: { until: number | undefined; answer: Promise<T> } = { until: undefined, answer: this.run(tool, args) };
    const keep = (ms = usualFreshMs) => {
      entry.until = now + ms;
    };
    entry.answer.then(
      (answer) => keep(this.freshMs(tool, answer)),
      () => keep(),
    );
    this.#recent.set(key, entry);
    return entry.answer;
  }
}
