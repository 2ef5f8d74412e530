/** How many levels of lists and objects are nested in a value, counted no further than `most` + 1. Does not recurse. */
export function depthOf(value: unknown, most: number): number {
  let level: unknown[] = [value];
  for (let depth = 0; ; depth += 1) {
    const inner = level.filter((one): one is object => typeof one === 'object' && one !== null);
    if (inner.length === 0 || depth > most) return depth;
    level = inner.flatMap((one) => Object.values(one));
  }
}

/** A list or an object on the way through a value, and how many of its members are done. */
interface Level {
  names: readonly string[] | undefined;
  members: readonly unknown[];
  done: number;
}

/**
 * Whether the JSON of a value has more than `characters`, by a rough count: escapes and the punctuation of members do not
 * count, a number counts as two. The count stops there: to write the JSON of a large value would hold up everything else.
 */
export function isLongerThan(characters: number, value: unknown): boolean {
  const levels: Level[] = [];
  let left = characters;
  for (let current: unknown = value; ; ) {
    left -= 2;
    if (typeof current === 'string') left -= current.length;
    else if (typeof current === 'object' && current !== null) levels.push(levelOf(current));
    if (left < 0) return true;
    let level = levels.at(-1);
    while (level && level.done === level.members.length) {
      levels.pop();
      level = levels.at(-1);
    }
    if (!level) return false;
    left -= level.names?.[level.done]?.length ?? 0;
    current = level.members[level.done];
    level.done += 1;
  }
}

const levelOf = (value: object): Level =>
  Array.isArray(value)
    ? { names: undefined, members: value, done: 0 }
    : { names: Object.keys(value), members: Object.values(value), done: 0 };

/** More values than ever fit into an answer, since each takes two characters at least. */
export const mostValues = 50_000;

/**
 * The value reduced to the first `most` values in it (members of lists and objects, at any depth); the same value when it
 * has no more. Whole values are left out, so that no text loses its end.
 */
export function firstValues(value: unknown, most = mostValues): unknown {
  if (!isLongerThan(2 * most, value)) return value;
  const budget = { left: most };
  const kept = firstOf(value, budget);
  return budget.left < 0 ? kept : value;
}

function firstOf(value: unknown, budget: { left: number }): unknown {
  budget.left -= 1;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const kept: unknown[] = [];
    for (const item of value) {
      if (budget.left < 0) break;
      kept.push(firstOf(item, budget));
    }
    return kept;
  }
  const kept: [string, unknown][] = [];
  for (const [name, member] of Object.entries(value)) {
    if (budget.left < 0) break;
    kept.push([name, firstOf(member, budget)]);
  }
  return Object.fromEntries(kept);
}
