import { type FileHandle, statfs } from 'node:fs/promises';
import { basename } from 'node:path';
import { Failure } from '../failure.js';
import type { Arrival, Body } from './body.js';
import { abortFailure } from './deadline.js';
import { notSaved, onDisk } from './disk.js';
import { Folder } from './folder.js';
import { type Headers, header } from './headers.js';
import { Writer } from './writer.js';

/** A file in the download folder. */
export interface SavedFile {
  path: string;
  bytes: number;
  mime_type: string;
  filename: string;
}

export type Progress = (bytes: number, total: number | undefined) => void;

const mebibyte = 1024 * 1024;

/** Days of recorded speech, and the largest file that every file system takes (FAT32). More is a mistake or an attack. */
export const largestFile = 4 * 1024 * mebibyte - 1;

/** What has to stay free beside the file, so that a download never brings the machine to a standstill. */
const spareBytes = 64 * mebibyte;

/**
 * Writes a body into the folder, complete or not at all: a hidden `.part` file first, then its real name. An existing
 * file is never overwritten (`name (1).ext` is used); only the owner may read what is written.
 * @throws Failure `network` when the body is shorter or longer than announced, `upstream` when it is larger than
 * `maxBytes`, `not_configured` when the folder cannot take it, and whatever ended `signal`
 */
export async function saveBody(
  configured: string,
  answer: { headers: Headers; body: Body },
  named: { filename: string; mime_type: string },
  signal: AbortSignal,
  progress: Progress,
  maxBytes = largestFile,
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
      const arrived = (bytes: number) => {
        refuseLarger(bytes, maxBytes);
        progress(bytes, announced);
      };
      const bytes = await write(body, part.file, configured, arrived).finally(() =>
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
async function write(body: Body, file: FileHandle, configured: string, arrived: Arrival): Promise<number> {
  const writer = new Writer(file);
  let bytes = 0;
  try {
    for await (const octets of body) {
      bytes += octets.length;
      arrived(bytes);
      await onDisk(configured, () => writer.write(octets));
    }
    await onDisk(configured, () => writer.end());
    return bytes;
  } finally {
    await writer.settle();
  }
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
  if (free >= bytes + spareBytes) return;
  const [needed, left] = [bytes + spareBytes, free].map((size) => `${Math.round(size / mebibyte)} MiB`);
  throw notSaved(configured, `it needs ${needed} of free space (the file and some to spare), but ${left} are left`);
}

function expectLength(bytes: number, announced: number | undefined): void {
  if (announced === undefined || bytes === announced) return;
  throw new Failure('network', `The file has ${bytes} bytes, but ${announced} were announced; it was not kept.`, {
    hint: 'Call again to fetch it anew.',
  });
}
