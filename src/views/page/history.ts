import type { Queue } from './queue.js';

/** One reading of one queue. */
export interface Sample {
  /** Milliseconds since 1970. */
  at: number;
  /** How many customers wait. */
  waiting: number | undefined;
  /** The longest wait, in seconds. */
  longest: number | undefined;
}

const hourMs = 3_600_000;

/** The last hour of every queue, as far as this page has read it: the tool answers the present only. */
export class History {
  readonly #samples = new Map<string, Sample[]>();

  /** @param gapMs readings further apart than this are not joined: nobody knows what was between them */
  constructor(readonly gapMs: number) {}

  /** Adds a reading, and forgets queues that are not in it. @param at when it was made */
  add(at: Date, queues: readonly Queue[]): void {
    const now = at.getTime();
    for (const { key, queueSize, waitTimeMaxSeconds } of queues) {
      const samples = (this.#samples.get(key) ?? []).filter((sample) => sample.at > now - hourMs && sample.at < now);
      const last = samples.at(-1);
      if (last && now - last.at > this.gapMs) samples.push({ at: now - 1, waiting: undefined, longest: undefined });
      samples.push({ at: now, waiting: queueSize, longest: waitTimeMaxSeconds });
      this.#samples.set(key, samples);
    }
    const present = new Set(queues.map((queue) => queue.key));
    for (const key of this.#samples.keys()) if (!present.has(key)) this.#samples.delete(key);
  }

  /** The readings of a queue, the oldest first. */
  samplesOf(key: string): readonly Sample[] {
    return this.#samples.get(key) ?? [];
  }
}

/** How many customers waited over time, as an SVG path 100 wide and 30 high; it breaks where the number is not known. */
export function sparkline(samples: readonly Sample[]): { path: string; most: number } | undefined {
  const known = samples.flatMap(({ waiting }) => waiting ?? []);
  const [first, last] = [samples[0], samples.at(-1)];
  if (!first || !last || known.length < 2) return undefined;
  const most = Math.max(...known);
  const place = ({ at }: Sample, waiting: number) => {
    const x = (100 * (at - first.at)) / Math.max(1, last.at - first.at);
    return `${x.toFixed(1)},${(28 - (26 * waiting) / Math.max(1, most)).toFixed(1)}`;
  };
  const parts = samples.map((sample, index) => {
    if (sample.waiting === undefined) return '';
    const isJoined = samples[index - 1]?.waiting !== undefined;
    // A reading between two gaps is a dot: a line of no length.
    return `${isJoined ? 'L' : 'M'}${place(sample, sample.waiting)}${isJoined ? '' : 'h0'}`;
  });
  return { path: parts.join(''), most };
}
