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
 * @param configuredPath the folder as the settings name it, also for error messages
 * @throws Failure `network` when the body is shorter or longer than announced, `upstream` when it is larger than
 * `maxBytes`, `not_configured` when the folder cannot take it, and the failure with which the signal aborts
 */
export async function saveBody(
  configuredPath: string,
  answer: { headers: Headers; body: Readable },
  saveAs: { filename: string; mime_type: string },
  { signal, onProgress }: RequestContext,
  maxBytes: number = limits.fileBytes,
): Promise<SavedFile> {
  const { body, headers } = answer;
  // Only a body that was not compressed has a length that can be compared.
  const isCompressed = (header(headers, 'content-encoding') ?? 'identity') !== 'identity';
  const announcedBytes = isCompressed ? undefined : announcedLength(headers);
  if (announcedBytes !== undefined && announcedBytes > maxBytes) throw tooLarge(maxBytes);
  const folder = await onDisk(configuredPath, () => Folder.open(configuredPath));
  try {
    await onDisk(configuredPath, () => folder.removeLeftOvers());
    if (announcedBytes !== undefined) await expectSpace(folder.base, configuredPath, announcedBytes);
    const part = await onDisk(configuredPath, () => folder.createPart());
    try {
      const onBytes = (bytes: number) => onProgress?.(bytes, announcedBytes);
      const bytes = await write(body, part.file, folder.base, configuredPath, signal, onBytes, maxBytes).finally(() =>
        onDisk(configuredPath, () => part.file.close()),
      );
      // The transfer may have been complete when the call was cancelled; no answer would name the file then.
      if (signal.aborted) throw abortFailure(signal);
      expectLength(bytes, announcedBytes);
      const path = await onDisk(configuredPath, () => folder.publish(part, saveAs.filename));
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
  configuredPath: string,
  signal: AbortSignal,
  onBytes: (bytes: number) => void,
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
    else onBytes(bytes);
    if (bytes < bytesAtCheck + limits.spareBytes / 4) return;
    bytesAtCheck = bytes;
    expectSpace(base, configuredPath, 0).catch((error: Error) => body.destroy(error));
  });
  try {
    await pipeline(body, sink, { signal });
    return bytes;
  } catch (error) {
    if (signal.aborted) throw abortFailure(signal);
    if (!diskFailed) throw error;
    return onDisk(configuredPath, () => Promise.reject(error));
  }
}

function tooLarge(maxBytes: number): Failure {
  const limit = maxBytes < mebibyte ? `${maxBytes} bytes` : `${Math.round(maxBytes / mebibyte)} MiB`;
  return new Failure('upstream', `The file is larger than ${limit}; it was not kept.`, {
    hint: 'Ask for less: a shorter period or a filter. A single larger file has to be fetched by other means.',
  });
}

async function expectSpace(base: string, configuredPath: string, bytes: number): Promise<void> {
  // Some network shares cannot tell; on them, only writing shows whether the file fits.
  const disk = await statfs(base).catch(() => undefined);
  if (disk === undefined || disk.blocks === 0) return;
  const freeBytes = disk.bavail * disk.bsize;
  if (freeBytes >= bytes + limits.spareBytes) return;
  const [needed, free] = [bytes + limits.spareBytes, freeBytes].map((size) => `${Math.round(size / mebibyte)} MiB`);
  throw notSaved(configuredPath, `it needs ${needed} of free space (the file and some to spare), but ${free} are left`);
}

function expectLength(bytes: number, announcedBytes: number | undefined): void {
  if (announcedBytes === undefined || bytes === announcedBytes) return;
  throw new Failure('network', `The file has ${bytes} bytes, but ${announcedBytes} were announced; it was not kept.`, {
    hint: 'Call again to fetch it anew.',
  });
}
