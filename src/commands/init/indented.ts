/** JSON as people write it: a step of indentation for each level, lists of texts on one line. */
export const indentedJson = (value: unknown, step = '  '): string =>
  JSON.stringify(value, null, step)
    // A line break within a text is written as \n, so that a real one is always ours.
    .replace(/\[\n\s*([^[\]{}]*?)\n\s*\]/g, (_, items: string) => `[${items.replace(/\n\s*/g, ' ')}]`);
