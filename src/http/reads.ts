/** Read at once from a socket. */
export const readBytes = 256 * 1024;

/** Kept for each user, and for the next who comes: as many as may wait for the disk at once. */
const sparesEach = 8;

const free: Buffer[] = [];
let users = 0;

/** Whoever reads or writes says so: memory is kept as long as there is somebody to use it. @returns ends that */
export function memoryUser(): () => void {
  users += 1;
  return () => {
    users -= 1;
    free.splice(mostSpares());
  };
}

const mostSpares = () => (users + 1) * sparesEach;

/** Memory that somebody has, and how far it is filled. */
const lent = new WeakMap<ArrayBufferLike, number>();

/** Memory that other threads see, too; it comes back by `giveBack`. */
export function spare(): Buffer {
  const memory = free.pop() ?? Buffer.from(new SharedArrayBuffer(readBytes));
  lent.set(memory.buffer, readBytes);
  return memory;
}

/**
 * Node's `onread` for a socket that stays a stream. Left alone, Node takes new memory for every 64 KiB: a third of the
 * processor time of a large download, and tens of megabytes of garbage. Here the memory that was read into is handed
 * over and comes back; of a read that brought little, a copy is handed over, and the memory is free at once.
 * @returns that, and what is to be called when the socket has closed
 */
export function reading(push: (chunk: Buffer) => boolean) {
  const leave = memoryUser();
  let next: Buffer | undefined;
  const onread = {
    // Asked for again before anything was read when a host has several addresses.
    buffer: (): Buffer => {
      next ??= spare();
      return next;
    },
    callback: (length: number, { buffer }: Uint8Array): boolean => {
      next = undefined;
      const read = Buffer.from(buffer, 0, length);
      lent.set(buffer, length);
      if (length >= readBytes / 2) return push(read);
      const copy = Buffer.from(read);
      giveBack(read);
      return push(copy);
    },
  };
  const closed = () => {
    if (next) giveBack(next);
    next = undefined;
    leave();
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
  if (free.length < mostSpares()) free.push(Buffer.from(buffer));
}

/** Whether another thread sees the same memory. */
export const isShared = ({ buffer }: Buffer): boolean => buffer instanceof SharedArrayBuffer;
