// Bundles the program and the page of the views into dist, with all packages that they use, and writes into
// dist/bundled.json which files each chunk holds, and which chunks it imports.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { build } from 'vite';
import { bundleConfig, zodEnglishOnlyPlugin } from './program-bundle.mjs';
import { root } from './root.mjs';
import { viewPage } from './view-page.mjs';

rmSync(join(root, 'dist'), { recursive: true, force: true });

// What every start loads is small: the tools, undici, the demo and the commands are chunks of their own.
const program = await build(bundleConfig(join(root, 'src/cli.ts'), join(root, 'dist')));

const [page] = await build({
  root,
  configFile: false,
  logLevel: 'warn',
  publicDir: false,
  plugins: [zodEnglishOnlyPlugin],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    write: false,
    target: 'es2022',
    minify: true,
    lib: { entry: 'src/views/page/main.tsx', formats: ['iife'], name: 'page', fileName: 'page', cssFileName: 'page' },
    // The client of ext-apps writes every message to the console, which would keep all that customers wrote in memory.
    rolldownOptions: { treeshake: { manualPureFunctions: ['console.debug'] } },
  },
});
const script = page.output.find(({ type }) => type === 'chunk').code;
const style = page.output.find(({ fileName }) => fileName.endsWith('.css')).source;
mkdirSync(join(root, 'dist/views'), { recursive: true });
writeFileSync(join(root, 'dist/views/view.html'), viewPage(script, style));

/** The files in a chunk, and the chunks that it imports. Modules that the bundler made itself have no file. */
const chunkFacts = ({ modules, imports, dynamicImports }, folder) => ({
  files: Object.entries(modules)
    .filter(([file, { renderedLength }]) => renderedLength > 0 && !file.startsWith('\0'))
    .map(([file]) => relative(root, file.replace(/\?.*$/, '')).replaceAll('\\', '/')),
  imports: [...imports, ...dynamicImports].map((name) => `${folder}/${name}`),
});
const chunkEntries = (output, folder) =>
  output
    .filter(({ type }) => type === 'chunk')
    .map((chunk) => [`${folder}/${chunk.fileName}`, chunkFacts(chunk, folder)]);
const bundled = Object.fromEntries([
  ...chunkEntries(program.output, 'dist'),
  ...chunkEntries(page.output, 'dist/views'),
]);
writeFileSync(join(root, 'dist/bundled.json'), JSON.stringify(bundled));
