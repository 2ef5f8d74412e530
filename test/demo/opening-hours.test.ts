import { describe, expect, it } from 'vitest';
import { isWithin, weekStart } from '../../src/demo/puzzel/opening-hours.js';

// 5 January 2026 is a Monday.
const isOpenAt = (hours: string, time: string) => isWithin(hours, 'UTC', Date.parse(`2026-01-${time}:00Z`));

describe('opening hours', () => {
  it.each([
    ['Mon-Fri 07:00-20:00, Sat 10:00-14:00', ['05T07:00', '10T13:59'], ['05T20:00', '10T14:00', '11T12:00']],
    ['Sat-Mon 08:00-20:00', ['10T08:00', '11T12:00', '12T12:00'], ['06T12:00', '09T12:00']],
    ['Fri-Sun 22:00-02:00', ['09T23:00', '10T01:00', '12T01:00'], ['09T01:00', '10T12:00', '12T23:00']],
    ['Mon-Sun 00:00-24:00', ['05T00:00', '11T23:59'], []],
  ])('are kept to the minute: %s', (hours, openTimes, closedTimes) => {
    expect(openTimes.filter((time) => !isOpenAt(hours, time))).toEqual([]);
    expect(closedTimes.filter((time) => isOpenAt(hours, time))).toEqual([]);
  });

  it.each(['Daily 08:00-20:00', 'Monday-Friday 08:00-20:00', 'Mon – Fri 08:00-20:00', ''])(
    'set no limit in another format: %s',
    (hours) => expect(isOpenAt(hours, '05T03:00')).toBe(true),
  );
});

describe('a week', () => {
  it.each([
    ['2026-01-05T00:00:00Z', '2026-01-05T00:00:00Z', 'UTC'],
    ['2026-01-11T23:59:30Z', '2026-01-05T00:00:00Z', 'UTC'],
    ['2026-03-29T12:00:00Z', '2026-03-22T23:00:00Z', 'Europe/Oslo'],
    ['2026-10-25T12:00:00Z', '2026-10-18T22:00:00Z', 'Europe/Oslo'],
  ])('that holds %s began at %s in %s', (time, start, timeZone) => {
    expect(weekStart(timeZone, Date.parse(time))).toBe(Date.parse(start));
  });
});
