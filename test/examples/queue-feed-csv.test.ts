import { appendFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { json } from '../support/fake-server.js';
import { emptiedFolder } from '../support/set-up.js';
import { eventually, startRecipe, startScriptHost } from './recipe.js';
import { startTenant } from './tenant.js';

const script = 'queue-feed-csv/feed.mjs';
const tickerPath = /visualqueues\/ticker/;

const tenant = await startTenant();
const run = startScriptHost();
const folder = emptiedFolder();

const feed = (...args: string[]) => run(script, ['--folder', folder, ...args], tenant.env);
const files = () => readdirSync(folder).sort();
const rows = (file = files()[0] ?? '') =>
  parse(readFileSync(join(folder, file), 'utf8'), { columns: true }) as Record<string, string>[];

/** The demo tenant answers the polls, counted from 1, that `answer` does not answer. */
const onPoll = (answer: (poll: number, response: ServerResponse) => void) => {
  let polls = 0;
  tenant.intercept(({ target }, response) => {
    if (!tickerPath.test(target)) return false;
    polls += 1;
    answer(polls, response);
    return response.writableEnded;
  });
};

describe('the queue feed', () => {
  it('writes the header once and appends a row per queue and poll, also after a kill or a poll that failed', async () => {
    const once = await feed('--once');
    expect([once.code, once.stderr]).toEqual([0, '']);
    const [file = '', ...more] = files();
    expect(more).toEqual([]);
    expect(file).toMatch(/^queues-\d{4}-\d\d-\d\d\.csv$/);
    expect(rows().length).toBe(6);

    // A last line that a kill cut off is removed.
    appendFileSync(join(folder, file), '2026-01-01T00:00:00.000Z,11,Prim');
    onPoll((poll, response) => {
      if (poll === 2) json(response, { code: 9, message: 'out of order' }, 500);
    });
    const { code, stderr } = await feed('--count', '3', '--every', '1');
    expect(stderr.match(/no row/g)?.length).toBe(1);
    expect(code).toBe(1);
    expect(files()).toEqual([file]);
    const text = readFileSync(join(folder, file), 'utf8');
    expect(text.split('\n').filter((line) => line.startsWith('time,')).length).toBe(1);
    expect(text).not.toContain('2026-01-01T00');
    expect(rows().length).toBe(3 * 6);
    expect(new Set(rows().map(({ time }) => time)).size).toBe(3);
    const counters = (await tenant.ask('list_all_puzzel_visual_queue_ticker')) as Record<string, unknown>[];
    const last = rows().at(-6);
    expect(last).toMatchObject({ id: '11', description: 'Primary Inbound' });
    expect(counters[0]?.ciqsOffered).toBeTypeOf('number');
    expect(last?.ciqsOffered).toBe(String(counters[0]?.ciqsOffered));
  });

  it('never mixes two sets of columns in one file, writes only the given queues, and makes formulas harmless', async () => {
    const queue = { id: 11, description: '=HYPERLINK("http://x")', callsOffered: 1 };
    onPoll((poll, response) => {
      const columns = poll === 1 ? {} : { callsLost: poll };
      const result = [
        { ...queue, ...columns },
        { id: 12, description: 'VIP Sales', callsOffered: 1, ...columns },
      ];
      json(response, { result, code: 0 });
    });
    const { code, stderr } = await feed('--count', '3', '--every', '1', '--queues', '11, 99');
    expect(code).toBe(0);
    expect(stderr).toContain('No visual queue 99');
    const [second = '', first = '', ...more] = files();
    expect(more).toEqual([]);
    expect(second).toMatch(/\.2\.csv$/);
    const name = '\'=HYPERLINK("http://x")';
    expect(rows(first)).toEqual([{ time: expect.any(String), id: '11', description: name, callsOffered: '1' }]);
    expect(rows(second).map(({ id, callsLost }) => [id, callsLost])).toEqual([
      ['11', '2'],
      ['11', '3'],
    ]);
  });

  it('starts a new file at midnight, and runs until a signal ends it', async () => {
    const clock = join(folder, 'clock.mjs');
    // The clock of the recipe jumps to the next day when the first file exists; the server keeps the real time.
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
    const running = startRecipe(script, ['--folder', folder, '--every', '1'], env);
    await eventually(() => running.stdout().match(/ rows /g)?.length).toBeGreaterThan(2);
    running.kill('SIGTERM');
    expect(await running.exit).toBe(0);
    const days = files().filter((file) => file.endsWith('.csv'));
    expect(days.length).toBe(2);
    for (const day of days) expect(Object.keys(rows(day)[0] ?? {})).toContain('callsOffered');
    const written = days.flatMap((day) => rows(day));
    expect(written.length).toBeGreaterThan(2 * 6);
    expect(written.length % 6).toBe(0);
  });
});
