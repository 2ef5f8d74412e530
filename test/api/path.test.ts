import { describe, expect, it } from 'vitest';
import { buildRequest } from '../../src/api/route.js';
import { Http } from '../../src/http/client.js';
import { confirmed, get } from '../../src/tools/routes.js';
import { rawAnswer, rawServer } from '../support/raw-server.js';
import { closedAfterAll } from '../support/set-up.js';

const server = closedAfterAll(await rawServer((socket) => socket.write(rawAnswer('{}'))));
const http = closedAfterAll(new Http({ timeoutMs: 5_000, userAgent: 'test' }));

/** The request line as the server received it. */
async function lineFor(id: string): Promise<string | undefined> {
  server.heads.length = 0;
  const { target } = buildRequest(get('/users/{id}/queues', confirmed), { id, from: id });
  const signal = new AbortController().signal;
  await http.send({ method: 'GET', url: server.url + target, headers: {}, signal, repeatable: true });
  expect(server.heads).toHaveLength(1);
  return server.heads[0]?.split('\r\n')[0];
}

const hostile = [
  '../../admin',
  '..\\..\\admin',
  'a/../../admin',
  '/admin',
  '//evil.example/x',
  'https://evil.example/',
  '%2e%2e',
  '%2e%2e%2fadmin',
  '..%2fadmin',
  '%252e%252e',
  '.%2e',
  '%00',
  '..;/admin',
  ';jsessionid=1',
  '?admin=1',
  '#fragment',
  '&from=x',
  'a b',
  ' ',
  '\t',
  '\r\nHost: evil.example',
  '\r\n\r\nGET /admin HTTP/1.1\r\n\r\n',
  '\n',
  '\u0000',
  '\u0085',
  '\u2028',
  '\uff0e\uff0e\uff0fadmin',
  '\u2024\u2024/admin',
  '\ufeff',
  'å',
  '😀',
  '@evil.example',
  ':80',
  '*',
  '{customerKey}',
  '$&',
  'x'.repeat(4096),
];

describe('an id never changes the path', () => {
  it.each(hostile)('%j', async (id) => {
    const line = (await lineFor(id)) ?? '';
    expect(line).toMatch(/^GET \/users\/[^/?#\s\\]+\/queues\?from=[^/?#&\s\\]+ HTTP\/1\.1$/);
    const [, segment, query] = /^GET \/users\/(.*)\/queues\?from=(.*) HTTP/.exec(line) ?? [];
    expect(decodeURIComponent(segment ?? '')).toBe(id);
    expect(decodeURIComponent(query ?? '')).toBe(id);
  });

  it.each(['', '.', '..', '\ud800', 'a\udc00b'])('%j is refused before anything is sent', async (id) => {
    server.heads.length = 0;
    await expect(lineFor(id)).rejects.toMatchObject({ kind: 'invalid_input' });
    expect(server.heads).toEqual([]);
  });
});
