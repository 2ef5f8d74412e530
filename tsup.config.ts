import { rmSync } from 'node:fs';
import { defineConfig } from 'tsup';

rmSync('dist', { recursive: true, force: true });

/** zod's messages in fifty languages are a quarter of a megabyte that nobody ever reads: ours are English. */
const englishOnly = {
  name: 'english-only',
  setup: (build: { onLoad: (which: { filter: RegExp }, load: () => { contents: string }) => void }) =>
    build.onLoad({ filter: /zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js';",
    })),
};

export default defineConfig([
  {
    // What a client starts is small; the tools, undici, the demo and the commands are chunks of their own.
    entry: { cli: 'src/cli.ts' },
    format: 'esm',
    splitting: true,
    target: 'node20',
    platform: 'node',
    minify: true,
    sourcemap: true,
    // Says what was bundled, for the licences and the bill of materials; not packed.
    metafile: true,
    noExternal: [/.*/],
    esbuildPlugins: [englishOnly],
    // undici's cookies, which nothing here uses, read this at load, and Node loads its own undici for it: 70 ms.
    define: { 'globalThis.Headers': 'undefined' },
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
  },
  {
    // The page of the views, for browsers; scripts/build-views.mjs makes one file of script and style.
    entry: { page: 'src/views/page/main.tsx' },
    outDir: 'dist/views',
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    tsconfig: 'tsconfig.pages.json',
    // The client of ext-apps writes every message to the console, which would keep all that customers wrote in memory.
    pure: ['console.debug'],
    minify: true,
    metafile: true,
    noExternal: [/.*/],
    esbuildPlugins: [englishOnly],
  },
]);
