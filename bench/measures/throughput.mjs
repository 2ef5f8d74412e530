import { direct, ours, sdk } from '../bench.mjs';
import { calledServers } from './call.mjs';

/** Calls before those that count, and how many of them at a time. */
const [warmUp, warmUpInFlight] = [500, 32];

const counted = 2_000;
const inFlight = 64;

async function callsASecond(program, tool) {
  let left = counted;
  const from = performance.now();
  await Promise.all(
    Array.from({ length: inFlight }, async () => {
      while (left > 0) {
        left -= 1;
        await program.call(tool);
      }
    }),
  );
  return (counted * 1000) / (performance.now() - from);
}

const throughputOf = (bench, start, tool) => () =>
  bench.with(start(), async (program) => {
    await program.initialize();
    for (let count = 0; count < warmUp; count += warmUpInFlight) {
      await Promise.all(Array.from({ length: warmUpInFlight }, () => program.call(tool)));
    }
    const before = program.cpu();
    const value = await callsASecond(program, tool);
    return { value, cpu: (program.cpu() - before) / counted };
  });

const directThroughput = (bench) => () =>
  bench.with(bench.startDirect(), async (program) => {
    await program.ask('calls', { url: bench.callUrl, count: warmUp, inFlight: warmUpInFlight });
    const before = program.cpu();
    const { result } = await program.ask('calls', { url: bench.callUrl, count: counted, inFlight });
    return { value: (counted * 1000) / result.ms, cpu: (program.cpu() - before) / counted };
  });

export default {
  id: 'throughput',
  title: `Calls a second with ${inFlight} in flight`,
  about: `${counted} calls to the same 2 KB answer. puzzel-mcp sends a vendor at most 16 at a time; the other calls wait for their turn.`,
  unit: 'calls/s',
  digits: 0,
  higherIsBetter: true,
  against: sdk,
  goals: [{ what: `Calls a second, ${inFlight} in flight`, contender: ours, ratioAtLeast: 0.75 }],
  contenders: (bench) => ({
    [direct]: directThroughput(bench),
    ...calledServers(bench, (start, tool) => throughputOf(bench, start, tool)),
  }),
};
