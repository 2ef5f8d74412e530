import { describe, expect, it } from 'vitest';
import { signedRequest } from '../../src/gladly/signed-address.js';
import type { HttpRequest } from '../../src/http/request.js';

const requestTo = (url: string): HttpRequest => ({
  method: 'GET',
  url,
  headers: { authorization: 'Basic c2VjcmV0' },
  signal: new AbortController().signal,
  repeatable: true,
});
const fromTenant = requestTo('https://acme.gladly.com/api/v1/attachments/1');
const fromDemo = requestTo('http://127.0.0.1:8080/api/v1/attachments/1');

describe('the address that a 303 names', () => {
  it.each([
    ['https://files.example/a?signature=x', fromTenant, 'https://files.example/a?signature=x'],
    ['/elsewhere', fromTenant, 'https://acme.gladly.com/elsewhere'],
    ['/files/1', fromDemo, 'http://127.0.0.1:8080/files/1'],
    ['http://localhost:9090/files/1', fromDemo, 'http://localhost:9090/files/1'],
  ])('is followed without credentials: %s', (target, request, url) => {
    const { signal } = request;
    expect(signedRequest(request, target)).toEqual({ method: 'GET', url, headers: {}, signal, repeatable: true });
  });

  it.each([
    ...['1.0.0.1', '11.0.0.1', '100.63.0.1', '100.128.0.1', '169.255.0.1', '172.15.0.1', '172.32.0.1', '192.169.0.1'],
    '[2003::1]',
  ])('is followed when it is public, although an internal range is near: %s', (host) => {
    expect(signedRequest(fromTenant, `https://${host}/a`).url).toBe(`https://${host}/a`);
  });

  it.each([
    'http://acme.gladly.com/a',
    'http://files.example/a',
    'ftp://acme.gladly.com/a',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'https://',
    'http://127.0.0.1/a',
    'https://127.0.0.1/a',
    'https://2130706433/a',
    'https://0x7f.1/a',
    'https://localhost/a',
    'https://localhost./a',
    'https://[64:ff9b::a00:1]/a',
    'https://[64:ff9b:1::a00:1]/a',
    'https://[::a00:1]/a',
    'https://[2002:a00:1::]/a',
    'https://[fec0::1]/a',
    'https://x.localhost/a',
    'https://[::1]/a',
    'https://[::]/a',
    'https://[::ffff:10.0.0.1]/a',
    'https://[fe80::1]/a',
    'https://[febf::a8bb:ccff:fedd:eeff]/a',
    'https://[feff::1]/a',
    'https://[2002:ffff::1]/a',
    'https://[fd00::1]/a',
    'https://0.0.0.0/a',
    'https://10.0.0.1/a',
    'https://172.16.0.1/a',
    'https://192.168.1.1/a',
    'https://169.254.169.254/latest/meta-data',
    'https://100.64.0.1/a',
    // The last address of each range.
    'https://0.255.255.255/a',
    'https://10.255.255.255/a',
    'https://100.127.255.255/a',
    'https://127.255.255.255/a',
    'https://169.254.255.255/a',
    'https://172.31.255.255/a',
    'https://192.168.255.255/a',
  ])('is not followed from a tenant: %s', (target) => {
    expect(() => signedRequest(fromTenant, target)).toThrow(/cannot be trusted/);
  });

  it.each(['http://files.example/a', 'file:///etc/passwd', 'ftp://127.0.0.1/a'])(
    'is not followed from the demo either: %s',
    (target) => {
      expect(() => signedRequest(fromDemo, target)).toThrow(/cannot be trusted/);
    },
  );
});
