import type { Queue } from './queue.js';

/** One reading of one queue: how many customers wait, and the longest wait. */
export interface Sample extends Pick<Queue, 'queueSize' | 'waitTimeMaxSeconds'> {
  /** Milliseconds since 1970. */
  at: number;
}

const hourMs = 3_600_000;

/** The last hour of every queue, as far as this page has read it: the tool reports only the present. */
export class History {
  readonly #samples = new Map<string, Sample[]>();

  /** @param gapMs readings further apart than this are not joined: nobody knows what was between them */
  constructor(readonly gapMs: number) {}

  /**
   * Adds a reading of all queues. Forgets the queues that are not in it, and readings over an hour older, or newer than it.
   * @param readAt when it was made
   */
  add(readAt: Date, queues: readonly Queue[]): void {
    const at = readAt.getTime();
    for (const { key, queueSize, waitTimeMaxSeconds } of queues) {
      const samples = (this.#samples.get(key) ?? []).filter((sample) => sample.at > at - hourMs && sample.at < at);
      const last = samples.at(-1);
      if (last && at - last.at > this.gapMs) samples.push({ at: at - 1 });
      samples.push({ at, queueSize, waitTimeMaxSeconds });
      this.#samples.set(key, samples);
    }
    const presentKeys = new Set(queues.map((queue) => queue.key));
    for (const key of this.#samples.keys()) if (!presentKeys.has(key)) this.#samples.delete(key);
  }

  /** The readings of a queue, the oldest first; one without figures stands for a gap. */
  samplesOf(key: string): readonly Sample[] {
    return this.#samples.get(key) ?? [];
  }
}

/** How many customers waited over time, as an SVG path 100 wide and 30 high, with gaps; undefined with fewer than two numbers. */
export function sparkline(samples: readonly Sample[]): { path: string; maxWaiting: number } | undefined {
  const counts = samples.flatMap(({ queueSize }) => queueSize ?? []);
  const [first, last] = [samples[0], samples.at(-1)];
  if (!first || !last || counts.length < 2) return undefined;
  const maxWaiting = Math.max(...counts);
  const pointAt = (at: number, queueSize: number) => {
    const x = (100 * (at - first.at)) / Math.max(1, last.at - first.at);
    return `${x.toFixed(1)},${(28 - (26 * queueSize) / Math.max(1, maxWaiting)).toFixed(1)}`;
  };
  const parts = samples.map(({ at, queueSize }, index) => {
    if (queueSize === undefined) return '';
    const isJoined = samples[index - 1]?.queueSize !== undefined;
    // `h0` is a line of no length: it draws a reading between two gaps as a dot.
    return `${isJoined ? 'L' : 'M'}${pointAt(at, queueSize)}${isJoined ? '' : 'h0'}`;
  });
  return { path: parts.join(''), maxWaiting };
}
