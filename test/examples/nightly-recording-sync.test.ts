import { createHash } from 'node:crypto';
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { json } from '../support/fake-server.js';
import { eventually, runRecipe, startRecipe } from './recipe.js';
import { startTenant, type Tenant } from './tenant.js';

const script = 'nightly-recording-sync/sync.mjs';
const download = /\/recordings\/\d+\/download/;
const dayMs = 86_400_000;
const yesterday = new Date(Date.now() - dayMs).toISOString().slice(0, 10);

let tenant: Tenant;
let folder: string;

beforeEach(async () => {
  tenant = await startTenant();
  folder = mkdtempSync(join(tmpdir(), 'recipe-sync-'));
});
afterEach(async () => {
  await tenant.close();
  rmSync(folder, { recursive: true, force: true });
});

const args = (...more: string[]) => ['--folder', folder, ...more];
const sync = (...more: string[]) => runRecipe(script, args(...more), tenant.env);
const audioFiles = () => {
  const all = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return all.filter((file) => file.endsWith('.wav')).sort();
};
const ledger = () => {
  const lines = readFileSync(join(folder, 'ledger.jsonl'), 'utf8').trimEnd().split('\n');
  const entries = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  return [...new Map(entries.map((entry) => [entry.key, entry])).values()];
};
const sessions = () => tenant.seen(download).map(({ target }) => target);

/** Spoils downloads from the nth on, counted from 1, until told otherwise. */
const holdFrom = (nth: number) => {
  let count = 0;
  tenant.intercept(({ target }) => download.test(target) && ++count >= nth);
};

describe('the nightly recording sync', () => {
  it("fetches yesterday's recordings, each in its place with its SHA-256, and nothing twice", async () => {
    const first = await sync();
    expect(first.stderr).toBe('');
    expect(first.code).toBe(0);
    const files = audioFiles();
    expect(files.length).toBeGreaterThan(5);
    expect(files.every((file) => file.startsWith(yesterday))).toBe(true);
    expect(
      ledger()
        .map(({ file }) => file)
        .sort(),
    ).toEqual(files);
    for (const { file, sha256, bytes } of ledger()) {
      const content = readFileSync(join(folder, String(file)));
      expect([createHash('sha256').update(content).digest('hex'), content.length]).toEqual([sha256, bytes]);
    }
    const asked = sessions();
    expect(new Set(asked).size).toBe(asked.length);

    const second = await sync();
    expect(second.code).toBe(0);
    expect(second.stdout).toContain(`0 saved, ${files.length} were here already`);
    expect(sessions().length).toBe(asked.length);
    expect(audioFiles()).toEqual(files);
  });

  it('goes on after a kill where it stopped', async () => {
    holdFrom(4);
    const killed = startRecipe(script, args(), tenant.env);
    await eventually(() => sessions().length).toBe(4);
    killed.kill('SIGKILL');
    await killed.exit;
    expect(audioFiles().length).toBe(3);

    tenant.intercept(() => false);
    const next = await sync();
    expect(next.code).toBe(0);
    expect(next.stdout).toMatch(/\d+ saved, 3 were here already, 0 failed/);
    // Only the one that was under way is asked for a second time.
    expect(sessions().length).toBe(audioFiles().length + 1);
    expect(readdirSync(folder)).not.toContain('ledger.jsonl.lock');
  });

  it('ends in good order on Ctrl-C, says so in its exit code, and the half file is gone', async () => {
    holdFrom(2);
    const running = startRecipe(script, args(), tenant.env);
    await eventually(() => sessions().length).toBe(2);
    running.kill('SIGINT');
    expect(await running.exit).toBe(130);
    expect(running.stderr()).toContain('The next run goes on from here');
    expect(audioFiles().length).toBe(1);
    expect(ledger().filter(({ state }) => state === 'failed')).toEqual([]);
  });

  it('leaves a bad recording and takes the rest; the next night tries it again', async () => {
    tenant.intercept(({ target }, response) => {
      if (!/8840310274\/recordings/.test(target)) return false;
      json(response, { result: null, code: 20, id: 0, message: 'Recording does not exist' }, 404);
      return true;
    });
    const first = await sync();
    expect(first.code).toBe(1);
    expect(first.stderr).toContain('8840310274/1');
    expect(first.stderr).toContain('not_found');
    const count = audioFiles().length;
    expect(ledger().filter(({ state }) => state === 'done').length).toBe(count);

    tenant.intercept(() => false);
    // A run for another day: what failed before is not forgotten.
    const dayBefore = new Date(Date.now() - 2 * dayMs).toISOString().slice(0, 10);
    const next = await sync('--day', dayBefore);
    expect(next.code).toBe(0);
    expect(audioFiles()).toContain(`${yesterday}/8840310274_1.wav`);
  });

  it('gives a recording up after so many refusals', async () => {
    tenant.intercept(({ target }, response) => {
      if (!/8840310274\/recordings/.test(target)) return false;
      json(response, { result: null, code: 20, id: 0, message: 'Recording does not exist' }, 404);
      return true;
    });
    expect((await sync('--attempts', '1')).code).toBe(1);
    const asked = sessions().length;
    const next = await sync('--attempts', '1');
    expect(next.code).toBe(0);
    expect(next.stdout).toContain('2 given up');
    expect(sessions().length).toBe(asked);
  });

  it('waits for the rate limit, but not longer than allowed', async () => {
    let limited = 0;
    tenant.intercept(({ target }, response) => {
      if (!download.test(target) || ++limited !== 2) return false;
      json(response, {}, 429, { 'retry-after': '1' });
      return true;
    });
    const patient = await sync();
    expect(patient.code).toBe(0);
    expect(patient.stderr).toContain('asks for a pause: 1 s');

    rmSync(folder, { recursive: true });
    limited = 0;
    const hasty = await sync('--longest-wait', '0');
    expect(hasty.code).toBe(3);
    expect(hasty.stderr).toContain('rate_limited');
    expect(audioFiles().length).toBe(1);
  });

  it('stops when everything fails, and holds it against no recording', async () => {
    tenant.intercept(({ target }, response) => {
      if (!download.test(target)) return false;
      json(response, { code: 9, message: 'out of order' }, 500);
      return true;
    });
    const down = await sync();
    expect(down.code).toBe(1);
    expect(down.stderr).toContain('5 failures in a row');
    expect(sessions().length).toBe(5);
    tenant.intercept(() => false);
    expect((await sync('--attempts', '1')).stdout).toContain('0 failed, 0 given up');
  });

  it('notices a file that has become shorter, and with --rehash one that has changed', async () => {
    await sync();
    const [short = '', changed = ''] = audioFiles();
    truncateSync(join(folder, short), 10);
    expect((await sync()).stdout).toContain('1 saved');
    const content = readFileSync(join(folder, changed));
    content.writeUInt8(content.readUInt8(100) ^ 1, 100);
    writeFileSync(join(folder, changed), content);
    expect((await sync()).stdout).toContain('0 saved');
    expect((await sync('--rehash')).stdout).toContain('1 saved');
  });

  it('takes nothing from outside the day when the tenant ignores the filter', async () => {
    tenant.intercept(async (request, response) => {
      if (!request.target.endsWith('/archive/search')) return false;
      const { from: _from, to: _to, ...body } = JSON.parse(request.body) as Record<string, unknown>;
      const answer = await tenant.forward({ ...request, body: JSON.stringify(body) });
      json(response, await answer.json());
      return true;
    });
    expect((await sync()).code).toBe(0);
    expect(audioFiles().length).toBeGreaterThan(0);
    expect(audioFiles().every((file) => file.startsWith(yesterday))).toBe(true);
  });

  it('fetches only the calls of the chosen group', async () => {
    await sync('--group', '33');
    const one = audioFiles();
    expect(one.length).toBeGreaterThan(0);
    await sync();
    expect(audioFiles().length).toBeGreaterThan(one.length);
  });

  it('survives a torn line in its ledger, and keeps a second run out', async () => {
    await sync();
    const [file = ''] = audioFiles();
    appendFileSync(join(folder, 'ledger.jsonl'), '{"key":"884');
    rmSync(join(folder, file));
    expect((await sync()).stdout).toContain('1 saved');
    expect((await sync()).stdout).toContain('0 saved');
    holdFrom(1);
    rmSync(join(folder, file));
    const busy = startRecipe(script, args(), tenant.env);
    const asked = sessions().length;
    await eventually(() => sessions().length).toBe(asked + 1);
    const second = await sync();
    expect(second.code).toBe(3);
    expect(second.stderr).toContain('is using this ledger');
    busy.kill('SIGTERM');
    expect(await busy.exit).toBe(143);
  });

  it.each([
    [['--day', '2026-02-30'], 'is no day'],
    [['--from', '2026-01-02'], 'belong together'],
    [['--from', '2026-01-02', '--to', '2026-01-01'], 'before'],
    [['--attempts', 'x'], 'whole number'],
    [['--foldr', 'x'], '--foldr'],
  ])('refuses %j and exits with 2', async (wrong, says) => {
    const { code, stderr } = await sync(...wrong);
    expect(stderr).toContain(says);
    expect(code).toBe(2);
  });
});
