import { describe, expect, it } from 'vitest';
import { type Answer, fakeGladly } from '../support/fake-gladly.js';

it('export jobs are listed with the last changed first, others in the order in which they came', async () => {
  const updatedAt = [
    '2026-01-31T10:00:00+02:00',
    '2026-01-31T09:00:00Z',
    undefined,
    '2026-01-31T11:00:00+02:00',
    undefined,
  ];
  const gladly = await fakeGladly({ body: JSON.stringify(updatedAt.map((time, id) => ({ id, updatedAt: time }))) });
  const { data } = await gladly.call('list_all_gladly_export_jobs', {});
  expect((data as { id: number }[]).map(({ id }) => id)).toEqual([1, 3, 0, 2, 4]);
});

describe('an export file', () => {
  const records = Array.from({ length: 5000 }, (_, id) => ({ id, name: id % 2500 === 3 ? 'Ådne "A"' : 'Bo' }));
  const ndjson = (text: string): Answer => ({ body: text, headers: { 'content-type': 'application/x-ndjson' } });
  const args = { job_id: 'j', filename: 'agents.jsonl' };
  const body = records.map((record) => JSON.stringify(record)).join('\n');

  it('is saved, and its first 1000 records are a list to be paged', async () => {
    const gladly = await fakeGladly(ndjson(body));
    const { data, file, frame, limited, hint } = await gladly.call('gladly_export_files_download', args);
    expect(data).toEqual(records.slice(0, 1000));
    expect(file).toMatchObject({ filename: 'agents.jsonl', bytes: Buffer.byteLength(body) });
    expect(frame?.(records.slice(0, 3), String)).toEqual({ ...file, records: 5000, preview: records.slice(0, 3) });
    expect(limited).toBe(true);
    expect(hint).toContain('5000 records match, the first 1000');
    expect(gladly.seen[0]?.target).toBe('/api/v1/export/jobs/j/files/agents.jsonl');
  });

  it('says that records are not shown when unreadable lines take their places', async () => {
    const lines = ['no JSON', ...records.slice(0, 1000).map((record) => JSON.stringify(record))];
    const gladly = await fakeGladly(ndjson(lines.join('\n')));
    const { data, limited, hint } = await gladly.call('gladly_export_files_download', args);
    expect(data).toHaveLength(1000);
    expect(limited).toBe(true);
    expect(hint).toContain('1000 records match, the first 999');
  });

  it.each([
    ['ådne "a"', [3, 2503]],
    ['2503', [2503]],
    ['name', []],
    ['nobody | 2503|4999 ', [2503, 4999]],
  ])('is searched for %j in its values', async (contains, ids) => {
    const escaped = body.replaceAll('Å', '\\u00c5');
    for (const text of [body, escaped]) {
      const gladly = await fakeGladly(ndjson(text));
      const { data, hint } = await gladly.call('gladly_export_files_download', { ...args, contains });
      expect((data as { id: number }[]).map(({ id }) => id)).toEqual(ids);
      if (ids.length === 0) expect(hint).toContain('None of 5000 records');
    }
  });

  it('is searched for signs that a file may write with an escape', async () => {
    const gladly = await fakeGladly(ndjson('{"id":1,"name":"Smith \\u0026 Sons"}\n{"id":2,"name":"a\\/b"}\n{"id":3}'));
    const contains = 'smith & sons | a/b';
    const { data } = await gladly.call('gladly_export_files_download', { ...args, contains });
    expect((data as { id: number }[]).map(({ id }) => id)).toEqual([1, 2]);
  });

  it.each([undefined, ' ', ' | '])(
    'that is one array instead of lines is one unreadable line when contains is %j',
    async (contains) => {
      const gladly = await fakeGladly(ndjson('[{"id":1},{"id":2}]'));
      const { data, hint } = await gladly.call('gladly_export_files_download', {
        ...args,
        ...(contains && { contains }),
      });
      expect(data).toEqual([{ unreadable: '[{"id":1},{"id":2}]' }]);
      expect(hint).toBe('1 line was no JSON object; the first stand as {unreadable}: line 1.');
    },
  );

  it('keeps letters that are split between two chunks, and marks a line that is too long', async () => {
    // Chunks have powers of two as sizes, so of letters of three bytes some lie across the ends of chunks.
    const long = JSON.stringify({ id: 1, name: '退'.repeat(80_000) });
    const gladly = await fakeGladly(ndjson(`${long}\n{"id":2,"x":"${'y'.repeat(1_100_000)}"}\n{"id":3}`));
    const { data } = await gladly.call('gladly_export_files_download', args);
    expect(data).toEqual([JSON.parse(long), { unreadable: 'a line too long to read' }, { id: 3 }]);
  });
});

it('export jobs are sorted with the last changed first', async () => {
  const job = (id: string, day: number) => ({ id, updatedAt: `2026-01-0${day}T00:00:00Z` });
  const gladly = await fakeGladly({ body: [job('a', 2), job('b', 3), job('c', 1)] });
  const { data } = await gladly.call('list_all_gladly_export_jobs', {});
  expect(data).toMatchObject([{ id: 'b' }, { id: 'a' }, { id: 'c' }]);
});
