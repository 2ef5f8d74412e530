import { appendFile, mkdir, readFile, truncate } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { stringify } from 'csv-stringify/sync';
import { commandLine, run, UsageError, wholeNumber } from '../command-line.mjs';
import { connect } from '../connect.mjs';

const usage = `node feed.mjs [options]
  --every SECONDS   time between two polls; default: 60
  --once            one poll, then the end; exit code 1 when it failed
  --count N         so many polls, then the end
  --queues IDS      only these visual queues, comma separated (list_all_puzzel_visual_queues)
  --folder DIR      where the files go; default: queue-feed
  --demo            against the built-in tenant
`;

await run(async (signal) => {
  const options = commandLine(usage, {
    every: { type: 'string', default: '60' },
    once: { type: 'boolean' },
    count: { type: 'string' },
    queues: { type: 'string' },
    folder: { type: 'string', default: 'queue-feed' },
    demo: { type: 'boolean' },
  });
  const everySeconds = wholeNumber('every', options.every, 1);
  const count = options.once ? 1 : options.count === undefined ? Infinity : wholeNumber('count', options.count, 1);
  const wantedIds = options.queues?.split(',').map((id) => id.trim());
  if (wantedIds?.some((id) => !/^\d+$/.test(id))) throw new UsageError('--queues takes numbers, comma separated.');
  const folder = resolve(options.folder);
  await mkdir(folder, { recursive: true });

  const tool = 'list_all_puzzel_visual_queue_ticker';
  const puzzel = await connect('queue-feed-csv', [tool], ['--read-only', ...(options.demo ? ['--demo'] : [])]);
  let failureCount = 0;
  try {
    for (let poll = 1; poll <= count && !signal.aborted; poll += 1) {
      const started = Date.now();
      try {
        const queues = [];
        for await (const queue of puzzel.rows(tool, { limit: 1000 }, { maxWaitSeconds: everySeconds, signal }))
          queues.push(queue);
        const wantedQueues = queues.filter(({ id }) => wantedIds === undefined || wantedIds.includes(String(id)));
        const missingIds = wantedIds?.filter((id) => !queues.some((queue) => String(queue.id) === id)) ?? [];
        if (missingIds.length > 0) warn(`No visual queue ${missingIds.join(', ')}.`);
        const file = await append(folder, new Date(started), wantedQueues);
        process.stdout.write(`${new Date(started).toISOString()} ${wantedQueues.length} rows ${file}\n`);
      } catch (error) {
        if (signal.aborted) break;
        // The rows of this poll are missing. The counters only grow, so the next rows include what was missed.
        failureCount += 1;
        warn(`${new Date(started).toISOString()} no row: ${error.message}`);
        if (!puzzel.isOpen()) return 3;
      }
      if (poll < count)
        await setTimeout(started + everySeconds * 1000 - Date.now(), undefined, { signal }).catch(() => {});
    }
  } finally {
    await puzzel.close();
  }
  return failureCount > 0 && count !== Infinity ? 1 : 0;
});

/**
 * Appends one row per queue to the file of that day (this machine's time zone) and returns its path. The tenant chooses the
 * names of the counters; when those differ from a file's header, the rows go to a new file beside it.
 */
async function append(folder, time, queues) {
  const columns = ['time', ...new Set(queues.flatMap((queue) => Object.keys(queue)))];
  const rows = queues.map((queue) => ({ time: time.toISOString(), ...queue }));
  // A queue's name may begin with = or +, which a spreadsheet would run as a formula.
  const csv = (records) => stringify(records, { columns, escape_formulas: true });
  const header = stringify([columns]);
  for (let part = 1; ; part += 1) {
    const file = join(folder, `queues-${localDay(time)}${part === 1 ? '' : `.${part}`}.csv`);
    const existingHeader = await repairAndReadHeader(file);
    if (existingHeader !== '' && existingHeader !== header) continue;
    // One write of whole lines: a kill leaves all of them or, at worst, a cut last line, which the next poll removes.
    await appendFile(file, existingHeader === '' ? header + csv(rows) : csv(rows));
    return file;
  }
}

/** Removes a last line that a kill cut off. @returns the header with its line end; empty when there is none */
async function repairAndReadHeader(path) {
  const text = await readFile(path, 'utf8').catch((error) => (error.code === 'ENOENT' ? '' : Promise.reject(error)));
  const wholeLines = text.slice(0, text.lastIndexOf('\n') + 1);
  if (wholeLines.length < text.length) await truncate(path, Buffer.byteLength(wholeLines));
  return wholeLines.slice(0, wholeLines.indexOf('\n') + 1);
}

function localDay(date) {
  const twoDigits = (number) => String(number).padStart(2, '0');
  return `${date.getFullYear()}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())}`;
}

function warn(text) {
  process.stderr.write(`${text}\n`);
}
