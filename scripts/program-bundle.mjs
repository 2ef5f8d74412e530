import { normalizePath } from 'vite';

/** zod's messages in fifty languages are a quarter of a megabyte that nobody ever reads: ours are English. */
export const englishOnly = {
  name: 'english-only',
  enforce: 'pre',
  load: (file) =>
    /zod[\\/]v4[\\/]locales[\\/]index\.js$/.test(file) ? "export { default as en } from './en.js';" : undefined,
};

/** How vite bundles a program for Node with all packages that it uses; what is imported dynamically is a chunk of its own. */
export const bundleOf = (file, outDir) => ({
  configFile: false,
  logLevel: 'warn',
  publicDir: false,
  plugins: [englishOnly],
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
        // One chunk for what every start loads, apart from the entry: importing the entry would run the program.
        codeSplitting: {
          groups: [{ name: 'start', tags: ['$initial'], test: (module) => module !== normalizePath(file) }],
        },
      },
    },
  },
});
