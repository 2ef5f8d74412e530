import { Readable } from 'node:stream';
import { promisify } from 'node:util';
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

/** A way to pack a body: how it is undone for a stream, and for octets that are all here. */
interface Packing {
  stream: () => NodeJS.ReadWriteStream & Readable;
  whole: (octets: Buffer, options: ZlibOptions) => Promise<Buffer>;
}

const gzip: Packing = { stream: createGunzip, whole: promisify<Buffer, ZlibOptions, Buffer>(gunzip) };

const packings: ReadonlyMap<string, Packing | undefined> = new Map([
  ['', undefined],
  ['identity', undefined],
  ['gzip', gzip],
  ['x-gzip', gzip],
  ['deflate', { stream: createInflate, whole: promisify<Buffer, ZlibOptions, Buffer>(inflate) }],
  ['br', { stream: createBrotliDecompress, whole: promisify<Buffer, ZlibOptions, Buffer>(brotliDecompress) }],
]);

/**
 * What `content-encoding` names; undefined for a body that is not packed.
 * @throws Failure `upstream` for an unknown one: what it packs is never passed on as data
 */
export function packingOf(encoding: string | undefined): Packing | undefined {
  const name = encoding?.trim().toLowerCase() ?? '';
  if (packings.has(name)) return packings.get(name);
  throw new Failure('upstream', `The answer is packed in a way that nobody asked for (${encoding}).`);
}

/** The body unpacked as it comes. */
export function decoded(body: Readable, encoding: string | undefined): Readable {
  try {
    const packing = packingOf(encoding);
    return packing ? piped(body, packing.stream()) : body;
  } catch (error) {
    body.destroy();
    throw error;
  }
}

/** All of a body, unpacked, as text without a byte order mark. Longer than `maxBytes` is a Failure `upstream`. */
export async function textOf(octets: Buffer, encoding: string | undefined, maxBytes: number): Promise<string> {
  const packing = octets.length === 0 ? undefined : packingOf(encoding);
  if (!packing) return asText(octets);
  try {
    return asText(await packing.whole(octets, { maxOutputLength: maxBytes }));
  } catch (error) {
    throw error instanceof RangeError ? tooLarge(maxBytes) : error;
  }
}

function piped(body: Readable, unpack: NodeJS.ReadWriteStream & Readable): Readable {
  // Whoever asked may have left already; a reader sees the error all the same.
  unpack.on('error', () => {});
  body.on('error', (error) => unpack.destroy(error));
  // What is packed wrongly may fail before anyone reads (a folder is made first); the reader hears of it all the same.
  unpack.on('error', () => {});
  unpack.on('close', () => body.destroy());
  body.pipe(unpack);
  return unpack;
}

/** Hears how many bytes have come in all. */
export type Arrival = (bytes: number) => void;

/** The whole body as text, without a byte order mark. Longer than `maxBytes` is a Failure `upstream`. */
export async function readText(body: Readable, maxBytes: number, arrived?: Arrival): Promise<string> {
  const read = await readUpTo(body, maxBytes, arrived);
  if ('text' in read) return read.text;
  read.rest.destroy();
  throw tooLarge(maxBytes);
}

export const tooLarge = (maxBytes: number): Failure =>
  new Failure('upstream', `The answer is larger than ${Math.floor(maxBytes / 1024 / 1024)} MiB.`, {
    hint: 'Ask for less: a shorter period or a filter.',
  });

/** The body as text when it is at most `maxBytes` long, else a stream of all of it. */
export async function readUpTo(
  body: Readable,
  maxBytes: number,
  arrived?: Arrival,
): Promise<{ text: string } | { rest: Readable }> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  const source = body[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  for (let next = await source.next(); !next.done; next = await source.next()) {
    chunks.push(next.value);
    bytes += next.value.length;
    arrived?.(bytes);
    if (bytes > maxBytes) return { rest: rejoined(chunks, source, body) };
  }
  return { text: asText(Buffer.concat(chunks)) };
}

function asText(octets: Buffer): string {
  const text = octets.toString('utf8');
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

function rejoined(chunks: Buffer[], source: AsyncIterator<Buffer>, body: Readable): Readable {
  async function* all() {
    yield* chunks;
    for (let next = await source.next(); !next.done; next = await source.next()) yield next.value;
  }
  const rest = Readable.from(all());
  rest.on('close', () => body.destroy());
  return rest;
}
