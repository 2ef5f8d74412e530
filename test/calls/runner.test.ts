import { setTimeout } from 'node:timers/promises';
import { afterEach, expect, it, vi } from 'vitest';
import { tokenUpperBound } from '../../src/calls/fit.js';
import { failureResult } from '../../src/calls/result.js';
import { type CallOptions, type RunnerParts, ToolRunner } from '../../src/calls/runner.js';
import { Failure } from '../../src/failure.js';
import { networkFailure } from '../../src/http/network-failure.js';
import { limits } from '../../src/limits.js';
import { createLog } from '../../src/log.js';
import { Redactor } from '../../src/redact.js';
import type { CallContext, Tool } from '../../src/tools/define.js';
import { toolNamed } from '../support/tool-named.js';

afterEach(() => vi.useRealTimers());

/** A runner that needs no vendor. */
function runnerWith(parts: object): ToolRunner {
  const redactor = new Redactor();
  return new ToolRunner({
    config: { pins: {}, timeoutMs: 1_000 },
    connect: async () => ({ apis: {} }),
    log: createLog('silent', redactor),
    redactor,
    isOffered: () => true,
    ...parts,
  } as unknown as RunnerParts);
}
const tool = toolNamed('delete_a_puzzel_etask_by_id');
const { signal } = new AbortController();

it('a write that a person allows after the expiry is neither sent nor recorded as started', async () => {
  const recorded: string[] = [];
  const expiresAt = new Date(Date.now() + 60_000);
  const runner = runnerWith({
    config: { expiresAt, pins: {}, timeoutMs: 1_000 },
    audit: {
      ready: async (_: boolean, started?: { outcome: string }) => void (started && recorded.push(started.outcome)),
      write: async ({ outcome }: { outcome: string }) => void recorded.push(outcome),
    },
  });
  let wasRun = false;
  const run = async () => {
    wasRun = true;
    return { data: null };
  };
  const confirm = async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: expiresAt });
    return undefined;
  };
  const unchecked = { ...tool, check: undefined, run } as unknown as Tool;
  const answer = await runner.call(unchecked, { id: '1' }, { signal, confirm });
  expect(answer).toMatchObject({ structured: { error: { kind: 'expired' } } });
  expect(JSON.stringify(answer)).not.toContain('under way');
  expect([wasRun, recorded]).toEqual([false, ['expired']]);
});

it('the result of a read that ends after the expiry is not handed out; that of a write is, or that it was cut off', async () => {
  const underWay = expect.stringContaining('This call was under way; whether it had an effect is unknown.');
  for (const [name, args, failure, structured] of [
    ['list_all_puzzel_queues', {}, undefined, { error: { kind: 'expired' } }],
    ['delete_a_puzzel_etask_by_id', { id: '1' }, undefined, { result: [] }],
    ['delete_a_puzzel_etask_by_id', { id: '1' }, 'cancelled', { error: { kind: 'expired', message: underWay } }],
  ] as const) {
    vi.useRealTimers();
    const expiresAt = new Date(Date.now() + 60_000);
    const run = async () => {
      vi.useFakeTimers({ toFake: ['Date'], now: expiresAt });
      if (failure) throw new Failure(failure, 'm');
      return { data: [] };
    };
    const timed = { ...toolNamed(name), run } as unknown as Tool;
    const runner = runnerWith({ config: { expiresAt, pins: {}, timeoutMs: 1_000 } });
    const answer = await runner.call(timed, args, { signal, confirm: async () => undefined });
    expect(answer).toMatchObject({ structured });
  }
});

it('nobody is asked about a write after the expiry, and no vendor is connected', async () => {
  const [connect, confirm] = [vi.fn(), vi.fn()];
  const runner = runnerWith({ connect, config: { expiresAt: new Date(), pins: {}, timeoutMs: 1_000 } });
  const answer = await runner.call(tool, { id: '1' }, { signal, confirm });
  expect(answer).toMatchObject({ structured: { error: { kind: 'expired' } } });
  expect([connect, confirm].map(({ mock }) => mock.calls)).toEqual([[], []]);
});

const untilAborted = ({ signal }: CallContext) =>
  new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
  });

it('a slow tool may take limits.slowFactor times as long as others, and a download as long as it likes', async () => {
  const runner = runnerWith({ config: { pins: {}, timeoutMs: 5 } });
  const run = (_: unknown, context: CallContext) => untilAborted(context);
  for (const [slow, milliseconds] of [
    [false, 5],
    [true, 5 * limits.slowFactor],
  ]) {
    const read = { ...toolNamed('list_all_puzzel_queues'), slow, run } as unknown as Tool;
    const answer = await runner.call(read, {}, { signal, confirm: async () => undefined });
    expect(answer).toHaveProperty('structured.error.message', `No complete answer within ${milliseconds} ms.`);
  }
  const download = async (_: unknown, context: CallContext) => {
    await setTimeout(50);
    return { data: { wasAborted: context.signal.aborted } };
  };
  const transfer = { ...toolNamed('list_all_puzzel_token_info'), download: {}, run: download } as unknown as Tool;
  const saved = await runner.call(transfer, {}, { signal, confirm: async () => undefined });
  expect(saved).toHaveProperty('structured.result.wasAborted', false);
});

it('a question waits five seconds at most for what it looks up', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  let lookUp: AbortSignal | undefined;
  const call = (_: unknown, __: unknown, context: CallContext) => {
    lookUp = context.signal;
    return untilAborted(context);
  };
  const config = { pins: {}, timeoutMs: 60_000 };
  const confirm: CallOptions['confirm'] = async (_, __, question) => ({ question: await question() });
  const asked = runnerWith({ config, connect: async () => ({ apis: { puzzel: { call } } }) }).call(
    tool,
    { id: '1' },
    { signal, confirm },
  );
  await vi.advanceTimersByTimeAsync(5_000);
  expect(lookUp?.aborted).toBe(true);
  expect(await asked).toHaveProperty('question', expect.stringContaining('could not be looked up (timeout)'));
});

it('the hint on the arguments of a call stands before that of its tool', async () => {
  const run = async () => ({ data: [], hint: 'Nothing there.' });
  const report = { ...toolNamed('create_a_gladly_work_session_report'), run } as unknown as Tool;
  const hintFor = async (startAtTime: string) => {
    const args = { startAtTime, endAtTime: '2026-01-31T10:00Z' };
    const answer = await runnerWith({}).call(report, args, { signal, confirm: async () => undefined });
    return 'structured' in answer && answer.structured.hint;
  };
  expect(await hintFor('2026-01-31T09:00Z')).toBe('Nothing there.');
  expect(await hintFor('2026-01-31T09:00')).toMatch(/^startAtTime came .* UTC\. Nothing there\.$/);
});

it('the audit log has the size of a saved file, and at most 128 characters of a request id', async () => {
  const entries: unknown[] = [];
  const audit = { ready: async () => {}, write: async (entry: unknown) => void entries.push(entry) };
  const run = async (_: unknown, { onResponse }: CallContext) => {
    onResponse?.({ status: 200, headers: { 'x-request-id': 'r'.repeat(1_000) } });
    return { data: [], file: { bytes: 8 } };
  };
  const read = { ...toolNamed('list_all_puzzel_queues'), run } as unknown as Tool;
  await runnerWith({ audit }).call(read, {}, { signal, confirm: async () => undefined });
  // The ellipsis of the cut is left out, because only plain characters are kept.
  expect(entries).toEqual([expect.objectContaining({ bytes: 8, request_id: 'r'.repeat(127) })]);
});

it('nobody is asked about a write that cannot be recorded, or not be sent for want of a login', async () => {
  const confirm = vi.fn();
  const audit = { ready: () => Promise.reject(new Failure('audit_failed', 'm')), write: async () => {} };
  const apis = {
    get puzzel() {
      throw new Failure('not_configured', 'm');
    },
  };
  for (const [kind, parts] of Object.entries({
    audit_failed: { audit },
    not_configured: { connect: () => ({ apis }) },
  })) {
    const answer = await runnerWith(parts).call(tool, { id: '1' }, { signal, confirm });
    expect(answer).toMatchObject({ structured: { error: { kind } } });
  }
  expect(confirm).not.toHaveBeenCalled();
});

it('an unexpected error is logged without the secrets of its call, also before the call is sent', async () => {
  const [lines, redactor]: [string[], Redactor] = [[], new Redactor()];
  const log = createLog('error', redactor, (line) => lines.push(line));
  const check = () => Promise.reject(new Error('no hunter22 here'));
  const webhook = { ...toolNamed('create_a_gladly_webhook'), check } as unknown as Tool;
  const args = {
    url: 'https://h.example',
    events: ['TASK/CREATED'],
    credentials: { username: 'u', password: 'hunter22', realm: 'r' },
  };
  await runnerWith({ log, redactor }).call(webhook, args, { signal, confirm: async () => undefined });
  expect(lines.join()).toMatch(/create_a_gladly_webhook: Error: no \[redacted\] here/);
});

it('a call that is offered instead keeps the fields and limit of the model, and the audit log the last request id', async () => {
  const entries: unknown[] = [];
  const audit = { ready: async () => {}, write: async (entry: unknown) => void entries.push(entry) };
  const name = 'list_all_puzzel_queues';
  const run = async (_: unknown, { onResponse }: CallContext) => {
    for (const id of ['r0', 'r1']) onResponse?.({ status: 200, headers: { 'x-request-id': id } });
    onResponse?.({ status: 409, headers: {} });
    throw new Failure('merged', 'm', { retry: { tool: name, arguments: {} } });
  };
  const read = { ...toolNamed(name), run } as unknown as Tool;
  const paging = { limit: 5, fields: ['id'] };
  const answer = await runnerWith({ audit }).call(read, paging, { signal, confirm: async () => undefined });
  expect(answer).toHaveProperty('structured.error.retry.arguments', paging);
  expect(entries).toEqual([expect.objectContaining({ status: 409, request_id: 'r1' })]);
});

it('a write is not sent when it cannot be recorded as started', async () => {
  const run = vi.fn();
  const audit = {
    ready: async (isRead: boolean, started?: object) => {
      if (started && !isRead) throw new Failure('audit_failed', 'm');
    },
    write: async () => {},
  };
  const write = { ...tool, run } as unknown as Tool;
  const answer = await runnerWith({ audit }).call(write, { id: '1' }, { signal, confirm: async () => undefined });
  expect(answer).toMatchObject({ structured: { error: { kind: 'audit_failed' } } });
  expect(run).not.toHaveBeenCalled();
});

it('the arguments that the check of a tool returns are shown to the person and sent', async () => {
  const seen: unknown[] = [];
  const run = async (args: unknown) => {
    seen.push(args);
    return { data: null };
  };
  const confirm = async (_: unknown, args: unknown, question: () => Promise<string>) => {
    seen.push(args, (await question()).split('\n').at(-1));
    return undefined;
  };
  const checked = { ...tool, check: () => ({ id: '7' }), run, target: undefined } as unknown as Tool;
  await runnerWith({}).call(checked, { id: 'Seven' }, { signal, confirm });
  expect(seen).toEqual([{ id: '7' }, 'id: 7', { id: '7' }]);
});

it('the error of a write, and not that of a read, says to read first what became of it', async () => {
  const error = networkFailure(Object.assign(new Error(), { code: 'ECONNRESET' }), 'api.example', 'request');
  const errorOf = async (name: string, failure = error) =>
    (await failureResult(toolNamed(name), failure, new Redactor())).structured.error;
  const repeat = 'A read can simply be repeated.';
  expect(await errorOf('list_all_puzzel_queues')).toMatchObject({ hint: repeat });
  const afterWrite = 'After a write, read first what became of it.';
  expect(await errorOf('delete_a_puzzel_etask_by_id')).toMatchObject({ hint: `${repeat} ${afterWrite}` });
  const timeout = new Failure('timeout', 'm', { hint: `${afterWrite} Try again later.` });
  expect(await errorOf('list_all_puzzel_queues', timeout)).toMatchObject({ hint: 'Try again later.' });
});

it('an error may hold text from outside when it has the status of a vendor, or the tool reads such text', async () => {
  const isUntrusted = async (name: string, more: { status?: number }) =>
    (await failureResult(toolNamed(name), new Failure('upstream', 'm', more), new Redactor())).isUntrusted;
  expect([await isUntrusted(tool.name, { status: 500 }), await isUntrusted(tool.name, {})]).toEqual([true, undefined]);
  expect(await isUntrusted('list_all_puzzel_chat_messages', {})).toBe(true);
});

it('an error has the status and rate limit of the vendor, a message of at most 1,500 characters and a code of 200', async () => {
  const rateLimit = { 'ratelimit-reset': 9 };
  const failure = new Failure('rate_limited', 'm'.repeat(1_501), { status: 429, code: 'c'.repeat(1_000), rateLimit });
  const { structured } = await failureResult(tool, failure, new Redactor());
  expect(structured.error).toMatchObject({
    message: `${'m'.repeat(1_499)}…`,
    status: 429,
    code: `${'c'.repeat(199)}…`,
    rate_limit: rateLimit,
  });
});

it('the corrected call in an error is redacted, and left out rather than cut when it is too long', async () => {
  const { name } = tool;
  const words = 'ᚠ'.repeat(1_500);
  const errorWith = async (id: string) => {
    const more = { hint: words, details: 'd'.repeat(13_900), retry: { tool: name, arguments: { id } } };
    return (await failureResult(tool, new Failure('merged', words, more), new Redactor())).structured.error;
  };
  expect(await errorWith('7')).toHaveProperty('retry');
  expect(await errorWith('7'.repeat(9_000))).not.toHaveProperty('retry');
  const redactor = new Redactor();
  redactor.add('hunter22');
  const secret = new Failure('merged', 'm', { retry: { tool: name, arguments: { id: 'hunter22' } } });
  const { error } = (await failureResult(tool, secret, redactor)).structured;
  expect(error).toMatchObject({ retry: { arguments: { id: '[redacted]' } } });
  expect(tokenUpperBound(JSON.stringify(await errorWith('7'.repeat(7_900))))).toBeLessThanOrEqual(25_000);
});
