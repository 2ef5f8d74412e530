import { giveBack } from './reads.js';

/**
 * A body that is gathered in memory. The only piece of one stays as it came. Several are copied out of the memory that
 * the socket was read into, which is free again before the next comes: pieces of some kilobytes would hold much of it.
 */
export class Gathering {
  readonly #announced: number;
  #memory: Buffer = Buffer.alloc(0);
  length = 0;

  /** @param announced its length, where that is known; else 0 */
  constructor(announced = 0) {
    this.#announced = announced;
  }

  add(piece: Buffer): void {
    const before = this.length;
    this.length += piece.length;
    if (before === 0) {
      this.#memory = piece;
      return;
    }
    if (this.length > this.#memory.length) this.#grow(before);
    piece.copy(this.#memory, before);
    giveBack(piece);
  }

  get octets(): Buffer {
    return this.#memory.subarray(0, this.length);
  }

  #grow(filled: number): void {
    const less = this.#memory;
    this.#memory = Buffer.allocUnsafeSlow(Math.max(this.#announced, 2 * this.length));
    less.copy(this.#memory, 0, 0, filled);
    giveBack(less);
  }
}
