import { describe, expect, it, vi } from 'vitest';
import type { Arguments } from '../../src/api/route.js';
import { mostTokens } from '../../src/calls/fit.js';
import { nextPage, type ResultContext, successResult } from '../../src/calls/result.js';
import { SnapshotStore } from '../../src/calls/snapshots.js';
import { Failure } from '../../src/failure.js';
import { Redactor } from '../../src/redact.js';
import type { Outcome, VendorTool } from '../../src/tools/define.js';
import { framed } from '../../src/tools/gladly/table.js';
import { toolNamed } from '../support/tool-named.js';

const queues = toolNamed('list_all_puzzel_queues');
const context = () => ({ store: new SnapshotStore(), redactor: new Redactor() });
const success = (tool: VendorTool, args: Arguments, outcome: Outcome, show: ResultContext) =>
  successResult(tool, { args, outcome, characters: 0 }, show);
const rows = (count: number, text = '') =>
  Array.from({ length: count }, (_, id) => ({ id, key: `q_${id}`, nested: { a: id, b: text } }));

interface Page {
  result: unknown[];
  next_cursor?: string;
  total: number;
  hint?: string;
}

describe('a list', () => {
  it('comes in consecutive pages of 50 until there is no cursor', async () => {
    const show = context();
    let page = (await success(queues, {}, { data: rows(120) }, show)).structured as unknown as Page;
    const seen = [...page.result];
    const sizes = [page.result.length];
    while (page.next_cursor) {
      page = (await nextPage(queues, { cursor: page.next_cursor }, show)).structured as unknown as Page;
      seen.push(...page.result);
      sizes.push(page.result.length);
      expect(page.total).toBe(120);
    }
    expect(sizes).toEqual([50, 50, 20]);
    expect(seen).toEqual(rows(120));
  });

  it('keeps limit and fields from page to page, unless they are given again', async () => {
    const show = context();
    const args = { limit: 2, fields: ['id', 'nested.a'] };
    const first = (await success(queues, args, { data: rows(5) }, show)).structured as unknown as Page;
    expect(first.result).toEqual([
      { id: 0, nested: { a: 0 } },
      { id: 1, nested: { a: 1 } },
    ]);
    const second = (await nextPage(queues, { cursor: first.next_cursor }, show)).structured as unknown as Page;
    expect(second.result).toEqual([
      { id: 2, nested: { a: 2 } },
      { id: 3, nested: { a: 3 } },
    ]);
    const third = (await nextPage(queues, { cursor: second.next_cursor, fields: ['key'] }, show)).structured;
    expect(third).toEqual({ result: [{ key: 'q_4' }], total: 5 });
  });

  it('is transformed only as far as the page shows, before fields are picked', async () => {
    const items = Array.from({ length: 5 }, (_, id) => ({ id: String(id), content: { body: `words ${id}` } }));
    const transformed: unknown[] = [];
    const transform = (given: unknown) => {
      const item = given as Partial<(typeof items)[number]>;
      transformed.push(item.id);
      return { ...item, text: item.content?.body };
    };
    const timeline = toolNamed('list_all_gladly_conversation_items');
    const args = { limit: 2, fields: ['id', 'text'] };
    const { structured } = await success(timeline, args, { data: items, transform }, context());
    expect(structured.result).toEqual([
      { id: '0', text: 'words 0' },
      { id: '1', text: 'words 1' },
    ]);
    expect(transformed).toEqual(['0', '1']);
  });

  it('is read from `entries`, and is empty where that is missing', async () => {
    for (const data of [{ entries: null }, { Entries: [] }]) {
      expect((await success(queues, {}, { data }, context())).structured).toMatchObject({ result: [], total: 0 });
    }
    expect((await success(queues, {}, { data: { entries: rows(1), more: 1 } }, context())).structured).toEqual({
      result: rows(1),
      total: 1,
    });
    expect((await success(queues, {}, { data: null }, context())).structured).toEqual({ result: [], total: 0 });
  });

  it('is one object where the vendor sends one, with `fields` applied and without a total', async () => {
    const tool = toolNamed('list_all_puzzel_token_info');
    expect(
      (await success(tool, { fields: ['userId'] }, { data: { userId: 1, languageId: 2 } }, context())).structured,
    ).toEqual({ result: { userId: 1 } });
  });

  it('is cut between records at the token budget, with a cursor and a hint', async () => {
    const show = context();
    const all = rows(900, 'x'.repeat(500));
    const result = await success(queues, { limit: 1000 }, { data: all }, show);
    expect(mostTokens(JSON.stringify(result.structured))).toBeLessThanOrEqual(25_000);
    const page = result.structured as unknown as Page;
    expect(page.result.length).toBeGreaterThan(40);
    expect(page.result).toEqual(all.slice(0, page.result.length));
    expect(page.hint).toContain(`${page.result.length} of 900`);
    const next = (await nextPage(queues, { cursor: page.next_cursor }, show)).structured as unknown as Page;
    expect(next.result[0]).toMatchObject({ id: page.result.length });
  });

  it('stays below 5,000 tokens when no limit is given', async () => {
    const { structured } = await success(queues, {}, { data: rows(50, 'x'.repeat(500)) }, context());
    expect(mostTokens(JSON.stringify(structured))).toBeLessThan(5_000);
    expect(structured).toMatchObject({ total: 50, next_cursor: expect.any(String) });
  });

  it('has its longest texts cut when one record exceeds the budget, and says so', async () => {
    const show = context();
    const { structured } = await success(queues, {}, { data: [{ id: 1, body: 'y'.repeat(400_000) }] }, show);
    expect(mostTokens(JSON.stringify(structured))).toBeLessThanOrEqual(25_000);
    expect(JSON.stringify(structured)).toContain('cut: 400000 characters in all');
    expect(structured.hint).toContain('cut');
  });

  it('has only the first 50,000 values of a huge record or object, and says so', async () => {
    const endless = { id: 1, counts: Array.from({ length: 60_000 }, () => 0), last: 'after' };
    const hint = expect.stringMatching(/only the first 50000 values/);
    const fields = ['id', 'last'];
    const page = (await success(queues, { fields }, { data: [endless, { id: 2 }] }, context())).structured;
    expect(page).toMatchObject({ result: [{ id: 1 }, { id: 2 }], hint });
    const tool = toolNamed('list_all_puzzel_token_info');
    const { structured } = await success(tool, { fields }, { data: endless }, context());
    expect(structured).toMatchObject({ result: { id: 1 }, hint });
  });

  it('lacks a field that no record has, with a hint that names it and all valid ones', async () => {
    const { structured } = await success(
      queues,
      { fields: ['id', 'descripton', 'nested.c'] },
      { data: rows(1) },
      context(),
    );
    expect(structured.result).toEqual([{ id: 0, nested: {} }]);
    expect(structured.hint).toMatch(
      /"descripton" \(did you mean "description"\?\), "nested.c".*The fields are .*nested\.a/,
    );
  });

  it('has no page after its end', async () => {
    const show = context();
    const { next_cursor } = (await success(queues, {}, { data: rows(120) }, show)).structured as unknown as Page;
    const after = nextPage(queues, { cursor: next_cursor?.replace(/\d+$/, '500') }, show);
    await expect(after).rejects.toMatchObject({ kind: 'invalid_input', hint: expect.stringContaining('next_cursor') });
  });

  it('is refused when none of the fields exists, with the nearest name', async () => {
    await expect(success(queues, { fields: ['descripton'] }, { data: rows(1) }, context())).rejects.toThrow(
      /descripton.*did you mean "description"/,
    );
  });

  it('says when the vendor cut it', async () => {
    expect((await success(queues, {}, { data: [], limited: true }, context())).structured).toMatchObject({
      limited: true,
      hint: expect.stringContaining('cut this list'),
    });
  });
});

describe('a cursor', () => {
  const kept = async () => {
    const show = context();
    const page = (await success(queues, { limit: 1 }, { data: rows(3) }, show)).structured as unknown as Page;
    return { show, cursor: page.next_cursor };
  };
  const errorOf = async (run: Promise<unknown>) => {
    try {
      await run;
    } catch (error) {
      return error instanceof Failure ? `${error.kind}: ${error.message} ${error.hint}` : 'not a Failure';
    }
    return 'no error';
  };

  it('expires ten minutes after its last use and says so', async () => {
    vi.useFakeTimers();
    const { show, cursor } = await kept();
    vi.advanceTimersByTime(599_000);
    expect((await nextPage(queues, { cursor }, show)).structured.total).toBe(3);
    vi.advanceTimersByTime(599_000);
    expect((await nextPage(queues, { cursor }, show)).structured.total).toBe(3);
    vi.advanceTimersByTime(601_000);
    expect(await errorOf(nextPage(queues, { cursor }, show))).toMatch(/^invalid_input: .*expired.*without cursor/);
    vi.useRealTimers();
  });

  it('belongs to its tool and arguments', async () => {
    const { show, cursor } = await kept();
    expect(await errorOf(nextPage(toolNamed('list_all_puzzel_services'), { cursor }, show))).toMatch(
      /belongs to list_all_puzzel_queues/,
    );
    expect(await errorOf(nextPage(queues, { cursor, user_id: 5 }, show))).toMatch(/another "user_id"/);
    expect(await errorOf(nextPage(queues, { cursor: 'made-up' }, show))).toMatch(/expired or is not from this server/);
  });

  it('exists only when records are left, and the oldest expires when there are too many', async () => {
    const store = new SnapshotStore();
    const show = { store, redactor: new Redactor() };
    expect((await success(queues, {}, { data: rows(50) }, show)).structured).not.toHaveProperty('next_cursor');
    const pages: Page[] = [];
    for (let turn = 0; turn < 40; turn += 1) {
      pages.push((await success(queues, { limit: 1 }, { data: rows(2) }, show)).structured as unknown as Page);
    }
    expect(await errorOf(nextPage(queues, { cursor: pages[0]?.next_cursor }, show))).toMatch(/expired/);
    expect(await errorOf(nextPage(queues, { cursor: pages[39]?.next_cursor }, show))).toBe('no error');
    store.clear();
  });
});

it('kept lists are limited by the characters of their responses', async () => {
  const store = new SnapshotStore();
  const show = { store, redactor: new Redactor() };
  const page = async () => {
    const args = { args: { limit: 1 }, outcome: { data: rows(2) }, characters: 15 * 1024 * 1024 };
    return (await successResult(queues, args, show)).structured as unknown as Page;
  };
  const cursors = [await page(), await page(), await page()].map(({ next_cursor }) => next_cursor);
  await expect(nextPage(queues, { cursor: cursors[0] }, show)).rejects.toThrow(/expired/);
  expect((await nextPage(queues, { cursor: cursors[2] }, show)).structured.total).toBe(2);
  store.clear();
});

it('no result exceeds the token budget, however long its first record or its `sent` arguments are', async () => {
  const text = 'ᚠᛇᚻ '.repeat(20_000);
  const page = async (args: Arguments) =>
    (await success(queues, args, { data: [{ text }, { text }] }, context())).structured as unknown as Page;
  const unasked = await page({});
  expect(mostTokens(JSON.stringify(unasked))).toBeLessThanOrEqual(5_000);
  expect(unasked.hint).toContain('limit 1 shows more of it');
  expect(mostTokens(JSON.stringify(await page({ limit: 1 })))).toBeGreaterThan(10_000);
  const write = toolNamed('update_a_puzzel_request_by_id');
  const sent = { description: text, variables: Array.from({ length: 6_000 }, (_, name) => ({ name, value: 'x' })) };
  const { structured } = await success(write, {}, { data: { text }, sent }, context());
  expect(mostTokens(JSON.stringify(structured))).toBeLessThanOrEqual(25_000);
  expect(structured.sent).toMatchObject({ description: expect.stringContaining('ᚠᛇᚻ') });
});

describe('secrets', () => {
  it('are redacted before anything is cut, so that no part of one remains', async () => {
    const redactor = new Redactor();
    redactor.add('super-secret-value');
    const text = `${'z'.repeat(19_995)}super-secret-value${'z'.repeat(200_000)}`;
    const result = await success(queues, { limit: 1 }, { data: [{ text }] }, { store: new SnapshotStore(), redactor });
    const out = JSON.stringify(result.structured);
    expect(out).not.toContain('super');
    expect(out).toContain('[red');
  });

  it('do not make a result too long, although the replacement is longer than the secret', async () => {
    const redactor = new Redactor();
    redactor.add('keys');
    const data = [{ text: 'keys '.repeat(12_000) }];
    const { structured } = await success(queues, {}, { data }, { store: new SnapshotStore(), redactor });
    const out = JSON.stringify(structured);
    expect(out).not.toContain('keys');
    expect(out).toContain('[redacted] [redacted]');
    expect(mostTokens(out)).toBeLessThanOrEqual(25_000);
  });
});

describe('a page of a table', () => {
  const report = toolNamed('create_a_gladly_report');
  const table = (width: number, height: number, title = (at: number) => `Handle Time ${at}`) => {
    const columns = Array.from({ length: width }, (_, at) => title(at));
    const data = Array.from({ length: height }, (_, row) =>
      Object.fromEntries(columns.map((one, at) => [one, `${row + at}`])),
    );
    return { data, frame: (...given: Parameters<NonNullable<Outcome['frame']>>) => framed(columns, ...given) };
  };
  const shown = async (args: Arguments, outcome: Outcome) =>
    (await success(report, args, outcome, context())).structured as { result: Framed; hint?: string };
  type Framed = { columns: string[]; rows: string[][] };

  it('is measured with its column titles counted once', async () => {
    const page = await shown({ limit: 100 }, table(40, 100));
    expect([page.result.columns.length, page.result.rows.length]).toEqual([40, 100]);
    const unasked = await shown({}, table(40, 200));
    expect(unasked.result.rows.length).toBeGreaterThan(15);
    expect(mostTokens(JSON.stringify(unasked))).toBeLessThanOrEqual(5_000);
    expect((await shown({ limit: 10 }, table(280, 10))).result.columns).toHaveLength(280);
  });

  it('keeps a column whose title holds a secret', async () => {
    const show = context();
    show.redactor.add('correct-horse-battery');
    const wide = table(2, 1, (at) => `${at} correct-horse-battery`);
    const { structured } = await success(report, {}, wide, show);
    expect(structured.result).toEqual({ columns: ['0 [redacted]', '1 [redacted]'], rows: [['0', '1']] });
  });

  it('is cut when its titles alone are too long, with rows or without', async () => {
    for (const height of [0, 3]) {
      const page = await shown(
        {},
        table(1_900, height, (at) => `${at} ${'x'.repeat(95)}`),
      );
      expect(mostTokens(JSON.stringify(page))).toBeLessThanOrEqual(25_000);
    }
  });

  it('keeps the members beside the records, however much of the records is cut', async () => {
    const texts = Array.from({ length: 6_000 }, (_, at) => `text ${at} of a record`);
    const path = `/home/owner/${'Downloads/'.repeat(12)}export.jsonl`;
    const frame = (preview: readonly unknown[]) => ({ path, preview });
    const { result, hint } = (await success(report, {}, { data: [{ texts }], frame }, context()))
      .structured as unknown as {
      result: { path: string };
      hint: string;
    };
    expect(result.path).toBe(path);
    expect(hint).toContain('was cut');
  });

  it('accepts titles with dots as fields, and refuses the member names of the table itself', async () => {
    const dotted = table(3, 2, (at) => `Avg. Time ${at}`);
    const page = await shown({ fields: ['Avg. Time 1', 'Avg. Time 2'] }, dotted);
    expect(page.result).toEqual({
      columns: ['Avg. Time 1', 'Avg. Time 2'],
      rows: [
        ['1', '2'],
        ['2', '3'],
      ],
    });
    expect((await shown({ fields: ['Avg. Time 1', 'rows'] }, dotted)).hint).toContain('"rows"');
  });
});

it('an empty list accepts any fields', async () => {
  for (const fields of [['Customer ID'], ['content.type', 'nonsense']]) {
    const { structured } = await success(queues, { fields }, { data: [], hint: 'Nothing there.' }, context());
    expect(structured).toEqual({ result: [], total: 0, hint: 'Nothing there.' });
  }
});
