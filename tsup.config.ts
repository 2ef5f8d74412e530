import { rmSync } from 'node:fs';
import { defineConfig, type Options } from 'tsup';
import { besides, smaller } from './scripts/smaller.js';

rmSync('dist', { recursive: true, force: true });

const shared: Options = {
  target: 'node20',
  platform: 'node',
  minify: true,
  sourcemap: true,
  // Says what was bundled, for the licences and the bill of materials; not packed.
  metafile: true,
  noExternal: [/.*/],
};

/**
 * Two bundles. What a client starts is one small CommonJS file, which Node loads fastest. The engine and the commands are
 * loaded when they are needed, each with the chunks that it shares with others; so is the thread that writes large files.
 */
export default defineConfig([
  {
    ...shared,
    entry: { cli: 'src/cli.ts' },
    format: 'cjs',
    shims: true,
    esbuildPlugins: [besides({ './commands/index.js': './commands.js', './engine.js': './engine.js' })],
  },
  {
    ...shared,
    entry: {
      commands: 'src/commands/index.ts',
      engine: 'src/commands/engine.ts',
      'writer-thread': 'src/http/writer-thread.js',
    },
    format: 'esm',
    splitting: true,
    esbuildPlugins: smaller,
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
  },
]);
