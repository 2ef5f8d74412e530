/** Whether an id has only characters that are safe in a hint; anything else could be a customer's text. */
export const isPlainId = (value: unknown): value is string => typeof value === 'string' && /^[\w-]{1,64}$/.test(value);
