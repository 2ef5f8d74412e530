import { type FileHandle, statfs } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Failure } from '../failure.js';
import { limits } from '../limits.js';
import { abortFailure } from './deadline.js';
import { notSaved, onDisk } from './disk.js';
import { Folder } from './folder.js';
import { announcedLength, type Headers, header } from './headers.js';
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
 * @param configured the folder as the settings name it, also for error messages
 * @throws Failure `network` when the body is shorter or longer than announced, `upstream` when it is larger than
 * `maxBytes`, `not_configured` when the folder cannot take it, and the failure with which the signal aborts
 */
export async function saveBody(
  configured: string,
  answer: { headers: Headers; body: Readable },
  saveAs: { filename: string; mime_type: string },
  { signal, onProgress }: RequestContext,
  maxBytes: number = limits.fileBytes,
): Promise<SavedFile> {
  const { body, headers } = answer;
  // Only a body that was not compressed has a length that can be compared.
  const isCompressed = (header(headers, 'content-encoding') ?? 'identity') !== 'identity';
  const announced = isCompressed ? undefined : announcedLength(headers);
  if (announced !== undefined && announced > maxBytes) throw tooLarge(maxBytes);
  const folder = await onDisk(configured, () => Folder.open(configured));
  try {
    await onDisk(configured, () => folder.removeLeftOvers());
    if (announced !== undefined) await expectSpace(folder.base, configured, announced);
    const part = await onDisk(configured, () => folder.createPart());
    try {
      const context = { signal, onProgress: (bytes: number) => onProgress?.(bytes, announced) };
      const bytes = await write(body, part.file, folder.base, configured, context, maxBytes).finally(() =>
        onDisk(configured, () => part.file.close()),
      );
      // The transfer may have been complete when the call was cancelled; no answer would name the file then.
      if (signal.aborted) throw abortFailure(signal);
      expectLength(bytes, announced);
      const path = await onDisk(configured, () => folder.publish(part, saveAs.filename));
      return { path, bytes, mime_type: saveAs.mime_type, filename: basename(path) };
    } finally {
      await folder.remove(part.name);
    }
  } finally {
    await folder.close();
  }
}

/** Writes the body to the file. @returns its length in bytes */
async function write(
  body: Readable,
  file: FileHandle,
  base: string,
  configured: string,
  { signal, onProgress }: RequestContext,
  maxBytes: number,
): Promise<number> {
  const sink = file.createWriteStream({ highWaterMark: limits.streamBytes });
  // An error of the body is passed on to the sink; when the body has none, the disk failed.
  let diskFailed = false;
  sink.once('error', () => {
    diskFailed = body.errored === null;
  });
  let [bytes, bytesAtCheck] = [0, 0];
  body.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > maxBytes) body.destroy(tooLarge(maxBytes));
    else onProgress?.(bytes, undefined);
    if (bytes < bytesAtCheck + limits.spareBytes / 4) return;
    bytesAtCheck = bytes;
    expectSpace(base, configured, 0).catch((error: Error) => body.destroy(error));
  });
  try {
    await pipeline(body, sink, { signal });
    return bytes;
  } catch (error) {
    if (signal.aborted) throw abortFailure(signal);
    if (!diskFailed) throw error;
    return onDisk(configured, () => Promise.reject(error));
  }
}

function tooLarge(maxBytes: number): Failure {
  const limit = maxBytes < mebibyte ? `${maxBytes} bytes` : `${Math.round(maxBytes / mebibyte)} MiB`;
  return new Failure('upstream', `The file is larger than ${limit}; it was not kept.`, {
    hint: 'Ask for less: a shorter period or a filter. A single larger file has to be fetched by other means.',
  });
}

async function expectSpace(folder: string, configured: string, bytes: number): Promise<void> {
  // Some network shares cannot tell; there, only writing shows whether the file fits.
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
