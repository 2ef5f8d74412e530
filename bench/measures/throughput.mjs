import { direct, ours, sdk } from '../bench.mjs';
import { calledServers } from './call.mjs';

/** Calls before those that are counted, and how many of them at a time. */
const [warmUpCalls, warmUpInFlight] = [500, 32];

const countedCalls = 2_000;
const inFlight = 64;

async function callsASecond(program, tool) {
  let callsLeft = countedCalls;
  const from = performance.now();
  await Promise.all(
    Array.from({ length: inFlight }, async () => {
      while (callsLeft > 0) {
        callsLeft -= 1;
        await program.call(tool);
      }
    }),
  );
  return (countedCalls * 1000) / (performance.now() - from);
}

const throughputOf = (bench, start, tool) => () =>
  bench.with(start(), async (program) => {
    await program.initialize();
    for (let count = 0; count < warmUpCalls; count += warmUpInFlight) {
      await Promise.all(Array.from({ length: warmUpInFlight }, () => program.call(tool)));
    }
    const before = program.cpu();
    const value = await callsASecond(program, tool);
    return { value, cpu: (program.cpu() - before) / countedCalls };
  });

const directThroughput = (bench) => () =>
  bench.with(bench.startDirect(), async (program) => {
    await program.ask('calls', { url: bench.callUrl, count: warmUpCalls, inFlight: warmUpInFlight });
    const before = program.cpu();
    const { result } = await program.ask('calls', { url: bench.callUrl, count: countedCalls, inFlight });
    return { value: (countedCalls * 1000) / result.ms, cpu: (program.cpu() - before) / countedCalls };
  });

export default {
  id: 'throughput',
  title: `Calls a second with ${inFlight} in flight`,
  about: `${countedCalls} calls to the same 2 KB answer. puzzel-mcp sends a vendor at most 16 at a time; the other calls wait for their turn.`,
  unit: 'calls/s',
  digits: 0,
  against: sdk,
  goals: [{ what: `Calls a second, ${inFlight} in flight`, contender: ours, ratioAtLeast: 0.75 }],
  contenders: (bench) => ({
    [direct]: directThroughput(bench),
    ...calledServers(bench, (start, tool) => throughputOf(bench, start, tool)),
  }),
};
