import { execFile } from 'node:child_process';
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify, stripVTControlCharacters } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { help } from '../../src/commands/help.js';
import { progressDisplay } from '../../src/commands/progress.js';
import { table } from '../../src/commands/table.js';
import { needsConfirmation } from '../../src/tools/effect.js';
import { catalogue } from '../../src/tools/index.js';
import { envForCommand, hasTerminal, runOnTerminal, runPiped, typeOnTerminal } from '../support/command.js';
import { fakePuzzel } from '../support/fake-puzzel.js';
import { nodeArguments } from '../support/server-process.js';
import { newFolder } from '../support/set-up.js';

const escapeCharacter = '\u001b';
const folder = newFolder();
const log = join(folder, 'audit.jsonl');
beforeAll(async () => {
  const line = {
    time: '2026-01-31T09:00:00.000Z',
    tool: 'list_all_puzzel_queues',
    effect: 'list',
    arguments: { a: 1 },
  };
  await writeFile(log, `${JSON.stringify({ ...line, outcome: 'ok', duration_ms: 7 })}\n`);
});

const widthOf = (line: string) => [...stripVTControlCharacters(line)].length;
const linesOf = (screen: string) => screen.replaceAll('\r\n', '\n').split('\n');

/** Runs something while a Puzzel on this machine serves a recording of three MiB in pieces, like a slow network. */
async function withSlowRecording(run: (env: Record<string, string>) => Promise<void>): Promise<void> {
  const puzzel = await fakePuzzel();
  const piece = Buffer.alloc(1024 * 1024, 1);
  puzzel.api = async (_path, _request, response) => {
    response.writeHead(200, { 'content-type': 'audio/wav', 'content-length': String(3 * piece.length) });
    for (let part = 0; part < 3; part += 1) {
      response.write(piece);
      await sleep(250);
    }
    response.end();
  };
  await run({ ...puzzel.env, PUZZEL_MCP_DOWNLOAD_DIR: join(folder, 'downloads') });
  await puzzel.close();
}

const download = ['call', 'puzzel_archive_recording_files_download', '{"iq_session_id": "iq-1", "index": 1}'];

/** Expects no colours, frames or carriage returns. */
function expectPlain(out: string): void {
  expect(out).not.toContain(escapeCharacter);
  expect(out).not.toMatch(/[│┌─\r]/);
}

// The demo pauses for its readers, so both tests run at the same time.
describe.concurrent('the demo', () => {
  it('runs its four stories to the end, in plain lines in a pipe, with commands that can be typed as they are', async () => {
    const clone = join(folder, 'a clone');
    for (const part of ['bin', 'dist', 'package.json']) await cp(part, join(clone, part), { recursive: true });
    const program = join(clone, 'bin', 'puzzel-mcp.js');
    const options = { cwd: folder, env: envForCommand({ CI: 'true', TMPDIR: folder }) };
    const { stdout } = await promisify(execFile)(process.execPath, [program, 'demo'], options);
    expectPlain(stdout);
    for (const part of [
      '1 · SLA breach',
      /✔ 4 agents are ready to take calls of Primary Inbound/,
      /✔ Tasks made: \d+, \d+, \d+\./,
      '✋ merged',
      '✔ Maya Lindqvist has been told by SMS.',
      '✋ locked',
      '✔ The test customer is gone',
      `  node ${JSON.stringify(program)} board --demo  `,
    ])
      expect(stdout).toMatch(part);
    const calls = [...stdout.matchAll(/▸ (\w+) .*\n {4}(you are asked)?/g)];
    const toConfirm = new Set(catalogue.filter(needsConfirmation).map(({ name }) => name));
    expect(calls.some(([, , question]) => question)).toBe(true);
    const wrong = calls.filter(([, name = '', question]) => toConfirm.has(name) !== (question !== undefined));
    expect(wrong).toEqual([]);
    const path = /Saved for you to play: (\S+\.wav)/.exec(stdout)?.[1] ?? '';
    expect((await readFile(path)).subarray(0, 4).toString()).toBe('RIFF');
    await rm(path);
  });

  it.runIf(hasTerminal)('keeps to the width of a terminal, headings and indented tables included', async () => {
    const { screen } = await runOnTerminal(['demo'], { TMPDIR: folder }, folder, { columns: 76 });
    const drawn = linesOf(screen).filter((line) => /[│┌└━]/.test(line));
    expect(drawn.length).toBeGreaterThan(20);
    expect(Math.max(...drawn.map(widthOf))).toBeLessThanOrEqual(76);
  });
});

describe('in a pipe', () => {
  it.each([
    ['audit', ['audit', log], /^2026-01-31T09:00:00Z {2}list_all_puzzel_queues {2}list {4}ok {7}7 {3}\{"a":1\}$/m],
    ['tools', ['tools', '--demo'], /^list_all_puzzel_queues {2,}queues {2,}list {2,}confirmed {2,}\d+$/m],
    [
      'doctor',
      // Without reads of Gladly, at its pace; the expiry is a warning.
      ['doctor', '--demo', '--tags', 'queues', '--expires-at', new Date(Date.now() + 3_600_000).toISOString()],
      /^node {2,}ok {2,}Node\.js.*^puzzel login {2,}ok .*^Nothing failed\. 1 warning\./ms,
    ],
  ])('%s prints plain lines, also in CI', async (_, args, line) => {
    const { out, err, code } = await runPiped(args, { CI: 'true', GITHUB_ACTIONS: 'true' }, folder);
    expect(code).toBe(0);
    expectPlain(out + err);
    expect(out).toMatch(line);
  });

  it.each(['tools', 'doctor'])('%s --demo names a command for the demo tenant', async (command) => {
    const { out } = await runPiped([command, '--demo'], {}, folder);
    expect(out).toContain(' doctor --routes --demo` tries those that read');
  });
});

describe.runIf(hasTerminal)('on a terminal', () => {
  it.each([
    ['tools', 110, ['tools', '--demo'], { exitCode: 0, isColoured: false }],
    ['audit', 86, ['audit', log], { exitCode: 0, isColoured: true }],
    // Without credentials some checks fail.
    ['doctor', 90, ['doctor'], { exitCode: 1, isColoured: true }],
  ])('%s is a table that fits into %i columns', async (_, columns, args, { exitCode, isColoured }) => {
    const { screen, code } = await runOnTerminal(args, {}, folder, { columns });
    expect(code).toBe(exitCode);
    expect(screen.includes(`${escapeCharacter}[32m`)).toBe(isColoured);
    const drawn = linesOf(screen).filter((line) => /[│┌└]/.test(line));
    expect(drawn.length).toBeGreaterThan(3);
    expect(Math.max(...drawn.map(widthOf))).toBeLessThanOrEqual(columns);
    // Every row is as wide as the frame: no colour has been counted as text.
    expect(new Set(drawn.map(widthOf)).size).toBe(1);
  });

  it('a table has no colours under NO_COLOR in CI', async () => {
    const { screen } = await runOnTerminal(['audit', log], { NO_COLOR: '1', CI: 'true' }, folder);
    expect(screen).not.toContain(`${escapeCharacter}[32m`);
    expect(screen).toContain('│');
  });

  it('a download shows a bar on standard error, removes it at the end, and prints only its result', async () => {
    await withSlowRecording(async (env) => {
      const { out, screen, code } = await runOnTerminal([...download, '--json'], env, folder, {
        columns: 60,
        streams: 'err',
      });
      expect(code).toBe(0);
      expect(out).not.toContain(escapeCharacter);
      expect(JSON.parse(out)).toMatchObject({ result: { bytes: 3 * 1024 * 1024 } });
      const bars = screen.split('\r').filter((part) => part.includes('%'));
      expect(bars.length).toBeGreaterThan(1);
      expect(bars[0]).toMatch(/^█*░+ \d+ %, \d\.\d of 3\.0 MiB/);
      expect(Math.max(...bars.map(widthOf))).toBeLessThan(60);
      expect(screen.endsWith(`\r${escapeCharacter}[K`)).toBe(true);
    });
  });

  it('a short download has no bar on a dumb terminal or in a pipe, and prints only its result there', async () => {
    await withSlowRecording(async (env) => {
      const [dumb, piped] = await Promise.all([
        runOnTerminal(download, { ...env, TERM: 'dumb' }, folder, { streams: 'err' }),
        runPiped(download, env, folder),
      ]);
      expect([dumb.screen, piped.err, piped.code]).toEqual(['', '', 0]);
      expect(JSON.parse(piped.out)).toMatchObject({ result: { bytes: 3 * 1024 * 1024 } });
    });
  });
});

describe('progress', () => {
  const fakeScreen = (isTTY: boolean, columns = 80) => {
    const written: string[] = [];
    return { isTTY, columns, written, write: (text: string) => written.push(text) };
  };
  /** A clock that stands still until it is moved. */
  const clock = () => {
    const at = { time: 1_000_000 };
    return { at, now: () => at.time };
  };

  it('is a plain line every five seconds without a terminal', () => {
    const { at, now } = clock();
    const screen = fakeScreen(false);
    const { show, end } = progressDisplay(screen, { now });
    for (let second = 1; second <= 12; second += 1) {
      at.time += 1_000;
      show(second * 1024 * 1024, 20 * 1024 * 1024);
    }
    end();
    expect(screen.written).toEqual([
      'puzzel-mcp: 25 %, 5.0 of 20.0 MiB, 1.0 MiB/s\n',
      'puzzel-mcp: 50 %, 10.0 of 20.0 MiB, 1.0 MiB/s\n',
    ]);
  });

  it('can be silent without a terminal', () => {
    const { at, now } = clock();
    const screen = fakeScreen(false);
    const { show } = progressDisplay(screen, { now, hasLines: false });
    at.time += 60_000;
    show(1, 2);
    expect(screen.written).toEqual([]);
  });

  it.each<[[done: number, total: number | undefined, unit?: string], string]>([
    [[31, 120, 'records'], '25 %, 31 of 120 records'],
    [[31, undefined, 'records'], '31 records'],
    [[40, undefined, 'percent'], '40 %'],
    [[40, 100, 'percent'], '40 %'],
    [[1024 * 1024, undefined], '1.0 MiB'],
    [[5, 0], '0.0 of 0.0 MiB'],
    [[9, 3, 'records'], '100 %, 9 of 3 records'],
  ])('shows %j as "%s"', (amounts, words) => {
    const screen = fakeScreen(true, 120);
    const { at, now } = clock();
    const { show } = progressDisplay(screen, { now, isTerminal: true });
    show(1, 1);
    expect(screen.written, 'at the start').toEqual([]);
    at.time += 100;
    show(...amounts);
    expect(
      stripVTControlCharacters(screen.written[0] ?? '')
        .replace(/[\r█░]/g, '')
        .trim(),
    ).toBe(words);
  });

  it('is drawn ten times a second at most', () => {
    const { at, now } = clock();
    const screen = fakeScreen(true);
    const { show } = progressDisplay(screen, { now, isTerminal: true });
    for (let step = 0; step < 1_000; step += 1) {
      at.time += 1;
      show(step, 1_000, 'records');
    }
    expect(screen.written).toHaveLength(10);
  });
});

it.each([60, 80, 120])('--help fits into %i columns, and says the same in each', (width) => {
  const lines = help(undefined, width).split('\n');
  // A single word is not broken, nor are names, which have lines of their own below 100 columns.
  const isUnbroken = (line: string) => !line.trim().includes(' ') || (width < 100 && /^ {2}\S/.test(line));
  expect(lines.filter((line) => line.length > width && !isUnbroken(line))).toEqual([]);
  expect(help(undefined, width).split(/\s+/)).toEqual(help(undefined, 200).split(/\s+/));
});

describe('a table', () => {
  it('breaks no name or time, so that it can be copied, and has no frame where one does not fit', () => {
    const row = [
      'list_all_puzzel_visual_queue_state_info',
      '2026-01-31T09:00:00Z',
      'the state of all visual queues, now',
    ];
    const [framed, plain] = [86, 70].map((columns) => table(['tool', 'time', 'what'], [row], { isTTY: true, columns }));
    expect(framed).toMatch(/│ list_all_puzzel_visual_queue_state_info │ 2026-01-31T09:00:00Z │ the state of/);
    expect(plain).toBe(`${['tool'.padEnd(39), 'time'.padEnd(20), 'what'].join('  ')}\n${row.join('  ')}\n`);
  });

  it('fits into terminals of several widths, with rows of equal width', () => {
    const rows = catalogue
      .slice(0, 40)
      .map(({ name, tag, effect }) => [
        name,
        tag,
        `${escapeCharacter}[32m${effect}${escapeCharacter}[39m`,
        'what this tool is for, in some words',
      ]);
    const wrong: number[] = [];
    for (const columns of [110, 140, 200]) {
      const lines = table(['tool', 'tag', 'effect', 'about'], rows, { isTTY: true, columns }).trimEnd().split('\n');
      const widths = new Set(lines.map(widthOf));
      if (widths.size !== 1 || Math.max(...widths) > columns) wrong.push(columns);
    }
    expect(wrong).toEqual([]);
  });

  it('cuts no coloured word', () => {
    const path = '/{customerKey}/userGroups/{groupId}/visualQueues';
    const framed = table(['a'], [[`${escapeCharacter}[32mGET ${path}${escapeCharacter}[39m`]], {
      isTTY: true,
      columns: 40,
    });
    expect(stripVTControlCharacters(framed).replace(/[│\s]/g, '')).toContain(`GET${path}`);
  });

  it('is as wide as its content when that fits', () => {
    expect(table(['a'], [['b']], { isTTY: true, columns: 60 })).toBe('┌───┐\n│ a │\n│ b │\n└───┘\n');
  });

  it('joins the lines of a cell in a pipe', () => {
    expect(table(['a', 'b'], [['one\ntwo', 'three']], { isTTY: false })).toBe('a          b\none → two  three\n');
  });
});

describe.runIf(hasTerminal)('puzzel-mcp without a command', () => {
  const endOfInput = '\u0004';

  it('says on a terminal, and only there, what it waits for', async () => {
    const { out, code } = await typeOnTerminal([['Ctrl-C', endOfInput]], nodeArguments, {}, folder);
    expect(code).toBe(0);
    expect(out).toMatch(/waiting for an MCP client[\s\S]+` {3}sets up a client/);
    // A clone is started by its path: the bare name is no command there.
    expect(out).not.toMatch(/puzzel-mcp (demo|init)/);
    expect(await runPiped([], {}, folder)).toMatchObject({ code: 0, out: '', err: '' });
  });

  it('is silent with --log-level silent', async () => {
    const args = [...nodeArguments, '--log-level', 'silent'];
    const { out, code } = await typeOnTerminal([['', endOfInput]], args, {}, folder);
    expect(code).toBe(0);
    expect(out).not.toContain('puzzel-mcp');
  });
});
