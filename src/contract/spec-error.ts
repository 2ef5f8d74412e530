/** The document, or the file to be written, is not what the command needs: one line that says so, exit code 2. */
export class SpecError extends Error {
  override readonly name = 'SpecError';
}
