import { direct, handWritten, ours } from '../bench.mjs';
import { callable } from './call.mjs';
import { byCurl, downloadOurs, hasCurl, warm } from './download.mjs';
import { directThroughput, throughputOf } from './throughput.mjs';

const tools = {
  id: 'growth-tools',
  title: 'Start to complete list, by number of tools',
  about: 'Copies of the program with the first 50 and 100 entries of its list, and with the whole list twice.',
  unit: 'ms',
  digits: 0,
  axis: 'tools',
  points: [50, 100, 180, 360],
  against: handWritten,
  goals: [],
  contenders: (bench, count) => {
    const startOf = (start) => () =>
      bench.with(start(count), async (program) => {
        await program.greet();
        return { value: await program.list(program.started) };
      });
    return {
      [handWritten]: startOf((each) => bench.startResponder(each)),
      [ours]: startOf((each) => bench.startOurs(each)),
    };
  },
};

const calls = {
  id: 'growth-calls',
  title: 'Calls a second, by calls in flight',
  about: 'The same calls as above.',
  unit: 'calls/s',
  digits: 0,
  higherIsBetter: true,
  axis: 'calls in flight',
  points: [1, 16, 64, 256],
  against: direct,
  goals: [],
  contenders: (bench, together) => ({
    [direct]: directThroughput(bench, together),
    ...Object.fromEntries(
      Object.entries(callable(bench)).map(([name, [start, tool]]) => [
        name,
        throughputOf(bench, start, tool, together),
      ]),
    ),
  }),
};

const mebibytes = 128;
const parallel = { axis: 'downloads at a time', points: [1, 4, 16] };

const atOnce = (count, download) => Promise.all(Array.from({ length: count }, (_, index) => download(index)));

const downloads = {
  id: 'growth-downloads',
  title: 'Downloads at a time',
  about: `${mebibytes} MiB each, the speed of all together. \`puzzel-mcp\` fetches eight at a time from one vendor; the rest wait.`,
  unit: 'MiB/s',
  digits: 0,
  higherIsBetter: true,
  ...parallel,
  against: 'curl -o',
  goals: [],
  contenders: async (bench, count) => ({
    ...((await hasCurl()) && {
      'curl -o': async () => {
        bench.emptyDownloads();
        const from = performance.now();
        await atOnce(count, (index) => byCurl(bench, mebibytes, `${index}.bin`));
        return { value: (count * mebibytes * 1000) / (performance.now() - from) };
      },
    }),
    [ours]: () =>
      bench.with(bench.startOurs(), async (program) => {
        bench.emptyDownloads();
        await warm(program);
        const from = performance.now();
        await atOnce(count, () => downloadOurs(program, mebibytes));
        return { value: (count * mebibytes * 1000) / (performance.now() - from) };
      }),
  }),
};

const memory = {
  id: 'growth-memory',
  title: 'Most memory, by downloads at a time',
  about: `The highest resident memory (VmHWM) while files of ${mebibytes} MiB are fetched.`,
  unit: 'MiB',
  digits: 0,
  ...parallel,
  against: undefined,
  goals: [],
  contenders: (bench, count) => ({
    [ours]: () =>
      bench.with(bench.startOurs(), async (program) => {
        bench.emptyDownloads();
        await warm(program);
        await atOnce(count, () => downloadOurs(program, mebibytes));
        return { value: program.memory().peak };
      }),
  }),
};

export default [tools, calls, downloads, memory];
