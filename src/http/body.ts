import { pipeline, type Readable } from 'node:stream';
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
import { Gathering } from './gathering.js';

/** The octets of an answer as they come. A loop that is left early ends them. */
export type Body = AsyncIterable<Buffer, undefined>;

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
export function decoded(body: Body, encoding: string | undefined): Body {
  const packing = packingOf(encoding);
  // Whoever reads hears of errors, of the body's and of the packing's.
  return packing ? pipeline(body, packing.stream(), () => {}) : body;
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

/** Hears how many bytes have come in all. */
export type Arrival = (bytes: number) => void;

/** The whole body as text, without a byte order mark. Longer than `maxBytes` is a Failure `upstream`. */
export async function readText(body: Body, maxBytes: number): Promise<string> {
  const read = await readUpTo(body, maxBytes, () => {});
  if ('text' in read) return read.text;
  throw tooLarge(maxBytes);
}

export const tooLarge = (maxBytes: number): Failure =>
  new Failure('upstream', `The answer is larger than ${Math.floor(maxBytes / 1024 / 1024)} MiB.`, {
    hint: 'Ask for less: a shorter period or a filter.',
  });

/** The body as text when it is at most `maxBytes` long, else all of it. */
export async function readUpTo(
  body: Body,
  maxBytes: number,
  arrived: Arrival,
): Promise<{ text: string } | { whole: Body }> {
  const gathering = new Gathering();
  const source = body[Symbol.asyncIterator]();
  for (let next = await source.next(); !next.done; next = await source.next()) {
    gathering.add(next.value);
    arrived(gathering.length);
    if (gathering.length > maxBytes)
      return { whole: rejoined(gathering.octets, { [Symbol.asyncIterator]: () => source }) };
  }
  return { text: asText(gathering.octets) };
}

function asText(octets: Buffer): string {
  const text = octets.toString('utf8');
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

async function* rejoined(begin: Buffer, rest: Body): AsyncGenerator<Buffer, undefined> {
  yield begin;
  yield* rest;
}
