import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDemo } from '../../../src/demo/index.js';
import { hasTerminal } from '../../support/command.js';
import { cleanEnv } from '../../support/server-process.js';
import { binary, type Home, newHome } from './run.js';

const terminal = fileURLToPath(new URL('../../support/terminal.py', import.meta.url));

const enter = '\r';
const down = '\u001b[B';
const space = ' ';
const ctrlC = '\u0003';

const homes: Home[] = [];
afterAll(() => Promise.all(homes.map((home) => home.remove())));

async function ownHome(): Promise<Home> {
  const home = await newHome();
  homes.push(home);
  return home;
}

/** Answers the interview: each step waits for a text on the terminal, then types keys. */
async function answer(
  home: Home,
  steps: [string, string][],
  env: Record<string, string> = {},
): Promise<{ code: number | null; shown: string }> {
  const command = [terminal, JSON.stringify(steps), process.execPath, '--liftoff-only', binary, 'init'];
  const child = spawn('python3', command, {
    cwd: home.path,
    env: { ...cleanEnv({ ...home.env, ...env }), TERM: 'xterm' },
  });
  let shown = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    shown += text;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, shown: stripVTControlCharacters(shown) };
}

const read = async (home: Home, file: string) => JSON.parse(await readFile(join(home.path, file), 'utf8'));

// The tests run at the same time, because an interview mostly waits for the terminal.
describe.runIf(hasTerminal).concurrent('init in a terminal', () => {
  const cursor: [string, string] = ['Which client?', down + down + enter];

  it('sets up a client with the demo tenant, for reading only, by pressing Enter', async () => {
    const home = await ownHome();
    const { code, shown } = await answer(home, [
      cursor,
      ['What shall it talk to?', enter],
      ['May it change', enter],
      ['Which tools?', enter],
      ['Write it?', enter],
    ]);
    expect(code).toBe(0);
    expect(shown).toMatch(/Puzzel: logged in as user \d+ of customer \d+/);
    expect(shown).toMatch(/Gladly: reads organization Nordlys/);
    expect(shown).toContain(`Written to ${home.path}/.cursor/mcp.json`);
    expect(await read(home, '.cursor/mcp.json')).toEqual({
      mcpServers: {
        puzzel: { command: 'npx', args: ['-y', 'puzzel-mcp', '--demo'], env: { PUZZEL_MCP_READ_ONLY: 'true' } },
      },
    });
  });

  it('writes the chosen tags, and preselects some that fit the client', async () => {
    const home = await ownHome();
    const { code, shown } = await answer(home, [
      ['Which client?', down.repeat(4) + enter],
      ['What shall it talk to?', enter],
      ['May it change', `n${enter}`],
      // The space deselects the first of the preselected tags.
      ['Which tools?', space + enter],
      ['Write it?', enter],
    ]);
    expect(code).toBe(0);
    expect(shown).toContain('Windsurf offers at most 100');
    const { env } = (await read(home, '.codeium/windsurf/mcp_config.json')).mcpServers.puzzel;
    expect(env.PUZZEL_MCP_READ_ONLY).toBe('true');
    expect(env.PUZZEL_MCP_TAGS).not.toContain('realtime');
    expect(env.PUZZEL_MCP_TAGS).toContain('queues');
  });

  it.each([
    ['Which client?', 0],
    ['What shall it talk to?', 1],
    ['May it change', 2],
    ['Which tools?', 3],
    ['Write it?', 4],
  ])('leaves everything as it was on Ctrl-C at "%s"', async (question, at) => {
    const home = await ownHome();
    await mkdir(join(home.path, '.cursor'));
    await writeFile(join(home.path, '.cursor/mcp.json'), '{"mcpServers":{}}');
    const before: [string, string][] = [
      cursor,
      ['What shall it talk to?', enter],
      ['May it change', enter],
      ['Which tools?', enter],
    ];
    const { code, shown } = await answer(home, [...before.slice(0, at), [question, ctrlC]]);
    expect(code).toBe(1);
    expect(shown).toContain('Nothing was written.');
    expect(await readdir(join(home.path, '.cursor'))).toEqual(['mcp.json']);
    expect(await readFile(join(home.path, '.cursor/mcp.json'), 'utf8')).toBe('{"mcpServers":{}}');
  });

  it('writes nothing when the last answer is no', async () => {
    const home = await ownHome();
    const { code } = await answer(home, [
      cursor,
      ['What shall it talk to?', enter],
      ['May it change', enter],
      ['Which tools?', enter],
      ['Write it?', `n${enter}`],
    ]);
    expect(code).toBe(1);
    expect(await readdir(home.path)).toEqual([]);
  });

  it('shows the commands of the bridge for ChatGPT', async () => {
    const home = await ownHome();
    const { code, shown } = await answer(home, [
      ['Which client?', down.repeat(7) + enter],
      ['What shall it talk to?', enter],
    ]);
    expect(code).toBe(0);
    expect(shown).toContain('npx -y mcp-proxy@6.7.19 --server stream');
  });

  describe('with an account', () => {
    let tenant: Awaited<ReturnType<typeof startDemo>>;
    beforeAll(async () => {
      tenant = await startDemo();
    });
    afterAll(() => tenant.close());

    it('asks for what is missing, asks again after a failed login, and shows no secret', async () => {
      const { PUZZEL_PASSWORD: password = '', PUZZEL_USERNAME: userName = '', ...known } = tenant.env;
      const env = Object.fromEntries(
        Object.entries(known).filter(([name]) => !/CLIENT|USER_ID|GLADLY|CHAT/.test(name)),
      );
      const home = await ownHome();
      const { code, shown } = await answer(
        home,
        [
          cursor,
          ['What shall it talk to?', down + enter],
          ['How does it log in', enter],
          ['(PUZZEL_USERNAME)', userName + enter],
          ['(PUZZEL_PASSWORD)', `canary-wrong${enter}`],
          ['What now?', enter],
          ['How does it log in', enter],
          ['(PUZZEL_USERNAME)', userName + enter],
          ['(PUZZEL_PASSWORD)', password + enter],
          ['May it change', enter],
          ['Which tools?', enter],
          ['Write it?', enter],
        ],
        env,
      );
      expect(code).toBe(0);
      expect(shown).toContain('logged in as user');
      expect(shown).toContain('The file will hold PUZZEL_PASSWORD in plain text.');
      expect(shown).not.toContain(password);
      expect(shown).not.toContain('canary-wrong');
      const { env: written } = (await read(home, '.cursor/mcp.json')).mcpServers.puzzel;
      expect(written).toMatchObject({ PUZZEL_USERNAME: userName, PUZZEL_PASSWORD: password });
    });

    it('leaves the secrets to VS Code, which asks for them itself', async () => {
      const home = await ownHome();
      const { code, shown } = await answer(home, [
        ['Which client?', down.repeat(3) + enter],
        ['What shall it talk to?', down + down + enter],
        ['(GLADLY_HOST)', `acme.us-1.gladly.com${enter}`],
        ['(GLADLY_EMAIL)', `api@acme.example${enter}`],
        ['May it change', enter],
        ['Which tools?', enter],
        ['Write it?', enter],
      ]);
      expect(code).toBe(0);
      expect(shown).toContain('VS Code asks for the secrets itself');
      const { inputs, servers } = await read(
        home,
        process.platform === 'darwin' ? 'Library/Application Support/Code/User/mcp.json' : '.config/Code/User/mcp.json',
      );
      expect(inputs).toMatchObject([{ id: 'gladly-api-token', password: true }]);
      // biome-ignore lint/suspicious/noTemplateCurlyInString: VS Code's syntax
      expect(servers.puzzel.env.GLADLY_API_TOKEN).toBe('${input:gladly-api-token}');
    });
  });
});
