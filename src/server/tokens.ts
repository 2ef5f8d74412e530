/**
 * Kinds of characters, the first that fits: small letters, capitals, digits, the punctuation of JSON, other punctuation,
 * blanks, letters of alphabets beyond ASCII, everything else.
 */
const kinds = [
  /[a-z]/,
  /[A-Z]/,
  /\d/,
  /[",:{}[\]]/,
  /[!-/;-@\\^_`|~]/,
  /[\s\p{Cc}]/u,
  /[\u00c0-\u024f\u0370-\u06ff]/,
  /[\s\S]/,
];
const [small, capital, sign] = [0, 1, 4];

/** Tokens of a run of one kind by its length, found by holding them against the tokenizer. */
const word = (length: number) => Math.max(1, length / 4.5);
const threes = (length: number) => Math.ceil(length / 3);
const costs: readonly ((length: number) => number)[] = [
  word,
  word,
  threes,
  threes,
  (length) => length * 0.85,
  (length) => (length === 1 ? 0.2 : length / 4),
  (length) => length / 2,
  (length) => length,
];

const margin = 1.1;

const unseen = 0xff;

/** Of each UTF-16 unit that was ever seen: looking up is faster than matching. */
const kindOf = new Uint8Array(0x10000).fill(unseen);

/**
 * How many model tokens (o200k) a text is, at a guess that is rarely too low: prose has four characters a token, ids
 * have two, so characters alone say little. `test/server/tokens.test.ts` holds it against the tokenizer itself, which
 * is too large to ship.
 */
export function estimateTokens(text: string): number {
  let tokens = 0;
  for (let at = 0; at < text.length; ) {
    const end = endOfRun(text, at);
    tokens += costs[kindAt(text, at)]?.(end - at) ?? 0;
    at = end;
  }
  return Math.ceil(tokens * margin);
}

function kindAt(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  const known = kindOf[unit] ?? unseen;
  if (known !== unseen) return known;
  const kind = kinds.findIndex((pattern) => pattern.test(String.fromCharCode(unit)));
  kindOf[unit] = kind;
  return kind;
}

/** A capital may begin a word or a hump of one; quotes and commas go along with other punctuation before them. */
function endOfRun(text: string, start: number): number {
  let kind = kindAt(text, start);
  let end = start + 1;
  if (kind === capital && end < text.length && kindAt(text, end) === small) kind = small;
  while (end < text.length && (kindAt(text, end) === kind || (kind === sign && isQuoteOrComma(text[end])))) end += 1;
  return end;
}

const isQuoteOrComma = (char: string | undefined): boolean => char === '"' || char === ',';
