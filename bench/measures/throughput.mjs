import { direct, floor, ours } from '../bench.mjs';
import { callable } from './call.mjs';

const [warmUp, counted] = [500, 2_000];
const inFlight = 64;

/** Calls a second with `together` calls in flight at any time. */
export async function callsASecond(program, tool, together) {
  let left = counted;
  const from = performance.now();
  await Promise.all(
    Array.from({ length: together }, async () => {
      while (left > 0) {
        left -= 1;
        await program.call(tool);
      }
    }),
  );
  return (counted * 1000) / (performance.now() - from);
}

export const throughputOf = (bench, start, tool, together) => () =>
  bench.with(start(), async (program) => {
    await program.initialize();
    for (let count = 0; count < warmUp; count += 32) {
      await Promise.all(Array.from({ length: 32 }, () => program.call(tool)));
    }
    const before = program.cpu();
    const value = await callsASecond(program, tool, together);
    return { value, cpu: (program.cpu() - before) / counted };
  });

export const directThroughput = (bench, together) => () =>
  bench.with(bench.startDirect(), async (program) => {
    await program.ask('calls', { url: bench.callUrl, count: warmUp, inFlight: 32 });
    const before = program.cpu();
    const { result } = await program.ask('calls', { url: bench.callUrl, count: counted, inFlight: together });
    return { value: (counted * 1000) / result.ms, cpu: (program.cpu() - before) / counted };
  });

export default {
  id: 'throughput',
  title: `Calls a second with ${inFlight} in flight`,
  about: `${counted} calls to the same 2 KB answer. puzzel-mcp sends a vendor at most 16 at a time; the others wait for their turn.`,
  unit: 'calls/s',
  digits: 0,
  higherIsBetter: true,
  against: floor,
  goals: [{ what: `Calls a second, ${inFlight} in flight`, contender: ours, ratioAtLeast: 0.75 }],
  contenders: (bench) => ({
    [direct]: directThroughput(bench, inFlight),
    ...Object.fromEntries(
      Object.entries(callable(bench)).map(([name, [start, tool]]) => [
        name,
        throughputOf(bench, start, tool, inFlight),
      ]),
    ),
  }),
};
