import { isUtf8 } from 'node:buffer';
import { pipeline, type Readable, Transform } from 'node:stream';
import { promisify, TextDecoder } from 'node:util';
import {
  brotliDecompress,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  gunzip,
  inflate,
  type ZlibOptions,
} from 'node:zlib';
import { Failure } from '../failure.js';
import { limits } from '../limits.js';
import { longStep, turn } from '../turns.js';
import { announcedLength, type Headers, header } from './headers.js';

/** A content encoding: how to decode a stream, and how to decode complete bytes. */
interface Encoding {
  stream: () => NodeJS.ReadWriteStream & Readable;
  whole: (bytes: Buffer, options: ZlibOptions) => Promise<Buffer>;
}

const gzip: Encoding = { stream: createGunzip, whole: promisify<Buffer, ZlibOptions, Buffer>(gunzip) };

const encodings: ReadonlyMap<string, Encoding | undefined> = new Map([
  ['', undefined],
  ['identity', undefined],
  ['gzip', gzip],
  ['x-gzip', gzip],
  ['deflate', { stream: createInflate, whole: promisify<Buffer, ZlibOptions, Buffer>(inflate) }],
  ['br', { stream: createBrotliDecompress, whole: promisify<Buffer, ZlibOptions, Buffer>(brotliDecompress) }],
]);

/** What is sent as `accept-encoding`. */
export const acceptedEncodings = 'gzip, br';

/**
 * The encoding that `content-encoding` names; undefined for a body that is not compressed.
 * @throws Failure `upstream` for an unknown encoding: a body in it is never passed on as data
 */
function encodingOf(headers: Headers): Encoding | undefined {
  const encoding = header(headers, 'content-encoding');
  const name = encoding?.trim().toLowerCase() ?? '';
  if (encodings.has(name)) return encodings.get(name);
  throw new Failure('upstream', `The answer has a content encoding that was not asked for (${encoding}).`);
}

/** The body, decompressed. It fails with Failure `upstream` when it decompresses to far more than its own size. */
export function decodedStream(body: Readable, headers: Headers): Readable {
  const encoding = encodingOf(headers);
  if (!encoding) return body;
  let [compressedBytes, decompressedBytes] = [0, 0];
  const ratioGuard = new Transform({
    transform(chunk: Buffer, _, done) {
      decompressedBytes += chunk.length;
      done(
        decompressedBytes > limits.compressionFreeBytes && decompressedBytes > compressedBytes * limits.compressionRatio
          ? tooDense()
          : null,
        chunk,
      );
    },
  });
  body.on('data', (chunk: Buffer) => {
    compressedBytes += chunk.length;
  });
  // The reader gets every error; without this listener, one that comes before anybody reads would end the process.
  return pipeline(body, encoding.stream(), ratioGuard, () => {}).on('error', () => {});
}

/**
 * A whole body as text, read into memory and decompressed. `onBytes` gets the number of bytes received so far.
 * @throws Failure `upstream` when the body is larger than `limits.memoryBytes`, or decompresses to far more than its own size
 */
export async function readAnswer(body: Readable, headers: Headers, onBytes: (bytes: number) => void): Promise<string> {
  const encoding = encodingOf(headers);
  if ((announcedLength(headers) ?? 0) > limits.memoryBytes) throw tooLarge();
  const { bytes, isWhole } = await readUpTo(body, limits.memoryBytes, onBytes);
  if (!isWhole) throw tooLarge();
  const charset = charsetOf(headers);
  if (!encoding || bytes.length === 0) return decodeAlone(bytes.length, () => decodeInTurns(bytes, charset));
  const allowedBytes = Math.max(limits.compressionFreeBytes, bytes.length * limits.compressionRatio);
  try {
    return await decodeAlone(allowedBytes, async () =>
      decodeInTurns(
        await encoding.whole(bytes, { maxOutputLength: Math.min(limits.memoryBytes, allowedBytes) }),
        charset,
      ),
    );
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw allowedBytes < limits.memoryBytes ? tooDense() : tooLarge();
  }
}

/** Decodes an answer. One that may be long waits until no other long answer is at work (turns.ts). */
const decodeAlone = (maxBytes: number, work: () => Promise<string>): Promise<string> =>
  maxBytes <= limits.longBytes ? work() : longStep('text', work);

/** The beginning of a refusal's body as text, decompressed; '' when it cannot be read: the status says what matters. */
export async function readRefusal(body: Readable, headers: Headers): Promise<string> {
  try {
    const { bytes } = await readUpTo(decodedStream(body, headers), limits.refusalBytes);
    return decodeBytes(bytes.subarray(0, limits.refusalBytes), charsetOf(headers));
  } catch {
    return '';
  }
}

/**
 * The whole body when it is at most `maxBytes` long. Otherwise its beginning, which is also put back, so that the body can
 * still be read from its start.
 */
export async function readUpTo(
  body: Readable,
  maxBytes: number,
  onBytes: (bytes: number) => void = () => {},
): Promise<{ bytes: Buffer; isWhole: boolean }> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body.iterator({ destroyOnReturn: false })) {
    chunks.push(chunk);
    length += chunk.length;
    onBytes(length);
    if (length > maxBytes) {
      const bytes = Buffer.concat(chunks, length);
      body.unshift(bytes);
      return { bytes, isWhole: false };
    }
  }
  return { bytes: chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, length), isWhole: true };
}

/** Charsets in which any bytes are valid text: when the bytes are also valid UTF-8, the header is taken to be wrong. */
const singleByteCharsets = /^(windows-125\d|iso-8859-\d+|latin\d|us-ascii|ascii)$/i;

/** Bytes that are decoded in one turn, which takes up to 40 milliseconds. */
const bytesPerTurn = 4 * 1024 * 1024;

/** The same as {@link decodeBytes} for bytes of any length: other calls get their turns in between. */
async function decodeInTurns(bytes: Buffer, charset: string): Promise<string> {
  if (bytes.length <= bytesPerTurn) return decodeBytes(bytes, charset);
  const decoder = bodyDecoder(bytes, charset);
  let text = '';
  for (let start = 0; start < bytes.length; start += bytesPerTurn) {
    await turn();
    text += decoder.decode(bytes.subarray(start, start + bytesPerTurn), { stream: true });
  }
  return text + decoder.decode();
}

/** Bytes as text without a byte order mark. An unknown charset counts as UTF-8. */
export function decodeBytes(bytes: Buffer, charset = 'utf-8'): string {
  const decoder = bodyDecoder(bytes, charset);
  // Without `stream`, Node 20 decodes windows-1252 as Latin-1, which has no €.
  return decoder.encoding === 'utf-8'
    ? decoder.decode(bytes)
    : decoder.decode(bytes, { stream: true }) + decoder.decode();
}

const bodyDecoder = (bytes: Buffer, charset: string): TextDecoder =>
  decoderFor(singleByteCharsets.test(charset) && isUtf8(bytes) ? 'utf-8' : charset, bytes);

/** A decoder for the charset that a header names, unless a byte order mark or a zero in the first two bytes shows UTF-16. */
export function decoderFor(charset: string, [first, second]: Iterable<number>): TextDecoder {
  const isLittleEndian = (first === 0xff && second === 0xfe) || (second === 0 && (first ?? 0) > 0);
  const isBigEndian = (first === 0xfe && second === 0xff) || (first === 0 && (second ?? 0) > 0);
  try {
    return new TextDecoder(isLittleEndian ? 'utf-16le' : isBigEndian ? 'utf-16be' : charset);
  } catch {
    return new TextDecoder();
  }
}

/** The `charset` of a content type; UTF-8 when it names none. */
export function charsetOf(headers: Headers): string {
  return /;\s*charset\s*=\s*["']?([\w:.-]+)/i.exec(header(headers, 'content-type') ?? '')?.[1] ?? 'utf-8';
}

const tooDense = (): Failure =>
  new Failure(
    'upstream',
    `The answer decompresses to more than ${limits.compressionRatio} times its size; it was not kept.`,
    { hint: 'No recording or report does: tell the person that something else may have answered.' },
  );

const tooLarge = (): Failure =>
  new Failure('upstream', `The answer is larger than ${limits.memoryBytes / 1024 / 1024} MiB.`, {
    hint: 'Ask for less: a shorter period or a filter.',
  });
