import { createHash, randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { charsetOf, decodeBytes, readUpTo } from '../../src/http/body.js';
import { Http } from '../../src/http/client.js';
import type { HttpRequest } from '../../src/http/request.js';
import { binaryAnswer, type RawServer, rawServer } from '../support/raw-server.js';
import { closedAfterTest } from '../support/set-up.js';

const client = () => closedAfterTest(new Http({ timeoutMs: 5_000, userAgent: 'test' }));
const server = async (answer: (socket: Socket) => void) => closedAfterTest(await rawServer(answer));
const request = ({ url }: RawServer, signal = new AbortController().signal): HttpRequest => ({
  method: 'GET',
  url: `${url}/x`,
  headers: {},
  signal,
  repeatable: false,
});

const noise = randomBytes(3 * 1024 * 1024 + 17);
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const digestOf = async (body: Readable, pause = 0): Promise<string> => {
  const hash = createHash('sha256');
  for await (const bytes of body) {
    hash.update(bytes);
    if (pause > 0) await sleep(pause);
  }
  return hash.digest('hex');
};
const digest = sha256(noise);

const compressed = gzipSync(noise);
/** Announces a thousand bytes, and sends `some`. */
const unfinished = binaryAnswer(Buffer.alloc(1000, 'some'), { cutAt: 4 });
const unfinishedGzip = binaryAnswer(compressed, { encoding: 'gzip', cutAt: 100_000 });

describe('a streamed body', () => {
  it.each([
    ['a reader that is as fast as the socket', 0],
    ['a reader that is slower', 5],
  ])('is complete and in order for %s, and the connection is used again', async (_, pause) => {
    const upstream = await server(binaryAnswer(noise));
    const http = client();
    for (const _round of [1, 2]) {
      expect(await http.stream(request(upstream), ({ body }) => digestOf(body, pause))).toBe(digest);
    }
    expect(upstream.sockets).toHaveLength(1);
  });

  it('is complete in chunked encoding, in chunks smaller and larger than a read', async () => {
    const upstream = await server((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n');
      for (let [at, size] = [0, 1]; at < noise.length; at += size, size = (size * 3) % 700_001) {
        const piece = noise.subarray(at, at + size);
        socket.write(`${piece.length.toString(16)}\r\n`);
        socket.write(piece);
        socket.write('\r\n');
      }
      socket.write('0\r\n\r\n');
    });
    expect(await client().stream(request(upstream), ({ body }) => digestOf(body))).toBe(digest);
  });

  it('is complete when small pieces arrive faster than they are read', async () => {
    const pieces = Array.from({ length: 200 }, (_, index) => `${index} `.repeat(2_000));
    const upstream = await server(async (socket) => {
      socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${pieces.join('').length}\r\n\r\n`);
      for (const piece of pieces) {
        socket.write(piece);
        await sleep(1);
      }
    });
    const bytes: Buffer[] = [];
    await client().stream(request(upstream), async ({ body }) => {
      for await (const chunk of body) {
        await sleep(3);
        bytes.push(Buffer.from(chunk));
      }
    });
    expect(Buffer.concat(bytes).toString() === pieces.join('')).toBe(true);
  });

  it('is complete when its connection ends before a slow reader has read it, while other connections receive data', async () => {
    const zeros = Buffer.alloc(noise.length);
    const sendAndEnd = (bytes: Buffer) => (socket: Socket) => {
      socket.write('HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n');
      socket.end(bytes.subarray(0, 700_000));
    };
    const [upstream, otherUpstream] = [await server(sendAndEnd(noise)), await server(sendAndEnd(zeros))];
    const http = client();
    const bytes: Buffer[] = [];
    await http.stream(request(upstream), async ({ body }) => {
      for await (const chunk of body) {
        await sleep(30);
        await Promise.all([1, 2, 3].map(() => http.stream(request(otherUpstream), ({ body }) => digestOf(body))));
        bytes.push(Buffer.from(chunk));
      }
    });
    expect(Buffer.concat(bytes).equals(noise.subarray(0, 700_000))).toBe(true);
  });

  const framings = {
    'until the connection closes': (bytes: Buffer) => ['Connection: close\r\n\r\n', bytes],
    'with Content-Length': (bytes: Buffer) => [`Content-Length: ${bytes.length}\r\n\r\n`, bytes],
    'with Content-Length and Connection: close': (bytes: Buffer) => [
      `Connection: close\r\nContent-Length: ${bytes.length}\r\n\r\n`,
      bytes,
    ],
    chunked: (bytes: Buffer) => [
      `Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n${bytes.length.toString(16)}\r\n`,
      bytes,
      '\r\n0\r\n\r\n',
    ],
  };
  const sizes = [100, 40_000, noise.length];
  it('is complete when the connection ends before it is read, in every framing and size', async () => {
    const reads = Object.entries(framings).flatMap(([framing, parts]) =>
      sizes.map(async (size) => {
        const bytes = noise.subarray(0, size);
        const upstream = await server((socket) => {
          socket.write('HTTP/1.1 200 OK\r\n');
          for (const part of parts(bytes)) socket.write(part);
          socket.end();
        });
        const read = await client().stream(request(upstream), async ({ body }) => {
          await sleep(100);
          return digestOf(body, 1);
        });
        return read === sha256(bytes) ? [] : `${framing}, ${size} bytes`;
      }),
    );
    expect((await Promise.all(reads)).flat()).toEqual([]);
  });

  it('is decompressed', async () => {
    const upstream = await server(binaryAnswer(compressed, { encoding: 'gzip' }));
    expect(await client().stream(request(upstream), ({ body }) => digestOf(body))).toBe(digest);
  });

  it('is still complete after its beginning was read', async () => {
    const upstream = await server(binaryAnswer(noise));
    const read = await client().stream(request(upstream), async ({ body }) => {
      const beginning = await readUpTo(body, 1024 * 1024);
      return beginning.isWhole ? 'too short' : digestOf(body);
    });
    expect(read).toBe(digest);
  });
});

describe('a body that is not read to its end', () => {
  const readers: Record<string, (body: Readable) => Promise<unknown>> = {
    'it is not read at all': async () => 'stopped',
    'only its beginning is read': async (body) => {
      for await (const _ of body) return 'stopped';
    },
    'only its beginning is read, by readUpTo': async (body) => {
      const read = await readUpTo(body, 2);
      return read.isWhole ? 'too short' : 'stopped';
    },
  };
  it.each(Object.entries(readers))('ends the request: %s', async (_, read) => {
    const upstream = await server(unfinished);
    expect(await client().stream(request(upstream), ({ body }) => read(body))).toBe('stopped');
    await expect.poll(() => upstream.sockets[0]?.destroyed).toBe(true);
  });

  it('ends the request when it is compressed', async () => {
    const upstream = await server(unfinishedGzip);
    const outcome = client().stream(request(upstream), async ({ body }) => {
      for await (const _ of body) return 'stopped';
    });
    expect(await outcome).toBe('stopped');
    await expect.poll(() => upstream.sockets[0]?.destroyed).toBe(true);
  });

  it('ends the request when its reader fails, and keeps the error of the reader', async () => {
    const upstream = await server(unfinished);
    const failed = client().stream(request(upstream), async ({ body }) => {
      for await (const _ of body) throw Object.assign(new Error('the disk is full'), { code: 'ENOSPC' });
    });
    await expect(failed).rejects.toMatchObject({ cause: { code: 'ENOSPC' } });
    await expect.poll(() => upstream.sockets[0]?.destroyed).toBe(true);
  });
});

describe('a body that is incomplete or broken', () => {
  it.each([
    ['not compressed', unfinished],
    ['compressed', unfinishedGzip],
  ])('is an error when the connection dies: %s', async (_, answer) => {
    const upstream = await server((socket) => {
      answer(socket);
      setTimeout(() => socket.destroy(), 50);
    });
    await expect(client().stream(request(upstream), ({ body }) => digestOf(body))).rejects.toMatchObject({
      kind: 'network',
    });
  });

  it.each([
    ['shorter than announced', 'Content-Length: 1000\r\n\r\nsome'],
    ['cut within a chunk', 'Transfer-Encoding: chunked\r\n\r\n4\r\nsome\r\n8\r\nm'],
  ])('is an error when the connection ends before it is read: %s', async (_, rest) => {
    const upstream = await server((socket) => socket.end(`HTTP/1.1 200 OK\r\nConnection: close\r\n${rest}`));
    const http = client();
    const read = http.stream(request(upstream), async ({ body }) => {
      await sleep(100);
      return digestOf(body);
    });
    await expect(read).rejects.toMatchObject({ kind: 'network' });
    await expect(http.send(request(upstream))).rejects.toMatchObject({ kind: 'network' });
  });

  it.each(Object.entries({ gzip: gzipSync, br: brotliCompressSync }))(
    'is an error when it is compressed (%s) and cut, although its length is as announced',
    async (encoding, pack) => {
      const cut = pack(noise.subarray(0, 60_000)).subarray(0, 20_000);
      const upstream = await server(binaryAnswer(cut, { encoding }));
      const http = client();
      const read = http.stream(request(upstream), async ({ body }) => {
        await readUpTo(body, 1_000);
        // As in a download, nobody reads the body while its file is created.
        await sleep(50);
        return digestOf(body);
      });
      await expect(read).rejects.toMatchObject({ kind: 'network' });
      await expect(http.send(request(upstream))).rejects.toMatchObject({ kind: 'network' });
    },
  );

  it('is an error that says so when it cannot be decompressed', async () => {
    const upstream = await server(binaryAnswer(Buffer.from('{}'), { encoding: 'gzip' }));
    const read = client().stream(request(upstream), ({ body }) => digestOf(body));
    await expect(read).rejects.toMatchObject({ kind: 'upstream', message: expect.stringContaining('decompressed') });
  });

  it('is an error when it decompresses to more than 100 times its size, but only above 1 MiB', async () => {
    const readZeros = async (count: number) => {
      const upstream = await server(binaryAnswer(gzipSync(Buffer.alloc(count)), { encoding: 'gzip' }));
      return client().stream(request(upstream), ({ body }) => digestOf(body));
    };
    const message = expect.stringContaining('100 times');
    await expect(readZeros(60_000_000)).rejects.toMatchObject({ kind: 'upstream', message });
    expect(await readZeros(900_000)).toBe(sha256(Buffer.alloc(900_000)));
  });

  it('does not hide the status of a refusal', async () => {
    const heads = [
      'Content-Encoding: zstd\r\nContent-Length: 2',
      'Content-Encoding: gzip\r\nContent-Length: 2',
      'Content-Length: 18000000',
    ];
    for (const head of heads) {
      const upstream = await server((socket) => socket.end(`HTTP/1.1 429 Slow\r\nRetry-After: 7\r\n${head}\r\n\r\n{}`));
      const http = client();
      expect(await http.send(request(upstream)), head).toMatchObject({ status: 429, headers: { 'retry-after': '7' } });
      expect(await http.stream(request(upstream), async () => 'a file'), head).toMatchObject({ status: 429 });
    }
  });

  it('is an error when its length is not announced and the connection breaks', async () => {
    const upstream = await server((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nsome');
      setTimeout(() => socket.resetAndDestroy(), 50);
    });
    const http = client();
    await expect(http.stream(request(upstream), ({ body }) => digestOf(body))).rejects.toMatchObject({
      kind: 'network',
    });
    await expect(http.send(request(upstream))).rejects.toMatchObject({ kind: 'network' });
  });

  it.each([
    ['waits for more', 0, 'somemoremost'],
    ['is busy with what it has read', 300, 'somemore'],
  ])('ends when the call is cancelled while its reader %s', async (_, busyMs, textAtAbort) => {
    const cancelled = new AbortController();
    const upstream = await server(unfinished);
    let text = '';
    const read = client().stream(request(upstream, cancelled.signal), async ({ body }) => {
      for await (const chunk of body) {
        text += chunk.toString();
        if (text === 'some') upstream.sockets[0]?.write('more');
        // A busy reader is cancelled when 'most' has arrived and has not been read.
        if (text === 'somemore') upstream.sockets[0]?.write('most');
        if (text === textAtAbort) setTimeout(() => cancelled.abort(), 50);
        if (text === 'somemore') await sleep(busyMs);
      }
    });
    await expect(read).rejects.toMatchObject({ kind: 'cancelled' });
    expect(text).toBe(textAtAbort);
    await expect.poll(() => upstream.sockets[0]?.destroyed).toBe(true);
  });
});

describe('an answer that is too long for memory', () => {
  it('is refused by its Content-Length, before it arrives', async () => {
    const upstream = await server((socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n'));
    await expect(client().send(request(upstream))).rejects.toMatchObject({
      kind: 'upstream',
      message: expect.stringContaining('larger than 16 MiB'),
    });
    await expect.poll(() => upstream.sockets[0]?.destroyed).toBe(true);
  });

  it('is refused when it only becomes too long as it is decompressed', async () => {
    const packed = gzipSync(Buffer.concat([noise.subarray(0, 300_000), Buffer.alloc(17 * 1024 * 1024)]));
    const upstream = await server(binaryAnswer(packed, { encoding: 'gzip' }));
    const message = expect.stringContaining('larger than 16 MiB');
    await expect(client().send(request(upstream))).rejects.toMatchObject({ kind: 'upstream', message });
  });
});

describe('bytes become text', () => {
  const utf16 = (text: string) => Buffer.from(text, 'utf16le');

  it('without a loss where a long answer is decoded in several turns', async () => {
    const text = `x${'æ'.repeat(2.5 * 1024 * 1024)}`;
    const upstream = await server(binaryAnswer(Buffer.concat([Buffer.from(text), Buffer.from([0xc3])])));
    expect((await client().send(request(upstream))).text === `${text}\ufffd`).toBe(true);
  });

  it('in the charset that the header names, unless they are UTF-16 or valid UTF-8', () => {
    const cases: [bytes: Buffer, charset: string | undefined, text: string][] = [
      [Buffer.from([0x35, 0x20, 0x80, 0x96, 0xfc]), 'windows-1252', '5 €–ü'],
      [Buffer.from([0xe5]), 'iso-8859-1', 'å'],
      [Buffer.from('blåbær'), 'iso-8859-1', 'blåbær'],
      [Buffer.from('blåbær'), 'latin1', 'blåbær'],
      [Buffer.from('blåbær'), 'windows-1252', 'blåbær'],
      [Buffer.from('blåbær'), 'us-ascii', 'blåbær'],
      [Buffer.from('blåbær'), undefined, 'blåbær'],
      [utf16('\ufeffÅge'), 'utf-16', 'Åge'],
      [utf16('\ufeffÅge').swap16(), 'utf-16', 'Åge'],
      [utf16('\ufeffÅge').swap16(), undefined, 'Åge'],
      [utf16('{"a":1}'), undefined, '{"a":1}'],
      [utf16('{"a":1}').swap16(), undefined, '{"a":1}'],
      [Buffer.from([0xff, 0x61]), 'windows-1252', 'ÿa'],
      [Buffer.from([0xfe, 0x61]), 'windows-1252', 'þa'],
      [Buffer.from('x'), 'no-such-charset', 'x'],
      [Buffer.alloc(0), 'utf-16', ''],
    ];
    expect(cases.filter(([bytes, charset, text]) => decodeBytes(bytes, charset) !== text)).toEqual([]);
    expect(charsetOf({ 'content-type': "text/csv; charset='windows-1252'" })).toBe('windows-1252');
  });
});
