import { expect, it } from 'vitest';
import { formatIn, forPeople } from '../../src/views/page/format.js';

const format = formatIn('en-GB', 'Europe/Oslo');

it.each([
  ['Tell the person to set X and restart this server.', 'Set X and restart this server.'],
  [
    'Nothing was sent. Tell the person: the owner allows reading only.',
    'Nothing was sent. The owner allows reading only.',
  ],
  ['Access ended at 2026-11-29T19:14:47.817Z.', 'Access ended at 29 Nov 2026, 20:14.'],
])('words for a model become words for a person: %s', (words, expected) => {
  expect(forPeople(words, format)).toBe(expected);
});

it('sizes of files have a plural', () => {
  expect([130, 1, 1_234, 9_000_000].map(format.bytes)).toEqual(['130 bytes', '1 byte', '1.2 kB', '9 MB']);
});
