import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Several processes for one test take their time on a busy machine.
    testTimeout: 120_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    // Every file loads the SDKs and the tools; whatever is set up once for a module must outlive a file.
    isolate: false,
  },
});
