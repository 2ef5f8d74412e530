/**
 * Runs of one kind: a word or a hump of one, digits, the punctuation of JSON, other punctuation, blanks, letters of
 * alphabets beyond ASCII, everything else.
 */
const runs =
  /([A-Z]?[a-z]+|[A-Z]+)|(\d+)|([",:{}[\]]+)|([!-/;-@\\^_`|~]+)|([\s\p{Cc}]+)|([\u00c0-\u024f\u0370-\u06ff]+)|(\P{ASCII})/gu;

/** Tokens of a run of each kind by its length, found by holding them against the tokenizer. */
const costs: readonly ((length: number) => number)[] = [
  (length) => Math.max(1, length / 4.5),
  (length) => Math.ceil(length / 3),
  (length) => Math.ceil(length / 3),
  (length) => length * 0.85,
  (length) => (length === 1 ? 0.2 : length / 4),
  (length) => length / 2,
  (length) => length,
];

const margin = 1.1;

/**
 * How many model tokens (o200k) a text is, at a guess that is rarely too low: prose has four characters a token, ids
 * have two, so characters alone say little. `test/server/tokens.test.ts` holds it against the tokenizer itself, which
 * is too large to ship.
 */
export function estimateTokens(text: string): number {
  let tokens = 0;
  for (const found of text.matchAll(runs)) {
    for (let kind = 1; kind <= costs.length; kind += 1) {
      const run = found[kind];
      if (run !== undefined) tokens += costs[kind - 1]?.(run.length) ?? 0;
    }
  }
  return Math.ceil(tokens * margin);
}
