import { SpecError } from '../contract/spec-error.js';

/** A command that cannot be carried out as it was typed. The program prints the message alone, and ends with exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Turns a SpecError into a UsageError: a document or routes file that cannot be used counts as a wrong command line. */
export const asUsageError = (error: unknown): unknown =>
  error instanceof SpecError ? new UsageError(error.message) : error;
