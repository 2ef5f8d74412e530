/** A line without the blanks around it, or both ends of one that was too long to keep. */
export type Line = { text: string } | { start: string; end: string; bytes: number };

const newline = 10;

/** Bytes that are kept of either end of a line that is too long. */
const keptBytes = 1_024;

/** Cuts a stream of bytes into lines of UTF-8, without blanks or a byte-order mark around them; empty ones are left out. */
export class LineReader {
  readonly #maxBytes: number;
  readonly #onLine: (line: Line) => void;
  #parts: Buffer[] = [];
  #bytes = 0;

  /** @param maxBytes length up to which a line is kept whole */
  constructor(maxBytes: number, onLine: (line: Line) => void) {
    this.#maxBytes = maxBytes;
    this.#onLine = onLine;
  }

  add(chunk: Buffer): void {
    let start = 0;
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, start)) {
      this.#keep(chunk.subarray(start, end));
      this.#emit();
      start = end + 1;
    }
    this.#keep(chunk.subarray(start));
  }

  /** The input has ended: what follows the last newline is a line, too. */
  end(): void {
    if (this.#bytes > 0) this.#emit();
  }

  #keep(part: Buffer): void {
    if (part.length === 0) return;
    this.#parts.push(part);
    this.#bytes += part.length;
    if (this.#bytes <= this.#maxBytes) return;
    const joined = Buffer.concat(this.#parts);
    this.#parts = [
      Buffer.from(joined.subarray(0, keptBytes)),
      Buffer.from(joined.subarray(Math.max(keptBytes, joined.length - keptBytes))),
    ];
  }

  #emit(): void {
    const joined = Buffer.concat(this.#parts);
    const isWhole = this.#bytes <= this.#maxBytes;
    const line = isWhole
      ? { text: joined.toString('utf8').trim() }
      : { start: joined.toString('utf8', 0, keptBytes), end: joined.toString('utf8', keptBytes), bytes: this.#bytes };
    this.#parts = [];
    this.#bytes = 0;
    if (!('text' in line) || line.text !== '') this.#onLine(line);
  }
}
