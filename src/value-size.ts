/** How many levels of lists and objects are nested in a value, counted no further than `maxLevels` + 1. Does not recurse. */
export function depthOf(value: unknown, maxLevels: number): number {
  let members: unknown[] = [value];
  for (let depth = 0; ; depth += 1) {
    const nested = members.filter((member): member is object => typeof member === 'object' && member !== null);
    if (nested.length === 0 || depth > maxLevels) return depth;
    members = nested.flatMap((member) => Object.values(member));
  }
}

/** A list or an object on the way through a value, and how many of its members are done. */
interface Level {
  names: readonly string[] | undefined;
  members: readonly unknown[];
  doneCount: number;
}

/**
 * Whether the JSON of a value has more than `characters`, by a rough count: escapes and the punctuation of members do not
 * count, a number counts as two. It counts no further, and writes no JSON, which would take long for a large value.
 */
export function isLongerThan(characters: number, value: unknown): boolean {
  const levels: Level[] = [];
  let charactersLeft = characters;
  for (let current: unknown = value; ; ) {
    charactersLeft -= 2;
    if (typeof current === 'string') charactersLeft -= current.length;
    else if (typeof current === 'object' && current !== null) levels.push(levelOf(current));
    if (charactersLeft < 0) return true;
    let level = levels.at(-1);
    while (level && level.doneCount === level.members.length) {
      levels.pop();
      level = levels.at(-1);
    }
    if (!level) return false;
    charactersLeft -= level.names?.[level.doneCount]?.length ?? 0;
    current = level.members[level.doneCount];
    level.doneCount += 1;
  }
}

const levelOf = (value: object): Level =>
  Array.isArray(value)
    ? { names: undefined, members: value, doneCount: 0 }
    : { names: Object.keys(value), members: Object.values(value), doneCount: 0 };

/** More values than fit into an answer, each of at least two bytes: calls/fit.ts allows 24,000 tokens, counted as bytes. */
export const maxValues = 50_000;

/**
 * The value reduced to the first `count` values in it (members of lists and objects, at any depth); the same value when it
 * has no more. Whole values are left out, so that no text loses its end.
 */
export function firstValues(value: unknown, count = maxValues): unknown {
  if (!isLongerThan(2 * count, value)) return value;
  const budget: ValueBudget = { valuesLeft: count, isExceeded: false };
  const reduced = withinBudget(value, budget);
  return budget.isExceeded ? reduced : value;
}

function withinBudget(value: unknown, budget: ValueBudget): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const items: unknown[] = [];
    for (const item of value) {
      if (!takeOne(budget)) break;
      items.push(withinBudget(item, budget));
    }
    return items;
  }
  const members: [string, unknown][] = [];
  for (const [name, member] of Object.entries(value)) {
    if (!takeOne(budget)) break;
    members.push([name, withinBudget(member, budget)]);
  }
  return Object.fromEntries(members);
}

interface ValueBudget {
  valuesLeft: number;
  isExceeded: boolean;
}

/** Takes one value from the budget; false, and the budget is exceeded, when none is left. */
function takeOne(budget: ValueBudget): boolean {
  if (budget.valuesLeft === 0) budget.isExceeded = true;
  else budget.valuesLeft -= 1;
  return !budget.isExceeded;
}
