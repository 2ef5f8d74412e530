import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, link, mkdir, open, realpath, rename, unlink } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { Failure } from '../failure.js';
import { abortFailure } from './deadline.js';
import { type Headers, header } from './headers.js';

/** A file in the download folder. */
export interface SavedFile {
  path: string;
  bytes: number;
  mime_type: string;
  filename: string;
}

export type Progress = (bytes: number, total: number | undefined) => void;

const batchBytes = 1024 * 1024;

/**
 * Writes a body into the folder, complete or not at all: a hidden `.part` file first, then its real name. An existing
 * file is never overwritten (`name (1).ext` is used); only the owner may read what is written.
 * @throws Failure `network` when the body is shorter or longer than announced, `not_configured` when the folder cannot
 * be written to, and whatever ended `signal`
 */
export async function saveBody(
  folder: string,
  answer: { headers: Headers; body: Readable },
  named: { filename: string; mime_type: string },
  signal: AbortSignal,
  progress: Progress,
): Promise<SavedFile> {
  const { body, headers } = answer;
  try {
    const inside = await openFolder(folder);
    const part = join(inside, `.${randomUUID()}.part`);
    try {
      const bytes = await writePart(part, body, announcedLength(headers), signal, progress);
      const path = await publish(part, inside, named.filename);
      return { path, bytes, mime_type: named.mime_type, filename: basename(path) };
    } finally {
      await unlink(part).catch(() => {});
    }
  } catch (error) {
    throw diskFailure(error, folder);
  } finally {
    body.destroy();
  }
}

async function openFolder(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return realpath(folder);
}

async function writePart(
  part: string,
  body: Readable,
  announced: number | undefined,
  signal: AbortSignal,
  progress: Progress,
): Promise<number> {
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0);
  const file = await open(part, flags, 0o600);
  try {
    const bytes = await writeBatches(file, body, signal, (written) => progress(written, announced));
    if (announced !== undefined && bytes !== announced) {
      throw new Failure('network', `The file has ${bytes} bytes, but ${announced} were announced; it was not kept.`, {
        hint: 'Call again to fetch it anew.',
      });
    }
    return bytes;
  } finally {
    await file.close();
  }
}

async function writeBatches(
  file: FileHandle,
  body: Readable,
  signal: AbortSignal,
  written: (bytes: number) => void,
): Promise<number> {
  let bytes = 0;
  let batch: Buffer[] = [];
  let waiting = 0;
  const flush = async () => {
    for (let rest = batch; rest.length > 0; ) {
      const { bytesWritten } = await file.writev(rest);
      rest = after(rest, bytesWritten);
    }
    bytes += waiting;
    batch = [];
    waiting = 0;
    written(bytes);
  };
  for await (const chunk of body as AsyncIterable<Buffer>) {
    if (signal.aborted) throw abortFailure(signal);
    batch.push(chunk);
    waiting += chunk.length;
    if (waiting >= batchBytes) await flush();
  }
  if (waiting > 0) await flush();
  return bytes;
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

/** Only a body that was not packed has a length that can be compared. */
function announcedLength(headers: Headers): number | undefined {
  const length = Number(header(headers, 'content-length') ?? Number.NaN);
  const packed = (header(headers, 'content-encoding') ?? 'identity') !== 'identity';
  return Number.isSafeInteger(length) && !packed ? length : undefined;
}

/** Gives the finished file the first free name: a hard link fails when the name is taken, a rename would replace it. */
async function publish(part: string, folder: string, filename: string): Promise<string> {
  const extension = extname(filename);
  const stem = basename(filename, extension);
  for (let copy = 0; ; copy += 1) {
    const path = join(folder, copy === 0 ? filename : `${stem} (${copy})${extension}`);
    try {
      await link(part, path);
      return path;
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'EEXIST') continue;
      if (code === 'EPERM' || code === 'ENOTSUP' || code === 'ENOSYS') return reserveAndRename(part, path);
      throw error;
    }
  }
}

/** For file systems without hard links (exFAT, some network shares): an empty file holds the name. */
async function reserveAndRename(part: string, path: string): Promise<string> {
  await (await open(path, 'wx', 0o600)).close();
  await rename(part, path);
  return path;
}

function diskFailure(error: unknown, folder: string): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  const reasons: Record<string, string> = {
    ENOSPC: 'the disk is full',
    EDQUOT: 'the disk quota is used up',
    EACCES: 'writing there is not allowed',
    EPERM: 'writing there is not allowed',
    EROFS: 'it is read-only',
    ENOTDIR: 'it is not a folder',
    EEXIST: 'it is not a folder',
    ENOENT: 'it is gone',
  };
  const reason = code === undefined ? undefined : reasons[code];
  if (reason === undefined || error instanceof Failure) return error;
  return new Failure('not_configured', `Nothing could be saved in ${folder}: ${reason}. No file was kept.`, {
    hint: 'Free space or choose another folder with PUZZEL_MCP_DOWNLOAD_DIR, then call again.',
    code,
    cause: error,
  });
}
