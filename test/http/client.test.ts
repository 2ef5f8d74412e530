import { getEventListeners } from 'node:events';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readUpTo } from '../../src/http/body.js';
import { Http } from '../../src/http/client.js';
import type { HttpRequest } from '../../src/http/request.js';
import { failureOf } from '../support/failure-of.js';
import { fakeServer } from '../support/fake-server.js';
import { binaryAnswer, type RawServer, rawAnswer, rawServer } from '../support/raw-server.js';
import { closedAfterTest } from '../support/set-up.js';

const client = (timeoutMs = 5_000) => closedAfterTest(new Http({ timeoutMs, userAgent: 'test' }));
const server = async (answer: (socket: Socket, head: string) => void) => closedAfterTest(await rawServer(answer));
const request = ({ url }: { url: string }, more: Partial<HttpRequest> = {}): HttpRequest => ({
  method: 'GET',
  url: `${url}/x`,
  headers: {},
  signal: new AbortController().signal,
  repeatable: true,
  ...more,
});
const write = (to: { url: string }) => request(to, { method: 'POST', repeatable: false, body: '{}' });
const send = (http: Http, request: HttpRequest) => http.send(request);
const stream = (http: Http, request: HttpRequest) => http.stream(request, ({ body }) => readUpTo(body, 1024));
const tooLargeHeaders = { kind: 'upstream', message: expect.stringMatching(/^The headers .* too large/) };
const responseHead = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n';

/** Writes the beginning, then the drop every few milliseconds. */
const drips = (beginning: string, drop: string, milliseconds = 20) =>
  server((socket) => {
    socket.write(beginning);
    const timer = setInterval(() => socket.write(drop), milliseconds);
    socket.on('close', () => clearInterval(timer));
  });
const chunkedHead = `${responseHead}Transfer-Encoding: chunked\r\n\r\n`;

describe('each phase has its time limit', () => {
  it('first byte: a timeout when nothing comes at all', async () => {
    const silent = await server(() => {});
    const slow = request(silent, { slow: true });
    const failures = [
      failureOf(send(client(300), request(silent))),
      failureOf(stream(client(300), request(silent))),
      failureOf(send(client(30), slow)),
    ];
    expect(await Promise.all(failures)).toMatchObject([
      { kind: 'timeout' },
      { kind: 'timeout' },
      { message: 'No complete answer within 300 ms.' },
    ]);
  });

  it('whole call: a timeout for a body, headers or interim answers that drip', async () => {
    const upstreams = await Promise.all([
      drips(chunkedHead, '1\r\n \r\n'),
      drips(responseHead, 'X: 1\r\n'),
      drips('', 'HTTP/1.1 103 Early Hints\r\n\r\n'),
    ]);
    const failures = upstreams.map((upstream) => failureOf(client(400).send(request(upstream))));
    const timeout = {
      kind: 'timeout',
      message: 'No complete answer within 400 ms.',
      hint: expect.stringContaining('After a write, read first'),
    };
    expect(await Promise.all(failures)).toMatchObject([timeout, timeout, timeout]);
  });

  it('between bytes: a transfer goes on as long as bytes come, and ends when they stop', async () => {
    let sentBytes = 0;
    const slow = await server(async (socket) => {
      socket.write(`${responseHead}Content-Length: 100\r\n\r\n`);
      for (; sentBytes < 12; sentBytes += 1) {
        await sleep(100);
        socket.write('x');
      }
    });
    const failure = await failureOf(stream(client(1_000), request(slow)));
    expect(failure).toMatchObject({ kind: 'timeout', message: expect.stringContaining('sent nothing more') });
    expect(sentBytes).toBe(12);
  });

  it('whole transfer: a timeout for a body that drips', async () => {
    const upstream = await drips(chunkedHead, '1\r\n \r\n', 10);
    const http = closedAfterTest(new Http({ timeoutMs: 20_000, transferMs: 300, userAgent: 'test' }));
    expect(await failureOf(stream(http, request(upstream)))).toMatchObject({
      kind: 'timeout',
      message: expect.stringContaining('within 300 ms'),
    });
  });

  it('connection: a TLS handshake that nobody answers ends within the limit, and at once when it is cancelled', async () => {
    const mute = await server(() => {});
    const url = mute.url.replace('http:', 'https:');
    expect(await failureOf(client(300).send(request({ url })))).toMatchObject({ kind: 'timeout' });
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 50);
    const cancelled = failureOf(client(20_000).send(request({ url }, { signal: stop.signal })));
    // The connection would be given up after ten seconds anyway.
    expect(await Promise.race([cancelled, sleep(7_000, 'too late')])).toMatchObject({ kind: 'cancelled' });
  });
});

describe('a cancelled call', () => {
  it.each<[string, (socket: Socket) => void, typeof send | typeof stream]>([
    ['before the answer', () => {}, send],
    ['in the headers', (socket) => socket.write(responseHead), send],
    ['in the body', (socket) => socket.write(`${responseHead}Content-Length: 100\r\n\r\nx`), send],
    ['in a refusal', (socket) => socket.write('HTTP/1.1 500 Down\r\nContent-Length: 9\r\n\r\nx'), send],
    ['before a transfer', () => {}, stream],
    ['in a transfer', (socket) => socket.write(`${responseHead}Content-Length: 100\r\n\r\nx`), stream],
  ])('%s closes its socket', async (_, answer, perform) => {
    const upstream = await server(answer);
    const stop = new AbortController();
    const call = failureOf(perform(client(), request(upstream, { signal: stop.signal })));
    await expect.poll(() => upstream.heads.length).toBe(1);
    await sleep(30);
    stop.abort();
    expect(await call).toMatchObject({ kind: 'cancelled' });
    await expect.poll(() => upstream.sockets[0]?.destroyed).toBe(true);
  });

  it('is not sent when it was cancelled before', async () => {
    const upstream = await server((socket) => void socket.write(rawAnswer('{}')));
    const call = client().send(request(upstream, { signal: AbortSignal.abort() }));
    expect(await failureOf(call)).toMatchObject({ kind: 'cancelled' });
    expect(upstream.heads).toEqual([]);
  });

  it('says so when it was the end of the server that cancelled it', async () => {
    for (const beginning of ['', 'HTTP/1.1 500 Down\r\nContent-Length: 9\r\n\r\nx']) {
      const upstream = await server((socket) => void socket.write(beginning));
      const http = client();
      const call = failureOf(http.send(request(upstream)));
      await expect.poll(() => upstream.heads.length).toBe(1);
      await sleep(30);
      await http.close();
      expect(await call).toMatchObject({ kind: 'cancelled', message: 'The server is shutting down.' });
    }
  });
});

describe('a read is sent once more', () => {
  /** Breaks the first connection that is used a second time, and answers every other request. */
  const serverThatBreaksReuse = () => {
    const used = new WeakSet<Socket>();
    let deaths = 0;
    return server((socket) => {
      if (used.has(socket) && deaths === 0) {
        deaths += 1;
        socket.destroy();
        return;
      }
      used.add(socket);
      socket.write(rawAnswer('fine'));
    });
  };

  it('when the kept-alive connection died before the first byte', async () => {
    const upstream = await serverThatBreaksReuse();
    const http = client();
    await http.send(request(upstream));
    expect((await http.send(request(upstream))).text).toBe('fine');
    expect(upstream.heads).toHaveLength(3);
  });

  it('but a write is not', async () => {
    const upstream = await serverThatBreaksReuse();
    const http = client();
    await http.send(request(upstream));
    expect(await failureOf(http.send(write(upstream)))).toMatchObject({ kind: 'network' });
    expect(upstream.heads).toHaveLength(2);
  });

  it('and not twice', async () => {
    const upstream = await server((socket) => socket.destroy());
    expect(await failureOf(client().send(request(upstream)))).toMatchObject({ kind: 'network' });
    expect(upstream.heads).toHaveLength(2);
  });

  it.each([
    'H',
    'HTTP/1.1 200',
    responseHead,
    `${responseHead}Content-Length: 9\r\n\r\n`,
    `${responseHead}Content-Length: 9\r\n\r\nx`,
  ])('and not when an answer had begun: %j', async (beginning) => {
    const upstream = await server((socket) => void socket.write(beginning, () => socket.destroy()));
    expect(await failureOf(client().send(request(upstream)))).toMatchObject({ kind: 'network' });
    expect(upstream.heads).toHaveLength(1);
  });
});

describe('an answer', () => {
  it('is refused above 16 MiB in memory', async () => {
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
    const upstream = await server((socket) => {
      socket.write(chunkedHead);
      const fill = () => {
        while (!socket.destroyed && socket.write(chunk));
      };
      socket.on('drain', fill);
      fill();
    });
    expect(await failureOf(client(20_000).send(request(upstream)))).toMatchObject({
      kind: 'upstream',
      message: expect.stringContaining('16 MiB'),
    });
    await expect.poll(() => upstream.sockets[0]?.destroyed).toBe(true);
  });

  it('may be empty although its header names an encoding', async () => {
    const empty = await server(binaryAnswer(Buffer.alloc(0), { encoding: 'gzip' }));
    expect(await client().send(request(empty))).toMatchObject({ status: 200, text: '' });
  });

  it('is cut to 256 KiB when its status is an error', async () => {
    const long = 'x'.repeat(1024 * 1024);
    const lengthWithStatus = async (status: number) => {
      const upstream = closedAfterTest(await fakeServer());
      upstream.answer((_, response) => void response.writeHead(status).end(long));
      return (await client().send(request(upstream))).text.length;
    };
    expect([await lengthWithStatus(200), await lengthWithStatus(400), await lengthWithStatus(503)]).toEqual([
      1024 * 1024,
      256 * 1024,
      256 * 1024,
    ]);
  });

  it('is decompressed, and decoded by the charset of its header, when its status is an error, too', async () => {
    const upstream = closedAfterTest(await fakeServer());
    const headers = { 'content-type': 'text/plain; charset=iso-8859-1', 'content-encoding': 'gzip' };
    const body = gzipSync(Buffer.from('blåbær', 'latin1'));
    upstream.answer((_, response) => void response.writeHead(400, headers).end(body));
    expect((await client().send(request(upstream))).text).toBe('blåbær');
    const redact = (text: string) => text.replace('bær', '[redacted]');
    const redacting = closedAfterTest(new Http({ timeoutMs: 5_000, userAgent: 'test', redact }));
    expect((await redacting.send(request(upstream))).text).toBe('blå[redacted]');
  });

  it('of 200 KB that decompresses to 200 MB is refused, in bounded memory', async () => {
    // Compressed files may follow one another; to compress all at once takes most of a second.
    const bomb = Buffer.concat(Array(20).fill(gzipSync(Buffer.alloc(10 * 1024 * 1024))));
    expect(bomb.length).toBeLessThan(256 * 1024);
    const upstream = await server(binaryAnswer(bomb, { encoding: 'gzip' }));
    const before = process.memoryUsage.rss();
    expect(await failureOf(client(20_000).send(request(upstream)))).toMatchObject({ kind: 'upstream' });
    expect((process.memoryUsage.rss() - before) / 1024 / 1024).toBeLessThan(150);
  });

  it('is refused when it decompresses to more than a hundred times its size, but only above 1 MiB', async () => {
    const pieces = ['x', '"a",', '{"id":1,"name":"Anna"},'].map((text) => text.repeat((3 * 1024 * 1024) / text.length));
    const small = gzipSync('x'.repeat(900_000));
    const upstream = await server((socket, head) => {
      const at = Number(/^GET \/(\d+)/.exec(head)?.[1]);
      binaryAnswer(pieces[at] === undefined ? small : gzipSync(pieces[at]), { encoding: 'gzip' })(socket);
    });
    const http = client();
    for (const at of [0, 1, 2]) {
      expect(await failureOf(http.send(request(upstream, { url: `${upstream.url}/${at}` })))).toMatchObject({
        kind: 'upstream',
        message: expect.stringContaining('more than 100 times its size'),
      });
    }
    expect((await http.send(request(upstream, { url: `${upstream.url}/9` }))).text).toHaveLength(900_000);
  });

  it.each([
    ['one endless header', (socket: Socket) => socket.write(`${responseHead}X: ${'x'.repeat(100_000)}`)],
    ['ten thousand headers', (socket: Socket) => socket.write(`${responseHead}${'X-Flood: 1\r\n'.repeat(10_000)}`)],
  ])('is refused above 32 KiB of headers: %s', async (_, flood) => {
    const upstream = await server(flood);
    expect(await failureOf(client(60_000).send(request(upstream)))).toMatchObject(tooLargeHeaders);
    await expect.poll(() => upstream.sockets[0]?.destroyed).toBe(true);
  });

  it('may have 24 KiB of headers', async () => {
    const upstream = await server((socket) => socket.write(rawAnswer('x', [`X: ${'x'.repeat(24 * 1024)}`])));
    expect((await client().send(request(upstream))).text).toBe('x');
  });

  it('in an encoding that was not asked for is refused, and so is one that is not what it says', async () => {
    const refusal = async (answer: string) => {
      const upstream = await server((socket) => socket.write(answer));
      return failureOf(client().send(request(upstream)));
    };
    for (const encoding of ['gzip, gzip', 'zstd', 'compress']) {
      const beginning = `${responseHead}Content-Encoding: ${encoding}\r\nContent-Length: 500000\r\n\r\n${'x'.repeat(1000)}`;
      const message = expect.stringContaining(`not asked for (${encoding})`);
      expect.soft(await refusal(beginning), encoding).toMatchObject({ kind: 'upstream', message });
    }
    for (const encoding of ['gzip', 'br', 'deflate']) {
      const message = expect.stringContaining('decompressed');
      const answer = rawAnswer('{"a":1}', [`Content-Encoding: ${encoding}`]);
      expect.soft(await refusal(answer), encoding).toMatchObject({ kind: 'upstream', message });
    }
  });

  it('is decompressed from each encoding, whatever its spelling', async () => {
    const text = JSON.stringify(Array.from({ length: 1000 }, (_, index) => ({ index })));
    const packs = { gzip: gzipSync, 'x-gzip': gzipSync, GZip: gzipSync, br: brotliCompressSync, deflate: deflateSync };
    for (const [encoding, pack] of Object.entries({ ...packs, identity: Buffer.from })) {
      const upstream = await server(binaryAnswer(pack(text), { encoding }));
      expect.soft((await client().send(request(upstream))).text === text, encoding).toBe(true);
    }
  });

  it.each(['204 No Content', '304 Not Modified'])(
    'with status %s ends with its headers, whatever they announce',
    async (status) => {
      const announcements = [
        'Content-Length: 5\r\n\r\n',
        'Content-Length: 5\r\n\r\nhello',
        'Transfer-Encoding: chunked\r\n\r\n',
      ];
      for (const headers of announcements) {
        const upstream = await server((socket) => socket.write(`HTTP/1.1 ${status}\r\n${headers}`));
        const http = client();
        // The second round gets nothing of the first answers.
        for (const _round of [1, 2]) {
          expect(await http.send(request(upstream, { method: 'DELETE', repeatable: false })), headers).toMatchObject({
            status: Number(status.slice(0, 3)),
            text: '',
          });
          expect(await http.stream(request(upstream), async () => 'a body')).toMatchObject({ text: '' });
        }
      }
    },
  );

  it('without rate limits does not take the place of those that the host reported before', async () => {
    const headers = ['X-RateLimit-Remaining: 4'];
    const upstream = await server((socket) => socket.write(rawAnswer('x', headers.splice(0))));
    const http = client();
    for (const _round of [1, 2]) await http.send(request(upstream));
    expect(http.limitAt(upstream.url)?.limit).toEqual({ 'ratelimit-remaining': 4 });
  });

  it('that redirects is returned, not followed', async () => {
    const upstream = await server((socket) => socket.write(rawAnswer('', ['Location: /elsewhere'], '302 Found')));
    expect((await client().send(request(upstream))).status).toBe(302);
    expect(upstream.heads).toHaveLength(1);
  });
});

describe('connections are kept alive', () => {
  const connectionsForTwoCalls = async (upstream: RawServer, pauseMs = 0) => {
    const http = client();
    await http.send(request(upstream));
    if (pauseMs > 0) await sleep(pauseMs);
    await http.send(request(upstream));
    return upstream.sockets.length;
  };

  it('and used again, even by a call that follows at once', async () => {
    for (const answer of [rawAnswer('x'), 'HTTP/1.1 204 No Content\r\n\r\n', rawAnswer('', [], '204 No Content')])
      expect(await connectionsForTwoCalls(await server((socket) => socket.write(answer)))).toBe(1);
  });

  it('until the client is closed', async () => {
    const upstream = await server((socket) => socket.write(rawAnswer('x')));
    const http = client();
    await http.send(request(upstream));
    await http.close();
    await expect.poll(() => upstream.sockets[0]?.destroyed, { timeout: 1_000 }).toBe(true);
  });

  it('but not beyond what the server announces', async () => {
    // undici closes a connection two seconds before the time that the server announces.
    const brief = await server((socket) => socket.write(rawAnswer('x', ['Keep-Alive: timeout=3'])));
    expect(await connectionsForTwoCalls(brief, 1_500)).toBe(2);
  });

  it('and sixteen of them at most', async () => {
    const upstream = closedAfterTest(await fakeServer((_, response) => void setTimeout(() => response.end('x'), 30)));
    const http = client();
    let mostOpen = 0;
    const watch = setInterval(async () => {
      mostOpen = Math.max(mostOpen, await upstream.sockets());
    }, 5);
    await Promise.all(Array.from({ length: 100 }, () => http.send(request(upstream))));
    clearInterval(watch);
    expect(mostOpen).toBe(16);
  });
});

describe('interim responses', () => {
  it('are ignored wherever the stream is cut, in one piece and byte by byte', async () => {
    const interim = [
      'HTTP/1.1 102 Processing\r\n\r\n',
      'HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n',
      'HTTP/1.1 100 Continue\r\n\r\n',
    ];
    const bytes = `${interim.join('')}${rawAnswer('fine')}`;
    let cut = -1;
    const upstream = await server(async (socket) => {
      cut += 1;
      const pieces = cut < bytes.length ? [bytes.slice(0, cut), bytes.slice(cut)] : [...bytes];
      for (const piece of pieces) {
        socket.write(piece);
        await sleep(2);
      }
    });
    const http = client();
    while (cut < bytes.length) {
      const answer = await http.send(write(upstream));
      expect([cut, answer]).toMatchObject([cut, { status: 200, text: 'fine' }]);
    }
    expect([upstream.heads.length, upstream.sockets.length]).toEqual([bytes.length + 1, 1]);
  });

  it.each([
    'HTTP/1.1 101 Switching Protocols\r\n\r\n',
    'HTTP/1.1 101',
    'HTTP/1.1 101 X\r\nUpgrade: h2c\r\nConnection: upgrade\r\n\r\n',
  ])('are an error when they upgrade a connection without being asked: %j', async (answer) => {
    const upstream = await server((socket) => socket.write(answer));
    const failure = await failureOf(client(60_000).send(request(upstream)));
    expect(failure).toMatchObject({ kind: 'network', code: 'UNASKED_UPGRADE' });
    expect(upstream.heads).toHaveLength(1);
  });

  it('are an error as soon as one is too long', async () => {
    const upstream = await server((socket) => socket.write(`HTTP/1.1 103 Early Hints\r\nX: ${'x'.repeat(64 * 1024)}`));
    expect(await failureOf(client().send(request(upstream)))).toMatchObject(tooLargeHeaders);
  });

  it('are not recognised within a body', async () => {
    const body = 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(20_000);
    const upstream = await server(async (socket) => {
      socket.write(`${responseHead}Content-Length: ${body.length}\r\n\r\n`);
      for (let at = 0; at < body.length; at += 25_000) {
        socket.write(body.slice(at, at + 25_000));
        await sleep(1);
      }
    });
    expect((await client().send(request(upstream))).text).toBe(body);
  });
});

describe('a request', () => {
  it('tells its listeners the response, and the bytes received', async () => {
    const upstream = await server((socket) => socket.write(rawAnswer('x'.repeat(5000), ['X-Request-Id: r-1'])));
    const responses: unknown[] = [];
    const bytes: [number, number | undefined][] = [];
    const listening = request(upstream, {
      onResponse: ({ status, headers }) => responses.push([status, headers['x-request-id']]),
      onProgress: (...progress) => bytes.push(progress),
    });
    await client().send(listening);
    expect(getEventListeners(listening.signal, 'abort')).toEqual([]);
    expect(responses).toEqual([[200, 'r-1']]);
    expect(bytes.at(-1)).toEqual([5000, 5000]);
  });
});
