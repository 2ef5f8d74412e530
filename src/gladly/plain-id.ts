/**
 * An id of plain characters, which may appear in a hint. Anything else in the place of an id could be a customer's
 * text.
 */
export const isPlainId = (value: unknown): value is string => typeof value === 'string' && /^[\w-]{1,64}$/.test(value);
