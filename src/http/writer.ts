import type { FileHandle } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { filled, giveBack, isShared, keepMemoryFor, readBytes, spare } from './reads.js';

/**
 * Pieces that may wait for the disk, those that are being written included: of all files together, and of each however
 * many there are.
 */
const ahead = { together: 12, atLeast: 2, atMost: 6 };

/** A file of which more has been written is worth a thread: the start of one takes as long as writing this much. */
const large = 16 * 1024 * 1024;

/**
 * Writes a file, octets in the order in which they come. Of a large one most is written by a thread of its own: each
 * write of Node's takes the way to its thread pool and back, while the socket waits, and that again is what holds up
 * the other end. On two cores the thread saves more than a third of the processor time of 1 GiB (docs/performance.md).
 */
export class Writer {
  static #count = 0;
  readonly #file: FileHandle;
  #waiting: Buffer[] = [];
  #ahead = 0;
  #isEnding = false;
  #written = 0;
  /** What is being written; rejected for good when that failed. */
  #batch: Promise<void> | undefined;
  /** Being filled with octets that came in little pieces or in memory of their own. */
  #copy: Buffer | undefined;
  #copied = 0;
  /** The memory of the last piece that was not copied. */
  #sent: ArrayBufferLike | undefined;
  #thread: Thread | undefined;

  constructor(file: FileHandle) {
    this.#file = file;
    keepMemoryFor(++Writer.#count);
  }

  /** Waits until more may come, not until this is written. */
  async write(octets: Buffer): Promise<void> {
    // What shares memory with a piece that waits comes after it, or that memory would be used again too soon.
    if (isShared(octets) && (octets.length >= readBytes / 2 || octets.buffer === this.#sent)) {
      this.#sendCopy();
      this.#send(octets);
      this.#sent = octets.buffer;
    } else {
      this.#sendCopyOf(octets);
      giveBack(octets);
    }
    await this.#onceAhead(mostAhead(Writer.#count) * readBytes);
  }

  /** Waits until all is written. */
  async end(): Promise<void> {
    this.#sendCopy();
    this.#isEnding = true;
    if (!this.#batch) this.#next();
    await this.#onceAhead(0);
  }

  /** Waits until nothing is being written any more, whatever became of it: only then may the file be closed. */
  async settle(): Promise<void> {
    this.#waiting = [];
    await this.#batch?.catch(() => {});
    this.#thread?.leave();
    keepMemoryFor(--Writer.#count);
  }

  /** Waits no longer when what waits was dropped. */
  async #onceAhead(ahead: number): Promise<void> {
    while (this.#batch && this.#ahead > ahead) await this.#batch;
  }

  #sendCopyOf(octets: Buffer): void {
    for (let at = 0; at < octets.length; ) {
      this.#copy ??= spare();
      const taken = octets.copy(this.#copy, this.#copied, at);
      at += taken;
      this.#copied += taken;
      if (this.#copied === this.#copy.length) this.#sendCopy();
    }
  }

  #sendCopy(): void {
    if (this.#copy) this.#send(filled(this.#copy, this.#copied));
    this.#copy = undefined;
    this.#copied = 0;
  }

  #send(octets: Buffer): void {
    this.#waiting.push(octets);
    this.#ahead += octets.length;
    if (!this.#batch) this.#next();
  }

  /** Writes what waits, once that is enough: who is woken for every piece has more to do with that than with writing. */
  #next(): void {
    const [enough, waiting] = [mostAtOnce(Writer.#count), this.#waiting.length];
    const isReady = waiting >= (this.#isEnding ? 1 : enough);
    this.#batch = isReady ? this.#writeBatch(this.#waiting.splice(0, enough)) : undefined;
    // Who waits for it hears of its failure; until then nobody does, which would end the process.
    this.#batch?.catch(() => {});
  }

  async #writeBatch(batch: Buffer[]): Promise<void> {
    if (this.#written > large) this.#thread ??= Thread.enter();
    if (this.#thread?.isReady) await this.#thread.write(this.#file.fd, batch);
    else await writeAll(this.#file, batch);
    const bytes = batch.reduce((sum, { length }) => sum + length, 0);
    batch.forEach(giveBack);
    this.#written += bytes;
    this.#ahead -= bytes;
    this.#next();
  }
}

const mostAhead = (writers: number): number =>
  Math.min(ahead.atMost, Math.max(ahead.atLeast, Math.floor(ahead.together / writers)));

/** The rest may come meanwhile. */
const mostAtOnce = (writers: number): number => Math.floor((mostAhead(writers) * 2) / 3);

async function writeAll(file: FileHandle, batch: Buffer[]): Promise<void> {
  for (let rest = batch; rest.length > 0; ) {
    const { bytesWritten } = await file.writev(rest);
    rest = after(rest, bytesWritten);
  }
}

/** What is left of the buffers when a write took fewer bytes than offered. */
function after(buffers: Buffer[], written: number): Buffer[] {
  let taken = written;
  return buffers.flatMap((buffer) => {
    const skip = Math.min(taken, buffer.length);
    taken -= skip;
    return skip === buffer.length ? [] : [buffer.subarray(skip)];
  });
}

/** One thread writes for all large files; it is started for the first of them and ends with the last. */
class Thread {
  static #running: Thread | undefined;
  readonly #worker = new Worker(new URL('./writer-thread.js', import.meta.url), { env: {}, execArgv: [] });
  /** In the order of the batches, which is that of the answers. */
  readonly #answers: { resolve: () => void; reject: (error: Error) => void }[] = [];
  #users = 0;
  isReady = false;

  private constructor() {
    this.#worker.once('online', () => {
      this.isReady = true;
    });
    this.#worker.on('message', (failure?: { code: string; message: string }) => {
      const answer = this.#answers.shift();
      if (failure) answer?.reject(withCode(failure.message, failure.code));
      else answer?.resolve();
    });
    this.#worker.on('error', (error) => this.#fail(error));
    this.#worker.on('exit', () =>
      this.#fail(withCode('The thread that writes files has ended.', 'ERR_WORKER_NOT_RUNNING')),
    );
  }

  static enter(): Thread {
    Thread.#running ??= new Thread();
    Thread.#running.#users += 1;
    return Thread.#running;
  }

  leave(): void {
    this.#users -= 1;
    if (this.#users === 0) void this.#worker.terminate();
    if (this.#users === 0 && Thread.#running === this) Thread.#running = undefined;
  }

  write(fd: number, batch: Buffer[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#answers.push({ resolve, reject });
      this.#worker.postMessage({ fd, batch });
    });
  }

  /** What it was writing is not known; what is still to come is written without it, the next large file by another. */
  #fail(error: Error): void {
    this.isReady = false;
    if (Thread.#running === this) Thread.#running = undefined;
    for (const { reject } of this.#answers.splice(0)) reject(error);
  }
}

const withCode = (message: string, code: string): Error => Object.assign(new Error(message), { code });
