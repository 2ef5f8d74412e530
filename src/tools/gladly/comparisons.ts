import { readTime } from '../../iso-time.js';

/** How a cell of a report may compare with a value: equal to it (=), containing it (~), before or after it. */
export const comparisons = ['=', '~', '<', '<=', '>', '>='] as const;
export type Comparison = (typeof comparisons)[number];

/** A cell or value as it is compared: trimmed, in lower case, with `t` between a date and the time of day. */
export const comparableText = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/^(\d{4}-\d\d-\d\d) (?=\d)/, '$1t');

/** A function that tells whether a cell equals or contains the value; both have gone through {@link comparableText}. */
export const textTest =
  (comparison: '=' | '~', value: string) =>
  (cell: string): boolean =>
    comparison === '=' ? cell === value : cell.includes(value);

/**
 * A function that tells whether a cell comes before or after the value; both have gone through {@link comparableText}. Two
 * numbers are compared as numbers, two times with an offset as times, anything else as text, which puts ISO dates in
 * their order. Text is compared only up to the length of the value, so that a day includes all its times. No comparison
 * holds for an empty cell, nor for a word such as N/A when the value is a number.
 */
export function orderTest(comparison: '<' | '<=' | '>' | '>=', value: string): (cell: string) => boolean {
  const wantedNumber = numberIn(value);
  const order = (cell: string): number => {
    const difference = numberIn(cell) - wantedNumber;
    if (Number.isFinite(difference)) return difference;
    if (Number.isFinite(wantedNumber) && !/^\d/.test(cell)) return Number.NaN;
    const instants = [instantOf(cell), instantOf(value)] as const;
    if (instants.every(Number.isFinite)) return instants[0] - instants[1];
    const prefix = cell.slice(0, value.length);
    return prefix === value ? 0 : prefix < value ? -1 : 1;
  };
  const direction = { '<': -1, '<=': -1, '>': 1, '>=': 1 }[comparison];
  return (cell) => cell !== '' && (order(cell) * direction > 0 || (comparison.endsWith('=') && order(cell) === 0));
}

/** The number that a text is, perhaps a percentage or with commas between thousands (`1,234.5 %`); NaN of anything else. */
const numberIn = (text: string): number => {
  const digits = text.replace(/(?<=\d)\s*%$/, '');
  if (digits === '') return Number.NaN;
  return Number(/^-?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(digits) ? digits.replaceAll(',', '') : digits);
};

/** Milliseconds since 1970 of an ISO time with `Z` or an offset; NaN of anything else. */
const instantOf = (text: string): number => {
  const time = readTime(text);
  return time?.hasOffset ? Date.parse(time.text) : Number.NaN;
};
