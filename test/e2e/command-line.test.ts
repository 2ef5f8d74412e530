import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { parseCommandLine } from '../../src/commands/command-line.js';
import { settings } from '../../src/config/settings.js';
import { catalogue } from '../../src/tools/index.js';
import { doctor, runPiped } from '../support/command.js';
import { CommandsHost } from '../support/commands-host.js';
import { fakePuzzel } from '../support/fake-puzzel.js';
import { refusalOf, wrongRefusals } from '../support/refusal.js';
import { cleanEnv, nodeArguments, programFile } from '../support/server-process.js';
import { closedAfterAll, closedAfterTest, emptiedFolder } from '../support/set-up.js';
import { toolNamed } from '../support/tool-named.js';

/** The chat tools are offered only when the Chat API is configured. */
const withoutChat = catalogue.filter(({ vendor }) => vendor !== 'chat');

const host = closedAfterAll(new CommandsHost());
const folder = emptiedFolder();

/** A process of its own, for how a command ends and what its streams are. */
const run = (...args: string[]) => runPiped(args, { NO_COLOR: '1' }, folder);
/** One process for all commands, for what they say and do. */
const runInHost = (args: string[], env: Record<string, string> = {}) =>
  host.run(args, { NO_COLOR: '1', ...env }, folder);

describe('the command line', () => {
  it('prints its version, its help in lines of at most 120 characters, and only the part about one command', async () => {
    expect(await run('--version')).toMatchObject({ code: 0, out: `${packageJson.version}\n`, err: '' });
    const { code, out } = await runInHost(['help']);
    expect(code).toBe(0);
    for (const word of ['--demo', 'doctor', 'PUZZEL_PASSWORD', 'GLADLY_API_TOKEN', '--read-only'])
      expect(out).toContain(word);
    expect(out.split('\n').filter((line) => line.length > 120)).toEqual([]);
    for (const words of [
      ['help', 'doctor'],
      ['doctor', '--help'],
    ]) {
      const { out: part } = await runInHost(words);
      // Only the last line, which names `--help`, is not in the whole help.
      expect(part.split('\n').filter((line) => line !== '' && !out.includes(line))).toHaveLength(1);
      expect(part).toMatch(/^ {2}puzzel-mcp doctor \[--json\].*doctor --routes/s);
      expect(part).not.toContain('puzzel-mcp init');
    }
  });

  it('understands help and version as words and as flags', () => {
    const parsed = (...args: string[]) => {
      const { help, version, command } = parseCommandLine(args, {});
      return { help, version, command };
    };
    for (const words of [['help'], ['--help'], ['-h']])
      expect(parsed(...words)).toEqual({ help: true, version: false, command: undefined });
    for (const words of [['version'], ['--version'], ['-v']])
      expect(parsed(...words)).toEqual({ help: false, version: true, command: undefined });
  });

  it('suggests no flag that the command does not have', async () => {
    for (const line of ['tools --too', 'demo --sepc', 'doctor --too'])
      expect(await refusalOf(line.split(' '))).toMatch(
        /^Unknown flag "--\w+"\.( Did you mean "--tools"\?)? See --help\.$/,
      );
    expect(await refusalOf(['audit', '--too'])).toContain('"--tool"');
    // 201 is the value of the misspelt flag, not a command.
    expect(await refusalOf(['--pin-quues', '201'])).toContain(
      'Unknown flag "--pin-quues". Did you mean "--pin-queues"?',
    );
  });

  it('says how to build the program when there is no build', async () => {
    await mkdir(join(folder, 'bin'));
    for (const name of ['puzzel-mcp.js', 'package.json']) {
      await copyFile(join(dirname(programFile), name), join(folder, 'bin', name));
    }
    const unbuilt = spawnSync(process.execPath, [join(folder, 'bin/puzzel-mcp.js')], { encoding: 'utf8' });
    expect([unbuilt.status, unbuilt.stderr.trim().split('\n').length]).toEqual([1, 1]);
    expect(unbuilt.stderr).toContain('npm install && npm run build');
  });

  it('refuses a word that it does not know in one line with a suggestion and exit code 2', async () => {
    const { code, out, err } = await run('docter');
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^puzzel-mcp: .*"doctor".*\n$/);
  });

  it.each([
    [['call'], 'Usage'],
    [['tools', '--tags', 'quues', '--demo'], '--tags: "quues" is not known. Did you mean "queues"?'],
    [['call', 'create_a_gladly_customer', '{}', '--read-only', '--demo'], '" is switched off by PUZZEL_MCP_READ_ONLY.'],
    [['call', 'server_status', '--exclude-tools', 'server_*', '--demo'], '" is switched off by PUZZEL_MCP_EXCLUDE'],
    [['call', 'server_status', '--tools', 'list_*', '--demo'], '" is switched off by PUZZEL_MCP_TOOLS.'],
  ])('refuses %j in one line with exit code 2', async (args, words) => {
    const { code, out, err } = await runInHost(args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(err).toContain(words);
  });

  it('refuses other words and values that it does not understand in one line', async () => {
    const refused: [string[], string][] = [
      [['demo', 'extra'], '"extra"'],
      [['doctor', 'now'], '"now"'],
      [['tools', 'queues', '--demo'], '"queues"'],
      [['--demoo'], '"--demo"'],
      [['-demo'], 'Unknown flag "-demo". Did you mean "--demo"?'],
      [['-reed-only=false'], 'Unknown flag "-reed-only". Did you mean "--read-only"?'],
      [['help', 'tols'], 'Unknown command "tols". Did you mean "tools"?'],
      [['--reed-only'], '"--read-only"'],
      [['--no-opn'], '"--no-open"'],
      [['--too'], '"--tools"'],
      [['--tags'], 'needs a value'],
      [['--exclude-tools', 'delete_*', '--exclude-tools', 'create_*'], 'separated by commas'],
      [['xyzzy'], 'Commands: demo, '],
      [['call', 'list_all_puzzel_queues', '--limit', '1'], 'belong in the JSON: \'{"limit": 5}\''],
      [['servee'], 'Serving takes no command'],
      [['serve', '--demo'], 'Serving takes no command'],
      [['hlep'], '"help"'],
      [['call', 'list_all_puzzel_queus', '{}', '--demo'], '"list_all_puzzel_queues"'],
      [['call', 'list_all_puzzel_queues', '{queue_id:', '201}', '--demo'], 'The JSON was split at a blank'],
      [
        ['call', 'list_all_puzzel_queues', '{limit:2}', '--demo'],
        'not JSON: {limit:2}. Write \'{"queue_id": 201}\'; in',
      ],
      [['call', 'list_all_puzzel_queues', '[]', '--demo'], 'JSON object'],
      [['tools', '--demo', '--download-dir', '--read-only'], '--download-dir needs a value'],
      [['--read-only='], 'needs a value'],
      [['tools', '--read-only=""'], 'needs a value'],
      [['--confirm', ' '], 'needs a value'],
      [['--pin-user-id', ' '], 'needs a value'],
      [['tools', '--demo=maybe'], 'no value but true or false'],
      [['tools', '--demo='], 'no value but true or false'],
      [['tools', '--json=1', '--demo'], 'no value but true or false'],
    ];
    expect(await wrongRefusals(refused)).toEqual([]);
  });

  it('refuses two values for one flag, since the second would undo a limit that the first one set', async () => {
    const ofSettings = settings.flatMap(({ flag, value }) => (flag ? [value ? `--${flag}=x` : `--${flag}`] : []));
    const ofCommands = ['--port=1', '--no-open', '--since=2h', '--effect=read', '--spec=x', '--project', '--json'];
    const withOtherValue = (flag: string) => (flag.includes('=') ? `${flag}y` : `${flag}=false`);
    const flags = [...ofSettings, ...ofCommands, '--demo', '--help'];
    const twice = flags.map((flag) => [flag, withOtherValue(flag)]);
    const inOtherForms = [
      ['--read-only', '--read-only=false'],
      ['--tags', 'queues', '--tags=tasks'],
      ['doctor', '--routes', '--write', 'a', '--write', 'b'],
    ];
    const words = 'is given more than once. Give it once';
    expect(await wrongRefusals([...twice, ...inOtherForms].map((args) => [args, words]))).toEqual([]);
    // Without a value `--routes` belongs to the doctor; with one it is the setting.
    expect(await refusalOf(['doctor', '--routes', '--routes', 'routes.json'])).toBeUndefined();
    expect(
      await refusalOf(['tools', '--json', '--demo', '--demo', '--tags=queues', '--tags', 'queues']),
    ).toBeUndefined();
  });

  it('does not serve with a wrong configuration, and names every problem', async () => {
    const { code, out, err } = await runInHost(['--methods', 'raed'], {
      PUZZEL_MCP_CONFIRM: 'perhaps',
      PUZZEL_API_URL: 'http://evil.example',
    });
    expect(code).toBe(2);
    expect(out).toBe('');
    for (const word of ['--methods: ', 'PUZZEL_MCP_CONFIRM', 'PUZZEL_API_URL']) expect(err).toContain(word);
  });
});

describe.skipIf(process.platform === 'win32')('in a working directory that was deleted', () => {
  const runThere = (...args: string[]) => {
    const command = ['-c', 'rmdir "$0" && exec "$@"', folder, process.execPath, ...nodeArguments, ...args];
    return spawnSync('sh', command, { cwd: folder, env: cleanEnv({ NO_COLOR: '1' }), input: '', encoding: 'utf8' });
  };

  it('the demo still runs, since it needs no folder', () => {
    expect(runThere('--demo')).toMatchObject({ status: 0, stderr: '' });
  });

  it('a relative path of a file is refused in one line', () => {
    const { status, stdout, stderr } = runThere('--audit-log', 'audit.jsonl');
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^puzzel-mcp: The working directory does not exist any more.*\n$/);
  });
});

describe('standard output', () => {
  it.skipIf(!existsSync('/dev/full'))('that cannot be written makes a command fail', () => {
    const full = openSync('/dev/full', 'w');
    const input = '{"jsonrpc":"2.0","id":1,"method":"ping"}\n';
    const lines = [
      '--version',
      '--help',
      'tools --demo',
      'call list_all_puzzel_queues --demo --json',
      'demo',
      '--demo',
    ];
    const endings = lines.map((line) => {
      const { status, stderr } = spawnSync(process.execPath, [...nodeArguments, ...line.split(' ')], {
        cwd: folder,
        env: { ...cleanEnv(), TMPDIR: folder },
        input,
        stdio: ['pipe', full, 'pipe'],
        encoding: 'utf8',
      });
      return [line, status, stderr];
    });
    closeSync(full);
    const message = 'puzzel-mcp: standard output cannot be written (ENOSPC).\n';
    expect(endings).toEqual(lines.map((line) => [line, 1, message]));
  });

  it('that its reader has closed is no failure', async () => {
    const child = spawn(process.execPath, [...nodeArguments, 'tools', '--json', '--demo'], {
      cwd: folder,
      env: cleanEnv(),
    });
    child.stdout.destroy();
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    const [code] = await once(child, 'close');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});

describe('tools', () => {
  it('--json lists every tool with its provenance and its tokens', async () => {
    const { code, out } = await run('tools', '--json');
    expect(code).toBe(0);
    const tools = JSON.parse(out) as Record<string, unknown>[];
    expect(tools).toHaveLength(withoutChat.length);
    expect(tools.find(({ name }) => name === 'create_a_puzzel_etask')).toEqual({
      name: 'create_a_puzzel_etask',
      title: expect.any(String),
      vendor: 'puzzel',
      tag: 'tasks',
      effect: 'create',
      sends: false,
      method: 'POST',
      path: '/customers/{customerKey}/etasks',
      provenance: 'confirmed',
      tokens: expect.any(Number),
    });
    for (const { tokens, provenance } of tools) {
      expect(tokens).toBeGreaterThan(20);
      expect(tokens).toBeLessThanOrEqual(450);
      expect(['confirmed', 'documented', 'inferred']).toContain(provenance);
    }
  });

  it('prints a table, and applies the filters', async () => {
    const { out } = await runInHost(['tools', '--tags', 'session']);
    expect(out).toContain('puzzel_access_token_logout');
    expect(out).toMatch(/^3 tools, \d+ tokens/m);
    const { out: gladly } = await runInHost(['tools', '--tags', 'gladly']);
    expect(gladly).toContain('list_all_gladly_teams');
    expect(gladly).not.toMatch(/puzzel_|inferred/);
  });
});

describe('call', () => {
  it('--json prints the structured content and nothing else', async () => {
    const { code, out } = await runInHost(['call', 'list_all_puzzel_queues', '{"limit": 1}', '--json', '--demo']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ result: [{ id: 101 }], total: 6, next_cursor: expect.any(String) });
  });

  it('exits 1 on a tool error', async () => {
    const { code, out } = await run('call', 'get_single_puzzel_etask_by_id', '{"id": "1"}', '--json', '--demo');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ error: { kind: 'not_found' } });
  });

  it('deletes, but neither deletes nor sends when a person must be asked first', async () => {
    const call = async (mode: string, name = 'delete_a_gladly_answer_by_id') =>
      runInHost(['call', name, JSON.stringify(toolNamed(name).example), '--json', '--demo', '--confirm', mode]);
    for (const mode of ['auto', 'never'])
      expect(await call(mode), mode).toMatchObject({ code: 0, out: expect.stringContaining('"deleted"') });
    for (const name of [undefined, 'create_a_gladly_sms_message'])
      expect(await call('always', name)).toMatchObject({ code: 1, out: expect.stringContaining('"kind":"declined"') });
  });

  it('words its hint for the person who typed it, and with --json as for a model', async () => {
    const hintOf = async (...flags: string[]) =>
      JSON.parse((await runInHost(['call', 'list_all_puzzel_queues', ...flags])).out).error.hint;
    expect(await hintOf()).toMatch(/^Set PUZZEL_CUSTOMER_KEY, .* `node \S+puzzel-mcp\.js doctor` checks/);
    expect(await hintOf('--json')).toMatch(
      /^Tell the person to set PUZZEL_CUSTOMER_KEY, .* `puzzel-mcp doctor` checks/,
    );
  });

  it('reads .env without a message, and prefers the process environment', async () => {
    const puzzel = closedAfterTest(await fakePuzzel());
    const isCredential = (name: string) => /_(CUSTOMER_KEY|USERNAME|PASSWORD)$/.test(name);
    const lines = Object.entries({ ...puzzel.env, PUZZEL_PASSWORD: 'wrong' })
      .filter(([name]) => isCredential(name))
      .map(([name, value]) => `${name}=${value}`);
    await writeFile(join(folder, '.env'), lines.join('\n'));
    const addresses = Object.fromEntries(Object.entries(puzzel.env).filter(([name]) => !isCredential(name)));
    const wrong = await runInHost(['call', 'list_all_puzzel_queues', '--json'], addresses);
    expect([wrong.code, wrong.err]).toEqual([1, '']);
    expect(JSON.parse(wrong.out)).toMatchObject({ error: { kind: 'unauthorized' } });
    const right = await runInHost(['call', 'list_all_puzzel_queues', '--json'], {
      ...addresses,
      PUZZEL_PASSWORD: puzzel.env.PUZZEL_PASSWORD ?? '',
    });
    expect(right).toEqual({ code: 0, out: '{"result":[],"total":0}\n', err: '' });
    expect(puzzel.logouts).toBe(1);
  });
});

describe('doctor', () => {
  it('fails on a refused login and on half a configuration, and prints no secret', async () => {
    const puzzel = closedAfterTest(await fakePuzzel());
    const env = {
      ...puzzel.env,
      PUZZEL_PASSWORD: 'wrong-secret',
      GLADLY_EMAIL: 'a@b.c',
      PUZZEL_MCP_DOWNLOAD_DIR: join(folder, 'new'),
    };
    const { code, check, printed } = await doctor(env, folder);
    expect(code).toBe(1);
    const names = ['puzzel settings', 'puzzel login', 'gladly settings', 'gladly login', 'download folder'];
    expect(names.map((name) => check(name)?.status)).toEqual(['ok', 'fail', 'fail', 'skipped', 'ok']);
    expect(printed).not.toContain('wrong-secret');
  });

  it('fails without any credentials, and names the demo', async () => {
    const { code, checks } = await host.doctor({}, folder);
    expect(code).toBe(1);
    expect(checks).toContainEqual({
      name: 'puzzel settings',
      status: 'fail',
      message: expect.stringContaining('PUZZEL_PASSWORD'),
      hint: expect.stringContaining('--demo'),
    });
  });
});
