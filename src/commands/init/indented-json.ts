/** JSON as people write it: indented, with lists of strings on one line. */
export const indentedJson = (value: unknown, step = '  '): string =>
  JSON.stringify(value, null, step)
    // Line breaks inside strings are escaped, so every real one is part of the layout.
    .replace(/\[\n\s*([^[\]{}]*?)\n\s*\]/g, (_, items: string) => `[${items.replace(/\n\s*/g, ' ')}]`);
