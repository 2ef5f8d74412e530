/** A file that cannot be changed without risk; it is left as it is. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
}
