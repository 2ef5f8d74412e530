import { giveBack, isShared } from './reads.js';

/**
 * A body that is gathered in one piece, copied out of the memory that its socket is read into: that is free again before
 * the next comes. What came in memory of its own, and alone, stays as it is.
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
    if (before === 0 && !isShared(piece)) {
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

  #grow(gathered: number): void {
    const less = this.#memory;
    this.#memory = Buffer.allocUnsafeSlow(Math.max(this.#announced, 2 * this.length));
    less.copy(this.#memory, 0, 0, gathered);
  }
}
