import { expect, it } from 'vitest';
import type { Failure } from '../../src/failure.js';
import { networkFailure, proxyFailure } from '../../src/http/network-failure.js';

const errorWith = (code: string) => Object.assign(new Error(code), { code });
const failureFor = (code: string, phase: 'request' | 'body' = 'request') =>
  networkFailure(errorWith(code), 'api.example', phase) as Failure;

it('each code has its own message, and a hint that says that nothing was sent only where that is certain', () => {
  const untrusted = 'The TLS connection to api.example could not be trusted or set up.';
  const failures: [code: string, kind: string, message: string, isUnsent: boolean][] = [
    ['UND_ERR_CONNECT_TIMEOUT', 'timeout', 'api.example could not be connected to in time.', true],
    // Node reports this code for an established connection, too.
    ['ETIMEDOUT', 'timeout', 'api.example did not answer in time.', false],
    ['UND_ERR_BODY_TIMEOUT', 'timeout', 'api.example began to answer, then sent nothing more.', false],
    ['ECONNREFUSED', 'network', 'api.example refused the connection.', true],
    ['ECONNRESET', 'network', 'The connection to api.example ended before an answer came.', false],
    ['EPIPE', 'network', 'The connection to api.example ended before an answer came.', false],
    ['ECONNABORTED', 'network', 'The connection to api.example ended before an answer came.', false],
    ['ENOTFOUND', 'network', 'The host api.example could not be found (DNS).', true],
    ['EAI_AGAIN', 'network', 'The host api.example could not be found (DNS).', true],
    ['CERT_HAS_EXPIRED', 'network', untrusted, false],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'network', untrusted, false],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'network', untrusted, false],
    ['ENETUNREACH', 'network', 'api.example could not be reached or did not speak HTTP.', true],
    ['EHOSTUNREACH', 'network', 'api.example could not be reached or did not speak HTTP.', true],
    ['UND_ERR_HEADERS_OVERFLOW', 'upstream', "The headers of api.example's answer are too large to be read.", false],
    ['Z_DATA_ERROR', 'upstream', 'The answer of api.example cannot be decompressed; nothing of it was kept.', false],
  ];
  const read = failures.map(([code]) => {
    const { kind, message, hint } = failureFor(code);
    return [code, kind, message, hint?.startsWith('The request was not sent. ')];
  });
  expect(read).toEqual(failures);
});

it('a mistake of this program is not taken for one of the network, even with a code of Node', () => {
  const mistake = Object.assign(new TypeError('mistake'), { code: 'ERR_INVALID_ARG_TYPE' });
  expect(networkFailure(mistake, 'api.example', 'body')).toBe(mistake);
});

it('an error on the way through a proxy names the proxy, unless it is about TLS, which is most often the fault of the host', () => {
  for (const code of ['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']) {
    expect(proxyFailure(errorWith(code), 'api.example'), code).toMatchObject({
      kind: /TIME/.test(code) ? 'timeout' : 'network',
      message: 'The proxy did not open a connection to api.example.',
    });
  }
  const untrusted = errorWith('CERT_HAS_EXPIRED');
  expect(proxyFailure(untrusted, 'api.example')).toBe(untrusted);
});

it('the failure of a connection that ends within an answer says that nothing was kept, and what to do after a write', () => {
  expect(failureFor('UND_ERR_SOCKET', 'body')).toMatchObject({
    kind: 'network',
    message: 'The answer of api.example broke off before its end; nothing of it was kept.',
    hint: 'A read can simply be repeated. After a write, read first what became of it.',
    code: 'UND_ERR_SOCKET',
  });
  expect(failureFor('UND_ERR_BODY_TIMEOUT', 'body').kind).toBe('timeout');
  for (const code of ['ECONNRESET', 'ETIMEDOUT'])
    expect(failureFor(code).hint, code).toContain('After a write, read first what became of it.');
});
