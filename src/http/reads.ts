/** Read at once from a socket while much comes. */
export const readBytes = 512 * 1024;

/** Read at once from a socket that brings little, as APIs do. */
const fewBytes = 64 * 1024;

/** From here on a read brought much: the longest record of TLS, which brings no more at once. */
const muchBytes = 16 * 1024;

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

/** So much of a spare, in one piece or several: whoever gets the last gives it back. */
export function filled({ buffer }: Uint8Array, length: number): Buffer {
  lent.set(buffer, length);
  return Buffer.from(buffer, 0, length);
}

/**
 * Node's `onread` for a socket that stays a stream. Left alone, Node takes new memory for every read: a third of the
 * processor time of a large download, and tens of megabytes of garbage. Here a read that brings little is copied out of
 * memory that is used for the next at once. While much comes, the memory itself is handed over, read by read, and comes
 * back when the last of it is done with.
 * @returns that, and what is to be called when the socket has closed
 */
export function reading(push: (chunk: Buffer) => boolean) {
  const few = Buffer.allocUnsafeSlow(fewBytes);
  let comesMuch = false;
  let memory: Buffer | undefined;
  let used = 0;
  const onread = {
    buffer: (): Buffer => {
      if (!comesMuch) return few;
      memory ??= spare();
      return memory.subarray(used);
    },
    callback: (length: number, into: Uint8Array): boolean => {
      comesMuch = length >= muchBytes;
      const read = Buffer.from(into.buffer, into.byteOffset, length);
      if (into === few || !comesMuch || !memory) return push(Buffer.from(read));
      used += length;
      if (memory.length - used < fewBytes) {
        filled(memory, used);
        [memory, used] = [undefined, 0];
      }
      return push(read);
    },
  };
  const closed = () => {
    // What was read before may still be in use; then it is left to the collector.
    if (memory && used === 0) keep(memory.buffer);
    memory = undefined;
  };
  return { onread, closed };
}

/**
 * For whoever is done with a chunk of a body and with all before it. Memory that was filled becomes several chunks (read
 * by read, after a head, between the lines of a transfer coding): the one that reaches its end is the last. Any other
 * memory is left to the collector.
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
