import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { proxiesOf } from '../../src/http/connections.js';
import { fakeServer, json } from '../support/fake-server.js';
import { type RawServer, rawServer, tunnelTo } from '../support/raw-server.js';
import { handshake, type RawProcess, spawnRaw, toolCall } from '../support/server-process.js';
import { closedAfterAll, closedAfterTest } from '../support/set-up.js';
import { singleCall } from '../support/single-call.js';
import { certificateFor } from '../support/tls.js';

const host = 'acme.gladly.com';
const certificate = certificateFor(host);
afterAll(() => certificate.remove());
const inbox = { id: 'inbox-1', name: 'Support' };
const gladly = closedAfterAll(await fakeServer((_, response) => json(response, [inbox]), certificate));
let proxy: RawServer;
let program: RawProcess | undefined;

afterEach(async () => {
  program?.child.stdin.end();
  await program?.exit;
  program = undefined;
  vi.unstubAllEnvs();
  await proxy.close();
  gladly.seen.length = 0;
});

const tunnel = tunnelTo(Number(new URL(gladly.url).port));

type SettingsFor = (proxyUrl: string) => Record<string, string>;

const login = { GLADLY_EMAIL: 'a@b.c', GLADLY_API_TOKEN: 'token-12345678', PUZZEL_MCP_TIMEOUT_MS: '3000' };

/** Starts the program behind a proxy that answers each request with `answer`. */
async function start(answer: (socket: Socket) => void, settingsFor: SettingsFor): Promise<RawProcess> {
  proxy = await rawServer(answer);
  const env = { GLADLY_HOST: host, ...login, NODE_EXTRA_CA_CERTS: certificate.certFile, ...settingsFor(proxy.url) };
  program = spawnRaw(env);
  for (const message of handshake) program.send(message);
  return program;
}

async function listInboxes({ send, answer, lines }: RawProcess) {
  const id = lines.length + 1;
  send(toolCall(id, 'list_all_gladly_inboxes'));
  return (await answer(id)).result?.structuredContent;
}

/** Calls without a process, where no certificate is needed: Node reads NODE_EXTRA_CA_CERTS only when it starts. */
async function callInProcess(tool: string, settingsFor: SettingsFor) {
  proxy = await rawServer(tunnel);
  const env = settingsFor(proxy.url);
  for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY']) {
    vi.stubEnv(name, env[name]);
    vi.stubEnv(name.toLowerCase(), undefined);
  }
  return singleCall({ ...login, ...env }, tool);
}

describe('behind a proxy', () => {
  it("HTTPS_PROXY carries every call through a tunnel to the tenant's host only, in both spellings", async () => {
    for (const name of ['HTTPS_PROXY', 'https_proxy'])
      expect(proxiesOf({ [name]: 'http://proxy.example' })).toEqual({ httpsProxy: 'http://proxy.example' });
    const both = { HTTPS_PROXY: 'http://upper.example', https_proxy: 'http://lower.example' };
    expect(proxiesOf(both)).toEqual({ httpsProxy: 'http://lower.example' });
    const server = await start(tunnel, (url) => ({ https_proxy: url }));
    const answer = await listInboxes(server);
    expect(answer).toMatchObject({ result: [{ id: 'inbox-1' }] });
    expect(proxy.heads.map((head) => head.split('\r\n')[0])).toEqual([`CONNECT ${host}:443 HTTP/1.1`]);
    expect(proxy.heads.join()).not.toMatch(/authorization/i);
    expect(gladly.seen.map(({ target }) => target)).toEqual(['/api/v1/inboxes']);
    expect(gladly.seen[0]?.headers.authorization).toContain('Basic ');
    expect(server.stderr()).toBe('');
  });

  it('a proxy URL without a scheme is accepted, and its login goes to the proxy only', async () => {
    const server = await start(tunnel, (url) => ({ HTTPS_PROXY: url.replace('http://', 'user:pass%40word@') }));
    const answer = await listInboxes(server);
    expect(answer).toMatchObject({ result: [{ id: 'inbox-1' }] });
    expect(proxy.heads[0]).toContain(`Basic ${Buffer.from('user:pass@word').toString('base64')}`);
    expect(gladly.seen[0]?.headers.authorization).not.toContain(Buffer.from('user:pass@word').toString('base64'));
  });

  it('without NODE_EXTRA_CA_CERTS an unknown certificate is not trusted, and the error says what to do', async () => {
    const server = await start(tunnel, (url) => ({ HTTPS_PROXY: url, NODE_EXTRA_CA_CERTS: '' }));
    const answer = await listInboxes(server);
    expect(answer).toMatchObject({
      error: {
        kind: 'network',
        message: expect.stringContaining('TLS'),
        hint: expect.stringContaining('NODE_EXTRA_CA_CERTS'),
      },
    });
    expect(gladly.seen).toEqual([]);
  });

  it.each(['puzzel.invalid', '.invalid', '*'])('NO_PROXY=%s connects without the proxy', async (noProxy) => {
    const url = 'https://puzzel.invalid';
    const answer = await callInProcess('list_all_puzzel_queues', (proxyUrl) => ({
      PUZZEL_CUSTOMER_KEY: '12345',
      PUZZEL_USERNAME: 'user',
      PUZZEL_PASSWORD: 'correct-horse',
      PUZZEL_API_URL: url,
      PUZZEL_AUTH_URL: url,
      PUZZEL_ID_URL: url,
      PUZZEL_MCP_ALLOW_HOSTS: 'puzzel.invalid',
      HTTPS_PROXY: proxyUrl,
      NO_PROXY: noProxy,
    }));
    // By definition this name does not exist: a DNS error shows that the proxy was not used.
    expect(answer).toMatchObject({ error: { kind: 'network', message: expect.stringContaining('(DNS)') } });
    expect(proxy.heads).toEqual([]);
  });

  it('a loopback address is never reached through the proxy', async () => {
    const local = closedAfterTest(await fakeServer((_, response) => json(response, [])));
    const answer = await callInProcess('list_all_gladly_inboxes', (url) => ({
      HTTP_PROXY: url,
      HTTPS_PROXY: url,
      GLADLY_API_URL: local.url,
    }));
    expect(answer).toMatchObject({ result: [] });
    expect(proxy.heads).toEqual([]);
  });

  it('a proxy that opens no tunnel is an error that names it, after two requests at most', async () => {
    const misbehaviours: [string, (socket: Socket) => void, message: RegExp, hint?: RegExp][] = [
      [
        'ends the connection',
        (socket) => socket.destroy(),
        /The proxy did not open a connection to acme\.gladly\.com/,
        /Check HTTPS_PROXY .HTTP_PROXY where/,
      ],
      [
        'wants a login',
        (socket) => void socket.end('HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n'),
        /The proxy answered 407/,
        /wants a login/,
      ],
      [
        'answers 502',
        (socket) => void socket.end('HTTP/1.1 502 No\r\nContent-Length: 0\r\n\r\n'),
        /The proxy answered 502/,
        /Check HTTPS_PROXY .HTTP_PROXY where/,
      ],
      // The time limit of the connection and that of the call are equal here; either may end it.
      ['is silent', () => {}, /The proxy did not open|No complete answer/],
    ];
    let [current, headsBefore, socketsBefore] = [0, 0, 0];
    const misbehave = (socket: Socket) => misbehaviours[current]?.[1](socket);
    const server = await start(misbehave, (url) => ({ HTTPS_PROXY: url.replace('//', '//user:hunter2secret@') }));
    for (const [what, , message, hint = /./] of misbehaviours) {
      expect(await listInboxes(server), what).toMatchObject({
        error: {
          kind: expect.stringMatching(/network|timeout/),
          message: expect.stringMatching(message),
          hint: expect.stringMatching(hint),
        },
      });
      // A third request would come at once.
      await sleep(200);
      expect(proxy.heads.length - headsBefore, what).toBeLessThanOrEqual(2);
      expect(proxy.sockets.length - socketsBefore, what).toBeLessThanOrEqual(2);
      [current, headsBefore, socketsBefore] = [current + 1, proxy.heads.length, proxy.sockets.length];
    }
    expect(`${server.lines} ${server.stderr()}`).not.toContain('hunter2secret');
  });

  it('a proxy that cannot be reached is an error that names it', async () => {
    const answer = await callInProcess('list_all_gladly_inboxes', () => ({
      GLADLY_HOST: host,
      HTTPS_PROXY: 'http://127.0.0.1:1',
    }));
    expect(answer).toMatchObject({ error: { kind: 'network', message: expect.stringContaining('The proxy') } });
  });

  it('an HTTPS_PROXY that is no URL is `not_configured`, and its value is not repeated', async () => {
    const server = await start(tunnel, () => ({ HTTPS_PROXY: 'http://user:hunter2secret@:bad' }));
    const answer = await listInboxes(server);
    expect(answer).toMatchObject({
      error: { kind: 'not_configured', message: expect.stringContaining('HTTPS_PROXY') },
    });
    expect(JSON.stringify(answer) + server.stderr()).not.toContain('hunter2secret');
  });
});
