import { createHash } from 'node:crypto';
import { appendFileSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { json } from '../support/fake-server.js';
import { emptiedFolder } from '../support/set-up.js';
import { eventually, notRefused, type Recipe, startRecipe, startScriptHost } from './recipe.js';
import { startTenant } from './tenant.js';

const script = 'nightly-recording-sync/sync.mjs';
const downloadPath = /\/recordings\/\d+\/download/;
const dayMs = 86_400_000;
const yesterday = new Date(Date.now() - dayMs).toISOString().slice(0, 10);

const tenant = await startTenant();
const run = startScriptHost();
const folder = emptiedFolder();

const args = (...more: string[]) => ['--folder', folder, ...more];
const sync = (...more: string[]) => run(script, args(...more), tenant.env);
const audioFiles = () => {
  const all = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return all.filter((file) => file.endsWith('.wav')).sort();
};
const ledger = () => {
  const lines = readFileSync(join(folder, 'ledger.jsonl'), 'utf8').trimEnd().split('\n');
  const entries = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  return [...new Map(entries.map((entry) => [entry.key, entry])).values()];
};
const downloads = () => tenant.seen(downloadPath).map(({ target }) => target);

/** Starts a run, and waits until its nth download, counted from 1, hangs; those after it would hang as well. */
async function startAndHold(nth: number, ...more: string[]): Promise<Recipe> {
  const before = downloads().length;
  let count = 0;
  tenant.intercept(({ target }) => downloadPath.test(target) && ++count >= nth);
  const running = startRecipe(script, args(...more), tenant.env);
  await eventually(() => downloads().length - before).toBe(nth);
  return running;
}

/** Answers the second download with 429, once. */
const limitTheSecond = () => {
  let count = 0;
  tenant.intercept(({ target }, response) => {
    if (!downloadPath.test(target) || ++count !== 2) return false;
    json(response, {}, 429, { 'retry-after': '1' });
    return true;
  });
};

describe('the nightly recording sync', () => {
  it('lists the recordings of a group, saves all of the day, each once and with its SHA-256, and replaces what is damaged', async () => {
    const running = await startAndHold(1, '--group', '33');
    running.kill('SIGTERM');
    expect(await running.exit).toBe(143);
    const groupCount = ledger().length;
    expect(groupCount).toBeGreaterThan(0);

    // The tenant ignores from and to; the recipe still saves nothing of another day.
    tenant.intercept(async (request, response) => {
      if (!request.target.endsWith('/archive/search')) return false;
      const { from: _from, to: _to, ...body } = JSON.parse(request.body) as Record<string, unknown>;
      const answer = await tenant.forward({ ...request, body: JSON.stringify(body) });
      json(response, await answer.json());
      return true;
    });
    const next = await sync();
    expect([next.code, next.stderr]).toEqual([0, '']);
    const files = audioFiles();
    expect(files.length).toBeGreaterThan(Math.max(5, groupCount));
    expect(files.filter((file) => !file.startsWith(yesterday))).toEqual([]);
    expect(
      ledger()
        .map(({ file }) => file)
        .sort(),
    ).toEqual(files);
    for (const { file, sha256, bytes } of ledger()) {
      const content = readFileSync(join(folder, String(file)));
      expect([createHash('sha256').update(content).digest('hex'), content.length]).toEqual([sha256, bytes]);
    }
    // Only the download that was interrupted is repeated.
    expect(downloads().length).toBe(files.length + 1);
    expect(new Set(downloads()).size).toBe(files.length);

    // What is short or missing is replaced, a cut line of the ledger ignored; --rehash also replaces what was changed.
    tenant.reset();
    const [short = '', gone = '', changed = '', ...others] = audioFiles();
    truncateSync(join(folder, short), 10);
    rmSync(join(folder, gone));
    const content = readFileSync(join(folder, changed));
    content.writeUInt8(content.readUInt8(100) ^ 1, 100);
    writeFileSync(join(folder, changed), content);
    appendFileSync(join(folder, 'ledger.jsonl'), '{"key":"884');
    expect((await sync()).stdout).toContain(`2 saved, ${others.length + 1} were here already`);
    expect((await sync('--rehash')).stdout).toContain(`1 saved, ${others.length + 2} were here already`);
    expect(downloads().length).toBe(3);
  });

  it('refuses a second run at the same time, and continues where a kill, Ctrl-C or the rate limit stopped it', async () => {
    const killed = await startAndHold(4);
    const second = await sync();
    expect(second.code).toBe(3);
    expect(second.stderr).toContain('is using this ledger');
    killed.kill('SIGKILL');
    await killed.exit;
    expect(audioFiles().length).toBe(3);

    const interrupted = await startAndHold(2);
    interrupted.kill('SIGINT');
    expect(await interrupted.exit).toBe(130);
    expect(interrupted.stderr()).toContain('The next run goes on from here');
    expect(audioFiles().length).toBe(4);
    expect(ledger().filter(({ state }) => state === 'failed')).toEqual([]);

    limitTheSecond();
    const hasty = await sync('--longest-wait', '0');
    expect(hasty.code).toBe(3);
    expect(hasty.stderr).toContain('rate_limited');
    expect(audioFiles().length).toBe(5);

    limitTheSecond();
    const patient = await sync();
    expect(patient.code).toBe(0);
    expect(patient.stderr).toContain('asks for a pause: 1 s');
    expect(patient.stdout).toMatch(/\d+ saved, 5 were here already, 0 failed/);
    // One download failed in each of these four runs, and only that one was requested again.
    expect(downloads().length).toBe(audioFiles().length + 4);
    expect(readdirSync(folder)).not.toContain('ledger.jsonl.lock');
  });

  it('counts an outage against no recording, but gives up a recording after --attempts refusals', async () => {
    tenant.intercept(({ target }, response) => {
      if (!downloadPath.test(target)) return false;
      json(response, { code: 9, message: 'out of order' }, 500);
      return true;
    });
    const down = await sync();
    expect(down.code).toBe(1);
    expect(down.stderr).toContain('5 failures in a row');
    expect(downloads().length).toBe(5);

    tenant.intercept(({ target }, response) => {
      if (!/8840310274\/recordings/.test(target)) return false;
      json(response, { result: null, code: 20, id: 0, message: 'Recording does not exist' }, 404);
      return true;
    });
    const refused = await sync('--attempts', '1');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('8840310274/1');
    expect(refused.stderr).toContain('not_found');
    expect(refused.stdout).toContain('0 were here already, 2 failed, 0 given up');
    expect(ledger().filter(({ state }) => state === 'done').length).toBe(audioFiles().length);
    const asked = downloads().length;
    const givenUp = await sync('--attempts', '1');
    expect(givenUp.code).toBe(0);
    expect(givenUp.stdout).toContain('2 given up');
    expect(downloads().length).toBe(asked);

    tenant.intercept(() => false);
    // A run for another day tries again what failed before.
    const dayBefore = new Date(Date.now() - 2 * dayMs).toISOString().slice(0, 10);
    const next = await sync('--day', dayBefore);
    expect(next.code).toBe(0);
    expect(audioFiles()).toContain(`${yesterday}/8840310274_1.wav`);
  });

  it('refuses invalid days and numbers and an unknown option, with exit code 2', async () => {
    const offenders = await notRefused(sync, [
      [['--day', '2026-02-30'], 'is no day'],
      [['--from', '2026-01-02'], 'belong together'],
      [['--from', '2026-01-02', '--to', '2026-01-01'], 'before'],
      [['--attempts', 'x'], 'whole number'],
      [['--foldr', 'x'], '--foldr'],
    ]);
    expect(offenders).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
  });
});
