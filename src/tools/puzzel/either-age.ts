import { membersOf } from '../words.js';

/*
 * Answers whose shape differs between the contract of 2015 and what the tools' list promises (puzzel.md, section 8):
 * both come out in one form.
 */

/**
 * One object, whether Puzzel answers it alone or in a list: the entry that `isCurrent` names, else the last one. The
 * other entries of a list stand in its member `others`.
 */
export function single(data: unknown, isCurrent: (entry: Record<string, unknown>) => boolean): unknown {
  if (!Array.isArray(data)) return data;
  const entries = data.map(membersOf);
  const chosen = entries.find(isCurrent) ?? entries.at(-1);
  if (chosen === undefined) return null;
  const others = entries.filter((entry) => entry !== chosen);
  return others.length === 0 ? chosen : { ...chosen, others };
}

/** The id of what was made, whether Puzzel answers the id alone or an object that holds it. */
export function newId(data: unknown): unknown {
  const { requestId, appointmentId, id } = membersOf(data);
  return requestId ?? appointmentId ?? id ?? data;
}
