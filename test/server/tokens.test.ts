import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoConversations, demoCustomers, demoTasks } from '../../src/demo/gladly/ids.js';
import { type DemoTenant, startDemo } from '../../src/demo/index.js';
import { seededRandom } from '../../src/demo/random.js';
import { fitting, maxCharacters, shrink } from '../../src/server/budget.js';
import { estimateTokens } from '../../src/server/tokens.js';
import { connect, type TestClient } from '../support/server-process.js';

const random = seededRandom(7);
const base64 = Buffer.from(Array.from({ length: 9_000 }, () => Math.floor(random() * 256))).toString('base64');

describe('the estimate of tokens', () => {
  it.each([
    ['English', 'The customer asks why the order is late and wants a refund as soon as possible. '.repeat(50)],
    ['Norwegian', 'Kunden spør hvorfor bestillingen er forsinket, og ønsker pengene tilbake. '.repeat(50)],
    ['Chinese', '客户询问为什么订单延迟了十天，并希望尽快退款。'.repeat(50)],
    ['Russian', 'Клиент спрашивает, почему заказ задерживается на десять дней. '.repeat(50)],
    ['emoji', '😀🎉👩‍👩‍👧‍👦🏳️‍🌈🤷🏽‍♀️ '.repeat(50)],
    ['punctuation', '!?#$%&/()=*+-<>|;:'.repeat(50)],
    [
      'JSON with ids',
      JSON.stringify(
        Array.from({ length: 200 }, (_, n) => ({
          id: base64.slice(n * 22, n * 22 + 22),
          createdAt: '2026-11-21T10:24:16.123Z',
          status: 'OPEN',
        })),
      ),
    ],
  ])('is not below the real number, nor far above it, for %s', (_, text) => {
    const real = encode(text).length;
    expect(estimateTokens(text) / real).toBeGreaterThanOrEqual(0.97);
    expect(estimateTokens(text) / real).toBeLessThanOrEqual(2.5);
  });

  it('is at most an eighth too low for random characters', () => {
    expect(estimateTokens(base64) / encode(base64).length).toBeGreaterThanOrEqual(0.86);
  });
});

describe('the budget', () => {
  it('holds for records of any kind', () => {
    const kinds = [
      base64.slice(0, 400),
      '客户询问为什么订单延迟了'.repeat(20),
      'plain words '.repeat(40),
      '{"":!?'.repeat(60),
    ];
    for (const text of kinds) {
      const rows = Array.from({ length: 1000 }, (_, id) => ({ id, text }));
      const { value, json } = fitting(rows);
      expect(json).toBe(JSON.stringify(value));
      expect(encode(json).length).toBeLessThanOrEqual(25_000);
      expect(json.length).toBeLessThanOrEqual(maxCharacters);
      expect(value.length).toBeGreaterThan(10);
    }
  });

  it('holds for one record that is larger than all of it', () => {
    for (const value of [
      base64.repeat(30),
      { list: Array.from({ length: 90_000 }, (_, n) => n) },
      { deep: { text: '退'.repeat(300_000) } },
    ]) {
      const { value: small, json, cut } = shrink(value);
      expect(cut).toBe(true);
      expect(json).toBe(JSON.stringify(small));
      expect(encode(JSON.stringify(small)).length).toBeLessThanOrEqual(25_000);
      expect(JSON.stringify(small)).toContain('[cut:');
    }
  });
});

describe('the Gladly workflows with 1,000 items and 100 conversations', () => {
  let tenant: DemoTenant;
  let client: TestClient;
  beforeAll(async () => {
    tenant = await startDemo();
    client = await connect('sdk2-modern', tenant.env);
  });
  afterAll(async () => {
    await client.close();
    await tenant.close();
  });

  it.each([
    ['list_all_gladly_customer_conversations', { customer_id: demoCustomers.large }, 100, 'newest'],
    ['list_all_gladly_conversation_items', { conversation_id: demoConversations.large }, 1000, 'newest'],
    ['list_all_gladly_customer_tasks', { customer_id: demoCustomers.large }, 2000, 'oldest'],
    ['list_all_gladly_task_comments', { task_id: demoTasks.large }, 1000, 'newest'],
  ])(
    '%s: every page stays below 25,000 tokens, says what is missing, and all pages together are the list',
    async (tool, args, total, missing) => {
      const ids = new Set<unknown>();
      let cursor: string | undefined;
      do {
        const answer = await client.call(tool, cursor === undefined ? { ...args, limit: 1000 } : { cursor });
        const [content] = answer.content;
        expect(encode(content?.text ?? '').length).toBeLessThanOrEqual(25_000);
        const page = answer.structuredContent as {
          result: { id: string }[];
          next_cursor?: string;
          total: number;
          hint: string;
          limited: boolean;
        };
        expect(page).toMatchObject({ total, limited: true, hint: expect.stringContaining(missing) });
        for (const { id } of page.result) ids.add(id);
        cursor = page.next_cursor;
      } while (cursor !== undefined);
      expect(ids.size).toBe(total);
    },
  );

  it('the last five items of a conversation are one call', async () => {
    const answer = await client.call('list_all_gladly_conversation_items', {
      conversation_id: demoConversations.mayaOpen,
      from_end: 5,
    });
    const { result } = answer.structuredContent as { result: { timestamp: string; content: { type: string } }[] };
    expect(result.map(({ content }) => content.type).at(-1)).toBe('CHAT_MESSAGE');
    expect(result).toHaveLength(5);
  });
});
