import { direct, ours, sdk } from '../bench.mjs';
import { median } from '../statistics.mjs';

const [warmUpCalls, countedCalls] = [100, 300];

export const queuesTool = 'list_all_puzzel_queues';

/** @param contenderOf makes a server's contender; its arguments: a function that starts the server, the name of its tool */
export const calledServers = (bench, contenderOf) => ({
  [sdk]: contenderOf(() => bench.startSdk(), 'fetch'),
  [ours]: contenderOf(() => bench.startOurs(), queuesTool),
});

const firstCall = {
  id: 'first-call',
  title: 'The first call',
  about:
    'From the first `tools/call` after the list to its answer: both load undici only then; `puzzel-mcp` also loads its tools and logs in.',
  unit: 'ms',
  digits: 0,
  against: sdk,
  goals: [],
  contenders: (bench) =>
    calledServers(
      bench,
      (start, tool) => () =>
        bench.with(start(), async (program) => {
          await program.initialize();
          await program.list();
          return { value: (await program.call(tool)).ms };
        }),
    ),
};

const medianCall = {
  id: 'call',
  title: 'One call to a 2 KB answer',
  about: `Median of ${countedCalls} calls, one after the other, in a process that has made ${warmUpCalls}. Validation, envelope, redaction and paging are on.`,
  unit: 'ms',
  digits: 2,
  against: sdk,
  goals: [{ what: 'One call, p50', contender: ours, ratioAtMost: 1.3 }],
  contenders: (bench) => ({
    [direct]: () =>
      bench.with(bench.startDirect(), async (program) => {
        await program.ask('calls', { url: bench.callUrl, count: warmUpCalls, inFlight: 1 });
        const { result } = await program.ask('calls', { url: bench.callUrl, count: countedCalls, inFlight: 1 });
        return { value: median(result.times) };
      }),
    ...calledServers(
      bench,
      (start, tool) => () =>
        bench.with(start(), async (program) => {
          await program.initialize();
          for (let count = 0; count < warmUpCalls; count += 1) await program.call(tool);
          const before = program.cpu();
          const times = [];
          for (let count = 0; count < countedCalls; count += 1) times.push((await program.call(tool)).ms);
          return { value: median(times), cpu: (program.cpu() - before) / countedCalls };
        }),
    ),
  }),
};

export default [firstCall, medianCall];
