import { isRows } from '../../http/long-list.js';
import type { Outcome } from '../define.js';

/** The vendor's own cap of a list: it has no cursor to go on with (gladly.md, f). */
export interface Cap {
  most: number;
  /** What is missing when the list was cut, and what helps. */
  missing: string;
  /** No header tells of the cut; a full list may be one. */
  silent?: boolean;
}

/** `limited` and its hint, when the vendor cut the list. */
export function cutBy(cap: Cap | undefined, limited: boolean, data: unknown): Pick<Outcome, 'limited' | 'hint'> {
  const full = cap?.silent === true && isRows(data) && data.length >= cap.most;
  if (!limited && !full) return {};
  if (cap === undefined) return { limited: true };
  return { limited: true, hint: `Gladly shows at most ${cap.most} here: ${cap.missing}` };
}
