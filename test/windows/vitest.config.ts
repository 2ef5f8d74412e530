import { defineConfig } from 'vitest/config';

/** One file after the other: each starts programs under Wine, which is slow enough alone. */
export default defineConfig({
  test: { include: ['test/windows/*.spec.ts'], testTimeout: 600_000, hookTimeout: 600_000, fileParallelism: false },
});
