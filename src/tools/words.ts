import { scalarText } from '../json.js';
import { oneLine } from '../visible.js';

/** In characters. */
const maxQuotationLength = 60;

/**
 * A text that somebody chose, on one line, in quotation marks that it cannot close. Names from the tenant stand in hints
 * only in this form; a result whose hint quotes something is marked as untrusted (calls/result.ts).
 */
export function quoted(value: unknown): string {
  const text = oneLine(scalarText(value)).replace(/["“”„‟″＂]/g, "'");
  return `"${text.length > maxQuotationLength ? `${text.slice(0, maxQuotationLength)}…` : text}"`;
}

/** Whether a hint may hold a name that {@link quoted} wrote. */
export const isQuoting = (hint: unknown): boolean => typeof hint === 'string' && hint.includes('"');

/** The texts and numbers among the values, separated by commas. */
export const listed = (...values: unknown[]): string =>
  values.filter((value) => (typeof value === 'string' && value !== '') || typeof value === 'number').join(', ');

/** A number with its noun: "1 call", "2 calls". */
export const counted = (count: number, singular: string, plural = `${singular}s`): string =>
  `${count} ${count === 1 ? singular : plural}`;
