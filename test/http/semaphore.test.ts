import { setMaxListeners } from 'node:events';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readUpTo } from '../../src/http/body.js';
import { Http } from '../../src/http/client.js';
import { deadline } from '../../src/http/deadline.js';
import type { HttpRequest } from '../../src/http/request.js';
import { Semaphore } from '../../src/http/semaphore.js';
import { failureOf } from '../support/failure-of.js';
import { type FakeServer, fakeServer, type Handler } from '../support/fake-server.js';
import { closedAfterTest } from '../support/set-up.js';

let upstream: FakeServer;
let other: FakeServer;
let http: Http;
/** The requests that hang, oldest first. */
let hanging: { target: string; end: () => void }[];

// Loaded with the first request, it could take longer than the time limits of these tests.
beforeAll(() => import('undici'));
beforeEach(async () => {
  hanging = [];
  const hang: Handler = ({ target }, response) => void hanging.push({ target, end: () => response.end(target) });
  upstream = closedAfterTest(await fakeServer(hang));
  other = closedAfterTest(await fakeServer((_, response) => void response.end('other')));
  http = closedAfterTest(new Http({ timeoutMs: 20_000, userAgent: 'test' }));
});

const request = (target: string, signal = new AbortController().signal): HttpRequest => ({
  method: 'POST',
  url: upstream.url + target,
  headers: {},
  signal,
  repeatable: false,
});
const call = (index: number, signal?: AbortSignal) => http.send(request(`/${index}`, signal)).then(({ text }) => text);
const transfer = (index: number) => http.stream(request(`/${index}`), ({ body }) => readUpTo(body, 1000));
const numbers = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index);
const arrived = (count: number) => expect.poll(() => hanging.length, { timeout: 10_000 }).toBe(count);

describe('sixteen requests to a host run at a time', () => {
  it('and the rest follow in the order in which they came', async () => {
    const calls = numbers(0, 40).map((index) => call(index));
    await arrived(16);
    for (let ended = 0; ended < 40; ended += 1) {
      await expect.poll(() => hanging.length, { interval: 1, timeout: 10_000 }).toBeGreaterThan(ended);
      expect(hanging.length - ended).toBeLessThanOrEqual(16);
      hanging[ended]?.end();
    }
    await Promise.all(calls);
    const seen = upstream.seen.map(({ target }) => Number(target.slice(1)));
    expect([...seen.slice(0, 16)].sort((a, b) => a - b)).toEqual(numbers(0, 16));
    expect(seen.slice(16)).toEqual(numbers(16, 24));
  });

  it('and a limited number waits; one more fails at once', async () => {
    const semaphore = new Semaphore({ permits: 1, maxWaiters: 2, what: 'requests to' });
    const { signal } = new AbortController();
    const release = await semaphore.acquire('host', signal);
    const waiting = [semaphore.acquire('host', signal), semaphore.acquire('host', signal)];
    expect(await failureOf(semaphore.acquire('host', signal))).toMatchObject({
      kind: 'rate_limited',
      message: '2 requests to host are waiting already.',
      hint: expect.stringMatching(/^The request was not sent\. /),
    });
    await semaphore.acquire('other', signal);
    release();
    (await waiting[0])?.();
    await waiting[1];
  });

  it('and one that waits too long fails with the reason and is never sent', async () => {
    const calls = numbers(0, 16).map((index) => call(index));
    await arrived(16);
    expect(await failureOf(call(16, deadline(200).signal))).toMatchObject({
      kind: 'timeout',
      message: expect.stringMatching(/^Only 16 requests to 127\.0\.0\.1:\d+ .* did not get its turn/),
      hint: expect.stringMatching(/^The request was not sent\. .*fewer calls/),
    });
    for (const { end } of hanging) end();
    await Promise.all(calls);
    expect(upstream.seen.map(({ target }) => target)).not.toContain('/16');
  });

  it('and one that is cancelled while it waits fails and takes no permit', async () => {
    const calls = numbers(0, 16).map((index) => call(index));
    const stop = new AbortController();
    const cancelled = failureOf(call(99, stop.signal));
    const after = call(100);
    await arrived(16);
    stop.abort();
    expect(await cancelled).toMatchObject({ kind: 'cancelled', message: 'The call was cancelled.' });
    hanging[0]?.end();
    await arrived(17);
    for (const { end } of hanging.slice(1)) end();
    expect(await after).toBe('/100');
    await Promise.all(calls);
    expect(upstream.seen.map(({ target }) => target)).not.toContain('/99');
  });

  it('and one that is cancelled releases its permit', async () => {
    for (let round = 0; round < 3; round += 1) {
      const stop = new AbortController();
      setMaxListeners(0, stop.signal);
      const calls = numbers(0, 16).map((index) => failureOf(call(index, stop.signal)));
      await arrived(16 * (round + 1));
      stop.abort();
      await Promise.all(calls);
    }
    const last = call(7);
    await arrived(49);
    hanging.at(-1)?.end();
    expect(await last).toBe('/7');
  });

  it('and neither requests to other hosts nor eight downloads wait for them', async () => {
    const calls = numbers(0, 20).map((index) => call(index));
    await arrived(16);
    const elsewhere = { ...request('/'), url: other.url };
    expect((await http.send(elsewhere)).text).toBe('other');
    const transfers = numbers(50, 9).map(transfer);
    await arrived(24);
    expect(upstream.seen.map(({ target }) => target)).not.toContain('/58');
    for (let ended = 0; ended < 29; ended += 1) {
      await expect.poll(() => hanging.length, { interval: 1, timeout: 10_000 }).toBeGreaterThan(ended);
      hanging[ended]?.end();
    }
    await Promise.all([...calls, ...transfers]);
  });
});
