import { describe, expect, it, vi } from 'vitest';
import { Failure } from '../../src/failure.js';
import { Redactor } from '../../src/redact.js';
import { maxCharacters } from '../../src/server/budget.js';
import { SnapshotStore } from '../../src/server/paging.js';
import { nextPage, sealed, success, toolResult } from '../../src/server/results.js';
import type { Tool } from '../../src/tools/define.js';
import { catalogue } from '../../src/tools/index.js';

const named = (name: string): Tool => {
  const tool = catalogue.find((candidate) => candidate.name === name);
  if (!tool) throw new Error(name);
  return tool;
};
const queues = named('list_all_puzzel_queues');
const presenter = () => ({ store: new SnapshotStore(), redactor: new Redactor() });
const rows = (count: number, text = '') =>
  Array.from({ length: count }, (_, id) => ({ id, key: `q_${id}`, nested: { a: id, b: text } }));

interface Page {
  result: unknown[];
  next_cursor?: string;
  total: number;
  hint?: string;
}

describe('a list', () => {
  it('comes in pages of 50 that fit together, until there is no cursor', () => {
    const show = presenter();
    let page = success(queues, {}, { data: rows(120) }, show).structured as unknown as Page;
    const seen = [...page.result];
    const sizes = [page.result.length];
    while (page.next_cursor) {
      page = nextPage(queues, { cursor: page.next_cursor }, show).structured as unknown as Page;
      seen.push(...page.result);
      sizes.push(page.result.length);
      expect(page.total).toBe(120);
    }
    expect(sizes).toEqual([50, 50, 20]);
    expect(seen).toEqual(rows(120));
  });

  it('keeps limit and fields from page to page, unless they are given anew', () => {
    const show = presenter();
    const args = { limit: 2, fields: ['id', 'nested.a'] };
    const first = success(queues, args, { data: rows(5) }, show).structured as unknown as Page;
    expect(first.result).toEqual([
      { id: 0, nested: { a: 0 } },
      { id: 1, nested: { a: 1 } },
    ]);
    const second = nextPage(queues, { cursor: first.next_cursor }, show).structured as unknown as Page;
    expect(second.result).toEqual([
      { id: 2, nested: { a: 2 } },
      { id: 3, nested: { a: 3 } },
    ]);
    const third = nextPage(queues, { cursor: second.next_cursor, fields: ['key'] }, show).structured;
    expect(third).toEqual({ result: [{ key: 'q_4' }], total: 5 });
  });

  it('under `entries` is the list, and one that is missing is empty', () => {
    expect(success(queues, {}, { data: { entries: rows(1), more: 1 } }, presenter()).structured).toEqual({
      result: rows(1),
      total: 1,
    });
    expect(success(queues, {}, { data: null }, presenter()).structured).toEqual({ result: [], total: 0 });
  });

  it('that is a single object stays one, with fields but without a total', () => {
    const tool = named('list_all_puzzel_token_info');
    expect(
      success(tool, { fields: ['userId'] }, { data: { userId: 1, languageId: 2 } }, presenter()).structured,
    ).toEqual({ result: { userId: 1 } });
  });

  it('never exceeds the character budget: it is cut at a record, with a cursor and a hint', () => {
    const show = presenter();
    const answer = success(queues, { limit: 1000 }, { data: rows(900, 'x'.repeat(500)) }, show);
    const [text] = toolResult(sealed(answer, show.redactor)).content;
    expect(text && 'text' in text && text.text.length).toBeLessThanOrEqual(maxCharacters);
    const page = answer.structured as unknown as Page;
    expect(page.result.length).toBeGreaterThan(100);
    expect(page.result).toEqual(rows(900, 'x'.repeat(500)).slice(0, page.result.length));
    expect(page.hint).toContain(`${page.result.length} of 900`);
    const next = nextPage(queues, { cursor: page.next_cursor }, show).structured as unknown as Page;
    expect(next.result[0]).toMatchObject({ id: page.result.length });
  });

  it('with a record that is larger than the budget shortens its longest texts and says so', () => {
    const show = presenter();
    const answer = success(queues, {}, { data: [{ id: 1, body: 'y'.repeat(400_000) }] }, show);
    expect(JSON.stringify(answer.structured).length).toBeLessThanOrEqual(maxCharacters);
    expect(JSON.stringify(answer.structured)).toContain('cut: 400000 characters in all');
    expect(answer.structured.hint).toContain('cut');
  });

  it('refuses a field that no record has, with the nearest', () => {
    expect(() => success(queues, { fields: ['descripton'] }, { data: rows(1) }, presenter())).toThrow(
      /descripton.*Did you mean "description"/,
    );
  });

  it('says that the vendor cut it', () => {
    expect(success(queues, {}, { data: [], limited: true }, presenter()).structured).toMatchObject({
      limited: true,
      hint: expect.stringContaining('cut this list'),
    });
  });
});

describe('a cursor', () => {
  const kept = () => {
    const show = presenter();
    const page = success(queues, { limit: 1 }, { data: rows(3) }, show).structured as unknown as Page;
    return { show, cursor: page.next_cursor };
  };
  const kindOf = (run: () => unknown) => {
    try {
      run();
    } catch (error) {
      return error instanceof Failure ? `${error.kind}: ${error.message} ${error.hint}` : 'not a Failure';
    }
    return 'no error';
  };

  it('expires after a minute and says so', () => {
    vi.useFakeTimers();
    const { show, cursor } = kept();
    vi.advanceTimersByTime(59_000);
    expect(nextPage(queues, { cursor }, show).structured.total).toBe(3);
    vi.advanceTimersByTime(2_000);
    expect(kindOf(() => nextPage(queues, { cursor }, show))).toMatch(/^invalid_input: .*expired.*without cursor/);
    vi.useRealTimers();
  });

  it('belongs to its tool and arguments', () => {
    const { show, cursor } = kept();
    expect(kindOf(() => nextPage(named('list_all_puzzel_services'), { cursor }, show))).toMatch(
      /belongs to list_all_puzzel_queues/,
    );
    expect(kindOf(() => nextPage(queues, { cursor, user_id: 5 }, show))).toMatch(/another "user_id"/);
    expect(kindOf(() => nextPage(queues, { cursor: 'made-up' }, show))).toMatch(/expired or is none/);
  });

  it('is only made when something is left, and old ones make room', () => {
    const store = new SnapshotStore();
    const show = { store, redactor: new Redactor() };
    expect(success(queues, {}, { data: rows(50) }, show).structured).not.toHaveProperty('next_cursor');
    const pages = Array.from(
      { length: 40 },
      () => success(queues, { limit: 1 }, { data: rows(2) }, show).structured as unknown as Page,
    );
    expect(kindOf(() => nextPage(queues, { cursor: pages[0]?.next_cursor }, show))).toMatch(/expired/);
    expect(kindOf(() => nextPage(queues, { cursor: pages[39]?.next_cursor }, show))).toBe('no error');
    store.clear();
  });
});

describe('secrets', () => {
  it('are taken out before anything is cut, so that no piece of one remains', () => {
    const redactor = new Redactor();
    redactor.add('super-secret-value');
    const text = `${'z'.repeat(19_995)}super-secret-value${'z'.repeat(200_000)}`;
    const answer = success(queues, {}, { data: [{ text }] }, { store: new SnapshotStore(), redactor });
    const out = JSON.stringify(toolResult(sealed(answer, redactor)));
    expect(out).not.toContain('super');
    expect(out).toContain('[red');
  });

  it('leave no answer longer than it may be, although what stands for them is longer', () => {
    const redactor = new Redactor();
    redactor.add('keys');
    const data = [{ text: 'keys '.repeat(12_000) }];
    const answer = sealed(success(queues, {}, { data }, { store: new SnapshotStore(), redactor }), redactor);
    expect(answer.json).not.toContain('keys');
    expect(answer.json).toContain('[redacted] [redacted]');
    expect(answer.json.length).toBeLessThanOrEqual(maxCharacters);
    expect(JSON.parse(answer.json)).toEqual(answer.structured);
  });
});
