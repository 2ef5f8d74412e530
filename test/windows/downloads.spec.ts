import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { validateHeaderValue } from 'node:http';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { headerForms, hostileNames } from '../http/hostile-names.js';
import { type FakePuzzel, fakePuzzel } from '../support/fake-puzzel.js';
import { install, isWine, newHome, remove, runScenario, uncShare, windowsPath } from './windows.js';

const largeBytes = 100 * 1024 * 1024;
const sound = { 'content-type': 'audio/wav' };
const isLegal = (value: string) => {
  try {
    validateHeaderValue('content-disposition', value);
    return true;
  } catch {
    return false;
  }
};
/** Every hostile name in the standard form and in the most common one; test/http tries all forms. */
const wellKnown = headerForms.filter(([form]) => form === 'RFC 5987' || form === 'quoted');
const dispositions = wellKnown.flatMap(([, header]) => hostileNames.map(header)).filter(isLegal);
const recording = (id: number) => ({ iq_session_id: String(id), index: 1 });
/** Ids of recordings: from `firstHostile` on each has one of the `dispositions`, and `stalled` stops after its first part. */
const [firstHostile, plain, large, cut, stalled] = [10_000, 1, 2, 3, 4];

const file = z.object({ path: z.string(), bytes: z.number(), mime_type: z.string(), filename: z.string() });
const ended = z.object({ code: z.number().nullable().optional(), stderr: z.string() });
const outcome = z.object({
  file: file.optional(),
  uri: z.string().optional(),
  leadsTo: z.string().optional(),
  content: z.string().nullable().optional(),
  error: z.looseObject({ kind: z.string(), message: z.string().optional() }).optional(),
  left: z.array(z.string()).optional(),
  ended: ended.optional(),
});
const interrupted = z.object({ isAlive: z.boolean(), left: z.array(z.string()), ended });
const findings = z.object({
  hostile: z.object({
    folder: z.string(),
    files: z.array(outcome),
    listed: z.array(z.string()),
    before: z.array(z.string()),
    after: z.array(z.string()),
    newest: z.object({ uri: z.string(), name: z.string() }),
    read: z.array(z.object({ uri: z.string(), blob: z.string() })),
    ended,
  }),
  large: outcome,
  cut: outcome,
  cancelled: interrupted,
  endOfInput: interrupted,
  folders: z.record(z.string(), outcome),
});

let seen: z.infer<typeof findings>;
let vendor: FakePuzzel;
const hash = createHash('sha256');
const home = newHome();
const inHome = (...parts: string[]) => windowsPath(join(home, ...parts));
const share = uncShare(home);
const noHardLinks = windowsPath(fileURLToPath(new URL('driver/no-hard-links.cjs', import.meta.url))).replaceAll(
  '\\',
  '/',
);
const long = Array.from({ length: 4 }, (_, index) => `${index}`.repeat(90));
mkdirSync(join(home, 'read'));

/** Download folders, whether a file is saved or refused there, and the whole path of the folder that it is saved in. */
const folders: {
  name: string;
  folder?: string;
  cwd?: string;
  preload?: string;
  wanted: 'saved' | 'refused';
  in?: string;
  files?: object;
}[] = [
  { name: 'the default', wanted: 'saved', in: inHome('Downloads', 'puzzel-mcp') },
  { name: 'longer than 260 characters', folder: inHome(...long), wanted: 'saved', in: inHome(...long) },
  { name: 'with slashes', folder: inHome('with').replaceAll('\\', '/'), wanted: 'saved', in: inHome('with') },
  { name: 'with a backslash at its end', folder: `${inHome('end')}\\`, wanted: 'saved', in: inHome('end') },
  { name: 'in the home', folder: '~\\Töne', wanted: 'saved', in: inHome('Töne') },
  { name: 'relative', folder: 'Töne\\neu', cwd: inHome('read'), wanted: 'saved', in: inHome('read', 'Töne', 'neu') },
  { name: 'a share', folder: share, wanted: 'saved', in: share },
  { name: 'without hard links', folder: inHome('exFAT'), preload: noHardLinks, wanted: 'saved', in: inHome('exFAT') },
  { name: 'a drive that is not there', folder: 'Q:\\x', wanted: 'refused' },
  // Wine creates a share that does not exist; Windows asks the network for it.
  ...(isWine ? [] : [{ name: 'no share', folder: '\\\\not-there.invalid\\share\\x', wanted: 'refused' as const }]),
  { name: 'a file', folder: inHome('taken'), files: { [inHome('taken')]: 'x' }, wanted: 'refused' },
  { name: 'below a file', folder: inHome('taken', 'x'), files: { [inHome('taken')]: 'x' }, wanted: 'refused' },
  {
    name: 'where nothing may be written',
    folder: isWine ? 'Z:\\proc\\self' : 'C:\\System Volume Information\\x',
    wanted: 'refused',
  },
];

beforeAll(async () => {
  install();
  vendor = await fakePuzzel();
  vendor.api = async (path, _request, response) => {
    const id = Number(/\/archive\/(\d+)\//.exec(path)?.[1]);
    const part = Buffer.alloc(1024 * 1024, 'wave');
    if (id >= firstHostile) {
      response.writeHead(200, { ...sound, 'content-disposition': dispositions[id - firstHostile] });
      response.end(`sound ${id - firstHostile}`);
    } else if (id === plain) {
      response.writeHead(200, { ...sound, 'content-disposition': 'attachment; filename="call.wav"' });
      response.end('sound');
    } else if (id === large) {
      response.writeHead(200, { ...sound, 'content-length': largeBytes });
      for (let sent = 0; sent < largeBytes; sent += part.length) {
        part.writeUInt32LE(sent);
        hash.update(part);
        if (!response.write(Buffer.from(part))) await new Promise((resolve) => response.once('drain', resolve));
      }
      response.end();
    } else {
      response.writeHead(200, { ...sound, 'content-length': 2 * part.length });
      response.write(part);
      if (id === cut) await pause(20).then(() => response.destroy());
    }
  };
  const plan = {
    env: vendor.env,
    hostile: dispositions.map((_, index) => recording(firstHostile + index)),
    plain: recording(plain),
    large: recording(large),
    cut: recording(cut),
    stalled: recording(stalled),
    folders,
  };
  seen = await runScenario('downloads', plan, findings, home);
});
afterAll(async () => {
  await vendor?.close();
  remove();
});

/** Characters and names that Windows does not allow. */
const forbidden = /[<>:"/\\|?*\p{Cc}\p{Cf}]|[. ]$|^(con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$|clock\$) *(\.|$)/iu;

describe('on Windows a download', () => {
  it('with a hostile name becomes one plain file in the folder, with the bytes that came', () => {
    const { files, folder, listed, before, after, ended: end } = seen.hostile;
    expect(files.length).toBeGreaterThan(200);
    const wrong = files.filter(
      ({ file: one, content }, index) =>
        !one ||
        one.path !== `${folder}\\${one.filename}` ||
        content !== `sound ${index}` ||
        one.bytes !== content.length ||
        forbidden.test(one.filename),
    );
    expect(wrong).toEqual([]);
    expect(listed.sort()).toEqual(files.map(({ file: one }) => one?.filename).sort());
    expect(after).toEqual(before);
    expect(end).toEqual({ code: 0, stderr: '' });
  });

  it('is linked by an address of the form file:///C:/ that leads to the file', () => {
    const { files, newest, read } = seen.hostile;
    const wrong = files.filter(
      ({ uri = '', leadsTo, file: one }) => !uri.startsWith('file:///C:/') || leadsTo !== one?.path,
    );
    expect(wrong).toEqual([]);
    expect(newest.uri).toBe(files.at(-1)?.uri);
    expect(read.map(({ uri, blob }) => [uri, Buffer.from(blob, 'base64').toString()])).toEqual([
      [newest.uri, files.at(-1)?.content],
    ]);
  });

  it('of 100 MB keeps every byte', () => {
    expect(seen.large).toMatchObject({ file: { bytes: largeBytes }, content: hash.digest('hex') });
  });

  it('that is cut, cancelled, or under way when the input ends leaves nothing', () => {
    expect(seen.cut).toMatchObject({ error: { kind: 'network' } });
    expect(seen.cut.left).toEqual([seen.large.file?.filename]);
    expect(seen.cancelled).toMatchObject({ isAlive: true, left: [], ended: { code: 0, stderr: '' } });
    expect(seen.endOfInput).toMatchObject({ isAlive: false, left: [], ended: { code: 0, stderr: '' } });
  });
});

describe('on Windows a download folder', () => {
  it('of every kind gets the file, or the download fails as `not_configured`', () => {
    const wrong = folders.filter(({ name, wanted, in: place }) => {
      const { file: saved, content, leadsTo, error } = seen.folders[name] ?? {};
      if (wanted === 'refused') return error?.kind !== 'not_configured' || saved !== undefined;
      return saved?.path !== `${place}\\call.wav` || content !== 'sound' || leadsTo !== saved.path;
    });
    expect(wrong.map(({ name }) => ({ name, seen: seen.folders[name] }))).toEqual([]);
  });
});
