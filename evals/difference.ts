import { isDeepStrictEqual } from 'node:util';

/** One problem when the value is not the expected one, otherwise none. */
export const difference = (what: string, actual: unknown, expected: unknown): string[] =>
  isDeepStrictEqual(actual, expected) ? [] : [`${what}: ${excerpt(actual)} instead of ${excerpt(expected)}`];

const excerpt = (value: unknown): string => {
  const json = JSON.stringify(value) ?? 'nothing';
  return json.length > 200 ? `${json.slice(0, 200)}…` : json;
};
