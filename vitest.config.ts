import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/download-folder.ts', 'test/support/stale-build.ts'],
    // Several processes for one test take their time on a busy machine.
    testTimeout: 120_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 30_000 } },
    // Many tests wait for pages, terminals and rate limits: on two cores, four files at a time have work meanwhile.
    maxWorkers: Math.max(4, availableParallelism()),
    // Every file loads the SDKs and the tools; whatever is set up once for a module must outlive a file.
    isolate: false,
  },
});
