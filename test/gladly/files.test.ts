import { readdir } from 'node:fs/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Downloads } from '../../src/api/downloads.js';
import { GladlyClient } from '../../src/gladly/client.js';
import { Http } from '../../src/http/client.js';
import { type FakeServer, fakeServer } from '../support/fake-server.js';
import { emptiedFolder } from '../support/set-up.js';

const folder = emptiedFolder();
let gladly: FakeServer;
let store: FakeServer;
let http: Http;
let client: GladlyClient;
let secrets: string[];
beforeEach(async () => {
  [gladly, store] = [await fakeServer(), await fakeServer()];
  gladly.answer((_, response) => void response.writeHead(303, { location: `${store.url}/a?signature=x` }).end());
  http = new Http({ timeoutMs: 10_000, userAgent: 'test' });
  const downloads = new Downloads(folder, (text) => text);
  secrets = [];
  const onSecret = (secret: string) => void secrets.push(secret);
  client = new GladlyClient(http, { apiUrl: gladly.url, email: 'a@b.c', apiToken: 'token', downloads, onSecret });
});
afterEach(async () => {
  await http.close();
  await gladly.close();
  await store.close();
});

const operation = {
  name: 'gladly_conversation_attachments_download',
  route: { method: 'GET', path: '/api/v1/attachments/{id}', provenance: 'documented', alternatives: [] },
  isRead: true,
} as const;
const context = { signal: new AbortController().signal };
const download = () => client.download(operation, { id: 'a' }, 'own', context);

it('a file behind a signed link is fetched without credentials', async () => {
  store.answer((_, response) => void response.writeHead(200, { 'content-type': 'audio/ogg' }).end('OggS1234'));
  expect(await download()).toMatchObject({ bytes: 8, filename: 'own.ogg', mime_type: 'audio/ogg' });
  expect(gladly.seen[0]?.headers.authorization).toMatch(/^Basic /);
  expect(store.seen.map(({ target, headers }) => [target, headers.authorization])).toEqual([
    ['/a?signature=x', undefined],
  ]);
});

it('no other redirect than a 303 is followed', async () => {
  for (const status of [301, 302, 307]) {
    gladly.answer((_, response) => void response.writeHead(status, { location: `${store.url}/a` }).end());
    await expect(download()).rejects.toMatchObject({ kind: 'upstream', status });
  }
  expect(store.seen).toEqual([]);
});

it('the signature of a link is remembered as a secret before the store, which may quote it, is asked', async () => {
  const others = 'X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=20261121T100000Z';
  const location = `${store.url}/a?X-Amz-Signature=5d672d79c15b13162&${others}`;
  gladly.answer((_, response) => void response.writeHead(303, { location }).end());
  let known: string[] = [];
  store.answer(({ target }, response) => {
    known = [...secrets];
    response.writeHead(403, { 'content-type': 'text/plain' }).end(`denied: ${target}`);
  });
  await expect(download()).rejects.toMatchObject({ status: 403 });
  expect(known).toEqual(['5d672d79c15b13162']);
});

it('a refused signed link has the message of the store and a hint to ask for a fresh link, unlike other failures', async () => {
  const words = '<?xml version="1.0"?><Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>';
  for (const status of [400, 401, 403, 404, 410]) {
    store.answer((_, response) => void response.writeHead(status, { 'content-type': 'application/xml' }).end(words));
    await expect(download()).rejects.toMatchObject({
      kind: 'upstream',
      status,
      message: expect.stringMatching(/^The file store 127\.0\.0\.1:\d+ .*AccessDenied: Request has expired$/),
      hint: expect.stringContaining('Call the tool again, which asks for a fresh one'),
    });
  }
  store.answer((_, response) => void response.writeHead(429, { 'retry-after': '7' }).end());
  await expect(download()).rejects.toMatchObject({ kind: 'rate_limited', hint: 'Wait 7 s, then call again.' });
  store.answer((_, response) => void response.destroy());
  await expect(download()).rejects.toMatchObject({ kind: 'network', hint: expect.not.stringContaining('fresh one') });
  expect(await readdir(folder)).toEqual([]);
});

it('an expired signed link has the hint to ask for a fresh one on Gladly’s own host too, and with status 200', async () => {
  gladly.answer(({ target }, response) =>
    target.startsWith('/signed')
      ? void response.writeHead(403).end('<Error><Message>Request has expired</Message></Error>')
      : void response.writeHead(303, { location: '/signed/x?sig=1' }).end(),
  );
  const hint = expect.stringContaining('fresh one');
  const message = expect.stringMatching(/^The file store .*Request has expired$/);
  await expect(download()).rejects.toMatchObject({ kind: 'upstream', message, hint });
  gladly.answer((_, response) => void response.writeHead(303, { location: `${store.url}/a` }).end());
  store.answer((_, response) => void response.end('<Error><Message>Request has expired</Message></Error>'));
  await expect(download()).rejects.toMatchObject({ kind: 'upstream', message, hint });
});

it('a recording that is JSON or markup is an error and leaves no file', async () => {
  const recording = { ...operation, recording: true };
  for (const body of ['[{"code":"x","detail":"y"}]', '{"a":1}', 'null', '[]', '<a/>']) {
    gladly.answer((_, response) => void response.writeHead(200, { 'content-type': 'audio/mpeg' }).end(body));
    await expect(client.download(recording, { id: 'a' }, 'own.mp3', context)).rejects.toMatchObject({
      kind: 'upstream',
    });
  }
  expect(await readdir(folder)).toEqual([]);
});

it('a report that is a web page or an error in JSON is an error', async () => {
  const wanted = { name: 'report.csv', maxBytes: 1000 };
  for (const body of ['<!doctype html><title>Sign in</title>', JSON.stringify({ errors: [{ code: 'invalid' }] })]) {
    gladly.answer((_, response) => void response.writeHead(200, { 'content-type': 'text/csv' }).end(body));
    await expect(client.textOrFile(operation, { id: 'r' }, wanted, context)).rejects.toMatchObject({
      kind: 'upstream',
      message: expect.stringMatching(/Sign in|invalid/),
    });
  }
});
