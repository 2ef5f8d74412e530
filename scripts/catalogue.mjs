// Writes down what a start needs to know of the tools, so that it need not load them: for each its outline, and its
// entry of `tools/list` (JSON Schemas are made here, never at run time).
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'tsup';

const folder = mkdtempSync(join(tmpdir(), 'puzzel-mcp-catalogue-'));
try {
  await build({
    config: false,
    silent: true,
    entry: { catalogue: 'src/server/compile.ts' },
    format: 'esm',
    platform: 'node',
    target: 'node20',
    outDir: folder,
    noExternal: [/.*/],
    dts: false,
    outExtension: () => ({ js: '.mjs' }),
  });
  const { outlines, entries } = (await import(pathToFileURL(join(folder, 'catalogue.mjs')).href)).compileCatalogue();
  const write = (name, text) => writeFileSync(new URL(`../dist/${name}`, import.meta.url), text);
  write('outlines.json', JSON.stringify(outlines));
  write('listing.ndjson', `${[entries.status, ...entries.tools].join('\n')}\n`);
} finally {
  rmSync(folder, { recursive: true });
}
