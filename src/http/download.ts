import { type FileHandle, statfs } from 'node:fs/promises';
import { basename } from 'node:path';
import { type Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Failure } from '../failure.js';
import { abortFailure } from './deadline.js';
import { notSaved, onDisk } from './disk.js';
import { Folder } from './folder.js';
import { type Headers, header } from './headers.js';
import { limits } from './limits.js';
import type { RequestContext } from './request-context.js';

/** A file in the download folder. */
export interface SavedFile {
  path: string;
  bytes: number;
  mime_type: string;
  filename: string;
}

const mebibyte = 1024 * 1024;

/**
 * Writes a body into the folder, complete or not at all: a hidden `.part` file first, then its real name. An existing
 * file is never overwritten (`name (1).ext` is used); only the owner may read what is written.
 * @throws Failure `network` when the body is shorter or longer than announced, `upstream` when it is larger than
 * `maxBytes`, `not_configured` when the folder cannot take it, and whatever ended the signal
 */
export async function saveBody(
  configured: string,
  answer: { headers: Headers; body: Readable },
  named: { filename: string; mime_type: string },
  { signal, onProgress }: RequestContext,
  maxBytes: number = limits.fileBytes,
): Promise<SavedFile> {
  const { body, headers } = answer;
  const announced = announcedLength(headers);
  refuseLarger(announced ?? 0, maxBytes);
  const folder = await onDisk(configured, () => Folder.open(configured));
  try {
    await onDisk(configured, () => folder.removeLeftOvers());
    if (announced !== undefined) await expectRoom(folder.base, configured, announced);
    const part = await onDisk(configured, () => folder.createPart());
    try {
      const onBytes = (bytes: number) => {
        refuseLarger(bytes, maxBytes);
        onProgress?.(bytes, announced);
      };
      const bytes = await write(body, part.file, configured, signal, onBytes).finally(() =>
        onDisk(configured, () => part.file.close()),
      );
      // All had come when the call was given up; then nobody would hear of the file.
      if (signal.aborted) throw abortFailure(signal);
      expectLength(bytes, announced);
      const path = await onDisk(configured, () => folder.publish(part, named.filename));
      return { path, bytes, mime_type: named.mime_type, filename: basename(path) };
    } finally {
      await folder.remove(part.name);
    }
  } finally {
    await folder.close();
  }
}

/** @returns how many bytes have come, all of which are written */
async function write(
  body: Readable,
  file: FileHandle,
  configured: string,
  signal: AbortSignal,
  onBytes: (bytes: number) => void,
): Promise<number> {
  const sink = new FileSink(file, onBytes);
  try {
    await pipeline(body, sink, { signal });
    return sink.bytes;
  } catch (error) {
    if (signal.aborted) throw abortFailure(signal);
    if (error !== sink.failure) throw error;
    return onDisk(configured, () => Promise.reject(error));
  }
}

/** Writes to an open file, as much at once as has come meanwhile. Closing the file is left to its owner. */
class FileSink extends Writable {
  readonly #file: FileHandle;
  readonly #onBytes: (bytes: number) => void;
  bytes = 0;
  /** Why the file could not be written, if that was it. */
  failure: unknown;

  constructor(file: FileHandle, onBytes: (bytes: number) => void) {
    super({ highWaterMark: limits.streamBytes, decodeStrings: false });
    this.#file = file;
    this.#onBytes = onBytes;
  }

  override _writev(chunks: { chunk: Buffer }[], done: (error?: Error) => void): void {
    this.#writeAll(chunks.map(({ chunk }) => chunk)).then(
      () => done(),
      (error: Error) => {
        this.failure = error;
        done(error);
      },
    );
  }

  async #writeAll(chunks: Buffer[]): Promise<void> {
    for (const chunk of chunks) this.bytes += chunk.length;
    this.#onBytes(this.bytes);
    for (let rest = chunks; rest.length > 0; ) {
      const { bytesWritten } = await this.#file.writev(rest);
      rest = after(rest, bytesWritten);
    }
  }
}

/** What is left of the chunks when a write took fewer bytes than offered. */
function after(chunks: Buffer[], written: number): Buffer[] {
  let taken = written;
  return chunks.flatMap((chunk) => {
    const skip = Math.min(taken, chunk.length);
    taken -= skip;
    return skip === chunk.length ? [] : [chunk.subarray(skip)];
  });
}

/** Only a body that was not packed has a length that can be compared. */
function announcedLength(headers: Headers): number | undefined {
  const length = Number(header(headers, 'content-length') || Number.NaN);
  const packed = (header(headers, 'content-encoding') ?? 'identity') !== 'identity';
  return Number.isSafeInteger(length) && !packed ? length : undefined;
}

function refuseLarger(bytes: number, maxBytes: number): void {
  if (bytes <= maxBytes) return;
  const limit = maxBytes < mebibyte ? `${maxBytes} bytes` : `${Math.round(maxBytes / mebibyte)} MiB`;
  throw new Failure('upstream', `The file is larger than ${limit}; it was not kept.`, {
    hint: 'Ask for less: a shorter period or a filter. A single larger file has to be fetched by other means.',
  });
}

async function expectRoom(folder: string, configured: string, bytes: number): Promise<void> {
  // A file system that cannot tell (some network shares) shows what it can take when it is written to.
  const disk = await statfs(folder).catch(() => undefined);
  if (disk === undefined || disk.blocks === 0) return;
  const free = disk.bavail * disk.bsize;
  if (free >= bytes + limits.spareBytes) return;
  const [needed, left] = [bytes + limits.spareBytes, free].map((size) => `${Math.round(size / mebibyte)} MiB`);
  throw notSaved(configured, `it needs ${needed} of free space (the file and some to spare), but ${left} are left`);
}

function expectLength(bytes: number, announced: number | undefined): void {
  if (announced === undefined || bytes === announced) return;
  throw new Failure('network', `The file has ${bytes} bytes, but ${announced} were announced; it was not kept.`, {
    hint: 'Call again to fetch it anew.',
  });
}
