import { readdirSync, statSync } from 'node:fs';
import promises, {
  link,
  lutimes,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  statfs,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { onDisk } from '../../src/http/disk.js';
import { saveBody } from '../../src/http/download.js';
import { onItsOwnDisk } from '../support/own-disk.js';
import { emptiedFolder } from '../support/set-up.js';

const root = emptiedFolder();
const folder = join(root, 'folder');
beforeEach(() => mkdir(folder));

const saveAs = { filename: 'call.wav', mime_type: 'audio/wav' };
const mebibyte = Buffer.alloc(1024 * 1024, 'x');

/** A body of so many mebibytes; `after` is called with the index of each when it has been read. */
const mebibytes = (count: number, after: (index: number) => unknown = () => {}) =>
  Readable.from(
    (async function* () {
      for (let index = 0; index < count; index += 1) {
        yield mebibyte;
        await after(index);
      }
    })(),
  );
const oneByte = (byte = 'x') => Readable.from([Buffer.from(byte)]);

const save = (body: Readable, headers: Record<string, string> = {}, maxBytes?: number) =>
  saveBody(folder, { headers, body }, saveAs, { signal: new AbortController().signal }, maxBytes);

describe('a folder that cannot take the file is an error', () => {
  it.skipIf(process.platform !== 'linux')('when it cannot be created', async () => {
    const { signal } = new AbortController();
    const saved = saveBody('/proc/puzzel-mcp/x', { headers: {}, body: oneByte() }, saveAs, { signal });
    await expect(saved).rejects.toMatchObject({ kind: 'not_configured', code: 'ENOENT' });
  });

  it('but an error of another kind stays what it is', async () => {
    const { signal } = new AbortController();
    const saved = saveBody(`${folder}\0`, { headers: {}, body: oneByte() }, saveAs, { signal });
    await expect(saved).rejects.toBeInstanceOf(TypeError);
  });

  it.each([
    ['EDQUOT', 'the disk quota is used up'],
    ['EFBIG', 'the file is too large for this disk'],
    ['EACCES', 'writing there is not allowed'],
    ['EPERM', 'writing there is not allowed'],
    ['ENOTDIR', 'it is not a folder'],
    ['EMFILE', 'the system says EMFILE'],
  ])('when the system refuses with %s, and says that %s', async (code, reason) => {
    const refused = onDisk(folder, () => Promise.reject(Object.assign(new Error('no'), { code })));
    const message = `Nothing could be saved in ${folder}: ${reason}. No file was kept.`;
    const hint = expect.stringContaining('PUZZEL_MCP_DOWNLOAD_DIR');
    await expect(refused).rejects.toMatchObject({ kind: 'not_configured', code, message, hint });
  });

  it('when all the free space is kept for the administrator', async () => {
    vi.spyOn(promises, 'statfs').mockResolvedValue({ ...(await statfs(folder)), bavail: 0 });
    syncBuiltinESMExports();
    const failed = save(oneByte(), { 'content-length': '1' }).finally(() => {
      vi.restoreAllMocks();
      syncBuiltinESMExports();
    });
    await expect(failed).rejects.toThrow('0 MiB are left');
  });

  it('when the disk becomes full, and no partial file is left', ({ skip }) =>
    onItsOwnDisk(folder, skip, 'size=2m', async () => {
      const failed = save(mebibytes(5));
      await expect(failed).rejects.toMatchObject({
        kind: 'not_configured',
        code: 'ENOSPC',
        message: expect.stringContaining('the disk is full'),
      });
      expect(await readdir(folder)).toEqual([]);
    }));

  it('when the disk is too small for the announced length, before the first byte is read', ({ skip }) =>
    onItsOwnDisk(folder, skip, 'size=80m', async () => {
      // 64 MiB have to be left after the download.
      const afterRead = vi.fn();
      const body = mebibytes(30, afterRead);
      await expect(save(body, { 'content-length': String(30 * mebibyte.length) })).rejects.toMatchObject({
        kind: 'not_configured',
        message: expect.stringMatching(/needs 94 MiB of free space .* 80 MiB are left/),
      });
      expect(afterRead).not.toHaveBeenCalled();
      expect(await readdir(folder)).toEqual([]);
      const small = save(mebibytes(1), { 'content-length': String(mebibyte.length) });
      await expect(small).resolves.toMatchObject({ bytes: mebibyte.length });
    }));

  it('when a transfer without an announced length leaves less than 64 MiB free', ({ skip }) =>
    onItsOwnDisk(folder, skip, 'size=80m', async () => {
      await expect(save(mebibytes(70))).rejects.toMatchObject({
        kind: 'not_configured',
        message: expect.stringContaining('needs 64 MiB of free space'),
      });
      expect(await readdir(folder)).toEqual([]);
    }));

  it('when the disk has no inode left', ({ skip }) =>
    onItsOwnDisk(folder, skip, 'nr_inodes=1', async () => {
      await expect(save(oneByte())).rejects.toMatchObject({
        kind: 'not_configured',
        code: 'ENOSPC',
      });
    }));

  it('when the disk is read-only', ({ skip }) =>
    onItsOwnDisk(folder, skip, 'ro', async () => {
      await expect(save(oneByte())).rejects.toMatchObject({
        kind: 'not_configured',
        message: expect.stringContaining('read-only'),
      });
    }));

  it('when it is a link to a file, to nothing or to itself, and the target is left alone', async () => {
    await rm(folder, { recursive: true });
    const target = join(root, 'target');
    await writeFile(target, 'mine');
    for (const [leadsTo, reason] of [
      [target, 'it is not a folder'],
      [join(root, 'nothing'), /it is (not a folder|gone)/],
      [folder, /leads to itself|not a folder/],
    ] as const) {
      await symlink(leadsTo, folder);
      await expect(save(oneByte())).rejects.toMatchObject({
        kind: 'not_configured',
        message: reason instanceof RegExp ? expect.stringMatching(reason) : expect.stringContaining(reason),
      });
      await rm(folder);
    }
    expect(await readdir(root)).toEqual(['target']);
    expect(await readFile(target, 'utf8')).toBe('mine');
  });
});

describe('a folder that changes during the transfer', () => {
  it('is an error when it is deleted, and is not created again', async () => {
    const body = mebibytes(3, async (index) => {
      if (index === 1) await rm(folder, { recursive: true });
    });
    await expect(save(body)).rejects.toMatchObject({
      kind: 'not_configured',
      message: expect.stringContaining('gone'),
    });
    expect(await readdir(root)).toEqual([]);
  });

  it.each(['empty', 'prepared with a file of the same name'])(
    'is an error when it is replaced by a link to a folder that is %s, and neither folder gets a file',
    async (content) => {
      const [moved, elsewhere] = [join(root, 'moved'), join(root, 'elsewhere')];
      await mkdir(elsewhere);
      const body = mebibytes(3, async (index) => {
        if (index !== 1) return;
        const [part = ''] = await readdir(folder);
        await rename(folder, moved);
        await symlink(elsewhere, folder);
        if (content !== 'empty') await writeFile(join(elsewhere, part), 'planted');
      });
      await expect(save(body)).rejects.toMatchObject({
        kind: 'not_configured',
        message: expect.stringMatching(/moved|gone/),
      });
      expect(await readdir(moved)).toEqual([]);
      const planted = await readdir(elsewhere);
      expect(planted).toHaveLength(content === 'empty' ? 0 : 1);
      for (const name of planted) expect(await readFile(join(elsewhere, name), 'utf8')).toBe('planted');
    },
  );

  it('is an error when the partial file is replaced by a link, which is not followed', async () => {
    const secret = join(root, 'secret');
    await writeFile(secret, 'secret');
    const body = mebibytes(3, async (index) => {
      if (index !== 1) return;
      const [part = ''] = await readdir(folder);
      await rm(join(folder, part));
      await symlink(secret, join(folder, part));
    });
    await expect(save(body)).rejects.toMatchObject({ kind: 'not_configured' });
    expect(await readdir(folder)).toEqual([]);
    expect(await readFile(secret, 'utf8')).toBe('secret');
  });

  it('is an error when another folder takes its place, even one with a link to the same file', async () => {
    const [moved, elsewhere] = [join(root, 'moved'), join(root, 'elsewhere')];
    const body = mebibytes(3, async (index) => {
      if (index !== 1) return;
      const [part = ''] = await readdir(folder);
      await mkdir(elsewhere);
      await link(join(folder, part), join(elsewhere, saveAs.filename));
      await rename(folder, moved);
      await rename(elsewhere, folder);
    });
    await expect(save(body)).rejects.toMatchObject({
      kind: 'not_configured',
      message: expect.stringMatching(/moved|gone/),
    });
    expect(await readdir(moved)).toEqual([]);
  });
});

it('a file is not saved when a link takes the place of a folder above the download folder during the transfer', async () => {
  const [inner, moved] = [join(folder, 'inner'), join(root, 'moved')];
  const body = mebibytes(3, async (index) => {
    if (index !== 1) return;
    await rename(folder, moved);
    await symlink(moved, folder);
  });
  const context = { signal: new AbortController().signal };
  await expect(saveBody(inner, { headers: {}, body }, saveAs, context)).rejects.toMatchObject({
    kind: 'not_configured',
  });
  expect(await readdir(join(moved, 'inner'))).toEqual([]);
});

describe('a file', () => {
  it('is saved in the folder that a link leads to', async () => {
    const real = join(root, 'real');
    await mkdir(real);
    await rm(folder, { recursive: true });
    await symlink(real, folder);
    expect((await save(oneByte())).path).toBe(join(real, 'call.wav'));
  });

  it('is not kept when the call was cancelled during the transfer or after its last byte', async () => {
    const call = new AbortController();
    const large = saveBody(folder, { headers: {}, body: mebibytes(3, () => call.abort()) }, saveAs, call);
    await expect(large).rejects.toMatchObject({ kind: 'cancelled' });
    const { signal } = new AbortController();
    const body = oneByte();
    body.once('close', () => Object.defineProperty(signal, 'aborted', { value: true }));
    const saved = saveBody(folder, { headers: {}, body }, saveAs, { signal });
    await expect(saved).rejects.toMatchObject({ kind: 'cancelled' });
    expect(await readdir(folder)).toEqual([]);
  });

  it('is not kept when its source fails, with the error of the source, or has another length than announced', async () => {
    const failure = new Error('connection lost');
    await expect(save(mebibytes(3, () => Promise.reject(failure)))).rejects.toBe(failure);
    for (const announced of ['1', '3'])
      await expect(save(oneByte('xx'), { 'content-length': announced })).rejects.toMatchObject({ kind: 'network' });
    expect(await readdir(folder)).toEqual([]);
  });

  it('reports how much of it has arrived, and its length when that was announced', async () => {
    const { signal } = new AbortController();
    for (const total of [undefined, 2 * mebibyte.length]) {
      const headers: Record<string, string> = total === undefined ? {} : { 'content-length': String(total) };
      const progress: unknown[] = [];
      const onProgress = (...report: unknown[]) => void progress.push(report);
      await saveBody(folder, { headers, body: mebibytes(2) }, saveAs, { signal, onProgress });
      expect(progress).toEqual([1, 2].map((count) => [count * mebibyte.length, total]));
    }
  });

  it('gets another name when its own is taken, also on a share without hard links or a size', async () => {
    await writeFile(join(folder, saveAs.filename), 'mine');
    expect(await save(oneByte())).toMatchObject({ filename: 'call (1).wav' });
    const linking = vi.spyOn(promises, 'link');
    for (const code of ['EISDIR', 'ENOTSUP', 'ENOSYS'])
      linking.mockRejectedValueOnce(Object.assign(new Error('no link'), { code }));
    const measuring = vi
      .spyOn(promises, 'statfs')
      .mockResolvedValue({ ...(await statfs(folder)), blocks: 0, bavail: 0 });
    syncBuiltinESMExports();
    const saved = await save(oneByte(), { 'content-length': '1' }).finally(() => {
      linking.mockRestore();
      measuring.mockRestore();
      syncBuiltinESMExports();
    });
    expect(saved).toMatchObject({ filename: 'call (2).wav' });
    expect(await readFile(join(folder, saveAs.filename), 'utf8')).toBe('mine');
  });

  it('leaves nothing behind on a share that has no hard links and refuses to rename it', async () => {
    for (const [work, code] of [
      ['link', 'EPERM'],
      ['rename', 'EACCES'],
    ] as const) {
      vi.spyOn(promises, work).mockRejectedValue(Object.assign(new Error('no'), { code }));
    }
    syncBuiltinESMExports();
    const failed = save(oneByte()).finally(() => {
      vi.restoreAllMocks();
      syncBuiltinESMExports();
    });
    await expect(failed).rejects.toMatchObject({ kind: 'not_configured', code: 'EACCES' });
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('the size limit', () => {
  it('refuses a file that is announced as larger before anything is read', async () => {
    const afterRead = vi.fn();
    const body = mebibytes(1, afterRead);
    const failed = save(body, { 'content-length': String(4 * 1024 ** 3) });
    await expect(failed).rejects.toMatchObject({ kind: 'upstream', message: expect.stringContaining('4096 MiB') });
    expect(afterRead).not.toHaveBeenCalled();
    expect(await readdir(folder)).toEqual([]);
  });

  it('ends a transfer that turns out larger, and leaves no file', async () => {
    let sent = 0;
    const body = mebibytes(50, async (index) => {
      sent = index + 1;
    });
    const failed = save(body, {}, 3 * mebibyte.length);
    await expect(failed).rejects.toMatchObject({ kind: 'upstream', message: expect.stringContaining('3 MiB') });
    expect(sent).toBeLessThan(10);
    expect(await readdir(folder)).toEqual([]);
  });

  it('allows a file of exactly that size', async () => {
    const bytes = 3 * mebibyte.length;
    for (const headers of [{}, { 'content-length': String(bytes) }]) {
      expect(await save(mebibytes(3), headers, bytes)).toMatchObject({ bytes });
    }
  });
});

describe('a source that is faster than the disk', () => {
  it('waits for the disk, so that at most a few mebibytes are read and not yet written', async () => {
    let [readBytes, mostUnwritten] = [0, 0];
    const writtenBytes = () => readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
    async function* chunks() {
      for (; readBytes < 128 * mebibyte.length; readBytes += 65_536) {
        mostUnwritten = Math.max(mostUnwritten, readBytes - writtenBytes());
        yield mebibyte.subarray(0, 65_536);
      }
    }
    const { bytes } = await save(Readable.from(chunks()));
    expect(bytes).toBe(128 * mebibyte.length);
    expect(mostUnwritten / mebibyte.length).toBeLessThan(4);
    expect(mostUnwritten).toBeGreaterThan(0);
  });
});

describe('a partial file', () => {
  const part = (digit: number) => `.puzzel-mcp-0000000${digit}-0000-4000-8000-000000000000.part`;
  const old = new Date(Date.now() - 25 * 60 * 60 * 1000);
  const leaveBehind = async (name: string, date = old) => {
    await writeFile(join(folder, name), 'left');
    await utimes(join(folder, name), date, date);
  };

  it('that a killed process left behind is removed by the next download when it is a day old, and everything else stays', async () => {
    const outside = join(root, 'outside');
    await writeFile(outside, 'mine');
    await utimes(outside, old, old);
    await leaveBehind(part(1));
    await leaveBehind(part(2), new Date(Date.now() - 23 * 60 * 60 * 1000));
    for (const foreign of ['.other.part', 'movie.part', `x${part(3)}`, `${part(4)}.txt`, '.puzzel-mcp-1.part'])
      await leaveBehind(foreign);
    await mkdir(join(folder, part(5)));
    await utimes(join(folder, part(5)), old, old);
    await symlink(outside, join(folder, part(6)));
    await lutimes(join(folder, part(6)), old, old);
    const before = await readdir(folder);
    await save(oneByte());
    expect((await readdir(folder)).sort()).toEqual([...before.filter((name) => name !== part(1)), 'call.wav'].sort());
    expect(await readFile(outside, 'utf8')).toBe('mine');
  });

  it('of a running transfer is not removed by the next download', async () => {
    let second: Promise<unknown> = Promise.resolve();
    const body = mebibytes(3, async (index) => {
      if (index === 1) second = save(oneByte('y'));
      await sleep(20);
    });
    expect(await save(body)).toMatchObject({ bytes: 3 * mebibyte.length });
    expect(await second).toMatchObject({ bytes: 1 });
    expect(await readdir(folder)).toHaveLength(2);
  });
});
