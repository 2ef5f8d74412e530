import type { Outcome } from '../define.js';

/** The largest number of records that Gladly returns for a list. There is no cursor for the rest (gladly.md, f). */
export interface Cap<A = unknown> {
  maxRecords: number;
  /** For the hint: which records a cut list lacks, and how to get them. `data` is the list as Gladly sent it. */
  missing: string | ((args: A, data: unknown) => string);
  /** Gladly sends no header when it cuts this list, so a list of exactly `maxRecords` records counts as cut. */
  silent?: boolean;
}

/** `limited` and its hint, when the vendor cut the list. */
export function limitedByCap<A>(
  cap: Cap<A> | undefined,
  limited: boolean,
  data: unknown,
  args: A,
): Pick<Outcome, 'limited' | 'hint'> {
  const isFull = cap?.silent === true && Array.isArray(data) && data.length >= cap.maxRecords;
  if (!limited && !isFull) return {};
  if (cap === undefined) return { limited: true };
  const missing = typeof cap.missing === 'string' ? cap.missing : cap.missing(args, data);
  return { limited: true, hint: `Gladly shows at most ${cap.maxRecords} here: ${missing}` };
}
