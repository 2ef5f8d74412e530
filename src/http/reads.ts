/**
 * Read at once from a socket, and written at once to disk: so many that a write is worth its way to another thread, and
 * not so many that the system has to look for large free pages to keep them in (twice as many take a third longer).
 */
export const batchBytes = 256 * 1024;

/** Kept for reads to come at most; there are more only while several transfers run. */
const spares = 16;

const free: Buffer[] = [];
const handedOver = new WeakSet<ArrayBufferLike>();

/**
 * Node's `onread` for a socket that stays a stream. Left alone, Node takes new memory for every 64 KiB: a third of the
 * processor time of a large download, and tens of megabytes of garbage. Here a full buffer is handed over and comes
 * back from whoever says `giveBack`; of a read that brought less a copy is handed over, and the buffer is free at once.
 */
export const readsInto = (push: (chunk: Buffer) => boolean) => ({
  buffer: (): Buffer => free.pop() ?? Buffer.allocUnsafeSlow(batchBytes),
  callback: (length: number, { buffer }: Uint8Array): boolean => {
    const read = Buffer.from(buffer, 0, length);
    if (length === batchBytes) {
      handedOver.add(buffer);
      return push(read);
    }
    const copy = Buffer.from(read);
    keep(buffer);
    return push(copy);
  },
});

/**
 * For whoever is done with a chunk of a body and with all before it. One read may have become several chunks (after a
 * head, between the lines of a transfer coding): the one that reaches its end is the last. Any other memory is left to
 * the collector.
 */
export function giveBack({ buffer, byteOffset, length }: Buffer): void {
  if (byteOffset + length === batchBytes && handedOver.delete(buffer)) keep(buffer);
}

function keep(buffer: ArrayBufferLike): void {
  if (free.length < spares) free.push(Buffer.from(buffer));
}
