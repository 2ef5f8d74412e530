import { mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { startDemo } from '../../../src/demo/index.js';
import { hasTerminal, type Step, typeOnTerminal } from '../../support/command.js';
import { cleanEnv } from '../../support/server-process.js';
import { newFolder } from '../../support/set-up.js';
import { homeEnv, installedBinary, installedCli } from './set-up.js';

const scriptHost = fileURLToPath(new URL('../../support/script-host.mjs', import.meta.url));

const enter = '\r';
const down = '\u001b[B';
const space = ' ';
const ctrlC = '\u0003';

const homes = newFolder();
const newHome = () => mkdtemp(join(homes, 'home-'));

/** A run of `init` in a home directory. */
interface Interview {
  home: string;
  steps: Step[];
  env?: Record<string, string>;
}

/** Answers interviews one after the other in one process. Returns what each showed, and its exit code. */
async function answerAll(interviews: Interview[]): Promise<{ code: number; shown: string }[]> {
  const runs = interviews.map(({ home, env }) => ({
    script: installedCli,
    args: ['init'],
    env: { ...cleanEnv({ ...homeEnv(home), ...env }), TERM: 'xterm' },
    cwd: home,
  }));
  // script-host.mjs writes a NUL, the exit code and two more NULs after each run.
  const steps = interviews.flatMap(({ steps }): Step[] => [...steps, ['\0', '']]);
  const { out } = await typeOnTerminal(steps, ['--liftoff-only', scriptHost, JSON.stringify(runs)], {}, tmpdir());
  const parts = out.split(/\0(\d+)\0\0/);
  expect(parts, out).toHaveLength(2 * interviews.length + 1);
  return interviews.map((_, index) => ({
    shown: stripVTControlCharacters(parts[2 * index] ?? ''),
    code: Number(parts[2 * index + 1]),
  }));
}

const read = async (home: string, file: string) => JSON.parse(await readFile(join(home, file), 'utf8'));

// The tests run at the same time, because an interview mostly waits for the terminal.
describe.runIf(hasTerminal).concurrent('init in a terminal', () => {
  const chooseCursor: Step = ['Which client?', down + down + enter];
  const demoSteps: Step[] = [
    chooseCursor,
    ['What shall it talk to?', enter],
    ['May it change', enter],
    ['Which tools?', enter],
    ['Write it?', enter],
  ];

  it('sets up a client with the demo tenant, for reading only, by pressing Enter', async () => {
    // This interview has a process of its own; each of the other tests runs its interviews in one.
    const home = await newHome();
    const nodeArgs = ['--liftoff-only', installedBinary, 'init'];
    const { code, out: shown } = await typeOnTerminal(demoSteps, nodeArgs, homeEnv(home), home);
    expect(code).toBe(0);
    expect(shown).toMatch(/puzzel login: logged in as user \d+ of customer \d+/);
    expect(shown).toMatch(/gladly login: reads organization Nordlys/);
    expect(stripVTControlCharacters(shown)).toContain(`Written to ${home}/.cursor/mcp.json`);
    expect(await read(home, '.cursor/mcp.json')).toEqual({
      mcpServers: {
        puzzel: { command: 'npx', args: ['-y', 'puzzel-mcp', '--demo'], env: { PUZZEL_MCP_READ_ONLY: 'true' } },
      },
    });
  });

  it('leaves everything as it was on Ctrl-C at any question, and when the last answer is no', async () => {
    const interrupted = demoSteps.map(([question], at): Step[] => [...demoSteps.slice(0, at), [question, ctrlC]]);
    const refused: Step[] = [...demoSteps.slice(0, -1), ['Write it?', `n${enter}`]];
    const interviews: Interview[] = [];
    for (const steps of [...interrupted, refused]) {
      const home = await newHome();
      await mkdir(join(home, '.cursor'));
      await writeFile(join(home, '.cursor/mcp.json'), '{"mcpServers":{}}');
      interviews.push({ home, steps });
    }
    const ended = await answerAll(interviews);
    for (const [index, { home, steps }] of interviews.entries()) {
      const asked = `at "${steps.at(-1)?.[0]}"`;
      expect(ended[index]?.code, asked).toBe(1);
      expect(ended[index]?.shown, asked).toContain('Nothing was written.');
      expect(await readdir(home), asked).toEqual(['.cursor']);
      expect(await readdir(join(home, '.cursor')), asked).toEqual(['mcp.json']);
      expect(await readFile(join(home, '.cursor/mcp.json'), 'utf8'), asked).toBe('{"mcpServers":{}}');
    }
  });

  it('preselects tags that fit Windsurf, prints commands for ChatGPT, and leaves secrets to VS Code', async () => {
    const [windsurfHome, chatgptHome, vscodeHome] = [await newHome(), await newHome(), await newHome()];
    const [windsurf, chatgpt, vscode] = await answerAll([
      {
        home: windsurfHome,
        steps: [
          ['Which client?', down.repeat(4) + enter],
          ['What shall it talk to?', enter],
          ['May it change', `n${enter}`],
          // The space deselects the first of the preselected tags.
          ['Which tools?', space + enter],
          ['Write it?', enter],
        ],
      },
      {
        home: chatgptHome,
        steps: [
          ['Which client?', down.repeat(7) + enter],
          ['What shall it talk to?', enter],
        ],
      },
      {
        home: vscodeHome,
        steps: [
          ['Which client?', down.repeat(3) + enter],
          ['What shall it talk to?', down + down + enter],
          ['(GLADLY_HOST)', `acme.us-1.gladly.com${enter}`],
          ['(GLADLY_EMAIL)', `api@acme.example${enter}`],
          ['May it change', enter],
          ['Which tools?', enter],
          ['Write it?', enter],
        ],
      },
    ]);
    expect([windsurf?.code, chatgpt?.code, vscode?.code]).toEqual([0, 0, 0]);

    expect(windsurf?.shown).toContain('Windsurf offers at most 100');
    const { env } = (await read(windsurfHome, '.codeium/windsurf/mcp_config.json')).mcpServers.puzzel;
    expect(env.PUZZEL_MCP_READ_ONLY).toBe('true');
    expect(env.PUZZEL_MCP_TAGS).not.toContain('realtime');
    expect(env.PUZZEL_MCP_TAGS).toContain('queues');

    expect(chatgpt?.shown).toContain('npx -y mcp-proxy@6.7.19 --server stream');

    expect(vscode?.shown).toContain('VS Code asks for the secrets itself');
    const file =
      process.platform === 'darwin' ? 'Library/Application Support/Code/User/mcp.json' : '.config/Code/User/mcp.json';
    const { inputs, servers } = await read(vscodeHome, file);
    expect(inputs).toMatchObject([{ id: 'gladly-api-token', password: true }]);
    // biome-ignore lint/suspicious/noTemplateCurlyInString: VS Code's syntax
    expect(servers.puzzel.env.GLADLY_API_TOKEN).toBe('${input:gladly-api-token}');
  });

  it('asks for what is missing, asks again after a failed login, and shows no secret', async () => {
    const tenant = await startDemo();
    const { PUZZEL_PASSWORD: password = '', PUZZEL_USERNAME: userName = '', ...rest } = tenant.env;
    const env = Object.fromEntries(Object.entries(rest).filter(([name]) => !/CLIENT|USER_ID|GLADLY|CHAT/.test(name)));
    const start: Step[] = [chooseCursor, ['What shall it talk to?', down + enter]];
    const logIn = (typedPassword: string): Step[] => [
      ['How does it log in', enter],
      ['(PUZZEL_USERNAME)', userName + enter],
      ['(PUZZEL_PASSWORD)', typedPassword + enter],
    ];
    const afterFailure: Step[] = [
      ['What now?', enter],
      ...logIn(password),
      ['May it change', enter],
      ['Which tools?', enter],
      ['Write it?', enter],
    ];
    const wrongLogin = { PUZZEL_USERNAME: userName, PUZZEL_PASSWORD: 'canary-wrong' };
    const interviews = [
      { home: await newHome(), env, steps: [...start, ...logIn('canary-wrong'), ...afterFailure] },
      { home: await newHome(), env: { ...env, ...wrongLogin }, steps: [...start, ...afterFailure] },
    ];
    for (const [index, ended] of (await answerAll(interviews)).entries()) {
      expect(ended.code).toBe(0);
      expect(ended.shown).toContain('logged in as user');
      expect(ended.shown).toContain('The file will hold PUZZEL_PASSWORD in plain text.');
      expect(ended.shown).not.toContain(password);
      expect(ended.shown).not.toContain('canary-wrong');
      const { env: written } = (await read(interviews[index]?.home ?? '', '.cursor/mcp.json')).mcpServers.puzzel;
      expect(written).toMatchObject({ PUZZEL_USERNAME: userName, PUZZEL_PASSWORD: password });
    }
    await tenant.close();
  });
});
