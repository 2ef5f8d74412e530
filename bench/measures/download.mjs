import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ours } from '../bench.mjs';
import { cleanEnvironment } from '../environment.mjs';
import { queuesTool } from './call.mjs';

const run = promisify(execFile);

const curl = 'curl -o';
const pipeline = 'undici and pipeline';
const downloadTool = 'puzzel_archive_recording_files_download';

const urlOf = (bench, mebibytes) =>
  `${bench.url}/ContactCentre5/12345/users/77/archive/1/recordings/${mebibytes}/download`;

/** The stand-in for the vendors sends a recording of as many MiB as the number of the recording. */
const downloadOurs = (program, mebibytes) => program.call(downloadTool, { iq_session_id: '1', index: mebibytes });

const hasCurl = () =>
  run('curl', ['--version']).then(
    () => true,
    () => false,
  );

/** @returns the milliseconds of the download */
async function downloadByCurl(bench, mebibytes) {
  const from = performance.now();
  await run('curl', ['--silent', '--fail', '-o', join(bench.downloads, 'curl.bin'), urlOf(bench, mebibytes)], {
    env: cleanEnvironment(),
  });
  return performance.now() - from;
}

/** Makes a first call, so that only the download is counted. */
const warmUp = async (program) => {
  await program.initialize();
  await program.call(queuesTool);
  return program;
};

/** The measures of a download's speed and memory. */
const measuresOf = (mebibytes, speedGoal) => {
  const size = mebibytes >= 1024 ? `${mebibytes / 1024} GiB` : `${mebibytes} MiB`;
  return {
    speed: {
      id: `download-${mebibytes}`,
      title: `Download of ${size} to disk`,
      about: 'Into the temporary folder, each file removed before the next.',
      unit: 'MiB/s',
      digits: 0,
      against: curl,
      goals: speedGoal ? [{ what: `Download of ${size}`, contender: ours, ...speedGoal }] : [],
      contenders: async (bench) => ({
        ...((await hasCurl()) && {
          [curl]: async () => {
            bench.emptyDownloads();
            return { value: (mebibytes * 1000) / (await downloadByCurl(bench, mebibytes)) };
          },
        }),
        [pipeline]: () =>
          bench.with(bench.startDirect(), async (program) => {
            bench.emptyDownloads();
            await program.ask('calls', { url: bench.callUrl, count: 1, inFlight: 1 });
            const before = program.cpu();
            const path = join(bench.downloads, 'undici.bin');
            const { result } = await program.ask('download', { url: urlOf(bench, mebibytes), path });
            return { value: (mebibytes * 1000) / result.ms, cpu: program.cpu() - before };
          }),
        [ours]: () =>
          bench.with(bench.startOurs(), async (program) => {
            bench.emptyDownloads();
            await warmUp(program);
            const before = program.cpu();
            const { ms } = await downloadOurs(program, mebibytes);
            return { value: (mebibytes * 1000) / ms, cpu: program.cpu() - before };
          }),
      }),
    },
    memory: {
      id: `download-${mebibytes}-memory`,
      title: `Most memory during a download of ${size}`,
      about: 'The highest resident memory (VmHWM) of the process from its start to the end of the download.',
      unit: 'MiB',
      digits: 0,
      against: pipeline,
      goals: [{ what: `Memory during a download of ${size}`, contender: ours, valueAtMost: 140 }],
      contenders: (bench) => ({
        [pipeline]: () =>
          bench.with(bench.startDirect(), async (program) => {
            bench.emptyDownloads();
            const path = join(bench.downloads, 'undici.bin');
            await program.ask('download', { url: urlOf(bench, mebibytes), path });
            return { value: program.memory().peak };
          }),
        [ours]: () =>
          bench.with(bench.startOurs(), async (program) => {
            bench.emptyDownloads();
            await downloadOurs(await warmUp(program), mebibytes);
            return { value: program.memory().peak };
          }),
      }),
    },
  };
};

const [small, large] = [measuresOf(10), measuresOf(1024, { ratioAtLeast: 0.6 })];

export default [large.speed, small.speed, small.memory, large.memory];
