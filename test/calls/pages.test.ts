import { describe, expect, it, vi } from 'vitest';
import type { Arguments } from '../../src/api/route.js';
import { tokenUpperBound } from '../../src/calls/fit.js';
import { nextPage, type ResultContext, successResult } from '../../src/calls/result.js';
import { SnapshotStore } from '../../src/calls/snapshots.js';
import { Failure } from '../../src/failure.js';
import { Redactor } from '../../src/redact.js';
import type { Outcome } from '../../src/tools/define.js';
import { frameRows } from '../../src/tools/gladly/table.js';
import { toolNamed } from '../support/tool-named.js';

const queues = toolNamed('list_all_puzzel_queues');
/** A list tool to which the vendor answers one object. */
const tokenInfo = toolNamed('list_all_puzzel_token_info');
const newContext = (redactor = new Redactor()): ResultContext => ({ store: new SnapshotStore(), redactor });
const rows = (count: number, text = '') =>
  Array.from({ length: count }, (_, id) => ({ id, key: `q_${id}`, nested: { a: id, b: text } }));

interface Page {
  result: unknown[];
  next_cursor?: string;
  total: number;
  hint?: string;
}

/** The result of a call; for a list, its first page. */
const firstPage = async (args: Arguments, outcome: Outcome, context = newContext(), tool = queues) =>
  (await successResult(tool, { args, outcome, characters: 0 }, context)).structured as unknown as Page;
const pageAt = async (cursor: string | undefined, context: ResultContext, args: Arguments = {}, tool = queues) =>
  (await nextPage(tool, { cursor, ...args }, context)).structured as unknown as Page;

describe('a list', () => {
  it('comes in consecutive pages of 50 until there is no cursor', async () => {
    const context = newContext();
    const pages = [await firstPage({}, { data: rows(120) }, context)];
    for (let cursor = pages[0]?.next_cursor; cursor; cursor = pages.at(-1)?.next_cursor) {
      pages.push(await pageAt(cursor, context));
    }
    expect(pages.map(({ result, total }) => [result.length, total])).toEqual([50, 50, 20].map((size) => [size, 120]));
    expect(pages.flatMap(({ result }) => result)).toEqual(rows(120));
  });

  it('keeps limit and fields from page to page, unless they are given again', async () => {
    const context = newContext();
    const first = await firstPage({ limit: 2, fields: ['id', 'nested.a'] }, { data: rows(5) }, context);
    expect(first.result).toEqual([
      { id: 0, nested: { a: 0 } },
      { id: 1, nested: { a: 1 } },
    ]);
    const second = await pageAt(first.next_cursor, context);
    expect(second.result).toEqual([
      { id: 2, nested: { a: 2 } },
      { id: 3, nested: { a: 3 } },
    ]);
    const third = await pageAt(second.next_cursor, context, { fields: ['key'] });
    expect(third).toEqual({ result: [{ key: 'q_4' }], total: 5 });
  });

  it('is transformed only as far as the page shows, before fields are picked', async () => {
    const items = Array.from({ length: 5 }, (_, id) => ({ id: String(id), content: { body: `words ${id}` } }));
    const transformed: unknown[] = [];
    const transform = (record: unknown) => {
      const item = record as Partial<(typeof items)[number]>;
      transformed.push(item.id);
      return { ...item, text: item.content?.body };
    };
    const timeline = toolNamed('list_all_gladly_conversation_items');
    const args = { limit: 2, fields: ['id', 'text'] };
    const { result } = await firstPage(args, { data: items, transform }, newContext(), timeline);
    expect(result).toEqual([
      { id: '0', text: 'words 0' },
      { id: '1', text: 'words 1' },
    ]);
    expect(transformed).toEqual(['0', '1']);
  });

  it('is read from `entries`, and is empty where that is missing', async () => {
    for (const data of [{ entries: null }, { Entries: [] }]) {
      expect(await firstPage({}, { data })).toMatchObject({ result: [], total: 0 });
    }
    expect(await firstPage({}, { data: { entries: rows(1), more: 1 } })).toEqual({ result: rows(1), total: 1 });
    expect(await firstPage({}, { data: null })).toEqual({ result: [], total: 0 });
  });

  it('is one object where the vendor sends one, with `fields` applied and without a total', async () => {
    const data = { userId: 1, languageId: 2 };
    const answer = (fields: string[]) => firstPage({ fields }, { data }, newContext(), tokenInfo);
    expect(await answer(['userId'])).toEqual({ result: { userId: 1 } });
    expect((await answer(['userId', 'langId'])).hint).toContain('"langId"');
  });

  it('is cut between records at the token budget, with a cursor and a hint', async () => {
    const context = newContext();
    const records = rows(900, 'x'.repeat(500));
    const page = await firstPage({ limit: 1000 }, { data: records }, context);
    expect(tokenUpperBound(JSON.stringify(page))).toBeLessThanOrEqual(25_000);
    expect(page.result.length).toBeGreaterThan(40);
    expect(page.result).toEqual(records.slice(0, page.result.length));
    expect(page.hint).toContain(`${page.result.length} of 900`);
    const next = await pageAt(page.next_cursor, context);
    expect(next.result[0]).toMatchObject({ id: page.result.length });
  });

  it('stays below 5,000 tokens when no limit is given', async () => {
    const page = await firstPage({}, { data: rows(50, 'x'.repeat(500)) });
    expect(tokenUpperBound(JSON.stringify(page))).toBeLessThan(5_000);
    expect(page).toMatchObject({ total: 50, next_cursor: expect.any(String) });
  });

  it('has its longest texts cut when one record exceeds the budget, and says so', async () => {
    const page = await firstPage({}, { data: [{ id: 1, body: 'y'.repeat(400_000) }] });
    expect(tokenUpperBound(JSON.stringify(page))).toBeLessThanOrEqual(25_000);
    expect(JSON.stringify(page)).toContain('cut: 400000 characters in all');
    expect(page.hint).toContain('cut');
  });

  it('has only the first 50,000 values of a huge record or object, and says so', async () => {
    const huge = { id: 1, counts: Array.from({ length: 60_000 }, () => 0), last: 'after' };
    const hint = expect.stringMatching(/only the first 50000 values/);
    const fields = ['id', 'last'];
    const page = await firstPage({ fields }, { data: [huge, { id: 2 }] });
    expect(page).toMatchObject({ result: [{ id: 1 }, { id: 2 }], hint });
    const { result, hint: hintWithoutHuge } = await firstPage({}, { data: [{ id: 2 }, huge] });
    expect([result, hintWithoutHuge]).toEqual([[{ id: 2 }], expect.not.stringContaining('50000')]);
    const object = await firstPage({ fields }, { data: huge, hint: 'Empty.' }, newContext(), tokenInfo);
    expect(object).toMatchObject({ result: { id: 1 }, hint: expect.stringMatching(/^Empty\. .* 50000 values/) });
  });

  it('lacks a field that no record has, with a hint that names it and all valid ones', async () => {
    const page = await firstPage({ fields: ['id', 'descripton', 'nested.c'] }, { data: rows(1) });
    expect(page.result).toEqual([{ id: 0, nested: {} }]);
    expect(page.hint).toMatch(/"descripton" \(did you mean "description"\?\), "nested.c".*The fields are .*nested\.a/);
  });

  it('has no page after its end', async () => {
    const context = newContext();
    const { next_cursor } = await firstPage({}, { data: rows(120) }, context);
    const after = pageAt(next_cursor?.replace(/\d+$/, '120'), context);
    await expect(after).rejects.toMatchObject({ kind: 'invalid_input', hint: expect.stringContaining('next_cursor') });
  });

  it('is refused when none of the fields exists, with the nearest name', async () => {
    await expect(firstPage({ fields: ['descripton'] }, { data: rows(1) })).rejects.toThrow(
      /descripton.*did you mean "description"/,
    );
  });

  it('says when the vendor cut it', async () => {
    expect(await firstPage({}, { data: [], limited: true })).toMatchObject({
      limited: true,
      hint: expect.stringContaining('cut this list'),
    });
  });
});

describe('a cursor', () => {
  const keptList = async () => {
    const context = newContext();
    return { context, cursor: (await firstPage({ limit: 1 }, { data: rows(3) }, context)).next_cursor };
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
    const { context, cursor } = await keptList();
    vi.advanceTimersByTime(599_000);
    expect((await pageAt(cursor, context)).total).toBe(3);
    vi.advanceTimersByTime(599_000);
    expect((await pageAt(cursor, context)).total).toBe(3);
    vi.advanceTimersByTime(601_000);
    expect(await errorOf(pageAt(cursor, context))).toMatch(/^invalid_input: .*expired.*without cursor/);
    vi.useRealTimers();
  });

  it('belongs to its tool and arguments', async () => {
    const { context, cursor } = await keptList();
    const ofServices = pageAt(cursor, context, {}, toolNamed('list_all_puzzel_services'));
    expect(await errorOf(ofServices)).toMatch(/belongs to list_all_puzzel_queues\. Use a cursor with the tool/);
    expect(await errorOf(pageAt(cursor, context, { user_id: 5 }))).toMatch(/another "user_id"/);
    const { next_cursor } = await firstPage({ limit: 1, user_ids: ['5'] }, { data: rows(2) }, context);
    expect(await errorOf(pageAt(next_cursor, context, { user_ids: ['5'] }))).toBe('no error');
    expect(await errorOf(pageAt('made-up', context))).toMatch(/expired or is not from this server/);
  });

  it('exists only when records are left, and expires when too many others were used since', async () => {
    const context = newContext();
    expect(await firstPage({}, { data: rows(50) }, context)).not.toHaveProperty('next_cursor');
    const pages: Page[] = [];
    const errorAt = (index: number) => errorOf(pageAt(pages[index]?.next_cursor, context));
    while (pages.length < 40) {
      pages.push(await firstPage({ limit: 1 }, { data: rows(2) }, context));
      expect(await errorAt(0), 'in use').toBe('no error');
    }
    // The one in use and the latest 31 are kept.
    expect(await errorAt(8)).toMatch(/expired/);
    expect(await errorAt(9)).toBe('no error');
  });
});

it('kept lists are limited by the characters of their responses', async () => {
  const context = newContext();
  const success = { args: { limit: 1 }, outcome: { data: rows(2) }, characters: 15 * 1024 * 1024 };
  const cursors: string[] = [];
  while (cursors.length < 3) {
    cursors.push(String((await successResult(queues, success, context)).structured.next_cursor));
  }
  await expect(pageAt(cursors[0], context)).rejects.toThrow(/expired/);
  expect((await pageAt(cursors[2], context)).total).toBe(2);
  const { structured } = await successResult(queues, { ...success, characters: 40 * 1024 * 1024 }, context);
  expect((await pageAt(String(structured.next_cursor), context)).total, 'the latest, of any size').toBe(2);
});

it('no result exceeds the token budget, however long its first record or its `sent` arguments are', async () => {
  const text = 'ᚠᛇᚻ '.repeat(20_000);
  const data = [{ text }, { text }];
  const unlimited = await firstPage({}, { data });
  expect(tokenUpperBound(JSON.stringify(unlimited))).toBeLessThanOrEqual(5_000);
  expect(unlimited.hint).toContain('limit 1 shows more of it');
  const limited = await firstPage({ limit: 1 }, { data });
  expect(tokenUpperBound(JSON.stringify(limited))).toBeGreaterThan(10_000);
  expect(limited.hint).toBe('A long text was cut: fields leaves out what is not needed.');
  const write = toolNamed('update_a_puzzel_request_by_id');
  const sent = { description: text, variables: Array.from({ length: 6_000 }, (_, name) => ({ name, value: 'x' })) };
  const written = await firstPage({}, { data: { text }, sent }, newContext(), write);
  expect(tokenUpperBound(JSON.stringify(written))).toBeLessThanOrEqual(25_000);
  expect(written).toMatchObject({ sent: { description: expect.stringContaining('ᚠᛇᚻ') } });
  expect(await firstPage({}, { data: undefined }, newContext(), write)).toEqual({ result: null });
  const uncut = { data: { text: 'x'.repeat(23_900) }, sent: { description: 'x'.repeat(3_900) } };
  expect(tokenUpperBound(JSON.stringify(await firstPage({}, uncut, newContext(), write)))).toBeLessThanOrEqual(25_000);
});

describe('secrets', () => {
  it('are redacted before anything is cut, so that no part of one remains', async () => {
    const redactor = new Redactor();
    redactor.add('super-secret-value');
    const text = `${'z'.repeat(19_995)}super-secret-value${'z'.repeat(200_000)}`;
    const out = JSON.stringify(await firstPage({ limit: 1 }, { data: [{ text }] }, newContext(redactor)));
    expect(out).not.toContain('super');
    expect(out).toContain('[red');
  });

  it('are redacted in the name of a saved file, with records of it or without', async () => {
    const context = newContext();
    context.redactor.add('super-secret-value');
    const file = { path: '/f', bytes: 1, mime_type: 'text/csv', filename: 'super-secret-value.csv' };
    for (const outcome of [
      { data: [], file },
      { data: [], file, frame: (preview: unknown) => ({ preview }) },
    ]) {
      const result = await successResult(queues, { args: {}, outcome, characters: 0 }, context);
      expect(result.file?.filename).toBe('[redacted].csv');
    }
  });

  it('do not make a result too long, although the replacement is longer than the secret', async () => {
    const redactor = new Redactor();
    redactor.add('keys');
    const data = [{ text: 'keys '.repeat(12_000) }];
    const out = JSON.stringify(await firstPage({}, { data }, newContext(redactor)));
    expect(out).not.toContain('keys');
    expect(out).toContain('[redacted] [redacted]');
    expect(tokenUpperBound(out)).toBeLessThanOrEqual(25_000);
  });
});

describe('a page of a table', () => {
  const report = toolNamed('create_a_gladly_report');
  const table = (width: number, height: number, title = (at: number) => `Handle Time ${at}`) => {
    const columns = Array.from({ length: width }, (_, at) => title(at));
    const data = Array.from({ length: height }, (_, row) =>
      Object.fromEntries(columns.map((column, at) => [column, `${row + at}`])),
    );
    return { data, frame: (...parts: Parameters<NonNullable<Outcome['frame']>>) => frameRows(columns, ...parts) };
  };
  const pageOf = async (args: Arguments, outcome: Outcome, context = newContext()) =>
    (await successResult(report, { args, outcome, characters: 0 }, context)).structured as {
      result: { columns: string[]; rows: string[][] };
      hint?: string;
    };

  it('is measured with its column titles counted once', async () => {
    const page = await pageOf({ limit: 100 }, table(40, 100));
    expect([page.result.columns.length, page.result.rows.length]).toEqual([40, 100]);
    const unlimited = await pageOf({}, table(40, 200));
    expect(unlimited.result.rows.length).toBeGreaterThan(15);
    expect(tokenUpperBound(JSON.stringify(unlimited))).toBeLessThanOrEqual(5_000);
    expect((await pageOf({ limit: 10 }, table(280, 10))).result.columns).toHaveLength(280);
  });

  it('keeps a column whose title holds a secret', async () => {
    const context = newContext();
    context.redactor.add('correct-horse-battery');
    const { result } = await pageOf(
      {},
      table(2, 1, (at) => `${at} correct-horse-battery`),
      context,
    );
    expect(result).toEqual({ columns: ['0 [redacted]', '1 [redacted]'], rows: [['0', '1']] });
  });

  it('is cut when its titles alone are too long, with rows or without', async () => {
    for (const height of [0, 3]) {
      const page = await pageOf(
        {},
        table(1_900, height, (at) => `${at} ${'x'.repeat(95)}`),
      );
      expect(tokenUpperBound(JSON.stringify(page))).toBeLessThanOrEqual(25_000);
    }
  });

  it('keeps the members beside the records, however much of the records is cut', async () => {
    const texts = Array.from({ length: 6_000 }, (_, at) => `text ${at} of a record`);
    const path = `/home/owner/${'Downloads/'.repeat(12)}export.jsonl`;
    const frame = (preview: readonly unknown[]) => ({ path, preview });
    expect(await pageOf({}, { data: [{ texts }], frame })).toMatchObject({
      result: { path },
      hint: expect.stringContaining('was cut'),
    });
  });

  it('accepts titles with dots as fields, but not the member names of the table itself, such as rows', async () => {
    const dotted = table(3, 2, (at) => `Avg. Time ${at}`);
    const page = await pageOf({ fields: ['Avg. Time 1', 'Avg. Time 2'] }, dotted);
    expect(page.result).toEqual({
      columns: ['Avg. Time 1', 'Avg. Time 2'],
      rows: [
        ['1', '2'],
        ['2', '3'],
      ],
    });
    expect((await pageOf({ fields: ['Avg. Time 1', 'rows'] }, dotted)).hint).toContain('"rows"');
  });
});

it('an empty list accepts any fields', async () => {
  for (const fields of [['Customer ID'], ['content.type', 'nonsense']]) {
    const page = await firstPage({ fields }, { data: [], hint: 'Nothing there.' });
    expect(page).toEqual({ result: [], total: 0, hint: 'Nothing there.' });
  }
});
