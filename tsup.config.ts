import { defineConfig } from 'tsup';
import { smaller } from './scripts/smaller.js';

/** One entry; everything that is loaded on demand (commands, demo tenant) becomes a chunk of its own. */
export default defineConfig({
  entry: { cli: 'src/cli.ts' },
  format: 'esm',
  target: 'node20',
  platform: 'node',
  splitting: true,
  clean: true,
  minify: true,
  sourcemap: true,
  // Says what was bundled, for the licences and the bill of materials; not packed.
  metafile: true,
  noExternal: [/.*/],
  esbuildPlugins: smaller,
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
});
