import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fitting, mostTokens, tokenBudget, truncate } from '../../src/calls/fit.js';
import { demoConversations, demoCustomers, demoTasks } from '../../src/demo/gladly/ids.js';
import { type DemoTenant, startDemo } from '../../src/demo/index.js';
import { seededRandom } from '../../src/demo/random.js';
import { connect, type TestClient } from '../support/server-process.js';

const random = seededRandom(7);
const bytes = Buffer.from(Array.from({ length: 9_000 }, () => Math.floor(random() * 256)));
const base64 = bytes.toString('base64');

/** Random characters from a range of code points. */
const letters = (from: number, to: number, count = 3_000) =>
  Array.from({ length: count }, () => String.fromCodePoint(from + Math.floor(random() * (to - from)))).join('');

/** Typical texts, and those that take the most tokens for their length. */
const texts: Record<string, string> = {
  English: 'The customer asks why the order is late and wants a refund as soon as possible. '.repeat(50),
  Norwegian: 'Kunden spør hvorfor bestillingen er forsinket, og ønsker pengene tilbake. '.repeat(50),
  'random printable characters': JSON.stringify(letters(0x20, 0x7f)),
  'random letters': letters(0x61, 0x7b),
  symbols: Array.from({ length: 3_000 }, () => '!#$%&()*+,-./:;<=>?@[]^_`{|}~'[Math.floor(random() * 29)]).join(''),
  'letters and digits in turn': 'K7f2M9'.repeat(500),
  'letters of changing case': 'qZ'.repeat(1_500),
  'digits and blanks': '5 7 '.repeat(750),
  'the rarest symbols': '~^'.repeat(1_500),
  'escaped quotes': JSON.stringify('"'.repeat(2_000)),
  digits: letters(0x30, 0x3a),
  base64,
  hex: bytes.toString('hex'),
  'JSON with ids': JSON.stringify(
    Array.from({ length: 200 }, (_, n) => ({
      id: base64.slice(n * 22, n * 22 + 22),
      createdAt: '2026-11-21T10:24:16Z',
    })),
  ),
  'extended Latin': letters(0xc0, 0x180),
  Greek: letters(0x391, 0x3c9),
  Cyrillic: letters(0x410, 0x44f),
  Hebrew: letters(0x5d0, 0x5ea),
  Arabic: letters(0x621, 0x64a),
  Devanagari: letters(0x905, 0x939),
  Tamil: letters(0xb85, 0xbb9),
  Thai: letters(0xe01, 0xe2e),
  Khmer: letters(0x1780, 0x17b3),
  Cherokee: letters(0x13a0, 0x13f4),
  Vai: letters(0xa500, 0xa62b),
  Hangul: letters(0xac00, 0xd7a3),
  Chinese: letters(0x4e00, 0x9fff),
  Kana: letters(0x3041, 0x30ff),
  emoji: letters(0x1f300, 0x1f5ff),
  cuneiform: letters(0x12000, 0x12399),
};

it('no text takes more tokens than mostTokens counts, and English takes less than half', () => {
  const over = Object.entries(texts).filter(([, text]) => encode(text).length > mostTokens(text));
  expect(over.map(([name]) => name)).toEqual([]);
  expect(encode(texts.English ?? '').length / mostTokens(texts.English ?? '')).toBeLessThan(0.5);
});

describe('the token budget', () => {
  it('holds for records of any kind', async () => {
    const tooLarge: string[] = [];
    for (const [name, text] of Object.entries(texts)) {
      const rows = Array.from({ length: 1000 }, (_, id) => ({ id, text: text.slice(0, 400) }));
      const shown = await fitting(rows, async (row) => row, tokenBudget);
      expect(shown.length).toBeGreaterThan(10);
      if (encode(JSON.stringify(shown)).length > tokenBudget) tooLarge.push(name);
    }
    expect(tooLarge).toEqual([]);
  });

  it('holds for a single record that exceeds it', async () => {
    for (const value of [
      base64.repeat(30),
      { list: Array.from({ length: 90_000 }, (_, n) => n) },
      { deep: { text: '退'.repeat(300_000) } },
    ]) {
      const { value: small, isCut } = await truncate(value);
      expect(isCut).toBe(true);
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

  it('the last five items of a conversation come in one call', async () => {
    const answer = await client.call('list_all_gladly_conversation_items', {
      conversation_id: demoConversations.mayaOpen,
      from_end: 5,
    });
    const { result } = answer.structuredContent as { result: { timestamp: string; content: { type: string } }[] };
    expect(result.map(({ content }) => content.type).at(-1)).toBe('CHAT_MESSAGE');
    expect(result).toHaveLength(5);
  });
});
