import { constants } from 'node:fs';
import { type FileHandle, open, rename, stat, unlink } from 'node:fs/promises';
import { errorCode } from '../error-code.js';

export interface AuditFileOptions {
  /** Bytes after which a file is rotated. */
  maxBytes: number;
  /** How many files are kept beside the current one: `.1` is the newest. */
  keptFiles: number;
  /** Called with warnings for the owner that do not stop the log. */
  warn: (message: string) => void;
}

/** A lock this old was left behind by a process that died while it held it. */
const staleMs = 10_000;

/**
 * A file of lines that several processes append to: one write per line with O_APPEND, so that lines never mix. When it
 * has grown too large it is rotated; the other processes notice by its inode. Not safe for concurrent use within the
 * process: audit-log.ts lets one line follow the other.
 */
export class AuditFile {
  readonly #path: string;
  readonly #options: AuditFileOptions;
  #file: FileHandle | undefined;
  /** Whether the last line in the file is incomplete, so that a line break has to come before the next one. */
  #endsIncomplete = false;

  constructor(path: string, options: AuditFileOptions) {
    this.#path = path;
    this.#options = options;
  }

  /** The open file, opened anew when it has been moved or deleted. */
  async open(): Promise<FileHandle> {
    if (this.#file && (await this.#isCurrent(this.#file))) return this.#file;
    await this.close();
    const flags = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | (constants.O_NONBLOCK ?? 0);
    const file = await open(this.#path, flags, 0o600);
    try {
      await this.#inspect(file);
    } catch (error) {
      await file.close();
      throw error;
    }
    this.#file = file;
    return file;
  }

  async append(line: string): Promise<void> {
    let file = await this.open();
    const { size } = await file.stat();
    if (size > 0 && size + Buffer.byteLength(line) > this.#options.maxBytes) {
      await this.#rotate(file);
      file = await this.open();
    }
    const bytes = Buffer.from(`${this.#endsIncomplete ? '\n' : ''}${line}\n`);
    this.#endsIncomplete = true;
    const { bytesWritten } = await file.write(bytes);
    if (bytesWritten !== bytes.length) throw Object.assign(new Error('short write'), { code: 'ENOSPC' });
    this.#endsIncomplete = false;
  }

  async close(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    await file?.close();
  }

  async #isCurrent(file: FileHandle): Promise<boolean> {
    try {
      const [opened, current] = await Promise.all([file.stat({ bigint: true }), stat(this.#path, { bigint: true })]);
      return opened.ino === current.ino && opened.dev === current.dev;
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return false;
      throw error;
    }
  }

  /** Refuses what is no plain file, takes access from others, and finds out whether the last line is complete. */
  async #inspect(file: FileHandle): Promise<void> {
    const stats = await file.stat();
    // The audit log reports the code as the reason.
    if (!stats.isFile()) throw Object.assign(new Error('no plain file'), { code: 'not a plain file' });
    if (process.platform !== 'win32' && (stats.mode & 0o077) !== 0) {
      const warning = `${this.#path} could be read or written by others`;
      await file.chmod(0o600).then(
        () => this.#options.warn(`${warning}; now only its owner can`),
        () => this.#options.warn(`${warning}, and that cannot be changed: it belongs to somebody else`),
      );
    }
    const lastByte = Buffer.alloc(1);
    if (stats.size > 0) await file.read(lastByte, 0, 1, stats.size - 1);
    this.#endsIncomplete = stats.size > 0 && lastByte.toString() !== '\n';
  }

  /** One process at a time renames the files; the others may still write a line or two to the renamed file. */
  async #rotate(file: FileHandle): Promise<void> {
    const lock = `${this.#path}.lock`;
    try {
      const lockFile = await open(lock, 'wx', 0o600);
      try {
        if (await this.#isCurrent(file)) await this.#renameFiles();
      } finally {
        await lockFile.close();
        await unlink(lock);
      }
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') {
        this.#options.warn(`${this.#path} could not be rotated (${errorCode(error)}); it keeps growing`);
      } else if (await isStale(lock)) {
        await unlink(lock).catch(() => {});
      }
    }
  }

  async #renameFiles(): Promise<void> {
    for (let number = this.#options.keptFiles - 1; number >= 0; number -= 1) {
      const from = number === 0 ? this.#path : `${this.#path}.${number}`;
      await rename(from, `${this.#path}.${number + 1}`).catch((error: unknown) => {
        if (errorCode(error) !== 'ENOENT') throw error;
      });
    }
  }
}

async function isStale(lock: string): Promise<boolean> {
  const stats = await stat(lock).catch(() => undefined);
  return stats !== undefined && Date.now() - stats.mtimeMs > staleMs;
}
