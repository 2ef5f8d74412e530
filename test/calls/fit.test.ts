import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstThatFit, tokenBudget, tokenUpperBound, truncate } from '../../src/calls/fit.js';
import { createRuntime, type Runtime } from '../../src/commands/runtime.js';
import { demoConversations, demoCustomers, demoTasks } from '../../src/demo/gladly/ids.js';
import { type DemoTenant, startDemo } from '../../src/demo/index.js';
import { isPaged } from '../../src/tools/effect.js';
import { catalogue } from '../../src/tools/index.js';
import { callIn } from '../support/call.js';

const english = 'The customer asks why the order is late and wants a refund as soon as possible. '.repeat(50);
/** Each byte is a token of its own. */
const dense = 'K7f2M9'.repeat(500);

it('English takes less than half of the tokens that tokenUpperBound counts; mixed letters and digits take all of them', () => {
  expect(encode(english).length).toBeLessThan(tokenUpperBound(english) / 2);
  expect(encode(dense).length).toBe(tokenUpperBound(dense));
});

describe('the token budget', () => {
  it('holds for many records', async () => {
    for (const text of [english, dense]) {
      const rows = Array.from({ length: 1000 }, (_, id) => ({ id, text: text.slice(0, 400) }));
      const kept = await firstThatFit(rows, async (row) => row, tokenBudget);
      expect(kept.length).toBeGreaterThan(10);
      expect(encode(JSON.stringify(kept)).length).toBeLessThanOrEqual(tokenBudget);
    }
  });

  it('holds for a single record that exceeds it', async () => {
    for (const value of [
      dense.repeat(120),
      { list: Array.from({ length: 90_000 }, (_, n) => n) },
      { deep: { text: '退'.repeat(300_000) } },
    ]) {
      const { value: small, isCut } = await truncate(value);
      expect(isCut).toBe(true);
      expect(encode(JSON.stringify(small)).length).toBeLessThanOrEqual(tokenBudget);
      expect(JSON.stringify(small)).toContain('[cut:');
    }
  });

  it('cuts only what is too long, and says how much there was', async () => {
    const long = 'y'.repeat(30_000);
    const cut = `${'y'.repeat(10_000)}… [cut: 30000 characters in all]`;
    for (const whole of ['x'.repeat(10_000), Array.from({ length: 2_500 }, () => 1)]) {
      expect((await truncate({ whole, long, none: {} })).value).toEqual({ whole, long: cut, none: {} });
    }
    const members = Object.fromEntries(Array.from({ length: 20_000 }, (_, n) => [n, n]));
    expect((await truncate(members)).value).toMatchObject({ '…': '[cut: 20000 members in all]' });
    expect((await truncate(Array(20_000).fill('n'))).value).toContain('… [cut: 20000 entries in all]');
    expect((await truncate({ ['n'.repeat(30_000)]: 1 })).value).toEqual({
      [`${'n'.repeat(200)}… [cut: 30000 characters in all]`]: 1,
    });
    const { value: emoji } = await truncate(`${'y'.repeat(19_999)}😀${'y'.repeat(10_000)}`);
    expect(emoji, 'no half of a character').toBe(`${'y'.repeat(19_999)}… [cut: 30001 characters in all]`);
    let names: unknown = 1;
    for (let level = 0; level < 200; level += 1) names = { ['x'.repeat(200)]: names };
    expect(await truncate(names), 'nothing in it can be cut').toEqual({ value: names, isCut: true });
  });
});

describe('a list of the demo tenant', () => {
  let tenant: DemoTenant;
  let runtime: Runtime;
  beforeAll(async () => {
    tenant = await startDemo({ gladlyRequestsPerSecond: catalogue.length });
    runtime = createRuntime(tenant.env, false);
  });
  afterAll(async () => {
    await runtime.close(AbortSignal.timeout(1_000));
    await tenant.close();
  });
  const tokensOf = ({ structured }: { structured: object }) => encode(JSON.stringify(structured)).length;

  it('stays below 5,000 tokens of a real model without a limit', async () => {
    const offenders: string[] = [];
    // The chat tools need a session first; their lists are short.
    for (const { name, example } of catalogue.filter((tool) => isPaged(tool) && tool.vendor !== 'chat')) {
      const answer = await callIn(runtime, name, example);
      if (answer.isError || tokensOf(answer) >= 5_000) offenders.push(`${name}: ${tokensOf(answer)} tokens`);
    }
    expect(offenders).toEqual([]);
  });

  it('reports how many bytes have come', async () => {
    for (const name of ['list_all_puzzel_queues', 'list_all_gladly_inboxes']) {
      const reports: number[] = [];
      await callIn(runtime, name, {}, (bytes) => reports.push(bytes));
      expect.soft(reports.at(-1), name).toBeGreaterThan(100);
    }
  });

  it('says that it was kept short, continues with the cursor, and has more rows with a limit or fewer fields', async () => {
    const list = async (args: Record<string, unknown>) =>
      (await callIn(runtime, 'list_all_puzzel_archive_records', args)).structured as {
        result: unknown[];
        hint?: string;
        next_cursor?: string;
      };
    const first = await list({});
    expect(first.hint).toContain('to keep this short');
    expect(first.result.length).toBeLessThan(50);
    const second = await list({ cursor: first.next_cursor });
    const more = await list({ limit: 50 });
    expect(more.result.length).toBeGreaterThan(first.result.length);
    const bothPages = [...first.result, ...second.result];
    expect(bothPages.slice(0, more.result.length)).toEqual(more.result.slice(0, bothPages.length));
    expect((await list({ fields: ['callId', 'recordStart'] })).result.length).toBeGreaterThan(first.result.length);
  });

  it.each([
    ['list_all_gladly_customer_conversations', { customer_id: demoCustomers.large }, 100, 'newest'],
    ['list_all_gladly_conversation_items', { conversation_id: demoConversations.large }, 1000, 'newest'],
    ['list_all_gladly_customer_tasks', { customer_id: demoCustomers.large }, 2000, 'oldest'],
    ['list_all_gladly_task_comments', { task_id: demoTasks.large }, 1000, 'newest'],
  ])(
    'is long in %s: every page stays below 25,000 tokens, says what is missing, and all pages together are the list',
    async (tool, args, total, missing) => {
      const ids: string[] = [];
      let cursor: string | undefined;
      do {
        const answer = await callIn(runtime, tool, cursor === undefined ? { ...args, limit: 1000 } : { cursor });
        expect(tokensOf(answer)).toBeLessThan(25_000);
        expect(answer.structured).toMatchObject({ total, limited: true, hint: expect.stringContaining(missing) });
        const page = answer.structured as { result: { id: string }[]; next_cursor?: string };
        ids.push(...page.result.map(({ id }) => id));
        cursor = page.next_cursor;
      } while (cursor !== undefined);
      expect([ids.length, new Set(ids).size]).toEqual([total, total]);
    },
  );
});
