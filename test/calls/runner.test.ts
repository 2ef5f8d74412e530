import { afterEach, expect, it, vi } from 'vitest';
import { failureResult } from '../../src/calls/result.js';
import { type RunnerParts, ToolRunner } from '../../src/calls/runner.js';
import { networkFailure } from '../../src/http/network-failure.js';
import { createLog } from '../../src/log.js';
import { Redactor } from '../../src/redact.js';
import type { Tool } from '../../src/tools/define.js';
import { toolNamed } from '../support/tool-named.js';

afterEach(() => vi.useRealTimers());

it('a write that a person allows after the expiry is neither sent nor recorded as started', async () => {
  const redactor = new Redactor();
  const lines: string[] = [];
  const expiresAt = new Date(Date.now() + 60_000);
  const runner = new ToolRunner({
    config: { expiresAt, pins: {}, timeoutMs: 1_000 },
    connect: async () => ({ apis: {} }),
    log: createLog('silent', redactor),
    redactor,
    audit: {
      ready: async (_: boolean, started?: { outcome: string }) => void (started && lines.push(started.outcome)),
      write: async ({ outcome }: { outcome: string }) => void lines.push(outcome),
    },
    isOffered: () => true,
  } as unknown as RunnerParts);
  const tool = toolNamed('delete_a_puzzel_etask_by_id');
  let wasRun = false;
  const run = async () => {
    wasRun = true;
    return { data: null };
  };
  const confirm = async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: expiresAt });
    return undefined;
  };
  const options = { signal: new AbortController().signal, confirm };
  const answer = await runner.call({ ...tool, check: undefined, run } as unknown as Tool, { id: '1' }, options);
  expect(answer).toMatchObject({ structured: { error: { kind: 'expired' } } });
  expect(JSON.stringify(answer)).not.toContain('under way');
  expect([wasRun, lines]).toEqual([false, ['expired']]);
});

it('the arguments that the check of a tool returns are shown to the person and sent', async () => {
  const redactor = new Redactor();
  const runner = new ToolRunner({
    config: { pins: {}, timeoutMs: 1_000 },
    connect: async () => ({ apis: {} }),
    log: createLog('silent', redactor),
    redactor,
    isOffered: () => true,
  } as unknown as RunnerParts);
  const tool = toolNamed('delete_a_puzzel_etask_by_id');
  const seen: unknown[] = [];
  const run = async (args: unknown) => {
    seen.push(args);
    return { data: null };
  };
  const confirm = async (_: unknown, args: unknown, question: () => Promise<string>) => {
    seen.push(args, (await question()).split('\n').at(-1));
    return undefined;
  };
  const check = () => ({ id: '7' });
  const { signal } = new AbortController();
  await runner.call(
    { ...tool, check, run, target: undefined } as unknown as Tool,
    { id: 'Seven' },
    { signal, confirm },
  );
  expect(seen).toEqual([{ id: '7' }, 'id: 7', { id: '7' }]);
});

it('only a write is told to read first what became of it', async () => {
  const error = networkFailure(Object.assign(new Error(), { code: 'ECONNRESET' }), 'api.example', 'request');
  const hint = async (name: string) => (await failureResult(toolNamed(name), error, new Redactor())).structured.error;
  const repeat = 'A read can simply be repeated.';
  expect(await hint('list_all_puzzel_queues')).toMatchObject({ hint: repeat });
  const afterWrite = 'After a write, read first what became of it.';
  expect(await hint('delete_a_puzzel_etask_by_id')).toMatchObject({ hint: `${repeat} ${afterWrite}` });
});
