/** A file that cannot be changed without risk; it is left as it is. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
}

/** Why a file could not be changed, in words that tell nothing of what is in it. */
export function reasonOf(error: unknown): string {
  if (error instanceof Unreadable) return error.message;
  const { code, path } = error as NodeJS.ErrnoException;
  if (code === undefined) throw error;
  return `${code}${path === undefined ? '' : ` at ${path}`}`;
}
