// Makes the bundle for Claude Desktop: exactly the files that npm would publish, and the manifest with all tools. Checked
// and packed by the official tool. `node scripts/bundle.mjs [FILE]`; needs `npm run build`.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { npm } from './npm.mjs';
import { root } from './root.mjs';

const bundleFile = resolve(process.argv[2] ?? join(root, 'puzzel-mcp.mcpb'));
const options = { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, stdio: ['ignore', 'pipe', 'inherit'] };

const [packed] = JSON.parse(npm(['pack', '--dry-run', '--json', '--ignore-scripts'], options));
const manifest = JSON.parse(readFileSync(join(root, 'mcpb/manifest.json'), 'utf8'));
if (manifest.version !== packed.version) throw new Error('mcpb/manifest.json is out of date: npm run docs');

const folder = mkdtempSync(join(tmpdir(), 'puzzel-mcp-bundle-'));
try {
  for (const { path } of packed.files) cpSync(join(root, path), join(folder, path));
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ ...manifest, tools: allTools() }, null, 2));
  mcpb('validate', folder);
  mcpb('pack', folder, bundleFile);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.stdout.write(`${bundleFile}: ${packed.files.length} files and the manifest\n`);

/** The tools of both vendors and the chat; the credentials decide which of them a user gets. */
function allTools() {
  const { status, tools } = JSON.parse(readFileSync(join(root, 'dist/manifest.json'), 'utf8'));
  return [status, ...tools.map(({ listing }) => listing)].map(({ name, description }) => ({ name, description }));
}

function mcpb(...args) {
  const tool = fileURLToPath(new URL('cli/cli.js', import.meta.resolve('@anthropic-ai/mcpb')));
  try {
    execFileSync(process.execPath, [tool, ...args], { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    throw new Error(`mcpb ${args[0]}:\n${error.stdout}${error.stderr}`);
  }
}
