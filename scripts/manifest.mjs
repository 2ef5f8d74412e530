// Writes dist/manifest.json: what a start needs to know about the tools, so that it need not load them. JSON Schemas
// are made here, never at run time, and the tokens that each tool costs a model to read are counted.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { build } from 'vite';

const folder = mkdtempSync(join(tmpdir(), 'puzzel-mcp-manifest-'));
try {
  const input = {
    catalogue: 'src/tools/index.ts',
    manifest: 'src/tools/manifest.ts',
    status: 'src/tools/server-status.ts',
  };
  await build({
    configFile: false,
    logLevel: 'warn',
    ssr: { noExternal: true },
    build: {
      ssr: true,
      outDir: folder,
      emptyOutDir: false,
      rolldownOptions: { input, output: { entryFileNames: '[name].mjs' } },
    },
  });
  const load = (name) => import(pathToFileURL(join(folder, `${name}.mjs`)).href);
  const [{ catalogue }, { manifestOf, billedText }, { statusTool }] = await Promise.all(
    ['catalogue', 'manifest', 'status'].map(load),
  );
  const manifest = manifestOf(statusTool({}), catalogue);
  const tools = manifest.tools.map((tool) => ({ ...tool, tokens: encode(billedText(tool.listing)).length }));
  writeFileSync(new URL('../dist/manifest.json', import.meta.url), JSON.stringify({ ...manifest, tools }));
} finally {
  rmSync(folder, { recursive: true });
}
