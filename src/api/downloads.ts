import { Readable } from 'node:stream';
import { Failure } from '../failure.js';
import { charsetOf, decodeBytes, readUpTo } from '../http/body.js';
import type { Http } from '../http/client.js';
import { type SavedFile, saveBody } from '../http/download.js';
import { type Headers, header } from '../http/headers.js';
import type { HttpAnswer, HttpRequest, HttpStream } from '../http/request.js';
import { limits } from '../limits.js';
import { safeFilename } from './filename.js';
import { type ExpectedContent, insteadOfFile, sniffType } from './instead-of-file.js';
import { isSoundOrVideo, mediaTypeOf, soundTypeOf } from './media-type.js';

/** What is known of a file before it is fetched. */
export interface WantedFile {
  /** File name when the vendor gives none. */
  name: string;
  /** The vendor's name for error messages. */
  vendor: string;
  expected: ExpectedContent;
  /** Bytes up to which the body is handed back as text and no file is written; 0 by default. */
  inMemoryBytes?: number;
}

/** An answer whose body was saved to a file; `text` is empty. */
export interface Download extends HttpAnswer {
  file: SavedFile;
  charset: string;
}

/** Fetches files from vendors and saves each in the download folder, under a safe name. */
export class Downloads {
  readonly #folder: string | undefined;
  readonly #redact: (text: string) => string;

  /**
   * @param folder undefined when no folder is configured and the user has no home directory
   * @param redact removes secrets from a text
   */
  constructor(folder: string | undefined, redact: (text: string) => string) {
    this.#folder = folder;
    this.#redact = redact;
  }

  /**
   * Sends the request and saves what is answered with status 200. Any other answer, and a body of at most
   * `inMemoryBytes`, is handed back as text.
   * @throws Failure `upstream` when an error message, a page or (unless it is a report) nothing came instead of the file,
   * `not_configured` when there is no folder for it
   */
  async fetch(http: Http, request: HttpRequest, wanted: WantedFile): Promise<HttpAnswer | Download> {
    // A report may fit into memory. For anything else the folder must be known before the request is sent.
    if (wanted.inMemoryBytes === undefined) this.#requiredFolder();
    // No content encoding is accepted, so that the file's size can be compared with Content-Length.
    const headers = { ...request.headers, accept: '*/*', 'accept-encoding': 'identity' };
    const answer = await http.stream({ ...request, headers }, (stream, signal) =>
      this.#receive(stream, wanted, { ...request, signal }),
    );
    if (answer.status !== 204) return answer;
    // 204 No Content is a valid answer for a report without rows, but not for a recording or an attachment.
    const failure = insteadOfFile(answer, 'nothing', undefined, wanted);
    if (failure) throw failure;
    return { ...answer, status: 200 };
  }

  async #receive(answer: HttpStream, wanted: WantedFile, request: HttpRequest): Promise<HttpAnswer | Download> {
    const { status, headers } = answer;
    const { inMemoryBytes = 0 } = wanted;
    let beginning = await readUpTo(answer.body, Math.max(inMemoryBytes, limits.sniffedBytes));
    const sniffedType = sniffType(beginning.bytes, headers);
    // What may have come instead of the file is read further, for its message.
    if (sniffedType !== 'other' && !beginning.isWhole) beginning = await readUpTo(answer.body, limits.refusalBytes);
    const wholeBody = beginning.isWhole ? beginning.bytes : undefined;
    const failure = insteadOfFile(answer, sniffedType, wholeBody, { ...wanted, redact: this.#redact });
    if (failure) throw failure;
    const charset = charsetOf(headers);
    if (beginning.isWhole && beginning.bytes.length <= inMemoryBytes) {
      request.onProgress?.(beginning.bytes.length, undefined);
      return { status, headers, text: decodeBytes(beginning.bytes, charset) };
    }
    const body = beginning.isWhole ? Readable.from([beginning.bytes]) : answer.body;
    const saveAs = this.#nameAndTypeOf(headers, wanted, beginning.bytes);
    const file = await saveBody(this.#requiredFolder(), { headers, body }, saveAs, request);
    return { status, headers, text: '', file, charset };
  }

  /** @throws Failure `not_configured` when there is none */
  #requiredFolder(): string {
    if (this.#folder !== undefined) return this.#folder;
    throw new Failure('not_configured', 'This user has no home directory, and no other folder for downloads is set.', {
      hint: 'Nothing was saved. Set PUZZEL_MCP_DOWNLOAD_DIR to a folder, then restart this server.',
    });
  }

  #nameAndTypeOf(headers: Headers, { name, expected }: WantedFile, beginning: Buffer) {
    const sentType = header(headers, 'content-type');
    const type = expected === 'media' && !isSoundOrVideo(sentType) ? (soundTypeOf(beginning) ?? sentType) : sentType;
    const filename = safeFilename(header(headers, 'content-disposition'), name, type ?? '', this.#redact);
    return { filename, mime_type: this.#redact(mediaTypeOf(type, filename)) };
  }
}
