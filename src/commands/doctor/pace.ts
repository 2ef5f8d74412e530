import { setTimeout as sleep } from 'node:timers/promises';

/** How many runs of one list may be under way at a time. */
const concurrency = 3;

interface Pace {
  /** Milliseconds between the beginnings of two runs. */
  gapMs: number;
  /** Whether no further run is to begin; asked before each. */
  isOver: () => boolean;
}

/** Calls `run` for each item, a few at a time and no faster than the pace; resolves when all have ended. */
export async function runPaced<T>(items: Iterable<T>, { gapMs, isOver }: Pace, run: (item: T) => Promise<void>) {
  const runs = new Set<Promise<void>>();
  for (const item of items) {
    while (runs.size >= concurrency) await Promise.race(runs);
    if (isOver()) break;
    const currentRun: Promise<void> = run(item).finally(() => runs.delete(currentRun));
    runs.add(currentRun);
    if (gapMs > 0) await sleep(gapMs);
  }
  await Promise.all(runs);
}
