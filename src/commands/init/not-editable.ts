/** Thrown when a file cannot be changed without risk, and was not. The message completes "PATH was left alone: …". */
export class NotEditable extends Error {
  override readonly name = 'NotEditable';
}

/** Why a file could not be changed, in words that show none of its contents. @throws the error itself when it is not from the file system */
export function reasonOf(error: unknown): string {
  if (error instanceof NotEditable) return error.message;
  const { code, path } = error as NodeJS.ErrnoException;
  if (code === undefined) throw error;
  return `${code}${path === undefined ? '' : ` at ${path}`}`;
}
