import { freeFormArguments, isIdArgument, mayStandUnmasked } from '../tools/unmasked-arguments.js';

const isTime = (text: string) => /^\d{4}-\d{2}-\d{2}([T ][\d:.]+(Z|[+-]\d{2}:?\d{2})?)?$/.test(text);

/** Whether a text holds an e-mail address or a phone number with `+`: it is masked then, in whichever argument it stands. */
const isPersonal = (text: string) => /@|\+\d[\d\s().-]{5}/.test(text);

/** Longest text that is kept, in characters, and largest number outside of ids: a person's phone number is larger. */
const maxTextLength = 200;
const maxNumber = 999_999;

/** Longest name of a member that is kept, in characters. */
const maxNameLength = 64;

/** Limits for the number of members and list entries that are logged, tried in turn until the line is short enough. */
const entryLimits = [50, 10, 3, 1, 0];

/** Nesting levels that are logged; no tool's arguments are deeper. */
const maxDepth = 8;

/**
 * The arguments of a call as the audit log records them: every text or large number that may say something about a person
 * or be a secret is masked, and what is too long for a line is cut, with counts.
 * @param maxBytes for the JSON of what is returned
 */
export function maskedArguments(tool: string, args: unknown, maxBytes: number): unknown {
  for (const entryLimit of entryLimits) {
    const masked = mask(tool, args, '', entryLimit, maxDepth);
    if (Buffer.byteLength(JSON.stringify(masked)) <= maxBytes) return masked;
  }
  return '[cut: too long]';
}

function mask(tool: string, value: unknown, name: string, entryLimit: number, levelsLeft: number): unknown {
  if (typeof value === 'string') {
    const isKept = isTime(value) || (mayStandUnmasked(tool, name, value) && !isPersonal(value));
    return isKept && value.length <= maxTextLength ? value : `[masked, ${value.length} characters]`;
  }
  if (typeof value === 'number') {
    return Math.abs(value) > maxNumber && !mayStandUnmasked(tool, name, String(value)) ? '[masked, number]' : value;
  }
  if (typeof value !== 'object' || value === null) return value;
  if (levelsLeft === 0) return '[cut: too deep]';
  if (Array.isArray(value)) {
    const items = value.slice(0, entryLimit).map((item) => mask(tool, item, name, entryLimit, levelsLeft - 1));
    return value.length > entryLimit ? [...items, `[cut: ${value.length} entries in all]`] : items;
  }
  const members = Object.entries(value);
  if (freeFormArguments.has(name)) return `[masked, ${members.length} members]`;
  // The new status of a conversation is logged as it is; any other `value` may be personal data.
  const nameOf = (key: string) => (key === 'value' && name === 'status' ? 'status' : key);
  const entries = (members.length > entryLimit ? idsFirst(members) : members)
    .slice(0, entryLimit)
    .map(([key, member]) => [plainName(key), mask(tool, member, nameOf(key), entryLimit, levelsLeft - 1)]);
  if (members.length > entryLimit) entries.push(['…', `[cut: ${members.length} members in all]`]);
  return Object.fromEntries(entries);
}

/** Ids come first, since they say what was changed. */
const idsFirst = (members: [string, unknown][]): [string, unknown][] =>
  members.toSorted((one, other) => Number(isSingleId(other)) - Number(isSingleId(one)));

const isSingleId = ([name, value]: [string, unknown]): boolean => typeof value !== 'object' && isIdArgument(name);

/** The name, masked when it is unlike any argument's (long, with blanks or signs): it may be an address or a secret. */
export const plainName = (name: string): string =>
  name.length <= maxNameLength && /^[A-Za-z][\w.-]*$/.test(name) ? name : `[masked, ${name.length} characters]`;
