import { readFileSync, writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canaries, everyForm, gladlyEmail, leaksIn } from '../support/canaries.js';
import { doctor } from '../support/command.js';
import { CommandsHost } from '../support/commands-host.js';
import { fakePuzzel } from '../support/fake-puzzel.js';
import { fakeServer, json } from '../support/fake-server.js';
import { rawServer, tunnelTo } from '../support/raw-server.js';
import { closedAfterAll, closedAfterTest, newFolder } from '../support/set-up.js';
import { certificateFor } from '../support/tls.js';
import { newCertificateAuthority } from './certificate-authority.js';

const folder = newFolder();
const acmeCertificate = certificateFor('acme.gladly.com');
afterAll(acmeCertificate.remove);
const localhostCertificate = certificateFor('localhost');
afterAll(localhostCertificate.remove);
const authority = newCertificateAuthority(newFolder());
const trustedFile = join(folder, 'trusted.pem');
writeFileSync(
  trustedFile,
  [acmeCertificate, localhostCertificate, authority].map(({ certFile }) => readFileSync(certFile, 'utf8')).join(''),
);
/** Runs the doctor in one process that trusts only Node's own certificate authorities. */
const host = closedAfterAll(new CommandsHost());
/** The same, also trusting the certificates above: Node reads NODE_EXTRA_CA_CERTS when it starts. */
const trustingHost = closedAfterAll(new CommandsHost({ env: { NODE_EXTRA_CA_CERTS: trustedFile } }));
/** A host that accepts connections and never answers; a doctor waits for it while the other tests run. */
const silentServer = closedAfterAll(await rawServer(() => {}));
let silentHostReport: ReturnType<typeof doctor>;
beforeAll(() => {
  silentHostReport = doctor(
    {
      GLADLY_API_URL: silentServer.url.replace('http', 'https').replace('127.0.0.1', 'localhost'),
      GLADLY_EMAIL: gladlyEmail,
      GLADLY_API_TOKEN: 'token-12345678',
      PUZZEL_CUSTOMER_KEY: '1',
      PUZZEL_USERNAME: 'u',
      PUZZEL_PASSWORD: 'correct-horse',
      PUZZEL_API_URL: silentServer.url,
      PUZZEL_MCP_TIMEOUT_MS: '3600000',
      PUZZEL_AUTH_URL: silentServer.url,
    },
    tmpdir(),
  );
  // Awaited by the last test.
  silentHostReport.catch(() => {});
});

const gladlyEnv = {
  GLADLY_EMAIL: gladlyEmail,
  GLADLY_API_TOKEN: 'token-12345678',
  // One read is enough: more would wait for Gladly's rate limit.
  PUZZEL_MCP_TAGS: 'organization',
};

/** Gladly with a certificate, on a port of its own, until the test has ended. */
async function gladlyWith(tls: { key: Buffer; cert: Buffer }, answer: unknown = [], status = 200) {
  const server = closedAfterTest(await fakeServer((_, response) => json(response, answer, status), tls));
  const port = Number(new URL(server.url).port);
  return { port, seen: server.seen, env: { ...gladlyEnv, GLADLY_API_URL: `https://localhost:${port}` } };
}

/** A proxy, until the test has ended. */
const startProxy = async (answer: (socket: Socket) => void) => closedAfterTest(await rawServer(answer));

const acmeEnv = { ...gladlyEnv, GLADLY_HOST: 'acme.gladly.com' };

describe('the doctor’s check of certificates', () => {
  it('accepts a trusted certificate, and says how long it is valid', async () => {
    const gladly = await gladlyWith(localhostCertificate, { id: 'o', name: 'Acme' });
    const { check } = await trustingHost.doctor({ ...gladly.env, NODE_EXTRA_CA_CERTS: trustedFile }, folder);
    expect(check('tls')).toMatchObject({
      status: 'ok',
      message: `localhost:${gladly.port}: certificate valid, 0 days left; NODE_EXTRA_CA_CERTS: ${trustedFile}`,
    });
    expect(check('gladly login')).toMatchObject({ status: 'ok' });
  });

  it('reports a self-signed certificate, and what to do', async () => {
    const gladly = await gladlyWith(localhostCertificate);
    const { check, code } = await host.doctor(gladly.env, folder);
    expect(check('tls')).toMatchObject({
      status: 'fail',
      message: `localhost:${gladly.port}: its certificate is self-signed`,
      hint: expect.stringContaining('NODE_EXTRA_CA_CERTS'),
    });
    expect(code).toBe(1);
    // No request was sent to the untrusted host.
    expect(gladly.seen).toEqual([]);
  });

  it('reports an expired certificate', async () => {
    const gladly = await gladlyWith(authority.sign('20200201000000Z'));
    const { check } = await trustingHost.doctor(gladly.env, folder);
    expect(check('tls')).toMatchObject({
      status: 'fail',
      message: expect.stringContaining('its certificate has expired (Feb  1 00:00:00 2020 GMT)'),
      hint: expect.stringContaining('clock'),
    });
  });

  it('reports a certificate of an unknown authority', async () => {
    const gladly = await gladlyWith(authority.sign('20990101000000Z'));
    const { check } = await host.doctor(gladly.env, folder);
    expect(check('tls')?.message).toContain('signed by an authority that Node does not know');
  });

  it('reports a certificate for another host', async () => {
    const gladly = await gladlyWith(acmeCertificate);
    const { check } = await trustingHost.doctor(gladly.env, folder);
    expect(check('tls')).toMatchObject({ status: 'fail', message: expect.stringContaining('for another host') });
  });

  it('reports that the file of NODE_EXTRA_CA_CERTS cannot be read', async () => {
    const puzzel = closedAfterTest(await fakePuzzel());
    const { check } = await host.doctor({ ...puzzel.env, NODE_EXTRA_CA_CERTS: join(folder, 'nowhere.pem') }, folder);
    expect(check('tls')).toMatchObject({ status: 'warn', message: expect.stringContaining('cannot be read') });
  });
});

describe('the doctor’s check of host names and proxies', () => {
  it('fails on a name that does not exist, and names the variable', async () => {
    const unknownHosts = {
      PUZZEL_API_URL: 'https://api.invalid/x',
      PUZZEL_AUTH_URL: 'https://auth.invalid',
      PUZZEL_MCP_ALLOW_HOSTS: 'api.invalid,auth.invalid',
    };
    const { check } = await host.doctor(
      { ...unknownHosts, PUZZEL_CUSTOMER_KEY: '1', PUZZEL_USERNAME: 'u', PUZZEL_PASSWORD: 'correct-horse' },
      folder,
    );
    expect(check('dns')).toMatchObject({
      status: 'fail',
      message: expect.stringMatching(/^api\.invalid: .+; auth\.invalid: /),
      hint: expect.stringContaining('PUZZEL_API_URL'),
    });
    expect(check('tls')).toMatchObject({ status: 'skipped' });
    expect(check('puzzel login')).toMatchObject({ status: 'fail' });
  });

  it('uses the proxy as calls do, and shows it without its credentials', async () => {
    const gladly = await gladlyWith(acmeCertificate, { id: 'o', name: 'Acme' });
    const proxy = await startProxy(tunnelTo(gladly.port));
    const env = { ...acmeEnv, HTTPS_PROXY: proxy.url.replace('//', '//user:hunter2secret@') };
    const { check, printed } = await trustingHost.doctor(env, folder);
    expect(check('proxy')).toEqual({
      name: 'proxy',
      status: 'ok',
      message: `acme.gladly.com through 127.0.0.1:${proxy.port} (HTTPS_PROXY): open`,
    });
    expect(check('dns')?.message).toContain('127.0.0.1, the proxy that looks up acme.gladly.com: this machine');
    expect(check('tls')?.message).toContain('acme.gladly.com: certificate valid');
    expect(check('gladly login')?.status).toBe('ok');
    expect(printed).not.toContain('hunter2secret');
    expect(proxy.heads.length).toBeGreaterThan(1);
    for (const head of proxy.heads) {
      expect(head).toMatch(/^CONNECT acme\.gladly\.com:443 HTTP\/1\.1/);
      const authorization = `Basic ${Buffer.from('user:hunter2secret').toString('base64')}`;
      expect(head.split('\r\n').filter((line) => /authorization/i.test(line))).toEqual([
        expect.stringMatching(new RegExp(`^proxy-authorization: ${authorization}$`, 'i')),
      ]);
    }
  });

  it.each([
    ['407', /wants a login/],
    ['403', /allow it/],
    ['502', /NO_PROXY/],
  ])('reports that a proxy answers %s', async (status, hint) => {
    const proxy = await startProxy((socket) => void socket.end(`HTTP/1.1 ${status} No\r\nContent-Length: 0\r\n\r\n`));
    const { check, code } = await host.doctor({ ...acmeEnv, HTTPS_PROXY: proxy.url }, folder);
    expect(check('proxy')).toMatchObject({
      status: 'fail',
      message: expect.stringContaining(`the proxy answered ${status}`),
      hint: expect.stringMatching(hint),
    });
    expect(check('tls')).toMatchObject({ status: 'skipped' });
    expect(code).toBe(1);
  });

  it('says that the name of the proxy does not exist, not that of the host', async () => {
    const { check } = await host.doctor({ ...acmeEnv, HTTPS_PROXY: 'http://proxy.invalid:8080' }, folder);
    expect(check('dns')).toMatchObject({
      status: 'fail',
      message: expect.stringMatching(/^proxy\.invalid, the proxy that looks up acme\.gladly\.com: /),
      hint: expect.stringContaining('HTTPS_PROXY'),
    });
  });

  it('reports that the proxy refuses connections', async () => {
    const { check } = await host.doctor({ ...acmeEnv, HTTPS_PROXY: 'http://127.0.0.1:1' }, folder);
    expect(check('proxy')?.message).toContain('the proxy refuses connections');
  });

  it('does not print a proxy variable that is no URL', async () => {
    const { check, printed } = await host.doctor({ ...acmeEnv, HTTPS_PROXY: 'http://user:hunter2secret@:bad' }, folder);
    expect(check('proxy')).toMatchObject({ status: 'fail', message: expect.stringContaining('HTTPS_PROXY') });
    expect(printed).not.toContain('hunter2secret');
  });

  it.each<[string, boolean]>([
    ['acme.gladly.com', true],
    ['.gladly.com', true],
    ['example.com, gladly.com:443', true],
    ['*', true],
    ['gladly.com:8443', false],
    ['ladly.com', false],
    ['', false],
  ])('applies NO_PROXY=%s as calls do', async (noProxy, isBypassed) => {
    const gladly = await gladlyWith(acmeCertificate, { id: 'o', name: 'Acme' });
    const proxy = await startProxy(tunnelTo(gladly.port));
    const { check } = await trustingHost.doctor({ ...acmeEnv, HTTPS_PROXY: proxy.url, NO_PROXY: noProxy }, folder);
    // The host exists only behind the proxy. A bypassed proxy gets neither the doctor's own check nor the login.
    expect(proxy.heads.length > 0).toBe(!isBypassed);
    expect(check('proxy')?.message).toMatch(isBypassed ? /used for no host/ : /: open$/);
    expect(check('gladly login')?.status).toBe(isBypassed ? 'fail' : 'ok');
  });

  it('redacts secrets that a vendor repeats, the password of the proxy included', async () => {
    const { password, clientSecret, gladlyToken, proxyPassword } = canaries;
    const secrets = [password, clientSecret, gladlyToken, proxyPassword];
    for (const status of [200, 403]) {
      const answer = { name: everyForm(secrets), errors: [{ detail: everyForm(secrets) }] };
      const gladly = await gladlyWith(acmeCertificate, answer, status);
      const proxy = await startProxy(tunnelTo(gladly.port));
      const env = {
        ...acmeEnv,
        // All reads, because each may repeat the secrets.
        PUZZEL_MCP_TAGS: '',
        GLADLY_API_TOKEN: gladlyToken,
        PUZZEL_PASSWORD: password,
        PUZZEL_CLIENT_SECRET: clientSecret,
        HTTPS_PROXY: proxy.url.replace('//', `//user:${proxyPassword}@`),
        HTTP_PROXY: proxy.url.replace('//', `//user:${proxyPassword}@`),
      };
      const { printed, check } = await trustingHost.doctor(env, folder);
      expect(check('gladly login')?.message).toContain('[redacted]');
      expect(leaksIn(printed, secrets)).toEqual([]);
    }
  });
});

describe('the doctor’s check of the clock', () => {
  const checkWith = async (offsetMs: number, status = 200) => {
    const gladly = closedAfterTest(
      await fakeServer((_, response) => {
        response.setHeader('date', new Date(Date.now() + offsetMs).toUTCString());
        json(response, { id: 'o', name: 'Acme' }, status);
      }),
    );
    const { check } = await host.doctor({ ...gladlyEnv, GLADLY_API_URL: gladly.url }, folder);
    return check('clock');
  };

  it.each([
    [10 * 60_000, 'warn', /^(59\d|60[01]) s behind the vendor's/],
    [-3_600_000, 'warn', /^36\d\d s ahead of the vendor's/],
    [30_000, 'ok', /^within (2\d|3[01]) s/],
    [0, 'ok', /^within \d s/],
  ])('an offset of %i ms is %s', async (offsetMs, status, message) => {
    expect(await checkWith(offsetMs)).toMatchObject({ status, message: expect.stringMatching(message) });
  });

  it('uses the answer to a refused login too', async () => {
    expect(await checkWith(10 * 60_000, 401)).toMatchObject({ status: 'warn' });
  });
});

describe('the doctor’s time limit', () => {
  it('holds for hosts that accept connections and never answer, however long calls may take', async () => {
    const { check, code } = await silentHostReport;
    expect(code).toBe(1);
    expect(check('tls')).toMatchObject({ status: 'fail', message: expect.stringContaining('does not answer') });
    for (const vendor of ['puzzel', 'gladly']) {
      expect(check(`${vendor} login`)).toMatchObject({ status: 'fail', hint: expect.stringContaining('dns') });
    }
  });
});
