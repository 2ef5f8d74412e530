/** How sure each kind of evidence makes it. */
export const sure = {
  /** The very path and verb. */
  route: 1,
  /** … behind another prefix (`/customers/{customerKey}`, or none). */
  movedRoute: 0.97,
  alternative: 0.96,
  movedAlternative: 0.94,
  /** A name of the operation that Puzzel's pages use. */
  name: 0.93,
  /** The path on record with another verb for the same kind of thing. */
  otherVerb: 0.92,
  /** The path on record but for number and spelling, or with words in front. */
  sameWords: 0.91,
  sameWordsOtherVerb: 0.88,
  /** The most that likeness can come to. */
  likeness: 0.865,
} as const;
