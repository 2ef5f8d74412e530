import { createCipheriv, createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { Http } from '../../src/http/client.js';
import { saveBody } from '../../src/http/download.js';
import type { HttpRequest } from '../../src/http/request.js';
import { fakeServer } from '../support/fake-server.js';
import { rawServer } from '../support/raw-server.js';
import { closedAfterAll, closedAfterTest, emptiedFolder } from '../support/set-up.js';
import { certificateFor } from '../support/tls.js';

const mebibyte = 1024 * 1024;
const bodyBytes = 2 * mebibyte + 12_345;

/** Pseudo-random bytes that differ for every seed and do not repeat, so that a misplaced byte changes the digest. */
function noise(seed: number): Buffer {
  return createCipheriv('aes-128-ctr', Buffer.alloc(16, seed), Buffer.alloc(16)).update(Buffer.alloc(bodyBytes));
}
const bodies = [1, 2, 3, 4].map(noise);
const digests = bodies.map((bytes) => createHash('sha256').update(bytes).digest('hex'));
async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

const certificate = certificateFor('localhost');
beforeAll(() => {
  // The certificate is self-signed, and Node reads NODE_EXTRA_CA_CERTS only when it starts.
  vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
});
afterAll(() => {
  vi.unstubAllEnvs();
  certificate.remove();
});

const folder = emptiedFolder();
const plain = closedAfterAll(await fakeServer());
const secure = closedAfterAll(await fakeServer(undefined, certificate));
let http: Http;
beforeEach(() => {
  http = closedAfterTest(new Http({ timeoutMs: 10_000, userAgent: 'test' }));
});

const request = (url: string): HttpRequest => ({
  method: 'GET',
  url,
  headers: {},
  signal: new AbortController().signal,
  repeatable: true,
});
const download = async (url: string) => {
  const saved = await http.stream(request(url), (answer, signal) =>
    saveBody(folder, answer, { filename: 'recording.wav', mime_type: 'audio/wav' }, { signal }),
  );
  if (!('path' in saved)) throw new Error(`status ${saved.status}`);
  return saved;
};

const ways: Record<string, (bytes: Buffer, response: ServerResponse) => Promise<void> | void> = {
  'of announced length': (bytes, response) => {
    response.writeHead(200, { 'content-length': bytes.length }).end(bytes);
  },
  'in chunked encoding, in pieces of an odd size': async (bytes, response) => {
    for (let at = 0; at < bytes.length; at += 100_003) {
      if (!response.write(bytes.subarray(at, at + 100_003)))
        await new Promise((resolve) => response.once('drain', resolve));
    }
    response.end();
  },
  'in bursts': async (bytes, response) => {
    response.writeHead(200, { 'content-length': bytes.length });
    for (let at = 0; at < bytes.length; at += mebibyte) {
      response.write(bytes.subarray(at, at + mebibyte));
      await sleep(1);
    }
    response.end();
  },
};

describe('transfers', () => {
  it.each(Object.entries(ways).flatMap(([way, send]) => [[way, 'HTTP', send] as const, [way, 'HTTPS', send] as const]))(
    'that run at the same time as others and as calls keep every byte: %s, %s',
    async (_, protocol, send) => {
      const from = protocol === 'HTTP' ? plain : secure;
      const answers = Array.from({ length: 50 }, (_, index) => `${index}`.repeat(1 + index * 100));
      from.answer(({ target }, response) => {
        const [kind, index] = target.slice(1).split('-');
        if (kind === 'call') return void response.end(answers[Number(index)]);
        return send(bodies[Number(index)] ?? Buffer.alloc(0), response);
      });
      // The second round uses the connections and the memory of the first.
      for (const _round of [1, 2]) {
        const calls = answers.map(async (_, index) => {
          await sleep(index);
          return (await http.send(request(`${from.url}/call-${index}`))).text;
        });
        const saved = await Promise.all(bodies.map((_, index) => download(`${from.url}/recording-${index}`)));
        expect(await Promise.all(calls)).toEqual(answers);
        expect(await Promise.all(saved.map(({ path }) => digestOf(path)))).toEqual(digests);
      }
    },
  );

  it('over TLS resume the session of an earlier connection', async () => {
    const resumed: boolean[] = [];
    secure.answer((_, response) => {
      resumed.push((response.socket as TLSSocket).isSessionReused());
      response.writeHead(200, { connection: 'close' }).end('answer');
    });
    for (const _ of [1, 2, 3]) expect((await http.send(request(`${secure.url}/x`))).text).toBe('answer');
    expect(resumed).toEqual([false, true, true]);
  });

  it('that fail release their memory', async () => {
    const disconnecting = closedAfterTest(await rawServer((socket) => socket.destroy()));
    const before = process.memoryUsage().arrayBuffers;
    for (const url of [disconnecting.url, 'http://127.0.0.1:1']) {
      for (let index = 0; index < 100; index += 1)
        await expect(http.send(request(`${url}/x`))).rejects.toMatchObject({ kind: 'network' });
    }
    expect((process.memoryUsage().arrayBuffers - before) / mebibyte).toBeLessThan(5);
  });

  it('receive no more than is read', async () => {
    const fast = closedAfterTest(
      await rawServer((socket) => {
        socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${1024 * mebibyte}\r\n\r\n`);
        const bytes = Buffer.alloc(mebibyte);
        const fill = () => {
          while (!socket.destroyed && socket.bytesWritten < 1024 * mebibyte && socket.write(bytes));
        };
        socket.on('drain', fill);
        fill();
      }),
    );
    await http.stream(request(`${fast.url}/x`), async ({ body }) => {
      await body[Symbol.asyncIterator]().next();
      await sleep(500);
    });
    // The system buffers some mebibytes between the two ends.
    expect((fast.sockets[0]?.bytesWritten ?? Number.NaN) / mebibyte).toBeLessThan(64);
  });
});
