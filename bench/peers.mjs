// The real packages of other servers, installed from the registry that npm is set to. They are asked only for their
// lists, so that invented credentials are enough.
import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { npm } from '../scripts/npm.mjs';

const peers = [
  {
    package: '@notionhq/notion-mcp-server@2.5.2',
    entry: 'bin/cli.mjs',
    env: { NOTION_TOKEN: 'ntn_invented' },
  },
  {
    package: '@modelcontextprotocol/server-filesystem@2026.8.31',
    entry: 'dist/index.js',
    args: ({ folder }) => [folder],
  },
  { package: '@playwright/mcp@0.0.83', entry: 'cli.js' },
  {
    package: '@supabase/mcp-server-supabase@0.13.0',
    entry: 'dist/cli.js',
    // Without `docs`, whose list waits for an answer from the internet.
    args: () => ['--features', 'account,database,debugging,development,functions,branching,storage'],
    env: { SUPABASE_ACCESS_TOKEN: `sbp_${'0'.repeat(40)}` },
  },
];

/** How to start the peers that could be installed; the others are named on standard error. */
export async function installPeers(bench) {
  const programs = [];
  for (const peer of peers) {
    const [, name, version] = /^(.+)@(.+)$/.exec(peer.package) ?? [];
    const folder = join(bench.folder, 'peers', name.replaceAll(/\W+/g, '-'));
    try {
      await mkdir(folder, { recursive: true });
      const options = ['--no-audit', '--no-fund', '--ignore-scripts', '--prefix', folder];
      npm(['install', ...options, peer.package], {
        cwd: folder,
        timeout: 300_000,
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      const packageFolder = join(folder, 'node_modules', name);
      const { packages } = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8'));
      programs.push({
        name: `${name} ${version}`,
        // The first entry of a lockfile is the folder itself.
        packages: Object.keys(packages).length - 1,
        args: [join(packageFolder, peer.entry), ...(peer.args?.({ folder }) ?? [])],
        env: peer.env ?? {},
      });
    } catch (error) {
      process.stderr.write(`Skipped: ${peer.package} could not be installed (${`${error.message}`.split('\n')[0]}).\n`);
    }
  }
  return programs;
}
