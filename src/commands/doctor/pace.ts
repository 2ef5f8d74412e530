import { setTimeout as sleep } from 'node:timers/promises';

/** How many items of one list are run at a time. */
const concurrency = 3;

interface Pace {
  /** Milliseconds between the beginnings of two runs. */
  gapMs: number;
  /** Whether no further run is to begin; asked before each. */
  isOver: () => boolean;
}

/** Calls `run` for each item, a few at a time and no faster than the pace; resolves when all have ended. */
export async function runPaced<T>(items: Iterable<T>, { gapMs, isOver }: Pace, run: (item: T) => Promise<void>) {
  const running = new Set<Promise<void>>();
  for (const item of items) {
    while (running.size >= concurrency) await Promise.race(running);
    if (isOver()) break;
    const current: Promise<void> = run(item).finally(() => running.delete(current));
    running.add(current);
    if (gapMs > 0) await sleep(gapMs);
  }
  await Promise.all(running);
}
