import { createServer, type Server } from 'node:https';
import { type AddressInfo, connect as connectSocket, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { fakeServer, json } from '../support/fake-server.js';
import { type RawServer, rawServer } from '../support/raw-server.js';
import { handshake, type RawProcess, spawnRaw, toolCall } from '../support/server-process.js';
import { type Certificate, certificateFor } from '../support/tls.js';

const host = 'acme.gladly.com';
let tls: Certificate;
let gladly: Server;
let proxy: RawServer;
let program: RawProcess;
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
  program.child.stdin.end();
  await program.exit;
  await proxy.close();
  seen.length = 0;
});

/** Opens the way to the local Gladly, whatever host is asked for: no name is ever looked up. */
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

async function ask(tool: string, answer: (socket: Socket) => void, env: Settings) {
  proxy = await rawServer(answer);
  program = spawnRaw({
    GLADLY_HOST: host,
    GLADLY_EMAIL: 'a@b.c',
    GLADLY_API_TOKEN: 'token-12345678',
    NODE_EXTRA_CA_CERTS: tls.certFile,
    PUZZEL_MCP_TIMEOUT_MS: '3000',
    ...env(proxy.url),
  });
  for (const message of handshake) program.send(message);
  program.send(toolCall(1, tool));
  return (await program.answer(1)).result?.structuredContent;
}

describe('behind a proxy', () => {
  it.each(['HTTPS_PROXY', 'https_proxy'])(
    '%s carries every call through a tunnel to the tenant’s host only',
    async (name) => {
      const answer = await inboxes(tunnel, (url) => ({ [name]: url }));
      expect(answer).toMatchObject({ result: [{ id: 'inbox-1' }] });
      expect(proxy.heads.map((head) => head.split('\r\n')[0])).toEqual([`CONNECT ${host}:443 HTTP/1.1`]);
      expect(proxy.heads.join()).not.toMatch(/authorization/i);
      expect(seen).toEqual([{ authorization: expect.stringContaining('Basic '), url: '/api/v1/inboxes' }]);
      expect(program.stderr()).toBe('');
    },
  );

  it('a proxy without a scheme is understood, and its login goes to it alone', async () => {
    const answer = await inboxes(tunnel, (url) => ({ HTTPS_PROXY: url.replace('http://', 'user:pass%40word@') }));
    expect(answer).toMatchObject({ result: [{ id: 'inbox-1' }] });
    expect(proxy.heads[0]).toContain(`Basic ${Buffer.from('user:pass@word').toString('base64')}`);
    expect(seen[0]?.authorization).not.toContain(Buffer.from('user:pass@word').toString('base64'));
  });

  it('without NODE_EXTRA_CA_CERTS its certificate is not trusted, and the error says what to do', async () => {
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

  it.each(['puzzel.invalid', '.invalid', '*'])('NO_PROXY=%s goes past it', async (noProxy) => {
    // A name that exists nowhere by definition: looking it up is the way past the proxy.
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
    const answer = await ask('list_all_puzzel_queues', tunnel, setting);
    expect(answer).toMatchObject({ error: { kind: 'network', message: expect.stringContaining('(DNS)') } });
    expect(proxy.heads).toEqual([]);
  });

  it('loopback never goes through it', async () => {
    const local = await fakeServer((_, response) => json(response, []));
    const answer = await inboxes(tunnel, (url) => ({
      HTTP_PROXY: url,
      HTTPS_PROXY: url,
      GLADLY_API_URL: local.url,
      GLADLY_HOST: '',
    }));
    await local.close();
    expect(answer).toMatchObject({ result: [] });
    expect(proxy.heads).toEqual([]);
  });

  it.each<[string, (socket: Socket) => void, RegExp]>([
    ['ends the connection', (socket) => socket.destroy(), /The proxy did not open a connection to acme\.gladly\.com/],
    [
      'wants a login',
      (socket) => void socket.end('HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n'),
      /The proxy answered 407/,
    ],
    [
      'answers 502',
      (socket) => void socket.end('HTTP/1.1 502 No\r\nContent-Length: 0\r\n\r\n'),
      /The proxy answered 502/,
    ],
    ['is silent', () => {}, /The proxy did not open|No complete answer/],
  ])('one that %s is an error that names it, and is not besieged', async (_, misbehave, message) => {
    const answer = await inboxes(misbehave, (url) => ({ HTTPS_PROXY: url.replace('//', '//user:hunter2secret@') }));
    expect(answer).toMatchObject({
      error: { kind: expect.stringMatching(/network|timeout/), message: expect.stringMatching(message) },
    });
    expect(JSON.stringify(answer) + program.stderr()).not.toContain('hunter2secret');
    await sleep(200);
    expect(proxy.heads.length).toBeLessThanOrEqual(2);
    expect(proxy.sockets.length).toBeLessThanOrEqual(3);
  });

  it('one that is not there is an error that names it', async () => {
    const answer = await inboxes(tunnel, () => ({ HTTPS_PROXY: 'http://127.0.0.1:1' }));
    expect(answer).toMatchObject({ error: { kind: 'network', message: expect.stringContaining('The proxy') } });
  });

  it('a variable that is no URL is a setting to correct, and is not repeated', async () => {
    const answer = await inboxes(tunnel, () => ({ HTTPS_PROXY: 'http://user:hunter2secret@:bad' }));
    expect(answer).toMatchObject({
      error: { kind: 'not_configured', message: expect.stringContaining('HTTPS_PROXY') },
    });
    expect(JSON.stringify(answer) + program.stderr()).not.toContain('hunter2secret');
  });
});
