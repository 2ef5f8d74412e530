import { scalarText } from '../../json.js';
import { listOf, membersOf } from '../members.js';

/*
 * Answers whose shape differs between the SOAP contract of 2015 and the list of tools that this project started from
 * (puzzel.md, section 8). Both shapes are brought into one.
 */

/**
 * One object, whether Puzzel answers it alone or in a list: the first entry that `isCurrent` accepts, else the last
 * one; null for an empty list. Where the list has further entries, the object gets them as its member `others`.
 */
export function singleEntry(data: unknown, isCurrent: (entry: Record<string, unknown>) => boolean): unknown {
  const entries = listOf(data)?.map(membersOf);
  if (entries === undefined) return data;
  const chosenEntry = entries.find(isCurrent) ?? entries.at(-1);
  if (chosenEntry === undefined) return null;
  const others = entries.filter((entry) => entry !== chosenEntry);
  return others.length === 0 ? chosenEntry : { ...chosenEntry, others };
}

/** The recording that runs, is paused or is censored, else the last; the remaining ones are in `others`. */
export const currentRecording = (data: unknown): unknown =>
  singleEntry(data, ({ recordingState }) => ['Recording', 'Paused', 'Censoring'].includes(scalarText(recordingState)));

/**
 * The id of what was created, whether Puzzel answers the id alone or an object that holds it. The id of an envelope, which
 * is there when Puzzel answers neither, may be that of a message.
 */
export function newId(data: unknown): unknown {
  const { requestId, appointmentId, id, code } = membersOf(data);
  return requestId ?? appointmentId ?? (code === undefined ? id : undefined) ?? data;
}
