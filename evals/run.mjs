// npm run eval -- --model PROVIDER/MODEL [TASK …]
//
// Lets a model do the tasks of evals/tasks against the real program and its demo tenant, and writes a table: docs/evals.md.
// Node 20 runs no TypeScript, so main.ts is bundled into a file beside it, which is deleted as soon as it is loaded.
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const folder = fileURLToPath(new URL('.', import.meta.url));
const name = `.bundle-${process.pid}`;
const bundle = new URL(`${name}.js`, import.meta.url);

await build({
  configFile: false,
  logLevel: 'warn',
  build: {
    ssr: `${folder}main.ts`,
    outDir: folder,
    emptyOutDir: false,
    rolldownOptions: { output: { entryFileNames: `${name}.js`, codeSplitting: false } },
  },
});
const { main } = await import(bundle.href).finally(() => rmSync(bundle, { force: true }));
process.exitCode = await main(process.argv.slice(2));
