/** What the argument `from_end` asks for: the last `count` of a list; without a count all. */
export const lastOf = <T>(all: readonly T[], count: number | undefined): readonly T[] =>
  count === undefined ? all : all.slice(Math.max(0, all.length - count));
