import { spawn } from 'node:child_process';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { audit } from '../../src/commands/audit/index.js';
import { auditedCalls } from '../../src/commands/audit/reader.js';
import { parseCommandLine } from '../../src/commands/command-line.js';
import { CommandsHost } from '../support/commands-host.js';
import { fakePuzzel } from '../support/fake-puzzel.js';
import { fakeServer, json } from '../support/fake-server.js';
import { refusalOf, wrongRefusals } from '../support/refusal.js';
import { cleanEnv, handshake, initializeId, programFile, spawnRaw, toolCall } from '../support/server-process.js';
import { closedAfterAll, closedAfterTest, emptiedFolder } from '../support/set-up.js';

const host = closedAfterAll(new CommandsHost());
const folder = emptiedFolder();
const path = join(folder, 'audit.jsonl');

const run = (args: string[]) => host.run(args, {}, folder);

describe('the audit log', () => {
  it("has every call, even malformed ones, with the vendor's status and request id, and personal data masked", async () => {
    const puzzel = closedAfterTest(await fakePuzzel());
    puzzel.api = (_path, { target }, response) =>
      json(response, { result: [], code: 0 }, target.endsWith('/services') ? 500 : 200, {
        // The log keeps only the ASCII characters of it.
        'x-request-id': 'req-\u00e94711',
        'cf-ray': 'other',
      });
    const gladly = closedAfterTest(
      await fakeServer((_, response) => json(response, { customerId: 'c', conversationItemId: 'i' })),
    );
    const gladlyEnv = { GLADLY_API_URL: gladly.url, GLADLY_EMAIL: 'a@b.c', GLADLY_API_TOKEN: 'gladly-token-1234' };
    const flags = ['--audit-log', path, '--exclude-tools', 'create_a_puzzel_sm'];
    const raw = spawnRaw({ ...puzzel.env, ...gladlyEnv }, flags);
    for (const message of handshake) raw.send(message);
    const [sms, deletion] = ['create_a_gladly_sms_message', 'delete_a_gladly_customer_by_id'];
    const calls = [
      toolCall(1, 'list_all_puzzel_queues'),
      toolCall(2, 'list_all_puzzel_services'),
      toolCall(3, 'list_all_puzzel_missed_calls', { queue: 1 }),
      toolCall(4, 'create_a_puzzel_sm', { message: 'Secret words' }),
      // The transport refuses this message because of its extra member.
      { ...toolCall(5, 'list_all_puzzel_services', { id: 'c2' }), extra: 1 },
      toolCall(6, sms, { customer: { mobileNumber: '+15550123456' }, from: '+15550100200', body: 'Hi' }),
      toolCall(7, deletion, { id: 'cus-1' }),
    ];
    for (const call of calls) {
      raw.send(call);
      await raw.answer(call.id);
    }
    expect((await raw.answer(4)).error?.message).toMatch(/not found/);
    raw.child.stdin.end();
    await raw.exit;
    const text = await readFile(path, 'utf8');
    const lines = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(lines).toMatchObject([
      { tool: 'list_all_puzzel_queues', effect: 'list', outcome: 'ok', status: 200, request_id: 'req-4711' },
      { tool: 'list_all_puzzel_services', outcome: 'upstream', status: 500, request_id: 'req-4711' },
      { tool: 'list_all_puzzel_missed_calls', outcome: 'invalid_input' },
      { tool: 'create_a_puzzel_sm', outcome: 'unknown_tool' },
      { tool: 'list_all_puzzel_services', outcome: 'invalid_input', arguments: { id: 'c2' } },
      { tool: sms, outcome: 'started' },
      { tool: sms, outcome: 'ok' },
      { tool: deletion, outcome: 'started' },
      { tool: deletion, outcome: 'ok', arguments: { id: 'cus-1' } },
    ]);
    expect(lines[2]).not.toHaveProperty('status');
    for (const personal of ['Secret', '+1555']) expect(text).not.toContain(personal);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it.skipIf(process.platform === 'win32')(
    'on a disk that becomes full stops writes, and lets reads go on',
    async () => {
      const puzzel = closedAfterTest(await fakePuzzel());
      // A limit on the size of files has the effect of a full disk: the write that reaches it is cut short.
      const limited = `ulimit -f 4; exec "${process.execPath}" "${programFile}" --audit-log "${path}" --confirm never`;
      const server = spawn('sh', ['-c', limited], { env: cleanEnv(puzzel.env), stdio: ['pipe', 'pipe', 'ignore'] });
      const answers = createInterface({ input: server.stdout });
      const kinds: string[] = [];
      const answered = new Promise<void>((resolve) => {
        answers.on('line', (text) => {
          const { id, result } = JSON.parse(text) as {
            id: number | typeof initializeId;
            result: { structuredContent?: { error?: { kind: string } } };
          };
          if (id === initializeId) return;
          kinds.push(result.structuredContent?.error?.kind ?? 'ok');
          if (kinds.length === 60) resolve();
          else server.stdin.write(`${JSON.stringify(next(id + 1))}\n`);
        });
      });
      const tagged = { missed_call_id: 'm1', tagLevel: 'Done' };
      const next = (id: number) =>
        id % 2 === 0 ? toolCall(id, 'list_all_puzzel_queues') : toolCall(id, 'puzzel_missed_calls_tag', tagged);
      for (const message of [...handshake, next(1)]) server.stdin.write(`${JSON.stringify(message)}\n`);
      await answered;
      server.stdin.end();
      await new Promise((resolve) => server.on('close', resolve));
      const writes = kinds.filter((_, index) => index % 2 === 0);
      expect(kinds.filter((_, index) => index % 2 === 1)).toEqual(Array(30).fill('ok'));
      const firstFailure = writes.indexOf('audit_failed');
      expect(firstFailure).toBeGreaterThan(1);
      expect(writes.slice(firstFailure)).toEqual(Array(30 - firstFailure).fill('audit_failed'));
      expect(puzzel.seen.filter(({ target }) => target.endsWith('/tag'))).toHaveLength(firstFailure);
    },
  );

  it('of two processes is rotated once, and loses no line', async () => {
    // Just below the 10 MiB at which a log is rotated.
    const old = { time: '2026-01-01T00:00:00Z', tool: 'old', effect: 'get', arguments: {}, outcome: 'ok' };
    const line = `${JSON.stringify({ ...old, duration_ms: 1, filler: 'x'.repeat(4000) })}\n`;
    const count = Math.floor((10 * 1024 * 1024 - 8_000) / line.length);
    await writeFile(path, line.repeat(count), { mode: 0o600 });
    // Five older files are kept.
    await writeFile(`${path}.4`, '');
    await writeFile(`${path}.5`, 'dropped');
    const ids = Array.from({ length: 60 }, (_, index) => index + 1);
    // With incomplete credentials each call fails at once, and is recorded.
    const servers = [0, 1].map(() => spawnRaw({ GLADLY_EMAIL: 'a@example.com' }, ['--audit-log', path]));
    for (const server of servers) {
      for (const message of handshake) server.send(message);
      for (const id of ids) server.send(toolCall(id, 'list_all_gladly_inboxes'));
    }
    await Promise.all(servers.flatMap((server) => ids.map((id) => server.answer(id))));
    for (const server of servers) {
      server.child.stdin.end();
      await server.exit;
    }
    const tools: (string | undefined)[] = [];
    for await (const entry of auditedCalls(path)) tools.push(entry?.tool);
    expect(tools.filter((tool) => tool === 'old')).toHaveLength(count);
    expect(tools.filter((tool) => tool === 'list_all_gladly_inboxes')).toHaveLength(2 * ids.length);
    expect(tools).toHaveLength(count + 2 * ids.length);
    expect((await stat(`${path}.1`)).size).toBeGreaterThan(10_000_000);
    expect((await stat(path)).size).toBeLessThan(100_000);
    expect((await stat(`${path}.5`)).size).toBe(0);
    for (const number of [2, 6]) await expect(stat(`${path}.${number}`)).rejects.toThrow();
  });
});

describe('puzzel-mcp audit', () => {
  const now = Date.now();
  const entry = (minutesAgo: number, tool: string, effect: string, outcome: string, more: object = {}) =>
    `${JSON.stringify({ time: new Date(now - minutesAgo * 60_000).toISOString(), tool, effect, arguments: { id: 'a\u202e\u009b1' }, outcome, duration_ms: 12, ...more })}\n`;
  beforeEach(async () => {
    await writeFile(`${path}.1`, entry(300, 'get_single_gladly_customer_by_id', 'get', 'ok'));
    await writeFile(
      path,
      [
        entry(60, 'delete_a_gladly_customer_by_id', 'delete', 'declined'),
        'half a li\n',
        entry(5, 'create_a_gladly_sms_message', 'create', 'ok', { status: 201, request_id: 'req-1' }),
      ].join(''),
    );
  });
  /** Runs the command in this process, and returns the first word of the name of each tool that it prints. */
  const toolsFor = async (...flags: string[]) => {
    let out = '';
    const printing = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      out += text;
      return true;
    });
    const line = parseCommandLine(['audit', ...flags, '--json'], {});
    const code = await audit({ PUZZEL_MCP_AUDIT_LOG: path }, line).finally(() => printing.mockRestore());
    expect(code).toBe(0);
    return (JSON.parse(out) as { entries: { tool: string }[] }).entries.map(({ tool }) => tool.split('_')[0]);
  };

  it('prints the calls, oldest first, and counts the lines that could not be read', async () => {
    const { code, out } = await run(['audit', path]);
    expect(code).toBe(0);
    expect(out.indexOf('get_single')).toBeLessThan(out.indexOf('delete_a'));
    expect(out.indexOf('delete_a')).toBeLessThan(out.indexOf('create_a'));
    expect(out).toContain('3 calls; 1 line could not be read.');
    expect(out).toContain('req-1');
    const inHome = await host.run(['audit', '~/audit.jsonl'], { HOME: folder, USERPROFILE: folder }, '/');
    expect(inHome.out).toBe(out);
    for (const invisible of ['\u202e', '\u009b']) expect(out).not.toContain(invisible);
  });

  it('filters by time, tool, outcome and effect', async () => {
    expect(await toolsFor()).toEqual(['get', 'delete', 'create']);
    expect(await toolsFor('--since', '2h')).toEqual(['delete', 'create']);
    expect(await toolsFor('--since', new Date(now - 10 * 60_000).toISOString())).toEqual(['create']);
    expect(await toolsFor('--tool', '*_customer_*')).toEqual(['get', 'delete']);
    expect(await toolsFor('--outcome', 'declined')).toEqual(['delete']);
    expect(await toolsFor('--outcome', 'failed')).toEqual(['delete']);
    expect(await toolsFor('--effect', 'write')).toEqual(['delete', 'create']);
    expect(await toolsFor('--effect', 'get', '--outcome', 'failed')).toEqual([]);
  });

  it('refuses in one line what it does not understand', async () => {
    const refused: [string[], string][] = [
      [['audit'], 'PUZZEL_MCP_AUDIT_LOG'],
      [['audit', 'x', 'y'], 'Usage'],
      [['audit', 'x', '--since', 'yesterday'], '--since'],
      [['audit', 'x', '--outcome', 'decline'], '"declined"'],
      [['audit', 'x', '--effect', 'wrte'], '"write"'],
      [['audit', 'x', '--tool'], 'needs a value'],
      [['--since', '2h'], 'belongs to `audit`'],
      [['tools', '--outcome', 'ok'], 'belongs to `audit`'],
    ];
    expect(await wrongRefusals(refused)).toEqual([]);
    const unfilled = await refusalOf(['audit'], { PUZZEL_MCP_AUDIT_LOG: '$HOME/x.jsonl' });
    expect(unfilled).toContain('"$HOME" is a placeholder');
  });

  it('fails when the log does not exist', async () => {
    const { code, err } = await run(['audit', join(folder, 'none.jsonl')]);
    expect(code).toBe(1);
    expect(err).toContain('ENOENT');
  });
});
