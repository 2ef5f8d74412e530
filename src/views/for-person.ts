/** Rewords a message or hint, which is worded for a model ("Tell the person to restart …"), for the person who reads it. */
export const forPerson = (words: string): string =>
  words.replaceAll(/\bTell the person(?: to|:) (\w)/g, (_, first: string) => first.toUpperCase());
