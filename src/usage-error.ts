/**
 * A command that cannot be carried out as it was typed; a document or file that cannot be used counts, too. The program
 * prints the message alone, and ends with exit code 2.
 */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
