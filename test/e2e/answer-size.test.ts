import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, it } from 'vitest';
import { startDemo } from '../../src/demo/index.js';
import { isPaged } from '../../src/tools/effect.js';
import { catalogue } from '../../src/tools/index.js';
import { connect, type ToolAnswer } from '../support/server-process.js';
import { closedAfterAll } from '../support/set-up.js';

const tenant = closedAfterAll(await startDemo({ gladlyRequestsPerSecond: catalogue.length }));
const client = closedAfterAll(await connect('sdk2-legacy', tenant.env));

describe('a list without a limit', () => {
  const textOf = ({ content }: ToolAnswer) => content[0]?.text ?? '';
  const hintOf = ({ structuredContent }: ToolAnswer) => String(structuredContent?.hint);
  const rowsOf = ({ structuredContent }: ToolAnswer) => structuredContent?.result as unknown[];

  // The chat tools need a session first; their lists are short.
  const lists = catalogue.filter((tool) => isPaged(tool) && tool.vendor !== 'chat');

  it('stays below 5,000 tokens of a real model', async () => {
    const offenders: string[] = [];
    for (const { name, example } of lists) {
      const answer = await client.call(name, example);
      expect(answer.isError, textOf(answer)).toBeUndefined();
      const tokens = encode(textOf(answer)).length;
      if (tokens >= 5_000) offenders.push(`${name}: ${tokens}`);
    }
    expect(offenders).toEqual([]);
  });

  it('says that it was kept short, continues with the cursor, and has more rows with a limit or fewer fields', async () => {
    const name = 'list_all_puzzel_archive_records';
    const first = await client.call(name, {});
    expect(hintOf(first)).toContain('to keep this short');
    expect(rowsOf(first).length).toBeLessThan(50);
    const cursor = String(first.structuredContent?.next_cursor);
    const second = await client.call(name, { cursor });
    const more = await client.call(name, { limit: 50 });
    expect(rowsOf(more).length).toBeGreaterThan(rowsOf(first).length);
    const bothPages = [...rowsOf(first), ...rowsOf(second)];
    expect(bothPages.slice(0, rowsOf(more).length)).toEqual(rowsOf(more).slice(0, bothPages.length));
    const fewFields = await client.call(name, { fields: ['callId', 'recordStart'] });
    expect(rowsOf(fewFields).length).toBeGreaterThan(rowsOf(first).length);
  });
});
