import { randomUUID } from 'node:crypto';
import { type BigIntStats, constants, realpath as resolveLinks } from 'node:fs';
import { type FileHandle, link, lstat, open, readdir, rename, stat, unlink } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { promisify } from 'node:util';
import { errorCode } from '../error-code.js';
import { makeFolder } from '../make-folder.js';
import { notSaved } from './disk.js';

/**
 * Node's own implementation, not the system's as in `fs/promises`: the system's turns the letter of a network drive into
 * the address of its server on Windows, and fails beyond 260 characters under Wine.
 */
const realpath = promisify(resolveLinks);

/** Names of our unfinished files, and of nobody else's. */
const partNamePattern = /^\.puzzel-mcp-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.part$/;

/** No transfer pauses for a day: an unfinished file that was last written so long ago is from a process that was killed. */
const leftOverAfterMs = 24 * 60 * 60 * 1000;

/** An unfinished file, opened for writing. */
interface Part {
  name: string;
  file: FileHandle;
  identity: BigIntStats;
}

/**
 * The download folder while one file is saved in it. On Linux, file work goes through the folder that was opened, even when
 * its path leads elsewhere meanwhile. On every system, a file counts as saved only when the path still leads to it.
 */
export class Folder {
  /** Where the folder really is. */
  readonly path: string;
  /** The path that file work uses: through the opened folder or, where that is impossible, the same as `path`. */
  readonly base: string;
  readonly #configuredPath: string;
  readonly #opened: FileHandle | undefined;
  readonly #identity: BigIntStats;

  private constructor(configuredPath: string, path: string, opened: OpenedFolder) {
    this.#configuredPath = configuredPath;
    this.path = path;
    this.base = opened.base;
    this.#opened = opened.handle;
    this.#identity = opened.identity;
  }

  /** Makes the folder if need be. Links on the way to it are followed: they are the person's choice. */
  static async open(configuredPath: string): Promise<Folder> {
    await makeFolder(configuredPath);
    const path = await realpath(configuredPath);
    return new Folder(configuredPath, path, await openFolder(path));
  }

  async close(): Promise<void> {
    await this.#opened?.close();
  }

  /** A new hidden file that only the owner may read. */
  async createPart(): Promise<Part> {
    const name = `.puzzel-mcp-${randomUUID()}.part`;
    const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0);
    const file = await open(join(this.base, name), flags, 0o600);
    try {
      const identity = await file.stat({ bigint: true });
      await this.#expectInPlace(name, identity);
      return { name, file, identity };
    } catch (error) {
      await file.close();
      await this.remove(name);
      throw error;
    }
  }

  /** Gives a finished part the first free name: a hard link fails when the name is taken, a rename would replace it. */
  async publish(part: Part, filename: string): Promise<string> {
    const extension = extname(filename);
    const stem = basename(filename, extension);
    for (let copy = 0; ; copy += 1) {
      const name = copy === 0 ? filename : `${stem} (${copy})${extension}`;
      try {
        await linkOrRename(join(this.base, part.name), join(this.base, name));
      } catch (error) {
        if (errorCode(error) === 'EEXIST') continue;
        throw error;
      }
      try {
        await this.#expectInPlace(name, part.identity);
      } catch (error) {
        await this.remove(name);
        throw error;
      }
      return join(this.path, name);
    }
  }

  /** Removes a file of ours; no error when it cannot be removed or is gone already. */
  async remove(name: string): Promise<void> {
    await unlink(join(this.base, name)).catch(() => {});
  }

  /** Removes what killed processes left behind: old files with names of ours. Links stay, whatever their names. */
  async removeLeftOvers(now = Date.now()): Promise<void> {
    for (const name of (await readdir(this.base)).filter((entry) => partNamePattern.test(entry))) {
      const stats = await lstat(join(this.base, name)).catch(() => undefined);
      if (stats?.isFile() && now - stats.mtimeMs > leftOverAfterMs) await this.remove(name);
    }
  }

  /** @throws Failure when the folder's path does not lead to this very file any more */
  async #expectInPlace(name: string, identity: BigIntStats): Promise<void> {
    const whenGone = () => undefined;
    const folder = await lstat(this.path, { bigint: true }).catch(whenGone);
    const entry = await lstat(join(this.path, name), { bigint: true }).catch(whenGone);
    const isWhereItWas = (await realpath(this.path).catch(whenGone)) === this.path;
    if (isWhereItWas && isSameFile(folder, this.#identity) && isSameFile(entry, identity)) return;
    throw notSaved(this.#configuredPath, 'it was moved or replaced meanwhile');
  }
}

interface OpenedFolder {
  base: string;
  handle: FileHandle | undefined;
  identity: BigIntStats;
}

async function openFolder(path: string): Promise<OpenedFolder> {
  if (process.platform !== 'linux') {
    return { base: path, handle: undefined, identity: await stat(path, { bigint: true }) };
  }
  const handle = await open(path, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  const identity = await handle.stat({ bigint: true });
  const base = `/proc/self/fd/${handle.fd}`;
  // A container may come without /proc.
  const baseStats = await stat(base, { bigint: true }).catch(() => undefined);
  return { base: isSameFile(baseStats, identity) ? base : path, handle, identity };
}

function isSameFile(one: BigIntStats | undefined, other: BigIntStats): boolean {
  return one !== undefined && one.dev === other.dev && one.ino === other.ino;
}

/**
 * Some file systems have no hard links (exFAT, some network shares): on them, an empty file takes the name first. On
 * exFAT, Windows answers a hard link with EISDIR (nodejs/node#65817).
 */
async function linkOrRename(part: string, path: string): Promise<void> {
  try {
    await link(part, path);
  } catch (error) {
    const code = errorCode(error);
    if (!['EPERM', 'ENOTSUP', 'ENOSYS', 'EISDIR'].includes(code)) throw error;
    await (await open(path, 'wx', 0o600)).close();
    await rename(part, path).catch(async (failure) => {
      await unlink(path).catch(() => {});
      throw failure;
    });
  }
}
