import { normalizePath } from 'vite';

/** Leaves out zod's messages in sixty other languages, a quarter of a megabyte: ours are English. */
export const zodEnglishOnlyPlugin = {
  name: 'english-messages',
  enforce: 'pre',
  load: (file) =>
    /zod[\\/]v4[\\/]locales[\\/]index\.js$/.test(file) ? "export { default as en } from './en.js';" : undefined,
};

/** Vite's configuration for a Node program, bundled with all packages that it uses; a dynamic import becomes a chunk of its own. */
export const bundleConfig = (file, outDir) => ({
  configFile: false,
  logLevel: 'warn',
  publicDir: false,
  plugins: [zodEnglishOnlyPlugin],
  // undici's cookie code, which nothing here uses, reads this when it loads, and Node then loads its own undici: 70 ms.
  define: { 'globalThis.Headers': 'undefined' },
  ssr: { noExternal: true },
  build: {
    ssr: file,
    outDir,
    emptyOutDir: false,
    target: 'node20',
    minify: true,
    sourcemap: true,
    rolldownOptions: {
      output: {
        entryFileNames: '[name].js',
        chunkFileNames: '[name]-[hash].js',
        // Everything that the program loads at its start is one chunk. The entry stays out of it: a chunk that
        // imported the entry would run the program.
        codeSplitting: {
          groups: [{ name: 'start', tags: ['$initial'], test: (module) => module !== normalizePath(file) }],
        },
      },
    },
  },
});
