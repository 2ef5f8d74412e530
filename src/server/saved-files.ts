import { isUtf8 } from 'node:buffer';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import type { SavedFile } from '../http/download.js';

/** Files to remember. When there are more, the oldest are forgotten; they stay on disk. */
const maxFiles = 200;

/** Size in bytes up to which a text, or any other file, is handed out: clients read messages of 10 MB at most. */
const maxBytes = { text: 100_000, blob: 5 * 1024 * 1024 };

type FileContents = { uri: string; mimeType: string } & ({ text: string } | { blob: string });

/** Why a file cannot be handed out, in words for the model. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile';
}

/** The files that this process has saved, as resources. No other file can be read through them. */
export class SavedFiles {
  readonly #files = new Map<string, SavedFile>();

  add(file: SavedFile): void {
    const uri = pathToFileURL(file.path).href;
    this.#files.delete(uri);
    this.#files.set(uri, file);
    const [oldest] = this.#files.keys();
    if (this.#files.size > maxFiles && oldest !== undefined) this.#files.delete(oldest);
  }

  /** The newest first. */
  list(): { uri: string; file: SavedFile }[] {
    return [...this.#files].map(([uri, file]) => ({ uri, file })).reverse();
  }

  has(uri: string): boolean {
    return this.#files.has(uri);
  }

  /** @throws UnreadableFile when it is too large for a message, or no plain file of its size is at its path any more */
  async read(uri: string): Promise<FileContents> {
    const file = this.#files.get(uri);
    if (!file) throw new UnreadableFile('This process has saved no such file.');
    const isText = /^text\/|[/+](json|xml|csv)$|x-ndjson/.test(file.mime_type);
    const limit = isText ? maxBytes.text : maxBytes.blob;
    if (file.bytes > limit) {
      throw new UnreadableFile(
        `${file.filename} has ${file.bytes} bytes, more than the ${limit} that fit into a message. It is on this computer: ${file.path}`,
      );
    }
    const bytes = await readContents(file);
    // Text that is not UTF-8 would lose characters as text.
    return isText && isUtf8(bytes)
      ? { uri, mimeType: file.mime_type, text: bytes.toString('utf8') }
      : { uri, mimeType: file.mime_type, blob: bytes.toString('base64') };
  }
}

/** Opens whatever is at the path without waiting (a pipe would block) and without following a link. */
const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** @throws UnreadableFile unless there still is a plain file of the same size at the path */
async function readContents({ path, bytes, filename }: SavedFile): Promise<Buffer> {
  const file = await open(path, flags).catch(() => undefined);
  try {
    const stats = await file?.stat();
    if (!file || !stats?.isFile() || stats.size !== bytes) {
      throw new UnreadableFile(`${filename} was moved, changed or removed since it was saved.`);
    }
    return await file.readFile();
  } finally {
    await file?.close();
  }
}
