import { expect, it } from 'vitest';
import { readTime } from '../src/iso-time.js';

it('a date or a time in ISO 8601 is rewritten for JavaScript without changing its moment', () => {
  const cases: [input: string, text: string, moment: string][] = [
    ['2026-01-31', '2026-01-31T00:00:00Z', '2026-01-31T00:00:00.000Z'],
    ['2026-01-31T09:00', '2026-01-31T09:00:00Z', '2026-01-31T09:00:00.000Z'],
    ['2026-01-31 09:00:30', '2026-01-31T09:00:30Z', '2026-01-31T09:00:30.000Z'],
    ['2026-01-31t09:00z', '2026-01-31T09:00:00Z', '2026-01-31T09:00:00.000Z'],
    ['2026-01-31T09:00:00+01', '2026-01-31T09:00:00+01:00', '2026-01-31T08:00:00.000Z'],
    ['2026-01-31T09:00:00-0330', '2026-01-31T09:00:00-03:30', '2026-01-31T12:30:00.000Z'],
    ['2026-01-31T09:00:00,5Z', '2026-01-31T09:00:00.5Z', '2026-01-31T09:00:00.500Z'],
    ['2026-01-31T09:00:00.123456789+14:00', '2026-01-31T09:00:00.123456789+14:00', '2026-01-30T19:00:00.123Z'],
  ];
  const read = cases.map(([input]) => {
    const text = readTime(input)?.text ?? '';
    return [input, text, new Date(text).toISOString()];
  });
  expect(read).toEqual(cases);
});

it('dates and times that do not exist, week dates and empty text are not read', () => {
  const unreadable = [
    '2026-02-30',
    '2026-01-31T24:00',
    '2026-01-31T09:00:60Z',
    '2026-01-31T09:00+14:59',
    '2026-W05',
    '',
  ];
  expect(unreadable.filter((input) => readTime(input) !== undefined)).toEqual([]);
});
