import type { Queue } from './queue.js';

/** One reading of one queue. */
export interface Sample {
  /** Milliseconds since 1970. */
  at: number;
  waiting: number | undefined;
  /** The longest wait, in seconds. */
  longest: number | undefined;
}

const hourMs = 3_600_000;

/** The last hour of every queue, as far as this page has read it: the tool answers the present only. */
export class History {
  readonly #samples = new Map<string, Sample[]>();

  /** Adds a reading, and forgets queues that are not in it. @param at when it was made */
  add(at: Date, queues: readonly Queue[]): void {
    const now = at.getTime();
    for (const { key, queueSize, waitTimeMaxSeconds } of queues) {
      const samples = (this.#samples.get(key) ?? []).filter((sample) => sample.at > now - hourMs && sample.at < now);
      samples.push({ at: now, waiting: queueSize, longest: waitTimeMaxSeconds });
      this.#samples.set(key, samples);
    }
    const present = new Set(queues.map((queue) => queue.key));
    for (const key of this.#samples.keys()) if (!present.has(key)) this.#samples.delete(key);
  }

  /** The readings of a queue, the oldest first. */
  of(key: string): readonly Sample[] {
    return this.#samples.get(key) ?? [];
  }
}
