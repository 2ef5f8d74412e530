import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { lstat, mkdir, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Http } from '../../src/http/client.js';
import { type SavedFile, saveBody } from '../../src/http/download.js';
import { safeFilename } from '../../src/http/filename.js';
import { header } from '../../src/http/headers.js';
import { type RawServer, rawAnswer, rawServer } from '../support/raw-server.js';
import { forms, hostileNames } from './hostileNames.js';

const root = mkdtempSync(join(tmpdir(), 'puzzel-mcp-names-'));
const folder = join(root, 'folder');
const outside = join(root, 'outside');
let disposition = '';
let server: RawServer;
let http: Http;

/** A folder with traps in it, beside a folder that nothing may reach. */
beforeAll(async () => {
  await mkdir(join(folder, 'folder'), { recursive: true });
  await mkdir(outside);
  await writeFile(join(outside, 'secret'), 'secret');
  await symlink(join(outside, 'secret'), join(folder, 'linkToFile'));
  await symlink(outside, join(folder, 'linkToFolder'));
  await symlink(join(outside, 'not-there'), join(folder, 'dangling'));
  await writeFile(join(folder, 'taken.wav'), 'taken');
  if (process.platform !== 'win32') execFileSync('mkfifo', [join(folder, 'fifo')]);
  server = await rawServer((socket) =>
    socket.write(Buffer.from(rawAnswer('sound', [`Content-Disposition: ${disposition}`]), 'latin1')),
  );
  http = new Http({ timeoutMs: 5_000, userAgent: 'test' });
});
afterAll(async () => {
  await http.close();
  await server.close();
  await rm(root, { recursive: true, force: true });
});

/** Everything below the root but the files saved in the folder: names, kinds and contents. */
async function surroundings(): Promise<string[]> {
  const all = await readdir(root, { recursive: true, withFileTypes: true });
  return all
    .filter((entry) => entry.parentPath !== folder || !entry.isFile())
    .map((entry) => `${join(entry.parentPath, entry.name)} ${entry.isFile()} ${entry.isSymbolicLink()}`)
    .sort();
}

async function expectHarmless(saved: SavedFile, before: string[]): Promise<void> {
  expect(dirname(saved.path)).toBe(folder);
  expect(await realpath(saved.path)).toBe(saved.path);
  expect((await lstat(saved.path)).isFile()).toBe(true);
  expect((await lstat(saved.path)).size).toBe(saved.bytes);
  expect(saved.filename).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$|clock\$) *(\.|$)/i);
  expect(saved.filename).not.toMatch(/[/\\:*?"<>|\p{Cc}\p{Cf}]|^[.~\s-]|[. ]$/u);
  expect(Buffer.byteLength(saved.filename)).toBeLessThanOrEqual(132);
  expect(await surroundings()).toEqual(before);
  expect(await readFile(join(outside, 'secret'), 'utf8')).toBe('secret');
  expect(await readFile(join(folder, 'taken.wav'), 'utf8')).toBe('taken');
  await rm(saved.path);
}

const request = () => ({
  method: 'GET' as const,
  url: server.url,
  headers: {},
  signal: new AbortController().signal,
  repeatable: false,
});

describe.each(forms)('a hostile name, %s', (_, headerFor) => {
  it.each(hostileNames)('%j stays in the folder', async (name) => {
    disposition = headerFor(name);
    const before = await surroundings();
    // What is no HTTP (a NUL in a header, say) is refused as a whole; then nothing may be written at all.
    const outcome = await http
      .stream(request(), (answer, signal) => {
        const filename = safeFilename(header(answer.headers, 'content-disposition'), 'recording-1', 'audio/wav');
        return saveBody(folder, answer, { filename, mime_type: 'audio/wav' }, signal, () => {});
      })
      .catch((error: { kind: string }) => error.kind);
    if (typeof outcome !== 'string') return expectHarmless(outcome, before);
    expect(['network', 'upstream']).toContain(outcome);
    expect(headerFor(name)).toMatch(/\p{Cc}|.{30000}/su);
    expect(await surroundings()).toEqual(before);
  });
});

describe('the count', () => {
  it('is two hundred at least', () => {
    expect(new Set(hostileNames).size * forms.length).toBeGreaterThanOrEqual(200);
    expect(new Set(hostileNames).size).toBe(hostileNames.length);
  });
});

describe('a link planted under the very name', () => {
  it.each(['secret', 'not-there', '.'])('to %j is not followed', async (target) => {
    const name = 'planted.wav';
    await symlink(join(outside, target), join(folder, name));
    const before = await surroundings();
    disposition = `attachment; filename="${name}"`;
    const saved = await http.stream(request(), (answer, signal) =>
      saveBody(folder, answer, { filename: name, mime_type: 'audio/wav' }, signal, () => {}),
    );
    expect(saved.filename).toBe('planted (1).wav');
    await expectHarmless(saved, before);
    await rm(join(folder, name));
  });
});
