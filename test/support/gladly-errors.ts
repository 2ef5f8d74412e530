import type { Answer } from './fake-gladly.js';

/** A status with Gladly's list of errors. */
export const refused = (status: number, ...errors: object[]): Answer => ({
  status,
  ...(errors.length > 0 && { body: { errors } }),
});

/** The answer about a customer that was merged into another one. */
export const movedTo = (newId: string): Answer =>
  refused(301, { attr: 'customerId', code: 'moved', meta: { old: 'old', new: newId } });
