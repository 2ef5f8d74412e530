import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { getMcpConfigForManifest, MANIFEST_SCHEMAS } from '@anthropic-ai/mcpb/node';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { beforeAll, describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { isRead } from '../../src/tools/effect.js';
import { puzzelTools } from '../../src/tools/puzzel/index.js';
import { fakePuzzel } from '../support/fake-puzzel.js';
import { json } from '../support/fake-server.js';
import { cleanEnv } from '../support/server-process.js';
import { closedAfterAll, closedAfterTest, newFolder } from '../support/set-up.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const mcpb = fileURLToPath(new URL('cli/cli.js', import.meta.resolve('@anthropic-ai/mcpb')));
const isWindows = process.platform === 'win32';
const [npm, npx] = isWindows ? ['npm.cmd', 'npx.cmd'] : ['npm', 'npx'];
const folder = newFolder();
const unpacked = join(folder, 'unpacked');
/** Holds nothing but the packed npm package. */
const place = mkdtempSync(join(folder, 'empty-'));
/** The paths of the files in the npm package. */
let packedFiles: string[];

const vendor = closedAfterAll(await fakePuzzel());
beforeAll(() => {
  const listed = execFileSync(npm, ['pack', '--json', '--ignore-scripts', '--pack-destination', place], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    shell: isWindows,
  });
  const [packed] = JSON.parse(listed) as [{ files: { path: string }[] }];
  packedFiles = packed.files.map(({ path }) => path);
  const file = join(folder, 'puzzel-mcp.mcpb');
  execFileSync(process.execPath, [join(root, 'scripts/bundle.mjs'), file], { cwd: root, stdio: 'pipe' });
  execFileSync(process.execPath, [mcpb, 'unpack', file, unpacked], { stdio: 'pipe' });
  vendor.api = (_path, _request, response) => json(response, { result: [{ id: 201, description: 'Sales' }], code: 0 });
}, 180_000);

const manifest = () => MANIFEST_SCHEMAS['0.3'].parse(JSON.parse(readFileSync(join(unpacked, 'manifest.json'), 'utf8')));

const placeholder = (key: string) => `\${user_config.${key}}`;

const login = { puzzel_customer_key: '12345', puzzel_username: 'api.user', puzzel_password: 'correct-horse-battery' };

/** The command that a host makes of the manifest and of a person's answers, by the official tool's own rules. */
async function commandFor(userConfig: Record<string, string | boolean>) {
  const systemDirs = { HOME: folder, DESKTOP: folder, DOCUMENTS: folder, DOWNLOADS: folder };
  const command = await getMcpConfigForManifest({
    manifest: manifest(),
    extensionPath: unpacked,
    systemDirs,
    userConfig,
    pathSeparator: sep,
  });
  if (!command) throw new Error('the manifest asks for more than was answered');
  return command;
}

/** Starts the command as the host does, with the addresses of the fake vendor, which the dialogue does not ask for. */
async function connect(command: Awaited<ReturnType<typeof commandFor>>) {
  const { PUZZEL_API_URL = '', PUZZEL_AUTH_URL = '', PUZZEL_ID_URL = '' } = vendor.env;
  const inherited = cleanEnv({ PUZZEL_API_URL, PUZZEL_AUTH_URL, PUZZEL_ID_URL });
  const path = `${dirname(process.execPath)}${delimiter}${inherited.PATH ?? ''}`;
  const transport = new StdioClientTransport({
    command: command.command,
    args: command.args ?? [],
    env: { ...inherited, PATH: path, ...command.env },
    cwd: folder,
    stderr: 'pipe',
  });
  const client = new Client({ name: 'desktop', version: '1' });
  await client.connect(transport);
  return client;
}

async function toolNames(command: Awaited<ReturnType<typeof commandFor>>): Promise<string[]> {
  const client = closedAfterTest(await connect(command));
  return (await client.listTools()).tools.map(({ name }) => name);
}

describe('the bundle for Claude Desktop', () => {
  it('holds what the npm package holds, and the manifest', () => {
    const inside = readdirSync(unpacked, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const names = inside.map(({ parentPath, name }) => join(parentPath, name).slice(unpacked.length + 1));
    const wanted = [...packedFiles.map((path) => path.replaceAll('/', sep)), 'manifest.json'];
    expect(names.sort()).toEqual(wanted.sort());
  });

  it('serves no tool that its manifest does not list and describe, and a call reaches the vendor with the login from the dialogue', async () => {
    const listed = manifest().tools ?? [];
    expect(listed.length).toBeGreaterThan(180);
    expect(listed.every(({ description = '' }) => description.length > 10)).toBe(true);
    const client = closedAfterTest(await connect(await commandFor({ ...login, puzzel_chat_tenant_id: 'acme' })));
    const { tools } = await client.listTools();
    const descriptions = new Map(listed.map(({ name, description }) => [name, description]));
    expect(tools.length).toBeGreaterThan(80);
    for (const { name, description } of tools) expect(descriptions.get(name), name).toBe(description);
    const { structuredContent } = await client.callTool({ name: 'list_all_puzzel_queues', arguments: {} });
    expect(structuredContent).toMatchObject({ result: [{ id: 201, description: 'Sales' }] });
    expect(vendor.logins).toBe(1);
  });

  it('treats an empty field as missing, whether the host passes the placeholder of the field or an empty text', async () => {
    const placeholders = await commandFor(login);
    expect(placeholders.env?.GLADLY_API_TOKEN).toBe(placeholder('gladly_api_token'));
    expect(placeholders.env?.PUZZEL_MCP_DOWNLOAD_DIR).toBe(placeholder('puzzel_mcp_download_dir'));
    const blanks = await commandFor({
      ...Object.fromEntries(Object.keys(manifest().user_config ?? {}).map((key) => [key, ''])),
      ...login,
    });
    expect(blanks.env?.GLADLY_API_TOKEN).toBe('');
    const names = await toolNames(placeholders);
    expect(names.filter((name) => name.includes('puzzel')).length).toBe(puzzelTools.length);
    expect(names.filter((name) => name.includes('gladly'))).toEqual([]);
    expect(await toolNames(blanks)).toEqual(names);
  });

  it('starts without any answers and lists the tools of both vendors', async () => {
    const names = await toolNames(await commandFor({}));
    expect(names.some((name) => name.includes('puzzel')) && names.some((name) => name.includes('gladly'))).toBe(true);
  });

  it('offers only the reads of the given tags when the dialogue says so', async () => {
    const names = await toolNames(
      await commandFor({ ...login, puzzel_mcp_read_only: true, puzzel_mcp_tags: 'queues,tasks' }),
    );
    const reads = puzzelTools.filter((tool) => ['queues', 'tasks'].includes(tool.tag) && isRead(tool));
    expect(names.sort()).toEqual(['server_status', ...reads.map(({ name }) => name)].sort());
  });

  it('does not start when a host leaves the placeholder of a filter in place, rather than serve every tool', async () => {
    const { command, args = [], env } = await commandFor(login);
    const { status, stderr } = spawnSync(command, args, {
      env: cleanEnv({ ...env, PUZZEL_MCP_TAGS: placeholder('puzzel_mcp_tags') }),
      cwd: folder,
      encoding: 'utf8',
    });
    expect(stderr).toContain('PUZZEL_MCP_TAGS');
    expect(status).toBe(2);
  });
});

/** The environment of a new machine: nothing installed, nothing cached, no registry within reach. */
function freshEnv(): Record<string, string> {
  const env = cleanEnv({
    HOME: join(folder, 'home'),
    USERPROFILE: join(folder, 'home'),
    npm_config_cache: join(folder, 'cache'),
    npm_config_prefix: join(folder, 'prefix'),
    npm_config_userconfig: join(folder, 'npmrc'),
    npm_config_offline: 'true',
    npm_config_update_notifier: 'false',
  });
  const isFromOuterNpm = (name: string) => /^npm_(package|lifecycle|config_(local|init|global))/.test(name);
  return Object.fromEntries(Object.entries(env).filter(([name]) => !isFromOuterNpm(name)));
}

it('npx with the packed npm package lists the tools, answers a call and leaves nothing in the folder', async () => {
  const tarball = `puzzel-mcp-${packageJson.version}.tgz`;
  const args = ['--yes', `./${tarball}`, '--demo'];
  const client = new Client({ name: 'new machine', version: '1' });
  await client.connect(new StdioClientTransport({ command: npx, args, env: freshEnv(), cwd: place, stderr: 'pipe' }));
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
  expect(readdirSync(place)).toEqual([tarball]);
});
