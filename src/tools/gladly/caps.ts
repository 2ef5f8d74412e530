import type { Outcome } from '../define.js';

/** The vendor's own cap of a list: it has no cursor to go on with (gladly.md, f). */
export interface Cap<A = unknown> {
  most: number;
  /** What is missing when the list was cut, and what helps. `data` is the list as Gladly gave it. */
  missing: string | ((args: A, data: unknown) => string);
  /** No header tells of the cut; a full list may be one. */
  silent?: boolean;
}

/** `limited` and its hint, when the vendor cut the list. */
export function cutBy<A>(
  cap: Cap<A> | undefined,
  limited: boolean,
  data: unknown,
  args: A,
): Pick<Outcome, 'limited' | 'hint'> {
  const full = cap?.silent === true && Array.isArray(data) && data.length >= cap.most;
  if (!limited && !full) return {};
  if (cap === undefined) return { limited: true };
  const missing = typeof cap.missing === 'string' ? cap.missing : cap.missing(args, data);
  return { limited: true, hint: `Gladly shows at most ${cap.most} here: ${missing}` };
}
