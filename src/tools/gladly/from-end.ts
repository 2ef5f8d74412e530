/** What the argument `from_end` asks for: the last `count` entries of a list, or the whole list without a count. */
export const lastOf = <T>(list: readonly T[], count: number | undefined): readonly T[] =>
  count === undefined ? list : list.slice(Math.max(0, list.length - count));
