/** An id that may stand in a hint, which speaks for this server; anything else that a vendor calls an id may be a sentence. */
export const isPlainId = (value: unknown): value is string => typeof value === 'string' && /^[\w-]{1,64}$/.test(value);
