import type { Parameters } from 'fast-check';

/**
 * The seed of `npm test`, so that two runs try the same cases. With FUZZ_FACTOR and without FUZZ_SEED, fast-check chooses
 * a new seed.
 */
const defaultSeed = 20_261_121;

const factor = Number(process.env.FUZZ_FACTOR ?? 1);
const seed = process.env.FUZZ_SEED === undefined ? undefined : Number(process.env.FUZZ_SEED);

/** How often a property is tried: `count` times in `npm test`, FUZZ_FACTOR times that when it is set (SECURITY.md). */
export function runs<T>(count: number): Parameters<T> {
  return {
    numRuns: count * factor,
    ...(seed !== undefined && { seed }),
    ...(seed === undefined && factor === 1 && { seed: defaultSeed }),
    // A long search for the smallest case would exceed the time limit of the test.
    interruptAfterTimeLimit: fuzzTimeMs - 5_000,
    markInterruptAsFailure: true,
  };
}

/** Milliseconds that one property may take. */
export const fuzzTimeMs = factor === 1 ? 60_000 : 30 * 60_000;
