import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, rm, stat, symlink, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { customerPath, fakePuzzel } from '../support/fake-puzzel.js';
import { connect, type TestClient } from '../support/server-process.js';
import { closedAfterAll, newFolder } from '../support/set-up.js';

const folder = newFolder();
const puzzel = closedAfterAll(await fakePuzzel());
const client = closedAfterAll(await connect('sdk2-modern', { ...puzzel.env, PUZZEL_MCP_DOWNLOAD_DIR: folder }));
afterEach(async () => {
  for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true });
});

const recording = { iq_session_id: '8840310685', index: 1 };
const download = (options?: Parameters<TestClient['call']>[2]) =>
  client.call('puzzel_archive_recording_files_download', recording, options);
const octetStream = { 'content-type': 'application/octet-stream' };

/** Pseudo-random bytes, of which the long bodies are made. */
const megabyte = Buffer.alloc(1024 * 1024);
for (let index = 0; index < megabyte.length; index += 1) megabyte[index] = (index * 2_654_435_761) >>> 13;

describe('a recording', () => {
  it('is written to the folder, readable by the owner only, and its bytes are not in the answer', async () => {
    puzzel.api = (path, request, response) => {
      expect(path).toBe(customerPath('/users/77/archive/8840310685/recordings/1/download'));
      expect(request.method).toBe('GET');
      response.writeHead(200, { ...octetStream, 'content-disposition': 'attachment; filename="8840310685_1.wav"' });
      response.end(Buffer.from('RIFF1234'));
    };
    const answer = await download();
    const path = join(folder, '8840310685_1.wav');
    expect(answer.structuredContent).toEqual({
      result: { path, bytes: 8, mime_type: 'audio/wav', filename: '8840310685_1.wav' },
    });
    expect(answer.content[1]).toMatchObject({ type: 'resource_link', uri: expect.stringMatching(/^file:\/\//) });
    expect(await readFile(path, 'utf8')).toBe('RIFF1234');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    const again = await download();
    expect(again.structuredContent).toMatchObject({ result: { filename: '8840310685_1 (1).wav' } });
  });

  it('of 300 MB keeps its bytes, reports progress, and is never held in memory', {
    timeout: 120_000,
  }, async () => {
    const hash = createHash('sha256');
    puzzel.api = async (_path, _request, response) => {
      response.writeHead(200, { ...octetStream, 'content-length': String(300 * megabyte.length) });
      for (let count = 0; count < 300; count += 1) {
        hash.update(megabyte);
        if (!response.write(megabyte)) await new Promise((resolve) => response.once('drain', resolve));
      }
      response.end();
    };
    const notes: number[] = [];
    const peakNow = async () => {
      const status = await readFile(`/proc/${client.pid()}/status`, 'utf8').catch(() => '');
      return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
    };
    await client.call('server_status', {});
    const before = await peakNow();
    let peak = 0;
    const watch = setInterval(async () => {
      peak = Math.max(peak, await peakNow());
    }, 50);
    const answer = await download({ onprogress: ({ progress }) => notes.push(progress) });
    clearInterval(watch);
    const { path, bytes } = (answer.structuredContent as { result: { path: string; bytes: number } }).result;
    expect(bytes).toBe(300 * megabyte.length);
    const written = createHash('sha256');
    await pipeline(createReadStream(path), written);
    expect(written.digest('hex')).toBe(hash.digest('hex'));
    expect(notes.length).toBeGreaterThan(1);
    expect([...notes].sort((a, b) => a - b)).toEqual(notes);
    if (process.platform === 'linux') expect(peak).toBeGreaterThan(before);
    // The limit is a third of the file; `npm run bench` measures the memory exactly.
    expect(peak - before).toBeLessThan(100);
  });

  it('that breaks off is an error and leaves no file', async () => {
    puzzel.api = (_path, _request, response) => {
      response.writeHead(200, { ...octetStream, 'content-length': '5000000' });
      response.write(megabyte);
      setTimeout(() => response.destroy(), 50);
    };
    const answer = await download();
    expect(answer.structuredContent).toMatchObject({ error: { kind: 'network' } });
    expect(await readdir(folder)).toEqual([]);
  });

  it('that is cancelled closes the socket and leaves no file', async () => {
    let closed: Promise<void> | undefined;
    puzzel.api = (_path, _request, response) => {
      response.writeHead(200, octetStream);
      response.write(megabyte);
      closed = new Promise((resolve) => response.on('close', () => resolve()));
    };
    const stop = new AbortController();
    const call = download({ signal: stop.signal }).catch(() => 'cancelled');
    await vi.waitUntil(async () => closed && (await readdir(folder)).length > 0, 60_000);
    stop.abort();
    expect(await call).toBe('cancelled');
    await closed;
    await expect.poll(() => readdir(folder)).toEqual([]);
  });
});

describe('a saved file as a resource', () => {
  const save = async (body: Buffer | string, type: string) => {
    puzzel.api = (_path, _request, response) => void response.writeHead(200, { 'content-type': type }).end(body);
    return ((await download()).structuredContent as { result: { path: string } }).result.path;
  };

  it('is readable only if this process saved it, it fits into a message, and it has not changed', async () => {
    const secret = join(folder, 'secret.txt');
    // As long as the recording, so that only the link shows the difference.
    await writeFile(secret, 'mine');
    await expect(client.read(pathToFileURL(secret).href)).rejects.toThrow(/not found/i);

    const path = await save('RIFF', 'audio/wav');
    expect((await client.read(pathToFileURL(path).href)).blob).toBe(Buffer.from('RIFF').toString('base64'));
    await unlink(path);
    await symlink(secret, path);
    await expect(client.read(pathToFileURL(path).href)).rejects.toThrow('was moved, changed or removed');
    await unlink(path);
    await writeFile(path, 'other length');
    await expect(client.read(pathToFileURL(path).href)).rejects.toThrow('was moved, changed or removed');
    const large = await save(Buffer.alloc(6 * 1024 * 1024), 'audio/wav');
    await expect(client.read(pathToFileURL(large).href)).rejects.toThrow(large);
    if (process.platform === 'win32') return;
    // Opening a named pipe must not block until something writes into it: eight reads would block all threads of Node's pool.
    await unlink(path);
    execFileSync('mkfifo', [path]);
    const reads = Array.from({ length: 8 }, async () =>
      expect(client.read(pathToFileURL(path).href)).rejects.toThrow('was moved, changed or removed'),
    );
    await Promise.all(reads);
  });

  it('is returned as its exact bytes when its text is not UTF-8', async () => {
    const table = Buffer.from('name;calls\r\nRen\xe9;3\r\n', 'latin1');
    const path = await save(table, 'text/csv; charset=windows-1252');
    const contents = await client.read(pathToFileURL(path).href);
    expect(contents).toMatchObject({ mimeType: 'text/csv', blob: table.toString('base64') });
    expect(contents.text).toBeUndefined();
  });
});
