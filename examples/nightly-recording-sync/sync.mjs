import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { extname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { commandLine, run, UsageError, wholeNumber } from '../command-line.mjs';
import { connect } from '../connect.mjs';
import { Ledger } from '../ledger.mjs';
import { ToolError } from '../server.mjs';

const usage = `node sync.mjs [options]
  --day YYYY-MM-DD       the day to fetch, in this machine's time zone; default: yesterday
  --from DAY --to DAY    several days instead, both included
  --group ID             only calls of agents of this user group (list_all_puzzel_user_groups)
  --queue ID             only calls of this system queue (list_all_puzzel_queues)
  --folder DIR           where the recordings go; default: recordings, with --demo demo-recordings
  --first-index N        number of a call's first recording where the archive does not say; default: 1
  --attempts N           give a recording up after so many refusals; default: 5
  --longest-wait S       most seconds to wait for the vendor's rate limit at one call; default: 900
  --rehash               read every file again and compare its SHA-256
  --demo                 against the built-in tenant
`;

/** Kinds of errors that concern one recording only. Any other kind (network, time-out, 5xx) says nothing about the recording. */
const refusalKinds = ['not_found', 'forbidden', 'invalid_input', 'conflict'];
/** Kinds of errors that every other recording would meet as well. */
const fatalKinds = ['unauthorized', 'not_configured', 'expired', 'declined', 'rate_limited', 'unverified_route'];
/** After so many failures in a row that say nothing about the recordings, a run stops. */
const maxFailuresInARow = 5;

await run(async (signal) => {
  const options = commandLine(usage, {
    day: { type: 'string' },
    from: { type: 'string' },
    to: { type: 'string' },
    group: { type: 'string' },
    queue: { type: 'string' },
    folder: { type: 'string' },
    'first-index': { type: 'string', default: '1' },
    attempts: { type: 'string', default: '5' },
    'longest-wait': { type: 'string', default: '900' },
    rehash: { type: 'boolean' },
    demo: { type: 'boolean' },
  });
  const range = rangeOf(options);
  const attempts = wholeNumber('attempts', options.attempts, 1);
  const firstIndex = wholeNumber('first-index', options['first-index'], 0, 1);
  const callOptions = { maxWaitSeconds: wholeNumber('longest-wait', options['longest-wait'], 0), signal };
  const folder = resolve(options.folder ?? (options.demo ? 'demo-recordings' : 'recordings'));
  const incoming = join(folder, '.incoming');

  const ledger = await Ledger.open(join(folder, 'ledger.jsonl'), options.demo);
  try {
    // Files of an interrupted run; complete ones have been moved to their final place.
    await rm(incoming, { recursive: true, force: true });
    const puzzel = await connect(
      'nightly-recording-sync',
      ['list_all_puzzel_archive_records', 'puzzel_archive_recording_files_download'],
      ['--read-only', '--download-dir', incoming, ...(options.demo ? ['--demo'] : [])],
    );
    try {
      await noteNewRecordings();
      return await fetchAll();
    } finally {
      await puzzel.close();
    }

    /** Notes every recording of the range that the ledger does not know yet. */
    async function noteNewRecordings() {
      const filters = {
        from: range.from.toISOString(),
        to: range.to.toISOString(),
        mediaType: 'Phone',
        ...(options.group !== undefined && { userGroupId: options.group }),
        ...(options.queue !== undefined && { queueId: options.queue }),
        limit: 200,
        fields: ['callId', 'recordStart', 'contentAvailable', 'entries'],
      };
      let calls = 0;
      for await (const record of puzzel.rows('list_all_puzzel_archive_records', filters, callOptions)) {
        if (record.contentAvailable === false) continue;
        calls += 1;
        for (const recording of recordingsOf(record, firstIndex)) {
          if (!ledger.get(recording.key)) await ledger.note(recording.key, { state: 'wanted', ...recording });
        }
      }
      say(`${calls} recorded calls from ${range.from.toISOString()} to ${range.to.toISOString()}.`);
    }

    /** Fetches whatever is missing, of this range and of earlier runs. @returns the exit code */
    async function fetchAll() {
      const counts = { saved: 0, kept: 0, failed: 0, givenUp: 0 };
      let failuresInARow = 0;
      for (const entry of ledger.newestEntries()) {
        if (signal.aborted) break;
        if (entry.state === 'done' && (await isIntact(folder, entry, options.rehash))) {
          counts.kept += 1;
        } else if ((entry.refused ?? 0) >= attempts) {
          counts.givenUp += 1;
        } else {
          try {
            await fetchOne(entry);
            counts.saved += 1;
            failuresInARow = 0;
          } catch (error) {
            if (signal.aborted) break;
            if (!(error instanceof ToolError) || fatalKinds.includes(error.kind)) throw error;
            const refused = (entry.refused ?? 0) + (refusalKinds.includes(error.kind) ? 1 : 0);
            await ledger.note(entry.key, { ...entry, state: 'failed', refused, why: error.message });
            warn(`${entry.key}: ${error.message}`);
            counts.failed += 1;
            failuresInARow = refusalKinds.includes(error.kind) ? 0 : failuresInARow + 1;
            if (failuresInARow === maxFailuresInARow) {
              warn(`${maxFailuresInARow} failures in a row: stopping here. The next run goes on.`);
              break;
            }
          }
        }
      }
      const { saved, kept, failed, givenUp } = counts;
      say(`${saved} saved, ${kept} were here already, ${failed} failed, ${givenUp} given up.`);
      if (signal.aborted) {
        warn('Interrupted. The next run goes on from here.');
        return signal.reason === 'SIGINT' ? 130 : 143;
      }
      return failed > 0 ? 1 : 0;
    }

    /** Downloads, checks, then moves a file to its final place, where every file is complete. */
    async function fetchOne({ key, iqSessionId, index, start }) {
      const { result } = await puzzel.call(
        'puzzel_archive_recording_files_download',
        { iq_session_id: iqSessionId, index },
        callOptions,
      );
      const { size } = await stat(result.path);
      if (size !== result.bytes || size === 0) {
        await rm(result.path, { force: true });
        const message = `${result.filename} has ${size} bytes on disk, ${result.bytes} were reported`;
        throw new ToolError('download', { kind: 'upstream', message });
      }
      const day = localDay(new Date(start));
      const file = join(day, `${fileName(iqSessionId)}_${index}${extname(result.filename)}`);
      const sha256 = await sha256Of(result.path);
      await mkdir(join(folder, day), { recursive: true });
      await rename(result.path, join(folder, file));
      const facts = { iqSessionId, index, start, file, bytes: size, sha256, mimeType: result.mime_type };
      await ledger.note(key, { state: 'done', ...facts });
      say(`${file}  ${size} bytes`);
    }
  } finally {
    await ledger.close();
  }
});

/** The time to fetch: midnight to midnight in the machine's time zone. */
function rangeOf({ day, from, to }) {
  if (day !== undefined && (from !== undefined || to !== undefined))
    throw new UsageError('Either --day, or --from and --to.');
  if ((from === undefined) !== (to === undefined)) throw new UsageError('--from and --to belong together.');
  const today = new Date();
  const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
  const firstDay = from ?? day;
  const lastDay = to ?? day;
  const begin = firstDay === undefined ? yesterday : midnight(firstDay);
  const end = lastDay === undefined ? new Date(yesterday) : midnight(lastDay);
  end.setDate(end.getDate() + 1);
  if (end <= begin) throw new UsageError('--to is before --from.');
  return { from: begin, to: end };
}

function midnight(text) {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? [];
  const date = new Date(Number(year), Number(month) - 1, Number(day));
  if (Number.isNaN(date.getTime()) || localDay(date) !== text)
    throw new UsageError(`"${text}" is no day (YYYY-MM-DD).`);
  return date;
}

function localDay(date) {
  const twoDigits = (number) => String(number).padStart(2, '0');
  return `${date.getFullYear()}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())}`;
}

/** One recording for each entry of the record. Which members an entry has is not documented publicly, so each has a fallback. */
function recordingsOf(record, firstIndex) {
  const entries = record.entries?.length > 0 ? record.entries : [{}];
  return entries.map((entry, position) => {
    const iqSessionId = String(entry.iqSessionId ?? record.callId);
    const index = entry.recIndex ?? position + firstIndex;
    return { key: `${iqSessionId}/${index}`, iqSessionId, index, start: record.recordStart };
  });
}

/** Ids come from outside, so that only letters, digits, dashes and underscores get into a path. */
function fileName(id) {
  return id.replace(/[^\w-]/g, '_');
}

async function isIntact(folder, { file, bytes, sha256 }, rehash) {
  const { size } = await stat(join(folder, file)).catch(() => ({ size: undefined }));
  return size === bytes && (!rehash || (await sha256Of(join(folder, file))) === sha256);
}

async function sha256Of(path) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

function say(text) {
  process.stdout.write(`${text}\n`);
}

function warn(text) {
  process.stderr.write(`${text}\n`);
}
