/** The lower-case words of a name with separators. */
export const roughWords = (name: string): string[] =>
  name
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '');

export const camel = (words: readonly string[]): string =>
  words.map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1))).join('');

export const singular = (word: string): string => word.replace(/ies$/, 'y').replace(/([^s])s$/, '$1');
