import { createServer, type Server } from 'node:https';
import { type AddressInfo, connect as connectSocket, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createRuntime } from '../../src/commands/runtime.js';
import { proxiesOf } from '../../src/http/connections.js';
import { callIn } from '../support/call.js';
import { fakeServer, json } from '../support/fake-server.js';
import { type RawServer, rawServer } from '../support/raw-server.js';
import { handshake, type RawProcess, spawnRaw, toolCall } from '../support/server-process.js';
import { type Certificate, certificateFor } from '../support/tls.js';

const host = 'acme.gladly.com';
let tls: Certificate;
let gladly: Server;
let proxy: RawServer;
let program: RawProcess | undefined;
const seen: { authorization: string | undefined; url: string | undefined }[] = [];
const gladlyPort = () => (gladly.address() as AddressInfo).port;

beforeAll(async () => {
  tls = certificateFor(host);
  gladly = createServer(tls, ({ headers, url }, response) => {
    seen.push({ authorization: headers.authorization, url });
    json(response, [{ id: 'inbox-1', name: 'Support' }]);
  });
  await new Promise<void>((resolve) => gladly.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  gladly.closeAllConnections();
  gladly.close();
  tls.remove();
});
afterEach(async () => {
  program?.child.stdin.end();
  await program?.exit;
  program = undefined;
  vi.unstubAllEnvs();
  await proxy.close();
  seen.length = 0;
});

/** Opens a tunnel to the local Gladly, whatever host is asked for, so that no name is looked up. */
const tunnel = (socket: Socket) => {
  socket.removeAllListeners('data');
  const onward = connectSocket(gladlyPort(), '127.0.0.1', () => {
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => onward.write(Buffer.from(chunk, 'latin1')));
    onward.pipe(socket);
  });
  onward.on('error', () => socket.destroy());
  socket.on('close', () => onward.destroy());
};

type Settings = (proxyUrl: string) => Record<string, string>;

const inboxes = (answer: (socket: Socket) => void, env: Settings) => ask('list_all_gladly_inboxes', answer, env);

const gladlyLogin = { GLADLY_EMAIL: 'a@b.c', GLADLY_API_TOKEN: 'token-12345678', PUZZEL_MCP_TIMEOUT_MS: '3000' };

async function ask(tool: string, answer: (socket: Socket) => void, env: Settings) {
  proxy = await rawServer(answer);
  const more = env(proxy.url);
  program = spawnRaw({ GLADLY_HOST: host, ...gladlyLogin, NODE_EXTRA_CA_CERTS: tls.certFile, ...more });
  for (const message of handshake) program.send(message);
  return askAgain(program, tool);
}

async function askAgain({ send, answer, lines }: RawProcess, tool: string) {
  const id = lines.length + 1;
  send(toolCall(id, tool));
  return (await answer(id)).result?.structuredContent;
}

/** Calls without a process, where no certificate is needed: Node reads NODE_EXTRA_CA_CERTS only when it starts. */
async function askHere(tool: string, env: Settings) {
  proxy = await rawServer(tunnel);
  const settings = env(proxy.url);
  for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY']) {
    vi.stubEnv(name, settings[name]);
    vi.stubEnv(name.toLowerCase(), undefined);
  }
  const ours = Object.entries(settings).filter(([name]) => !name.endsWith('_PROXY'));
  const runtime = createRuntime({ PUZZEL_MCP_LOG_LEVEL: 'silent', ...gladlyLogin, ...Object.fromEntries(ours) }, false);
  const { structured } = await callIn(runtime, tool);
  await runtime.close(AbortSignal.timeout(500));
  return structured;
}

describe('behind a proxy', () => {
  it('HTTPS_PROXY carries every call through a tunnel to the tenant’s host only, in both spellings', async () => {
    for (const name of ['HTTPS_PROXY', 'https_proxy'])
      expect(proxiesOf({ [name]: 'http://proxy.example' })).toEqual({ httpsProxy: 'http://proxy.example' });
    const answer = await inboxes(tunnel, (url) => ({ https_proxy: url }));
    expect(answer).toMatchObject({ result: [{ id: 'inbox-1' }] });
    expect(proxy.heads.map((head) => head.split('\r\n')[0])).toEqual([`CONNECT ${host}:443 HTTP/1.1`]);
    expect(proxy.heads.join()).not.toMatch(/authorization/i);
    expect(seen).toEqual([{ authorization: expect.stringContaining('Basic '), url: '/api/v1/inboxes' }]);
    expect(program?.stderr()).toBe('');
  });

  it('a proxy URL without a scheme is accepted, and its login goes to the proxy only', async () => {
    const answer = await inboxes(tunnel, (url) => ({ HTTPS_PROXY: url.replace('http://', 'user:pass%40word@') }));
    expect(answer).toMatchObject({ result: [{ id: 'inbox-1' }] });
    expect(proxy.heads[0]).toContain(`Basic ${Buffer.from('user:pass@word').toString('base64')}`);
    expect(seen[0]?.authorization).not.toContain(Buffer.from('user:pass@word').toString('base64'));
  });

  it('without NODE_EXTRA_CA_CERTS an unknown certificate is not trusted, and the error says what to do', async () => {
    const answer = await inboxes(tunnel, (url) => ({ HTTPS_PROXY: url, NODE_EXTRA_CA_CERTS: '' }));
    expect(answer).toMatchObject({
      error: {
        kind: 'network',
        message: expect.stringContaining('TLS'),
        hint: expect.stringContaining('NODE_EXTRA_CA_CERTS'),
      },
    });
    expect(seen).toEqual([]);
  });

  it.each(['puzzel.invalid', '.invalid', '*'])('NO_PROXY=%s connects without the proxy', async (noProxy) => {
    // By definition this name does not exist: a DNS error shows that the proxy was not used.
    const lost = Object.fromEntries(
      ['API', 'AUTH', 'ID'].map((name) => [`PUZZEL_${name}_URL`, 'https://puzzel.invalid']),
    );
    const user = {
      PUZZEL_CUSTOMER_KEY: '12345',
      PUZZEL_USERNAME: 'user',
      PUZZEL_PASSWORD: 'correct-horse',
      PUZZEL_MCP_ALLOW_HOSTS: 'puzzel.invalid',
    };
    const setting = (url: string) => ({ ...lost, ...user, HTTPS_PROXY: url, NO_PROXY: noProxy });
    const answer = await askHere('list_all_puzzel_queues', setting);
    expect(answer).toMatchObject({ error: { kind: 'network', message: expect.stringContaining('(DNS)') } });
    expect(proxy.heads).toEqual([]);
  });

  it('a loopback address is never reached through the proxy', async () => {
    const local = await fakeServer((_, response) => json(response, []));
    const answer = await askHere('list_all_gladly_inboxes', (url) => ({
      HTTP_PROXY: url,
      HTTPS_PROXY: url,
      GLADLY_API_URL: local.url,
    }));
    await local.close();
    expect(answer).toMatchObject({ result: [] });
    expect(proxy.heads).toEqual([]);
  });

  it('a proxy that opens no tunnel is an error that names it, after two requests at most', async () => {
    const misbehaviours: [string, (socket: Socket) => void, message: RegExp, hint?: RegExp][] = [
      [
        'ends the connection',
        (socket) => socket.destroy(),
        /The proxy did not open a connection to acme\.gladly\.com/,
        /Check HTTPS_PROXY/,
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
        /Check HTTPS_PROXY/,
      ],
      ['is silent', () => {}, /The proxy did not open|No complete answer/],
    ];
    let [turn, heads, sockets] = [0, 0, 0];
    const misbehave = (socket: Socket) => misbehaviours[turn]?.[1](socket);
    const withLogin = (url: string) => ({ HTTPS_PROXY: url.replace('//', '//user:hunter2secret@') });
    let answer = await inboxes(misbehave, withLogin);
    for (const [what, , message, hint = /./] of misbehaviours) {
      if (turn > 0 && program) answer = await askAgain(program, 'list_all_gladly_inboxes');
      expect(answer, what).toMatchObject({
        error: {
          kind: expect.stringMatching(/network|timeout/),
          message: expect.stringMatching(message),
          hint: expect.stringMatching(hint),
        },
      });
      await sleep(200);
      expect(proxy.heads.length - heads, what).toBeLessThanOrEqual(2);
      expect(proxy.sockets.length - sockets, what).toBeLessThanOrEqual(3);
      [turn, heads, sockets] = [turn + 1, proxy.heads.length, proxy.sockets.length];
    }
    expect(`${program?.lines} ${program?.stderr()}`).not.toContain('hunter2secret');
  });

  it('a proxy that cannot be reached is an error that names it', async () => {
    const away = { GLADLY_HOST: host, HTTPS_PROXY: 'http://127.0.0.1:1' };
    const answer = await askHere('list_all_gladly_inboxes', () => away);
    expect(answer).toMatchObject({ error: { kind: 'network', message: expect.stringContaining('The proxy') } });
  });

  it('an HTTPS_PROXY that is no URL is `not_configured`, and its value is not repeated', async () => {
    const answer = await inboxes(tunnel, () => ({ HTTPS_PROXY: 'http://user:hunter2secret@:bad' }));
    expect(answer).toMatchObject({
      error: { kind: 'not_configured', message: expect.stringContaining('HTTPS_PROXY') },
    });
    expect(JSON.stringify(answer) + program?.stderr()).not.toContain('hunter2secret');
  });
});
