import { execFileSync } from 'node:child_process';
import { lstat, mkdir, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { safeFilename } from '../../src/api/filename.js';
import { Http } from '../../src/http/client.js';
import { type SavedFile, saveBody } from '../../src/http/download.js';
import { header } from '../../src/http/headers.js';
import { limits } from '../../src/limits.js';
import { rawAnswer, rawServer } from '../support/raw-server.js';
import { closedAfterAll, newFolder } from '../support/set-up.js';
import { headerForms, hostileNames } from './hostile-names.js';

const root = newFolder();
const folder = join(root, 'folder');
const outside = join(root, 'outside');
/** The header of each answer, by the number in the address. */
const dispositions: string[] = [];
const server = closedAfterAll(
  await rawServer((socket, head) => {
    const disposition = dispositions[Number(/^GET \/(\d+)/.exec(head)?.[1])];
    socket.write(Buffer.from(rawAnswer('sound', [`Content-Disposition: ${disposition}`]), 'latin1'));
  }),
);
const http = closedAfterAll(new Http({ timeoutMs: 60_000, userAgent: 'test' }));

/** Makes a folder with links and a pipe in it, beside a folder that nothing may reach. */
beforeAll(async () => {
  await mkdir(join(folder, 'folder'), { recursive: true });
  await mkdir(outside);
  await writeFile(join(outside, 'secret'), 'secret');
  await symlink(join(outside, 'secret'), join(folder, 'linkToFile'));
  await symlink(outside, join(folder, 'linkToFolder'));
  await symlink(join(outside, 'not-there'), join(folder, 'dangling'));
  await writeFile(join(folder, 'taken.wav'), 'taken');
  if (process.platform !== 'win32') execFileSync('mkfifo', [join(folder, 'fifo')]);
});

/** Everything below the root: names and kinds, and the contents that were there before. */
async function filesAndContents(): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const contents = [join(outside, 'secret'), join(folder, 'taken.wav')].map((path) => readFile(path, 'utf8'));
  return entries
    .map((entry) => `${join(entry.parentPath, entry.name)} ${entry.isFile()} ${entry.isSymbolicLink()}`)
    .sort()
    .concat(await Promise.all(contents));
}

/** What is wrong with a saved file, which is then removed. */
async function harmOf(saved: SavedFile): Promise<string[]> {
  const { path, filename, bytes } = saved;
  const entry = await lstat(path);
  const checks: [isRight: boolean, what: string][] = [
    [dirname(path) === folder && (await realpath(path)) === path, `is in ${dirname(path)}`],
    [entry.isFile() && entry.size === bytes, 'is no file of that size'],
    [!/^(con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³]|conin\$|conout\$|clock\$) *(\.|$)/i.test(filename), 'is a device'],
    [!/[/\\:*?"<>|\p{Cc}\p{Cf}]|^[.~\s-]|[. ]$/u.test(filename), 'has a harmful name'],
    // The number of a name that is taken, such as ` (12)`, comes on top of the limit.
    [Buffer.byteLength(filename) <= limits.nameBytes + 6, 'has a name that is too long'],
  ];
  await rm(path);
  return checks.filter(([isRight]) => !isRight).map(([, what]) => what);
}

async function save(index: number): Promise<SavedFile> {
  const { signal } = new AbortController();
  const request = { method: 'GET', url: `${server.url}/${index}`, headers: {}, signal, repeatable: false } as const;
  const saved = await http.stream(request, (answer, signal) => {
    const filename = safeFilename(header(answer.headers, 'content-disposition'), 'recording-1', 'audio/wav');
    return saveBody(folder, answer, { filename, mime_type: 'audio/wav' }, { signal });
  });
  if (!('path' in saved)) throw new Error(`status ${saved.status}`);
  return saved;
}

it('no file name in any form of the header leads out of the folder or does harm', async () => {
  const before = await filesAndContents();
  const cases = headerForms.flatMap(([form, headerFor]) =>
    hostileNames.map((name) => ({ form, name, header: headerFor(name) })),
  );
  const outcomes = await Promise.all(
    cases.map(async ({ form, name, header }, index) => {
      dispositions[index] = header;
      const outcome = await save(index).catch((error: { kind: string }) => error.kind);
      const described = `${JSON.stringify(name.slice(0, 60))}, ${form}`;
      // An answer that is no valid HTTP (with a NUL in a header, say) is refused, and nothing is written.
      const isNoHttp = /\p{Cc}/u.test(header) || header.length > 30_000;
      if (typeof outcome === 'string')
        return isNoHttp && ['network', 'upstream'].includes(outcome) ? [] : [`${described}: refused as ${outcome}`];
      return (await harmOf(outcome)).map((harm) => `${described}: ${harm}`);
    }),
  );
  expect(outcomes.flat()).toEqual([]);
  expect(await filesAndContents()).toEqual(before);
});

it('a link that is planted under the name of the file is not followed', async () => {
  for (const target of ['secret', 'not-there', '.']) {
    const name = 'planted.wav';
    await symlink(join(outside, target), join(folder, name));
    const before = await filesAndContents();
    dispositions[0] = `attachment; filename="${name}"`;
    const saved = await save(0);
    expect(saved.filename).toBe('planted (1).wav');
    expect(await harmOf(saved), target).toEqual([]);
    expect(await filesAndContents()).toEqual(before);
    await rm(join(folder, name));
  }
});
