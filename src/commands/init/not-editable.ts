/** Thrown when a file cannot be changed without risk. It is left as it is; its message follows "… was left alone: ". */
export class NotEditable extends Error {
  override readonly name = 'NotEditable';
}

/** Why a file could not be changed, without a word of what is in it. @throws the error itself when it is none of the file system's */
export function reasonOf(error: unknown): string {
  if (error instanceof NotEditable) return error.message;
  const { code, path } = error as NodeJS.ErrnoException;
  if (code === undefined) throw error;
  return `${code}${path === undefined ? '' : ` at ${path}`}`;
}
