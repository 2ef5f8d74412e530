import { SpecError } from '../contract/spec-error.js';

/** A command line that cannot be understood: one line that says so, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Turns a SpecError into a UsageError: a document or routes file that cannot be used counts as a wrong command line. */
export const asUsageError = (error: unknown): unknown =>
  error instanceof SpecError ? new UsageError(error.message) : error;
