import { readdir, readFile, rm } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import { Downloads, type WantedFile } from '../../src/api/downloads.js';
import { sniffType } from '../../src/api/instead-of-file.js';
import type { Failure } from '../../src/failure.js';
import { Http } from '../../src/http/client.js';
import { limits } from '../../src/limits.js';
import { type FakeServer, fakeServer } from '../support/fake-server.js';
import { closedAfterTest, emptiedFolder } from '../support/set-up.js';

const folder = emptiedFolder();
let upstream: FakeServer;
let http: Http;
beforeEach(async () => {
  upstream = closedAfterTest(await fakeServer());
  http = closedAfterTest(new Http({ timeoutMs: 5_000, userAgent: 'test' }));
});

type Headers = Record<string, string>;
const secret = 'gl.aZ09_Secret';

const downloadsTo = (place: string | undefined) =>
  new Downloads(place, (text) => text.replaceAll(secret, '[redacted]'));

function fetchFile(wanted: Partial<WantedFile>, downloads = downloadsTo(folder), onProgress = (_bytes: number) => {}) {
  const context = { signal: new AbortController().signal, onProgress };
  const request = { method: 'GET', url: `${upstream.url}/x`, headers: {}, repeatable: true, ...context } as const;
  return downloads.fetch(http, request, { name: 'own', vendor: 'Puzzel', expected: 'media', ...wanted });
}

function serveAndFetch(body: string | Buffer, headers: Headers, wanted: Partial<WantedFile>) {
  upstream.answer((_, response) => void response.writeHead(200, headers).end(body));
  return fetchFile(wanted);
}

const envelope = JSON.stringify({ result: null, code: 1004, id: 0, message: 'No such recording' });
const signIn = '<!doctype html><html><head><title>Sign in</title></head><body>...</body></html>';
const problem = JSON.stringify({ title: 'Not ready', status: 409, detail: 'Transcoding' });
const attachment = (name: string) => `attachment; filename="${name}"`;
const types = [
  'application/octet-stream',
  'text/plain',
  'application/problem+json',
  'audio/mpeg',
  'application/json',
  '',
];

describe('a downloaded body', () => {
  it('is an error with the vendor’s words and is not saved when it is not the file, whatever its content type', async () => {
    /** Each body, words of the error, and the expected kinds of file for which it is recognised as an error. */
    const bodies: [body: string | Buffer, words: RegExp, expected: WantedFile['expected'][]][] = [
      [envelope, /No such recording/, ['media', 'any', 'report']],
      [`\ufeff  \n${envelope}`, /No such recording/, ['media', 'any', 'report']],
      [`${envelope}${' '.repeat(2_000)}`, /No such recording/, ['media', 'any', 'report']],
      [problem, /Not ready: Transcoding/, ['media', 'any', 'report']],
      [JSON.stringify({ errors: [{ attr: 'id', code: 'invalid' }] }), /id invalid/, ['media', 'any', 'report']],
      [JSON.stringify({ error: 'expired_token' }), /expired_token/, ['media', 'any', 'report']],
      [JSON.stringify({ result: 'https://x.example', code: 0 }), /instead of the file/, ['media', 'any', 'report']],
      ['{"url":"https://x.example"}', /with data instead of the file/, ['media']],
      [signIn, /page instead of the file: Sign in/, ['media', 'any', 'report']],
      [`\n<HTML><TITLE>Login</TITLE>${' '.repeat(2_000_000)}`, /with a page/, ['media', 'any', 'report']],
      ['<?xml version="1.0"?>\n<Error><Code>AccessDenied</Code></Error>', /AccessDenied/, ['media', 'any']],
      ['', /empty file/, ['media', 'any']],
      [JSON.stringify([{ code: 'not_found', detail: 'No recording' }]), /No recording/, ['media', 'any', 'report']],
      [JSON.stringify([{ error: 'gone' }]), /with an error instead of the file/, ['media', 'any', 'report']],
      ['{"message":"Internal server error"}', /Internal server error/, ['media', 'any', 'report']],
      ['{"statusCode":404,"message":"Not Found"}', /Not Found/, ['media', 'any', 'report']],
      ['{}', /with data/, ['media', 'report']],
      ['[]', /with data/, ['media', 'report']],
      ['null', /with data/, ['media', 'report']],
      ['"Recording not found"', /Recording not found/, ['media', 'report']],
      [' ', /with (a text|data)/, ['media']],
      [Buffer.from(`\ufeff${envelope}`, 'utf16le'), /No such recording/, ['media', 'any', 'report']],
      [Buffer.from(envelope, 'utf16le'), /No such recording/, ['media', 'any', 'report']],
      [Buffer.from(`\ufeff${signIn}`, 'utf16le').swap16(), /Sign in/, ['media', 'any', 'report']],
      ['<h1>502 Bad Gateway</h1>', /502 Bad Gateway/, ['media', 'any', 'report']],
      [`<!-- ${'x'.repeat(600)} --><center>Down</center>`, /Down/, ['media', 'any', 'report']],
      ['<?xml version="1.0"?><!-- c --><html><p>Down</p></html>', /Down/, ['media', 'any', 'report']],
      ['<Error><Code>AccessDenied</Code><Message>expired</Message></Error>', /expired/, ['media', 'any', 'report']],
      ['<s:Envelope><faultstring>No call</faultstring></s:Envelope>', /No call/, ['media', 'any', 'report']],
      ['<ApiResult><code>1004</code></ApiResult>', /1004/, ['media', 'any', 'report']],
      ['<result><message>none</message></result>', /none/, ['media', 'report']],
      ['Recording not found', /a (message|text) instead of the file: Recording not found/, ['media', 'report']],
      ['Recording not found, or not ready', /not found, or not ready/, ['media']],
      ['Report failed: quota exceeded\n', /quota exceeded/, ['media', 'report']],
      ...['for(;;);', 'while(1);', ")]}',", '/* x */'].map((beginning): (typeof bodies)[number] => [
        `${beginning}{"code":1004,"message":"none"}`,
        /with (data|an error) instead of the file/,
        ['media'],
      ]),
      ['callback({"code":1004})', /with data instead of the file/, ['media']],
      ...['errors', 'fault', 'exception'].map((name): (typeof bodies)[number] => [
        `<${name}>none</${name}>`,
        /with a page instead of the file: none/,
        ['media', 'any', 'report'],
      ]),
      ['No such call', /a message instead of the file: No such call/, ['media', 'report']],
      ['{"success":false,"message":"gone"}', /gone/, ['media', 'any', 'report']],
      ...['error', 'errors', 'ModelState', 'ResponseStatus'].map((name): (typeof bodies)[number] => [
        JSON.stringify({ [name]: 'gone', call: 7 }),
        /with an error instead of the file/,
        ['media', 'any', 'report'],
      ]),
      [Buffer.from(`{"a":"${'\0'.repeat(9)}"}`), /with data instead of the file\./, ['media']],
    ];
    const wrong: string[] = [];
    for (const [body, words, kinds] of bodies) {
      for (const type of types) {
        for (const expected of kinds) {
          const headers: Headers = type === '' ? {} : { 'content-type': type };
          const outcome = await serveAndFetch(body, headers, { expected }).then(
            () => 'saved',
            (error: Failure) => `${error.kind}: ${error.message}`,
          );
          const isRight =
            outcome.startsWith('upstream: ') && words.test(outcome) && (await readdir(folder)).length === 0;
          if (!isRight) wrong.push(`${String(body).slice(0, 40)} as ${type} for ${expected}: ${outcome}`);
        }
      }
    }
    expect(wrong).toEqual([]);
    const named = { 'content-disposition': attachment('call.mp3') };
    await expect(serveAndFetch(envelope, named, { expected: 'media' })).rejects.toMatchObject({
      message: expect.stringContaining('No such recording'),
      hint: expect.stringContaining('Check the ids'),
      code: 1004,
    });
    await expect(serveAndFetch(signIn, named, {})).rejects.toMatchObject({ hint: expect.stringContaining('doctor') });
  });

  it('is saved unchanged when it is the file, even if it looks like an error', async () => {
    const files: [body: string | Buffer, headers: Headers, expected: WantedFile['expected']][] = [
      [Buffer.from('RIFF1234'), { 'content-type': 'application/octet-stream' }, 'media'],
      [Buffer.from([0xff, 0xfb, 0x90, 0x64]), { 'content-type': 'audio/mpeg' }, 'media'],
      ...['txt', 'md', 'log', 'csv'].map((extension): (typeof files)[number] => [
        'Ida: My order failed',
        { 'content-disposition': attachment(`chat.${extension}`) },
        'media',
      ]),
      [signIn, { 'content-type': 'text/html', 'content-disposition': attachment('page.html') }, 'any'],
      [envelope, { 'content-type': 'application/json', 'content-disposition': attachment('error.json') }, 'any'],
      ['{"id":"a","name":"Anna"}\n{"id":"b","name":"Bo"}\n', { 'content-type': 'application/octet-stream' }, 'any'],
      ['{"id":"a","message":"Hello"}', { 'content-type': 'application/json' }, 'any'],
      [`[${'{"error":1},'.repeat(200_000)}0]`, { 'content-type': 'application/json' }, 'any'],
      ['a,b\n1,2\n', { 'content-type': 'text/csv' }, 'report'],
      ['[a],b\n1,2\n', { 'content-type': 'text/csv' }, 'report'],
      ['<svg xmlns="http://www.w3.org/2000/svg"/>', { 'content-type': 'image/svg+xml' }, 'any'],
      ['Dear customer', { 'content-type': 'text/plain' }, 'any'],
      ['1', { 'content-type': 'text/plain' }, 'any'],
      ['10:00 Ida: Hello', { 'content-type': 'text/plain', 'content-disposition': attachment('chat.txt') }, 'media'],
      ['[{"id":"a","code":"b"}]', { 'content-type': 'application/json' }, 'any'],
      [Buffer.from('ID3\x04\0\0'), { 'content-type': 'text/plain' }, 'media'],
      ['Error,Count\nnot found,3\nfailed,4\nother,1\n', { 'content-type': 'text/csv' }, 'report'],
      [`Comment\n${'error '.repeat(200)}\n`, { 'content-type': 'text/csv' }, 'report'],
      ['Date;Offered;Failed\n', { 'content-type': 'text/csv' }, 'report'],
      ['<h1 align="center">Read me</h1>', { 'content-disposition': attachment('README.md') }, 'any'],
      ['<html><table><tr><td>1</td></tr></table></html>', { 'content-disposition': attachment('orders.xls') }, 'any'],
      ['[{"code":"a","message":"x"}]', { 'content-disposition': attachment('data.geojson') }, 'any'],
      ['{"error":null,"items":[1]}', { 'content-type': 'application/json' }, 'any'],
      ['The parcel was not found.', { 'content-type': 'text/plain' }, 'any'],
    ];
    for (const [body, headers, expected] of files) {
      const saved = await serveAndFetch(body, headers, { expected });
      if (!('file' in saved)) return expect.unreachable(String(body));
      expect((await readFile(saved.file.path)).equals(Buffer.from(body)), String(body).slice(0, 40)).toBe(true);
      await rm(saved.file.path);
    }
  });
});

it('a page, markup and a short error message are recognised by their first tag, their type and their words', () => {
  const sniff = (text: string, type?: string) => sniffType(Buffer.from(text), { 'content-type': type });
  const tags =
    'html head body title script style meta h1 h6 center div p pre font table frameset form iframe noscript link a span img input section main header nav ul';
  expect(tags.split(' ').filter((tag) => sniff(`<${tag}>`) !== 'page')).toEqual([]);
  const states = 'found exist available allowed permitted authorised authorized ready'.split(' ');
  const words =
    'forbidden unauthorised unauthorized failed failure invalid unavailable exceeded expired error exception denied';
  const messages = [...states.map((state) => `not ${state}`), ...words.split(' '), 'no such', 'x\ny\nerror', '(error)'];
  expect(messages.filter((message) => sniff(message) !== 'message')).toEqual([]);
  expect(sniff('x\ny\nz\nerror')).toBe('other');
  expect(sniff('x', 'application/xhtml+xml')).toBe('page');
  for (const type of ['text/xml', 'application/atom+xml']) expect(sniff('x', type)).toBe('markup');
});

it('without a download folder, only requests whose result can stay in memory are sent', async () => {
  const nowhere = downloadsTo(undefined);
  await expect(fetchFile({}, nowhere)).rejects.toMatchObject({
    kind: 'not_configured',
    message: expect.stringContaining('no home directory'),
  });
  expect(upstream.seen).toEqual([]);
  upstream.answer((_, response) => void response.end('a,b\n'));
  expect(await fetchFile({ expected: 'report', inMemoryBytes: 10 }, nowhere)).toMatchObject({ text: 'a,b\n' });
});

describe('a fetched file', () => {
  it('stays in memory as text up to a size, decoded by the charset of its header, even when it is empty', async () => {
    const report = { expected: 'report', inMemoryBytes: 100 } as const;
    const latin1 = Buffer.from('navn\nBlåbær\n', 'latin1');
    const csv = { 'content-type': 'text/csv; charset="ISO-8859-1"' };
    expect(await serveAndFetch(latin1, csv, report)).toMatchObject({ text: 'navn\nBlåbær\n' });
    expect(await serveAndFetch('', csv, report)).toMatchObject({ status: 200, text: '' });
    expect(await serveAndFetch('x'.repeat(100), csv, report)).toMatchObject({ text: 'x'.repeat(100) });
    const progress: number[] = [];
    // The vendor still answers as before.
    await fetchFile(report, downloadsTo(folder), (bytes) => void progress.push(bytes));
    expect(progress).toEqual([100]);
    expect(await readdir(folder)).toEqual([]);
    upstream.answer((_, response) => void response.writeHead(204).end());
    expect(await fetchFile(report)).toMatchObject({ status: 200, text: '' });
    await expect(fetchFile({})).rejects.toThrow('empty file');
    expect(await serveAndFetch('x'.repeat(101), csv, report)).toMatchObject({
      charset: 'ISO-8859-1',
      file: { bytes: 101 },
    });
  });

  it('is decompressed when the server compressed it unasked', async () => {
    const body = gzipSync('RIFF1234');
    const headers = {
      'content-encoding': 'gzip',
      'content-length': String(body.length),
      'content-type': 'audio/wav',
    };
    const saved = await serveAndFetch(body, headers, {});
    expect(saved).toMatchObject({ file: { bytes: 8, filename: 'own.wav' } });
    expect(upstream.seen[0]?.headers).toMatchObject({ accept: '*/*', 'accept-encoding': 'identity' });
  });

  it('has the type of its first bytes when it is a recording whose header names no sound or video', async () => {
    const typeOf = async (type: string, expected: WantedFile['expected']) => {
      const saved = await serveAndFetch('ID3\x04', { 'content-type': type }, { expected });
      return 'file' in saved && saved.file.mime_type;
    };
    const meaningless = ['octet-stream', 'force-download', 'x-nobody'].map((name) => `application/${name}`);
    for (const type of [...meaningless, '*/*', 'text/plain', 'audio/*', 'audio/mpeg, audio/mpeg'])
      expect.soft([type, await typeOf(type, 'media')]).toEqual([type, 'audio/mpeg']);
    expect(await typeOf(' Audio/Ogg', 'media')).toBe('audio/ogg');
    expect(await typeOf('application/octet-stream', 'any')).toBe('application/octet-stream');
  });

  it('has a name and a type without secrets, even where they are encoded or cut', async () => {
    const word = (text: string) => `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`;
    const dispositions = [
      attachment(`${secret}.wav`),
      attachment(word(`${secret}.wav`)),
      attachment(word(`${'x'.repeat(110)}${secret}${'y'.repeat(50)}.wav`)),
      `attachment; filename*=UTF-8''${encodeURIComponent(`${'x'.repeat(110)}${secret}.wav`)}`,
    ];
    const namesAndTypes: string[] = [];
    for (const disposition of dispositions) {
      const headers = { 'content-disposition': disposition, 'content-type': `audio/${secret}` };
      const saved = await serveAndFetch('RIFF1234', headers, {});
      if ('file' in saved) namesAndTypes.push(saved.file.filename, saved.file.mime_type);
    }
    expect(namesAndTypes).toHaveLength(8);
    expect(namesAndTypes.filter((text) => /gl\.aZ|Secret/.test(text))).toEqual([]);
    expect(await readdir(folder)).toHaveLength(4);
    // The message of an error has 300 characters of the text, of which the last ones would be half a secret.
    const failed = serveAndFetch(`Not found: ${'x'.repeat(280)} ${secret}`, {}, {});
    await expect(failed).rejects.toMatchObject({ message: expect.not.stringContaining('gl.aZ') });
  });

  it('is not kept when its time is over before it is saved', async () => {
    http = closedAfterTest(new Http({ timeoutMs: 5_000, transferMs: 20, userAgent: 'test' }));
    upstream.answer((_, response) => void response.end('RIFF1234'));
    const takeTime = () => {
      for (const end = Date.now() + 50; Date.now() < end; );
    };
    await expect(fetchFile({}, downloadsTo(folder), takeTime)).rejects.toMatchObject({ kind: 'timeout' });
    expect(await readdir(folder)).toEqual([]);
  });

  it('is the beginning of the answer, as text, when its status is an error', async () => {
    upstream.answer((_, response) => void response.writeHead(404).end('x'.repeat(3_000_000)));
    const answer = await fetchFile({ expected: 'any' });
    expect(answer.status).toBe(404);
    expect(answer.text).toHaveLength(limits.refusalBytes);
    upstream.answer((_, response) => void response.writeHead(206).end('RIFF'));
    expect(await fetchFile({})).toMatchObject({ status: 206, text: 'RIFF' });
    expect(await readdir(folder)).toEqual([]);
  });
});
