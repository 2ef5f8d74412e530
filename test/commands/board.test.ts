import { readFileSync } from 'node:fs';
import { IncomingMessage, request } from 'node:http';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { refusal } from '../../src/commands/board/guard.js';
import { startBoard } from '../../src/commands/board/server.js';
import { SharedReads } from '../../src/commands/board/shared-reads.js';
import { type Tab, tabsFor } from '../../src/commands/board/tabs.js';
import { boardTools } from '../../src/commands/board/tools.js';
import { createRuntime } from '../../src/commands/runtime.js';
import { type BoardProcess, startBoardProcess } from '../support/board-process.js';
import { CommandsHost } from '../support/commands-host.js';
import { closedAfterAll, closedAfterTest, newFolder } from '../support/set-up.js';

const queuesCall = { name: 'list_all_puzzel_visual_queue_state_info', arguments: {} };

const optionsWithoutTools = {
  port: 0,
  tools: { names: new Set<string>(), call: async () => ({}), read: async () => ({}), isExpired: () => false },
  settings: () => ({ tabs: [] }),
};

/** Sends what a page of the board posts. */
const post = (address: string, path: string, body: object) =>
  fetch(address + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: new URL(address).origin },
    body: JSON.stringify(body),
  });

describe('the board', () => {
  const folder = newFolder();
  const host = closedAfterAll(new CommandsHost());
  let board: BoardProcess;
  beforeAll(async () => {
    board = await startBoardProcess({ PUZZEL_MCP_DOWNLOAD_DIR: folder, PUZZEL_MCP_METHODS: 'read,write' }, ['--demo']);
  });
  afterAll(() => board?.stop());

  it('refuses requests without the key, for another host name, from another page or with another method', async () => {
    const { port, pathname, origin } = new URL(board.address);
    const json = { 'content-type': 'application/json' };
    const cases: [string, number, { method?: string; path?: string; headers?: Record<string, string> }][] = [
      ['the page itself', 200, {}],
      ['the name localhost', 200, { headers: { host: `localhost:${port}` } }],
      ['no key', 404, { path: '/' }],
      ['a wrong key', 404, { path: `${pathname.slice(0, -3)}xx/` }],
      ['part of the key', 404, { path: `${pathname.slice(0, 10)}/` }],
      ['an unknown path', 404, { path: `${pathname}../../etc/passwd` }],
      ['an unknown view', 404, { path: `${pathname}view/..%2f..%2fpackage.json` }],
      ['a ticket that was never issued', 404, { path: '/open/undefined' }],
      ['another name with this address', 403, { headers: { host: `evil.example:${port}` } }],
      ['a host without the port', 403, { headers: { host: '127.0.0.1' } }],
      ['another page', 403, { headers: { origin: 'http://evil.example' } }],
      ['a page without an origin', 403, { headers: { origin: 'null' } }],
      ['a call without an origin', 403, { method: 'POST', path: `${pathname}call`, headers: json }],
      [
        'a call from another page',
        403,
        { method: 'POST', path: `${pathname}call`, headers: { ...json, origin: 'https://evil.example' } },
      ],
      ['a form', 403, { method: 'POST', path: `${pathname}call`, headers: { origin, 'content-type': 'text/plain' } }],
      ['another method', 405, { method: 'DELETE', headers: { origin } }],
      ['a preflight request', 405, { method: 'OPTIONS', headers: { origin } }],
    ];
    const wrong: string[] = [];
    for (const [name, expected, { method = 'GET', path = pathname, headers = {} }] of cases) {
      const { status, headers: answered } = await rawRequest(Number(port), method, path, headers);
      if (status !== expected) wrong.push(`${name}: ${status}`);
      const corsHeaders = Object.keys(answered).filter((header) => header.startsWith('access-control'));
      if (corsHeaders.length > 0 || answered['cache-control'] !== 'no-store')
        wrong.push(`${name}: ${JSON.stringify(answered)}`);
    }
    expect(wrong).toEqual([]);
  });

  it('reads but never writes, whatever the settings allow', async () => {
    const read = await board.post('call', queuesCall);
    expect(JSON.parse(read.text)).toMatchObject({ structuredContent: { total: 6 } });
    for (const name of ['create_a_puzzel_etask', 'delete_a_gladly_customer_by_id', 'constructor', 'nothing']) {
      const { text } = await board.post('call', { name, arguments: {} });
      expect(JSON.parse(text), name).toMatchObject({
        isError: true,
        structuredContent: { error: { kind: 'read_only' } },
      });
    }
  });

  it('records reads and refused calls in the audit log', async () => {
    const log = join(folder, 'audit.jsonl');
    const runtime = createRuntime({ PUZZEL_MCP_AUDIT_LOG: log, PUZZEL_MCP_READ_ONLY: 'true' }, true);
    const { call } = boardTools(runtime, new AbortController().signal);
    await call('list_all_puzzel_languages', {});
    await call('create_a_gladly_sms_message', { to: '+15550198472', body: 'words of a customer' });
    await call('nothing', {});
    await runtime.close(AbortSignal.timeout(1_500));
    const text = readFileSync(log, 'utf8');
    const lines = text.trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line)).map(({ tool, outcome }) => [tool, outcome])).toEqual([
      ['list_all_puzzel_languages', 'ok'],
      ['create_a_gladly_sms_message', 'unknown_tool'],
      ['nothing', 'unknown_tool'],
    ]);
    expect(text).not.toMatch(/5550198472|words of a customer/);
  });

  it('serves the files that it saved, and no others', async () => {
    const { text } = await board.post('call', {
      name: 'puzzel_archive_recording_files_download',
      arguments: { iq_session_id: '8840310000', index: 1 },
    });
    const { uri } = JSON.parse(text).content[1];
    const file = await board.post('resource', { uri });
    expect(JSON.parse(file.text).contents[0]).toMatchObject({ mimeType: 'audio/wav', blob: expect.any(String) });
    for (const other of ['file:///etc/passwd', 'no address'])
      expect(await board.post('resource', { uri: other })).toMatchObject({
        status: 404,
        text: expect.stringContaining(other),
      });
  });

  it('answers malformed requests with 400, and goes on', async () => {
    const answers = await Promise.all([
      board.post('call', null),
      board.post('call', { name: 1 }),
      board.post('call', { name: 'x'.repeat(100_000) }),
      board.post('elsewhere', {}),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 400]);
    expect(answers.filter(({ text }) => !text.includes('Reload the page'))).toEqual([]);
    expect((await board.post('call', queuesCall)).status).toBe(200);
  });

  it('reports mistakes in the command lines of `board` and `demo`', async () => {
    const cases: [string[], RegExp][] = [
      [['board', '--port', 'x'], /--port: "x" is not a port/],
      [['board', '--port', '70000'], /not a port/],
      [['board', 'extra'], /Usage: `.+ board \[--demo\]/],
      [
        ['board', '--no-open'],
        /No vendor is set up: puzzel lacks PUZZEL_\w+, .*; gladly lacks GLADLY_.* or add --demo/,
      ],
      [['demo', '--json'], /`demo` takes no --json/],
      [['demo', '--no-open'], /--no-open belongs to `board`/],
      [['board', '--no-open', '--demo', '--port', new URL(board.address).port], /is taken/],
    ];
    for (const [args, words] of cases) {
      const { code, err } = await host.run(args, {}, folder);
      expect([args, code]).toEqual([args, 2]);
      expect(err).toMatch(words);
    }
  });

  it.each(['gone', 'silent'])('calls onLastClosed when all its pages are %s', async (ending) => {
    const onLastClosed = vi.fn();
    const silenceMs = ending === 'silent' ? 20 : 60_000;
    const server = closedAfterTest(await startBoard({ ...optionsWithoutTools, onLastClosed, graceMs: 10, silenceMs }));
    for (const page of ['one', 'two']) await post(server.address, 'alive', { page });
    if (ending === 'gone') {
      await post(server.address, 'gone', { page: 'one' });
      await sleep(50);
      expect(onLastClosed).not.toHaveBeenCalled();
      await post(server.address, 'gone', { page: 'two' });
    }
    await vi.waitFor(() => expect(onLastClosed).toHaveBeenCalledOnce(), { timeout: 10_000 });
  });

  it('answers the heartbeat of an open page', async () => {
    const server = closedAfterTest(await startBoard(optionsWithoutTools));
    const answer = await post(server.address, 'alive', { page: 'one' });
    expect([answer.status, await answer.text()]).toEqual([200, '{}']);
  });

  it('accepts a host without the default port, and an address without its last slash', async () => {
    const from = (host: string) => Object.assign(new IncomingMessage(new Socket()), { headers: { host } });
    expect(refusal(from('127.0.0.1'), 80)).toBeUndefined();
    expect(refusal(from('localhost:80'), 80)).toBeUndefined();
    expect(refusal(from('127.0.0.1'), 8080)).toBe('The board does not answer to this name.');
    const { status, url } = await fetch(board.address.slice(0, -1));
    expect([status, url]).toEqual([200, board.address]);
  });

  it('serves no file after access has ended', async () => {
    const expiry = new Date(Date.now() + 3_600_000);
    const runtime = createRuntime(
      { PUZZEL_MCP_DOWNLOAD_DIR: folder, PUZZEL_MCP_EXPIRES_AT: expiry.toISOString() },
      true,
    );
    const tools = boardTools(runtime, new AbortController().signal);
    const saved = await tools.call('puzzel_archive_recording_files_download', {
      iq_session_id: '8840310000',
      index: 1,
    });
    const { uri } = JSON.parse(JSON.stringify(saved)).content[1];
    expect(await tools.read(uri)).toMatchObject({ contents: [{ blob: expect.any(String) }] });
    expect(tools.isExpired()).toBe(false);
    const clock = vi.spyOn(Date, 'now').mockReturnValue(expiry.getTime());
    await expect(tools.read(uri)).rejects.toThrow(/Access through this server ended/);
    expect(tools.isExpired()).toBe(true);
    clock.mockRestore();
    await runtime.close(AbortSignal.timeout(1_500));
  });

  it('says when it read the data', async () => {
    const before = Date.now();
    const { _meta } = JSON.parse((await board.post('call', queuesCall)).text);
    const readAt = Date.parse(_meta['puzzel-mcp/as-of']);
    // Pages share an answer for up to nine seconds.
    expect(readAt).toBeGreaterThanOrEqual(before - 9_000);
    expect(readAt).toBeLessThanOrEqual(Date.now());
  });

  it('computes the days of its reports whenever a page reads the settings', async () => {
    let now = new Date('2026-11-28T23:59:00Z');
    const names = new Set(['create_a_gladly_report']);
    const server = closedAfterTest(
      await startBoard({ ...optionsWithoutTools, settings: () => ({ tabs: tabsFor(names, {}, now) }) }),
    );
    const days = async () => {
      const { tabs } = (await (await fetch(`${server.address}settings`)).json()) as { tabs: Tab[] };
      return tabs[0]?.calls[0]?.arguments.endAt;
    };
    expect(await days()).toBe('2026-11-27');
    now = new Date('2026-11-29T00:01:00Z');
    expect(await days()).toBe('2026-11-28');
  });

  it('gives the browser an address that works once', async () => {
    const server = closedAfterTest(await startBoard(optionsWithoutTools));
    const ticket = server.ticketAddress();
    expect(ticket).not.toContain(new URL(server.address).pathname.slice(1, -1));
    const first = await fetch(ticket, { redirect: 'manual' });
    expect([first.status, first.headers.get('location')]).toEqual([303, new URL(server.address).pathname]);
    expect((await fetch(ticket, { redirect: 'manual' })).status).toBe(404);
  });

  it('makes one call for the polls of many pages', async () => {
    let callCount = 0;
    const reads = new SharedReads(async (tool) => {
      callCount += 1;
      if (tool === 'broken') throw new Error('down');
      return callCount;
    });
    const same = await Promise.all(Array.from({ length: 50 }, () => reads.call('queues', {})));
    expect(new Set(same)).toEqual(new Set([1]));
    await reads.call('queues', { limit: 5 });
    expect(callCount).toBe(2);
    expect(await reads.call('queues', {})).toBe(1);
    expect(await reads.call('queues', {}, true)).toBe(3);
    const broken = await Promise.allSettled([reads.call('broken', {}), reads.call('broken', {})]);
    expect([callCount, ...broken.map(({ status }) => status)]).toEqual([4, 'rejected', 'rejected']);
  });

  it('shares live answers for nearly as long as a page waits between two polls', async () => {
    vi.useFakeTimers();
    let callCount = 0;
    const reads = new SharedReads(
      async () => {
        callCount += 1;
        return callCount;
      },
      (tool) => (tool === 'live' ? 9_000 : undefined),
    );
    for (const tool of ['live', 'other']) {
      callCount = 0;
      // Four pages, each polling every ten seconds, opened 2.5 seconds apart.
      for (let polls = 0; polls < 40; polls += 1) {
        await reads.call(tool, {});
        vi.advanceTimersByTime(2_500);
      }
      expect([tool, callCount]).toEqual([tool, tool === 'live' ? 10 : 40]);
    }
    vi.useRealTimers();
  });

  it('ends with exit code 0 on Ctrl-C', async () => {
    expect(await board.stop('SIGINT')).toBe(0);
  });
});

/** A request with exactly these headers, which `fetch` would not send. */
function rawRequest(port: number, method: string, path: string, headers: Record<string, string>) {
  return new Promise<{ status: number | undefined; headers: Record<string, unknown> }>((resolve, reject) => {
    const sent = request(
      { host: '127.0.0.1', port, method, path, headers, setHost: headers.host === undefined },
      (answer) => {
        answer.resume();
        resolve({ status: answer.statusCode, headers: answer.headers });
      },
    );
    sent.on('error', reject).end();
  });
}
