/** A message or hint for the person who reads it: hints are worded for a model, which is to tell somebody. */
export const forPerson = (words: string): string =>
  words.replaceAll(/\bTell the person(?: to|:) (\w)/g, (_, first: string) => first.toUpperCase());
