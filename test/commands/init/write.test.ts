import { chmod, lstat, mkdir, readdir, readFile, readlink, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parse as parseToml } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { clientFile, platformOf } from '../../../src/commands/init/client-file.js';
import { type Client, clientNamed, clients } from '../../../src/commands/init/clients.js';
import { emptiedFolder } from '../../support/set-up.js';
import { credentials, homeEnv, initIn, parseFile, secretPattern } from './set-up.js';

interface CodexFile {
  mcp_servers: {
    files: object;
    puzzel: { command: string; args: string[]; env: Record<string, string>; env_vars?: string[] };
  };
}
const parseCodex = (text: string) => parseToml(text, { integersAsBigInt: 'asNeeded' }) as unknown as CodexFile;

const home = emptiedFolder();
const init = initIn(home);

const cursor = join(home, '.cursor', 'mcp.json');

async function putFile(path: string, text: string | Buffer): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

const read = (path: string): Promise<string> => readFile(path, 'utf8');
/** The names of all files in the folder of a file. */
const namesBeside = async (path: string): Promise<string[]> => (await readdir(dirname(path))).sort();

const demoEntry = `"puzzel": {
      "command": "npx",
      "args": ["-y", "puzzel-mcp", "--demo"]
    }`;

const demoEntryOnOneLine = '"puzzel": {"command":"npx","args":["-y","puzzel-mcp","--demo"]}';

describe('init CLIENT --write', () => {
  const fileOf = (client: Client) => clientFile(client, platformOf(process.platform), homeEnv(home));

  it.each(clients.map((client) => [client.name, client] as const))(
    'creates the file of %s, readable by its owner only, and changes nothing when run again',
    async (name, client) => {
      const path = fileOf(client);
      const first = await init([name, '--demo', '--write']);
      expect(first).toEqual({ code: 0, out: '', err: expect.stringContaining(`Written to ${path}.\n`) });
      const text = await read(path);
      expect(parseFile(client, text)[client.serversKey].puzzel.args.slice(-3)).toEqual(['-y', 'puzzel-mcp', '--demo']);
      expect((await stat(path)).mode & 0o777).toBe(0o600);
      const second = await init([name, '--demo', '--write']);
      expect(second.err).toContain('nothing was changed');
      expect(await read(path)).toBe(text);
      expect(await namesBeside(path)).toEqual([path.split('/').at(-1)]);
    },
  );

  it('adds one entry and changes nothing else', async () => {
    const before = `{
  // my servers
  "mcpServers": {
    "files": { "command": "x",   "args": [ "a","b" ] }   // oddly   laid out
  },
  "theme" :"dark", /* keep */
  "big": 12345678901234567890
}
`;
    await putFile(cursor, before);
    const { err } = await init(['cursor', '--demo', '--write']);
    expect(await read(cursor)).toBe(
      before.replace('] }   // oddly   laid out', `] },\n    ${demoEntry}   // oddly   laid out`),
    );
    const backup = /What was there before: (.*)/.exec(err)?.[1] ?? '';
    expect(dirname(backup)).toBe(dirname(cursor));
    expect(await read(backup)).toBe(before);
  });

  it.each([
    ['an empty file', '', `{\n  "mcpServers": {\n    ${demoEntry}\n  }\n}\n`],
    ['an empty object', '{}', `{\n  "mcpServers": {\n    ${demoEntry}\n  }\n}`],
    ['no servers yet', '{ "mcpServers": {} }', `{ "mcpServers": {${demoEntryOnOneLine}} }`],
    ['no servers yet, in lines', '{\n  "mcpServers": {}\n}\n', `{\n  "mcpServers": {\n    ${demoEntry}\n  }\n}\n`],
    [
      'a comma after the last server',
      '{\n  "mcpServers": {\n    "a": { "command": "b" }, // one\n  },\n}\n',
      `{\n  "mcpServers": {\n    "a": { "command": "b" },\n    ${demoEntry}, // one\n  },\n}\n`,
    ],
    [
      'a comment at the end',
      '{\n  "a": 1\n  // the end, {"x": ["y"\n}\n',
      `{\n  "a": 1,\n  "mcpServers": {\n    ${demoEntry}\n  }\n  // the end, {"x": ["y"\n}\n`,
    ],
    [
      'everything on one line',
      '{"mcpServers":{"a":{"command":"b"}},"z":[1,  2]}',
      `{"mcpServers":{"a":{"command":"b"},${demoEntryOnOneLine}},"z":[1,  2]}`,
    ],
    [
      'a comment in an empty object',
      '{\n  "mcpServers": {\n    // none yet\n  }\n}\n',
      `{\n  "mcpServers": {\n    ${demoEntry}\n    // none yet\n  }\n}\n`,
    ],
  ])('adds to %s', async (_, before, after) => {
    await putFile(cursor, before);
    expect((await init(['cursor', '--demo', '--write'])).code).toBe(0);
    expect(await read(cursor)).toBe(after);
    expect((await init(['cursor', '--demo', '--write'])).err).toContain('nothing was changed');
  });

  it('keeps the byte order mark, Windows line ends and tabs', async () => {
    await putFile(cursor, '\ufeff{\r\n\t"mcpServers": {\r\n\t\t"a": {"command": "b"}\r\n\t}\r\n}');
    await init(['cursor', '--demo', '--write']);
    expect(await read(cursor)).toBe(
      '\ufeff{\r\n\t"mcpServers": {\r\n\t\t"a": {"command": "b"},\r\n\t\t"puzzel": {\r\n\t\t\t"command": "npx",\r\n\t\t\t"args": ["-y", "puzzel-mcp", "--demo"]\r\n\t\t}\r\n\t}\r\n}',
    );
  });

  it('adds its inputs to those of VS Code once', async () => {
    const path = fileOf(clientNamed('vscode') as Client);
    await putFile(path, '{\n\t"inputs": [{ "type": "promptString", "id": "other" }],\n\t"servers": {}\n}\n');
    await init(['vscode', '--write'], credentials);
    const text = await read(path);
    const { inputs, servers } = JSON.parse(text);
    expect(inputs.map(({ id }: { id: string }) => id)).toEqual(['other', 'puzzel-password', 'gladly-api-token']);
    // biome-ignore lint/suspicious/noTemplateCurlyInString: VS Code's syntax
    expect(servers.puzzel.env.PUZZEL_PASSWORD).toBe('${input:puzzel-password}');
    expect(text).not.toMatch(secretPattern);
    const again = await init(['vscode', '--write'], credentials);
    expect(again.err).toContain('nothing was changed');
  });

  describe('with an existing entry', () => {
    const write = (...flags: string[]) => init(['cursor', '--write', ...flags]);
    const entry = async () => JSON.parse(await read(cursor)).mcpServers.puzzel;
    const putEntry = (puzzel: object) => putFile(cursor, JSON.stringify({ mcpServers: { puzzel } }, null, 2));

    it('keeps values that were filled in, unknown members and all limits', async () => {
      await init(['cursor', '--write', '--read-only', '--tags', 'queues'], credentials);
      const before = { ...(await entry()), disabled: true, env: { ...(await entry()).env, HTTPS_PROXY: 'http://p:1' } };
      await putEntry(before);
      const { err } = await write();
      expect(await entry()).toEqual(before);
      expect(err).toContain('nothing was changed');
      await write('--tags', 'tasks');
      expect(await entry()).toEqual({ ...before, env: { ...before.env, PUZZEL_MCP_TAGS: 'tasks' } });
    });

    it('keeps a pinned version and flags, except for flags that are set again', async () => {
      const args = ['-y', 'puzzel-mcp@0.1.0', '--read-only', '--tags', 'queues', '--demo', '--exclude-tools=x_*'];
      await putEntry({ command: 'npx', args });
      await write('--demo', '--tags', 'tasks');
      expect((await entry()).args).toEqual(['-y', 'puzzel-mcp@0.1.0', '--demo', '--read-only', '--exclude-tools=x_*']);
      expect((await entry()).env).toEqual({ PUZZEL_MCP_TAGS: 'tasks' });
    });

    it.each([
      ['puzzel-mcp'],
      ['/usr/local/bin/puzzel-mcp'],
      ['C:\\npm\\puzzel-mcp.cmd'],
      ['node', '/clone/bin/puzzel-mcp.js'],
      ['C:\\node\\npx.cmd', '--yes', 'puzzel-mcp'],
    ])('keeps its flags when it is started as %s %s %s', async (command, ...args) => {
      await putEntry({ command, args: [...args, '--read-only', '--pin-inboxes', 'x1'] });
      await write();
      expect((await entry()).args).toEqual(['-y', 'puzzel-mcp', '--read-only', '--pin-inboxes', 'x1']);
    });

    it.each([
      ['docker', 'run', '-i', '--rm', 'ghcr.io/acme/puzzel-mcp:1', '--read-only'],
      ['docker', 'run', '-e', 'PUZZEL_MCP_READ_ONLY=true', 'puzzel-mcp'],
      ['env', 'PUZZEL_MCP_READ_ONLY=true', 'npx', '-y', 'puzzel-mcp'],
      ['sh', '-c', 'puzzel-mcp --read-only'],
      ['/home/me/read-only.sh'],
    ])('leaves it alone when it may set limits in another way: %s %s %s', async (command, ...args) => {
      await putEntry({ command, args });
      const { code, err } = await write();
      expect([code, err]).toEqual([1, expect.stringContaining('started in a way of its own; remove it, or change it')]);
      expect(await entry()).toEqual({ command, args });
    });

    it.each(['url', 'serverUrl', 'httpUrl'])('leaves an entry with the %s of a remote server alone', async (member) => {
      const remote = { type: 'http', [member]: 'https://mcp.example.com/puzzel-mcp', headers: { 'X-API-Key': 'key' } };
      await putEntry(remote);
      expect((await write()).code).toBe(1);
      expect(await entry()).toEqual(remote);
    });

    it('changes from the demo to an account and back', async () => {
      await write('--demo');
      await init(['cursor', '--write'], credentials);
      expect((await entry()).args).toEqual(['-y', 'puzzel-mcp']);
      expect((await entry()).env.PUZZEL_PASSWORD).toBe('canary-password-1');
      await write('--demo');
      expect((await entry()).args).toEqual(['-y', 'puzzel-mcp', '--demo']);
    });
  });

  describe('with secrets', () => {
    it('writes secrets into the user’s own file, and says so without showing them', async () => {
      for (const { name } of clients.filter((client) => client.name !== 'vscode')) {
        const { err, out } = await init([name, '--write'], credentials);
        expect(err).toMatch(/It holds PUZZEL_PASSWORD, GLADLY_API_TOKEN in plain text, readable by you only\./);
        expect(out + err).not.toMatch(secretPattern);
      }
      const { mcpServers } = JSON.parse(await read(join(home, '.gemini/settings.json')));
      expect(mcpServers.puzzel.env).toEqual(credentials);
    });

    it.each(
      clients.flatMap(({ name, ...client }) => ('projectFile' in client ? [[name, client.projectFile] as const] : [])),
    )('keeps secrets out of the project file of %s, %s', async (name, file) => {
      const { code } = await init([name, '--write', '--project'], credentials);
      const text = await read(join(home, file));
      expect(code).toBe(0);
      expect(text).toContain('api.user');
      expect(text).toMatch(/PUZZEL_PASSWORD/);
      expect(text).not.toMatch(secretPattern);
    });

    it('warns when a project file already has a secret', async () => {
      const path = join(home, '.mcp.json');
      await putFile(path, '{"mcpServers": {"puzzel": {"command": "npx", "env": {"PUZZEL_PASSWORD": "canary-old"}}}}');
      const { err } = await init(['claude-code', '--write', '--project'], credentials);
      expect(err).toContain(`Careful: ${path} is shared with the project, and holds PUZZEL_PASSWORD from before.`);
      expect(err).not.toMatch(secretPattern);
    });

    it('hides a file with secrets and its backup from other users, and says so; without secrets the mode stays', async () => {
      const modes = async () => {
        const files = await namesBeside(cursor);
        return Promise.all(files.map(async (file) => (await stat(join(dirname(cursor), file))).mode & 0o777));
      };
      await putFile(cursor, '{}\n');
      await chmod(cursor, 0o644);
      await init(['cursor', '--write', '--demo']);
      expect(await modes()).toEqual([0o644, 0o644]);
      const { err } = await init(['cursor', '--write'], credentials);
      expect(err).toContain(`Others on this machine could read ${cursor}; now only you can (mode 0600).`);
      expect((await modes()).sort()).toEqual([0o600, 0o600, 0o644]);
      expect((await init(['cursor', '--write'], credentials)).err).not.toContain('Others on this machine');
      await chmod(cursor, 0o640);
      expect((await init(['cursor', '--write'], credentials)).err).toContain('now only you can');
      expect((await stat(cursor)).mode & 0o777).toBe(0o600);
    });
  });

  it.each([
    ['is cut off', '{ "mcpServers": { "a": ', 'it is not valid JSON (line 1: '],
    ['has an error inside', '{\n "mcpServers": {\n "a": tru },\n}', 'it is not valid JSON (line 3: InvalidSymbol)'],
    ['is a list', '[]', 'it holds no JSON object'],
    ['has a list for servers', '{ "mcpServers": [1, 2] }', '"mcpServers" in it is not an object'],
    ['has its servers twice', '{ "mcpServers": {}, "mcpServers": { "a": {} } }', '"mcpServers" stands in it twice'],
    [
      'has the server twice',
      '{ "mcpServers": { "puzzel": {}, "puzzel": { "a": "canary-x" } } }',
      '"puzzel" stands in it twice',
    ],
    [
      'has a variable twice',
      '{ "mcpServers": { "puzzel": { "command": "puzzel-mcp", "env": { "A": "canary-x", "A": "" } } } }',
      '"A" stands in it twice',
    ],
    ['has a text for the server', '{ "mcpServers": { "puzzel": "canary-x" } }', '"puzzel" in it is not a server'],
    ['is no UTF-8', Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), 'it is not UTF-8 text'],
  ])('does not change a file that %s', async (_, content, reason) => {
    await putFile(cursor, content);
    const before = await readFile(cursor);
    const { code, out, err } = await init(['cursor', '--write'], credentials);
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain(`mcp.json was left alone: ${reason}`);
    expect(err).not.toMatch(secretPattern);
    expect((await readFile(cursor)).equals(before)).toBe(true);
    expect(await namesBeside(cursor)).toEqual(['mcp.json']);
  });

  it.skipIf(process.platform === 'win32')('writes nothing for a user without a home directory', async () => {
    for (const name of ['cursor', 'vscode', 'codex']) {
      const { code, out, err } = await init([name, '--write', '--demo'], { HOME: '' });
      expect([code, out]).toEqual([1, '']);
      expect(err).toMatch(/^~\/.* was left alone: its folder is not known; set HOME to a whole path/);
    }
    const { err } = await init(['codex', '--write', '--demo'], { CODEX_HOME: '~/codex' });
    expect(err).toContain('~/codex/config.toml was left alone: its folder is not known; set CODEX_HOME to');
    expect(await readdir(home)).toEqual([]);
  });

  it('reports an error of the file system', async () => {
    await putFile(join(home, '.cursor'), 'a file where a folder belongs');
    const { code, err } = await init(['cursor', '--write', '--demo']);
    expect(code).toBe(1);
    expect(err).toMatch(/was left alone: ENOTDIR/);
  });

  it('writes through a symbolic link, which stays one', async () => {
    const real = join(home, 'dotfiles', 'cursor.json');
    await putFile(real, '{}\n');
    await mkdir(dirname(cursor));
    await symlink(real, cursor);
    const { err } = await init(['cursor', '--write', '--demo']);
    expect(err).toContain(`It is a link: the file is ${real}.`);
    expect((await lstat(cursor)).isSymbolicLink()).toBe(true);
    expect(await readlink(cursor)).toBe(real);
    expect(JSON.parse(await read(real)).mcpServers.puzzel.command).toBe('npx');
    expect(await namesBeside(real)).toEqual(['cursor.json']);
  });

  it('creates the file that a symbolic link points to', async () => {
    await mkdir(dirname(cursor));
    await symlink('../later.json', cursor);
    expect((await init(['cursor', '--write', '--demo'])).code).toBe(0);
    expect(JSON.parse(await read(join(home, 'later.json'))).mcpServers.puzzel.command).toBe('npx');
    expect((await lstat(cursor)).isSymbolicLink()).toBe(true);
  });

  describe('for Codex', () => {
    const path = join(home, '.codex', 'config.toml');
    const before = `# my codex
model = "gpt-5" # best
when = 1979-05-27T07:32:00.123456Z
big = 9007199254740993

[profiles.x]   # odd   spacing
a   =  [ 1,2,
   3 ] # list

[mcp_servers.files]
command = "x"   # keep
args = ["-y", 'lit"eral']
`;

    it('appends its tables, and keeps everything else byte for byte', async () => {
      await putFile(path, before);
      await init(['codex', '--write', '--read-only'], credentials);
      const text = await read(path);
      expect(text.startsWith(before)).toBe(true);
      const { mcp_servers: servers } = parseCodex(text);
      expect(Object.keys(servers)).toEqual(['files', 'puzzel']);
      expect(servers.puzzel.env).toEqual({ ...credentials, PUZZEL_MCP_READ_ONLY: 'true' });
      expect((await init(['codex', '--write', '--read-only'], credentials)).err).toContain('nothing was changed');
    });

    it('takes a secret that it listed before, once its value is known', async () => {
      await putFile(path, '[mcp_servers.puzzel]\ncommand = "puzzel-mcp"\nenv_vars = ["PUZZEL_PASSWORD"]\n');
      expect((await init(['codex', '--write'], credentials)).code).toBe(0);
      expect(parseCodex(await read(path)).mcp_servers.puzzel).toMatchObject({ env: credentials, env_vars: [] });
    });

    it('keeps Windows line ends, and adds a missing one at the end', async () => {
      await putFile(path, 'a = 1\r\nb = 2');
      await init(['codex', '--write', '--demo']);
      const text = await read(path);
      expect(text.startsWith('a = 1\r\nb = 2\r\n\r\n[mcp_servers.puzzel]\r\n')).toBe(true);
      expect(text.replaceAll('\r\n', '')).not.toContain('\n');
    });

    it('changes an entry in place, and keeps comments', async () => {
      const existingEntry = `\n[mcp_servers.puzzel] # mine\ncommand = "node"\n# why\nenabled = false # off\n\n[mcp_servers.puzzel.env]\nPUZZEL_PASSWORD = "canary-kept" # secret\n\n[after]\nx = 1\n`;
      await putFile(path, before + existingEntry);
      await init(['codex', '--write'], { ...credentials, PUZZEL_PASSWORD: '' });
      const text = await read(path);
      expect(text.startsWith(before)).toBe(true);
      for (const kept of [
        '# mine',
        '# why\nenabled = false # off',
        'PUZZEL_PASSWORD = "canary-kept" # secret',
        '[after]\nx = 1\n',
      ]) {
        expect(text).toContain(kept);
      }
      const { puzzel } = parseCodex(text).mcp_servers;
      expect([puzzel.command, puzzel.env.GLADLY_API_TOKEN, puzzel.env_vars]).toEqual([
        'npx',
        'canary-token-2',
        undefined,
      ]);
    });

    it('does not change servers in an inline table, and says so', async () => {
      await putFile(path, 'mcp_servers = { files = { command = "x" } } # all\n');
      const { code, err } = await init(['codex', '--write', '--demo']);
      expect([code, await read(path)]).toEqual([1, 'mcp_servers = { files = { command = "x" } } # all\n']);
      expect(err).toContain('laid out in a way that cannot be changed safely');
    });

    it('does not change a broken file, and does not show its lines', async () => {
      await putFile(path, 'a = 1\nkey = "canary-unclosed\n');
      const { code, err } = await init(['codex', '--write', '--demo']);
      expect([code, err]).toEqual([1, expect.stringMatching(/was left alone: it is not valid TOML/)]);
      expect(err).not.toMatch(secretPattern);
      expect(await namesBeside(path)).toEqual(['config.toml']);
    });
  });
});
