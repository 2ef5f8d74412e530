/** How many levels of lists and objects lie in one another, counted no further than `most` + 1. Does not recurse. */
export function depthOf(value: unknown, most: number): number {
  let level: unknown[] = [value];
  for (let depth = 0; ; depth += 1) {
    const inner = level.filter((one): one is object => typeof one === 'object' && one !== null);
    if (inner.length === 0 || depth > most) return depth;
    level = inner.flatMap((one) => Object.values(one));
  }
}
