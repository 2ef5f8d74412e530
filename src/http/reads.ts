/** Read at once from a socket while much comes. */
export const readBytes = 512 * 1024;

/** Read at once from a socket that brings little, as APIs do. */
const fewBytes = 64 * 1024;

/** Kept for each who writes, and for the next who comes: what waits for the disk at once, and what is read meanwhile. */
const sparesEach = 8;

const free: Buffer[] = [];
let mostSpares = sparesEach;

/** Memory is kept as long as there is somebody to use it. */
export function keepMemoryFor(writers: number): void {
  mostSpares = (writers + 1) * sparesEach;
  free.splice(mostSpares);
}

/** Memory that somebody has, and how far it is filled. */
const lent = new WeakMap<ArrayBufferLike, number>();

/** Memory that other threads see, too; what is `filled` of it comes back by `giveBack`. */
export const spare = (): Buffer => free.pop() ?? Buffer.from(new SharedArrayBuffer(readBytes));

/** So much of a spare: whoever gets its end gives it back. */
export function filled({ buffer }: Uint8Array, length: number): Buffer {
  lent.set(buffer, length);
  return Buffer.from(buffer, 0, length);
}

/**
 * Node's `onread` for a socket that stays a stream. Left alone, Node takes new memory for every 64 KiB: a third of the
 * processor time of a large download, and tens of megabytes of garbage. Here a read that brings little is copied out of
 * the socket's own memory. While more comes than that holds, the memory that was read into is handed over and comes back.
 * @returns that, and what is to be called when the socket has closed
 */
export function reading(push: (chunk: Buffer) => boolean) {
  const few = Buffer.allocUnsafeSlow(fewBytes);
  let comesMuch = false;
  let next: Buffer | undefined;
  const onread = {
    // Asked for again before anything was read when a host has several addresses.
    buffer: (): Buffer => {
      next ??= comesMuch ? spare() : few;
      return next;
    },
    callback: (length: number, memory: Uint8Array): boolean => {
      next = undefined;
      if (memory === few) {
        comesMuch = length === fewBytes;
        return push(Buffer.from(memory.subarray(0, length)));
      }
      comesMuch = length >= fewBytes / 4;
      return push(filled(memory, length));
    },
  };
  const closed = () => {
    if (next && next !== few) keep(next.buffer);
    next = undefined;
  };
  return { onread, closed };
}

/**
 * For whoever is done with a chunk of a body and with all before it. One read may have become several chunks (after a
 * head, between the lines of a transfer coding): the one that reaches its end is the last. Any other memory is left to
 * the collector.
 */
export function giveBack({ buffer, byteOffset, length }: Buffer): void {
  if (byteOffset + length !== lent.get(buffer)) return;
  lent.delete(buffer);
  keep(buffer);
}

function keep(memory: ArrayBufferLike): void {
  if (free.length < mostSpares) free.push(Buffer.from(memory));
}

/** Whether another thread sees the same memory. */
export const isShared = ({ buffer }: Buffer): boolean => buffer instanceof SharedArrayBuffer;
