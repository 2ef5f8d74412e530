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
  it('is followed without credentials', () => {
    for (const [target, request, url] of [
      ['https://files.example/a?signature=x', fromTenant, 'https://files.example/a?signature=x'],
      ['/elsewhere', fromTenant, 'https://acme.gladly.com/elsewhere'],
      ['/files/1', fromDemo, 'http://127.0.0.1:8080/files/1'],
      ['http://localhost:9090/files/1', fromDemo, 'http://localhost:9090/files/1'],
    ] as const) {
      const { signal } = request;
      const followed = { method: 'GET', url, headers: {}, signal, repeatable: true };
      expect.soft(signedRequest(request, target), target).toEqual(followed);
    }
  });

  const followed = (request: HttpRequest, targets: string[]) =>
    targets.filter((target) => {
      try {
        signedRequest(request, target);
        return true;
      } catch (error) {
        expect.soft(String(error), target).toContain('cannot be trusted');
        return false;
      }
    });
  const atHosts = (hosts: string[]) => hosts.map((host) => `https://${host}/a`);

  it('is followed when it is public, although an internal range is near', () => {
    const near = atHosts([
      ...['1.0.0.1', '11.0.0.1', '100.63.0.1', '100.128.0.1', '169.255.0.1', '172.15.0.1', '172.32.0.1', '192.169.0.1'],
      '[2003::1]',
    ]);
    expect(near.map((target) => signedRequest(fromTenant, target).url)).toEqual(near);
  });

  it('is not followed from a tenant when it is internal, or not HTTPS', () => {
    const internal = [
      ...['127.0.0.1', '2130706433', '0x7f.1', 'localhost', 'localhost.', '[64:ff9b::a00:1]', '[64:ff9b:1::a00:1]'],
      ...['[::a00:1]', '[2002:a00:1::]', '[fec0::1]', 'x.localhost', '[::1]', '[::]', '[::ffff:10.0.0.1]', '[fe80::1]'],
      ...['[febf::a8bb:ccff:fedd:eeff]', '[feff::1]', '[2002:ffff::1]', '[fd00::1]', '0.0.0.0', '10.0.0.1'],
      ...['172.16.0.1', '192.168.1.1', '169.254.169.254', '100.64.0.1'],
      // The last address of each range.
      ...['0.255.255.255', '10.255.255.255', '100.127.255.255', '127.255.255.255', '169.254.255.255'],
      ...['172.31.255.255', '192.168.255.255'],
    ];
    const others = [
      ...['http://acme.gladly.com/a', 'http://files.example/a', 'ftp://acme.gladly.com/a', 'file:///etc/passwd'],
      ...['javascript:alert(1)', 'https://', 'http://127.0.0.1/a'],
    ];
    expect(followed(fromTenant, [...atHosts(internal), ...others])).toEqual([]);
    expect(followed(fromDemo, ['http://files.example/a', 'file:///etc/passwd', 'ftp://127.0.0.1/a'])).toEqual([]);
  });
});
