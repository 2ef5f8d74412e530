import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parse } from 'csv-parse/sync';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { json } from '../support/fake-server.js';
import { eventually, runRecipe, startRecipe } from './recipe.js';
import { startTenant, type Tenant } from './tenant.js';

const script = 'queue-feed-csv/feed.mjs';
const ticker = /visualqueues\/ticker/;

let tenant: Tenant;
let folder: string;

beforeEach(async () => {
  tenant = await startTenant();
  folder = mkdtempSync(join(tmpdir(), 'recipe-feed-'));
});
afterEach(async () => {
  await tenant.close();
  rmSync(folder, { recursive: true, force: true });
});

const feed = (...args: string[]) => runRecipe(script, ['--folder', folder, ...args], tenant.env);
const files = () => readdirSync(folder).sort();
const rows = (file = files()[0] ?? '') =>
  parse(readFileSync(join(folder, file), 'utf8'), { columns: true }) as Record<string, string>[];

/** The tenant sends these queues instead of its own. */
const queuesAre = (...queues: object[]) =>
  tenant.intercept(({ target }, response) => {
    if (!ticker.test(target)) return false;
    json(response, { result: queues, code: 0 });
    return true;
  });

describe('the queue feed', () => {
  it('writes the header once and appends a row per queue and poll', async () => {
    expect((await feed('--once')).code).toBe(0);
    expect((await feed('--count', '2', '--every', '1')).code).toBe(0);
    const [file = '', ...more] = files();
    expect(more).toEqual([]);
    expect(file).toMatch(/^queues-\d{4}-\d\d-\d\d\.csv$/);
    const text = readFileSync(join(folder, file), 'utf8');
    expect(text.split('\n').filter((line) => line.startsWith('time,')).length).toBe(1);
    expect(rows().length).toBe(3 * 6);
    expect(new Set(rows().map(({ time }) => time)).size).toBe(3);
    const shown = (await tenant.ask('list_all_puzzel_visual_queue_ticker')) as Record<string, unknown>[];
    const last = rows().at(-6);
    expect(last).toMatchObject({ id: '11', description: 'Primary Inbound' });
    expect(shown[0]?.ciqsOffered).toBeTypeOf('number');
    expect(last?.ciqsOffered).toBe(String(shown[0]?.ciqsOffered));
  });

  it('takes only the queues that were asked for, and says which are not there', async () => {
    const { stderr } = await feed('--once', '--queues', '12, 99');
    expect(rows().map(({ description }) => description)).toEqual(['VIP Sales']);
    expect(stderr).toContain('No visual queue 99');
  });

  it('begins a new file at midnight', async () => {
    const clock = join(folder, 'clock.mjs');
    // The next day comes when the first file is there; the server keeps the real time.
    writeFileSync(
      clock,
      `import { readdirSync } from 'node:fs';
       if (process.argv[1].endsWith('feed.mjs')) {
         const real = Date.now.bind(Date);
         const hasFile = () => readdirSync(${JSON.stringify(folder)}).some((file) => file.endsWith('.csv'));
         Date.now = () => real() + (hasFile() ? 86_400_000 : 0);
       }`,
    );
    const env = { ...tenant.env, NODE_OPTIONS: `--import=${pathToFileURL(clock).href}` };
    const { code } = await runRecipe(script, ['--folder', folder, '--count', '3', '--every', '1'], env);
    expect(code).toBe(0);
    const days = files().filter((file) => file.endsWith('.csv'));
    expect(days.length).toBe(2);
    for (const day of days) expect(Object.keys(rows(day)[0] ?? {})).toContain('callsOffered');
    expect(days.flatMap((day) => rows(day)).length).toBe(3 * 6);
  });

  it('never mixes two sets of columns in one file', async () => {
    queuesAre({ id: 11, description: 'Primary Inbound', callsOffered: 1 });
    await feed('--once');
    queuesAre({ id: 11, description: 'Primary Inbound', callsOffered: 2, callsLost: 1 });
    await feed('--once');
    await feed('--once');
    const [second = '', first = '', ...more] = files();
    expect(more).toEqual([]);
    expect(second).toMatch(/\.2\.csv$/);
    expect(rows(first).map(({ callsOffered }) => callsOffered)).toEqual(['1']);
    expect(rows(second).map(({ callsLost }) => callsLost)).toEqual(['1', '1']);
  });

  it('takes away a line that a kill cut off', async () => {
    await feed('--once');
    const [file = ''] = files();
    appendFileSync(join(folder, file), '2026-01-01T00:00:00.000Z,11,Prim');
    await feed('--once');
    expect(rows().length).toBe(12);
    expect(readFileSync(join(folder, file), 'utf8')).not.toContain('2026-01-01');
  });

  it("makes a queue's name no formula of a spreadsheet", async () => {
    queuesAre({ id: 11, description: '=HYPERLINK("http://x")', callsOffered: 1 });
    await feed('--once');
    expect(rows()[0]?.description).toBe('\'=HYPERLINK("http://x")');
  });

  it('goes on after a poll that failed and says so in its exit code', async () => {
    let polls = 0;
    tenant.intercept(({ target }, response) => {
      if (!ticker.test(target) || ++polls !== 2) return false;
      json(response, { code: 9, message: 'out of order' }, 500);
      return true;
    });
    const { code, stderr } = await feed('--count', '3', '--every', '1');
    expect(stderr).toContain('no row');
    expect(rows().length).toBe(12);
    expect(code).toBe(1);
  });

  it('runs until it is told to end', async () => {
    const running = startRecipe(script, ['--folder', folder, '--every', '1'], tenant.env);
    await eventually(() => tenant.seen(ticker).length).toBeGreaterThan(1);
    running.kill('SIGTERM');
    expect(await running.exit).toBe(0);
    expect(rows().length % 6).toBe(0);
  });
});
