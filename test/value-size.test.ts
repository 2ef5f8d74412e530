import { describe, expect, it } from 'vitest';
import { firstValues, isLongerThan } from '../src/value-size.js';

const record = { id: 1, name: 'Ida', list: [1, 'two', null, { deep: [true, 'text'.repeat(10)] }], none: {} };

describe('isLongerThan', () => {
  it('is false for a value whose JSON is not longer, and true where the texts, names or number of values alone exceed the limit', () => {
    const values = [record, [record, record], 'x'.repeat(500), [], {}, null, 12, [[[[]]]], { 'a long name': 1 }];
    const wrong = values.filter((value) => isLongerThan(JSON.stringify(value).length, value));
    expect(wrong).toEqual([]);
    expect(isLongerThan(499, 'x'.repeat(500))).toBe(true);
    expect(isLongerThan(499, { list: [{ ['x'.repeat(500)]: 1 }] })).toBe(true);
    expect(
      isLongerThan(
        1_000,
        Array.from({ length: 501 }, () => null),
      ),
    ).toBe(true);
  });

  it('accepts any depth', () => {
    let deep: unknown = 1;
    for (let level = 0; level < 100_000; level += 1) deep = level % 2 === 0 ? [deep] : { deep };
    expect(isLongerThan(1_000_000, deep)).toBe(false);
    expect(isLongerThan(100_000, deep)).toBe(true);
  });
});

describe('firstValues', () => {
  it('returns the value itself when it has no more values than asked for', () => {
    expect(firstValues(record, 100)).toBe(record);
    const many = Array.from({ length: 100 }, () => 'x'.repeat(1_000));
    expect(firstValues(many, 100)).toBe(many);
    expect(firstValues([...many, 'more'], 100)).toEqual(many);
  });

  it('keeps whole values from the beginning, at any depth', () => {
    const list = Array.from({ length: 1_000 }, (_, id) => ({ id, text: 'x'.repeat(50) }));
    const kept = firstValues({ list, last: 'after' }, 100) as { list: typeof list };
    expect(Object.keys(kept)).toEqual(['list']);
    expect(kept.list.length).toBeGreaterThan(30);
    expect(kept.list.slice(0, 30)).toEqual(list.slice(0, 30));
    expect(JSON.stringify(kept).split(',').length).toBeLessThanOrEqual(101);
    expect(firstValues(Array(120).fill(0), 100)).toHaveLength(100);
    expect(Object.keys(firstValues({ ...Array(120).fill(0) }, 100) as object)).toHaveLength(100);
  });
});
