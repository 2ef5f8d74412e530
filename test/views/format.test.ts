import { expect, it, vi } from 'vitest';
import { formatIn, joinNames, knownZone, localizedForPerson } from '../../src/views/page/format.js';
import { directionOf } from '../../src/views/page/locale.js';

const oslo = formatIn('en-GB', 'Europe/Oslo');

it('a percentage that misses its target has up to three decimals where it would otherwise look equal to the target', () => {
  const pairs = [
    [(100 * 20) / 397, 5],
    [79.96, 80],
    [5, 5],
    [71.26, 80],
    [5.000_001, 5],
  ] as const;
  expect(pairs.map(([value, target]) => oslo.percent(value, target))).toEqual(['5.04%', '79.96%', '5%', '71.3%', '5%']);
  expect([oslo.percent(71), oslo.percent(undefined, 80)]).toEqual(['71%', '–']);
});

it('the time at which data were read has its date, unless that is today in the time zone of the person', () => {
  vi.useFakeTimers({ now: new Date('2026-11-28T23:30:00Z') });
  const times = ['2026-11-28T23:10:05Z', '2026-11-28T22:10:05Z'];
  expect(times.map((time) => oslo.clock(new Date(time)))).toEqual(['00:10:05', '28 Nov 2026, 23:10:05']);
  vi.useRealTimers();
});

it("the tenant's time is added where its clock or its day differs from the person's", () => {
  const time = new Date('2026-11-28T04:55:00Z');
  expect(formatIn('en-GB', 'Pacific/Auckland').shortTime(time, 'America/New_York')).toBe(
    '17:55 (27 Nov, 23:55 New York)',
  );
  expect(oslo.shortTime(time, 'America/New_York')).toBe('05:55 (27 Nov, 23:55 New York)');
  expect(oslo.shortTime(time, 'Europe/London')).toBe('05:55 (04:55 London)');
  expect(oslo.shortTime(time, 'Europe/Paris')).toBe('05:55');
  expect(formatIn('en-GB', 'Pacific/Honolulu').shortTime(time, 'Pacific/Kiritimati')).toBe(
    '18:55 (28 Nov, 18:55 Kiritimati)',
  );
});

it('a time zone that the browser does not know is none', () => {
  expect(['Europe/Oslo', '', 'Mars/Phobos', undefined].map(knownZone)).toEqual(['Europe/Oslo', ...Array(3)]);
});

it('a list of many names ends with how many more there are', () => {
  expect(joinNames(['A', 'B'], oslo)).toBe('A, B');
  expect(joinNames([...'ABCDEFGH'], oslo)).toBe('A, B, C, D, E, F and 2 more');
});

it.each([
  ['Tell the person to set X and restart this server.', 'Set X and restart this server.'],
  [
    'Nothing was sent. Tell the person: the owner allows reading only.',
    'Nothing was sent. The owner allows reading only.',
  ],
  ['"2026-02-30T00:00Z" is no day.', '"2026-02-30T00:00Z" is no day.'],
  ['Not a time: 2026-13-01T00:00Z.', 'Not a time: 2026-13-01T00:00Z.'],
  ['Access ended at 2026-11-29T19:14:47.817Z.', 'Access ended at 29 Nov 2026, 20:14.'],
])('words for a model become words for a person: %s', (words, expected) => {
  expect(localizedForPerson(words, oslo)).toBe(expected);
});

it('the direction of a locale is that of the script in which it is written', () => {
  const rightToLeft = ['ar-EG', 'he', 'ur', 'pa-PK', 'uz-Arab', 'ff-Adlm', 'en', 'ha', 'ku', 'nb-NO', 'zh'].filter(
    (locale) => directionOf(locale) === 'rtl',
  );
  expect(rightToLeft).toEqual(['ar-EG', 'he', 'ur', 'pa-PK', 'uz-Arab', 'ff-Adlm']);
});

it('the size of a file is in bytes, kB or MB, and one byte is singular', () => {
  expect([130, 1, 1_234, 9_000_000].map(oslo.bytes)).toEqual(['130 bytes', '1 byte', '1.2 kB', '9 MB']);
});
