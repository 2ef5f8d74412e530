import { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { Failure } from '../failure.js';

/** Undoes `content-encoding`; an unknown one is an error, never passed on as data. */
export function decoded(body: Readable, encoding: string | undefined): Readable {
  switch (encoding?.trim().toLowerCase() ?? '') {
    case '':
    case 'identity':
      return body;
    case 'gzip':
    case 'x-gzip':
      return piped(body, createGunzip());
    case 'deflate':
      return piped(body, createInflate());
    case 'br':
      return piped(body, createBrotliDecompress());
    default:
      body.destroy();
      throw new Failure('upstream', `The answer is packed in a way that nobody asked for (${encoding}).`);
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
  throw new Failure('upstream', `The answer is larger than ${Math.floor(maxBytes / 1024 / 1024)} MiB.`, {
    hint: 'Ask for less: a shorter period or a filter.',
  });
}

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
  const text = (chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)).toString('utf8');
  return { text: text.charCodeAt(0) === 0xfeff ? text.slice(1) : text };
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
