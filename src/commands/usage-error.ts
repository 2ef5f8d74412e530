/** A command line that cannot be understood: one line that says so, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
