import { type Progress, type SavedFile, saveBody } from './download.js';
import { mediaTypeOf, safeFilename } from './filename.js';
import { header } from './headers.js';
import type { HttpStream } from './request.js';

/** What a transfer to disk needs beside the answer. */
export interface Transfer {
  signal: AbortSignal;
  progress: Progress;
}

/** The download folder: gives answers that are files a name, and saves them. */
export class Downloads {
  readonly #folder: string;
  readonly #clean: (text: string) => string;

  /** @param clean takes out of a name what may not leave the process */
  constructor(folder: string, clean: (text: string) => string) {
    this.#folder = folder;
    this.#clean = clean;
  }

  /** @param name used when the vendor gives none, without extension */
  save(answer: HttpStream, name: string, { signal, progress }: Transfer): Promise<SavedFile> {
    const type = header(answer.headers, 'content-type');
    const offered = header(answer.headers, 'content-disposition');
    // Once before the name is shortened, once after it is unpacked.
    const filename = this.#clean(safeFilename(offered && this.#clean(offered), name, type ?? ''));
    return saveBody(this.#folder, answer, { filename, mime_type: mediaTypeOf(type, filename) }, signal, progress);
  }
}
