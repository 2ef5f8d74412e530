import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { cleanEnv } from '../support/server-process.js';
import { newFolder } from '../support/set-up.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const isWindows = process.platform === 'win32';
const [npm, npx] = isWindows ? ['npm.cmd', 'npx.cmd'] : ['npm', 'npx'];
const folder = newFolder();

/** A new machine: nothing installed, nothing cached, no registry within reach, an empty working directory. */
const env = cleanEnv({
  HOME: join(folder, 'home'),
  USERPROFILE: join(folder, 'home'),
  npm_config_cache: join(folder, 'cache'),
  npm_config_prefix: join(folder, 'prefix'),
  npm_config_userconfig: join(folder, 'npmrc'),
  npm_config_offline: 'true',
  npm_config_update_notifier: 'false',
});
for (const name of Object.keys(env))
  if (/^npm_(package|lifecycle|config_(local|init|global))/.test(name)) delete env[name];

it('npx with the packed tarball lists the tools, answers a call and leaves nothing in the folder', async () => {
  const place = mkdtempSync(join(folder, 'empty-'));
  const name = execFileSync(npm, ['pack', '--silent', '--ignore-scripts', '--pack-destination', place], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    shell: isWindows,
  }).trim();
  const transport = new StdioClientTransport({
    command: npx,
    args: ['--yes', `./${name}`, '--demo'],
    env,
    cwd: place,
    stderr: 'pipe',
  });
  const client = new Client({ name: 'new machine', version: '1' });
  await client.connect(transport);
  try {
    expect((await client.listTools()).tools.length).toBeGreaterThan(180);
    const { structuredContent, isError } = await client.callTool({
      name: 'list_all_puzzel_queues',
      arguments: { limit: 1 },
    });
    expect(isError).toBeFalsy();
    expect(structuredContent).toMatchObject({ result: [expect.objectContaining({ id: expect.any(Number) })] });
    expect(client.getServerVersion()?.version).toBe(packageJson.version);
  } finally {
    await client.close();
  }
  expect(readdirSync(place)).toEqual([`puzzel-mcp-${packageJson.version}.tgz`]);
});
