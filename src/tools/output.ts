import type { Effect } from './effect.js';

/**
 * Output schemas document and never reject: clients validate `structuredContent` against them and throw, so no member
 * is required and none has a type. What a member holds (type, unit, meaning) stands in its description.
 */
export interface OutputSchema {
  description?: string;
  properties?: Record<string, OutputSchema>;
  items?: OutputSchema;
  anyOf?: OutputSchema[];
}

/** Members of an object: a description, or a schema for nested ones. */
export type Members = Record<string, string | OutputSchema>;

const schemaOf = (member: string | OutputSchema): OutputSchema =>
  typeof member === 'string' ? { description: member } : member;

/** An object, with what is known of its members. */
export const record = (members: Members, description?: string): OutputSchema => ({
  ...(description === undefined ? {} : { description }),
  properties: Object.fromEntries(Object.entries(members).map(([name, member]) => [name, schemaOf(member)])),
});

/** A list of objects, with what is known of their members. */
export const rows = (members: Members, description?: string): OutputSchema => ({
  ...(description === undefined ? {} : { description }),
  items: record(members),
});

/** A single value, described. */
export const value = (description: string): OutputSchema => ({ description });

/** What a Puzzel operation without data answers: the envelope. */
export const puzzelDone = record({
  code: 'integer: 0 = done',
  id: 'id that the call made, if any',
  message: 'text from Puzzel, if any',
});

/** What stands for the empty answer to a create: the id, from the Location header or as it was sent. */
export const created = record({ id: 'string: id of what was created' });

/** What stands for the empty answer to a change or deletion. */
export const changed = record({ id: 'string: the id given', status: '"updated" or "deleted"' });

/** The data that `changed` describes, in place of a vendor's empty answer. */
export const changedBy = (effect: Effect, { id }: { id?: unknown }): Record<string, unknown> => ({
  ...(id !== undefined && { id }),
  status: effect === 'delete' ? 'deleted' : 'updated',
});

/** What a download answers. */
export const savedFile = record({
  path: 'string: where the file is now',
  bytes: 'integer: its size',
  mime_type: 'string: media type',
  filename: 'string: its name',
});
