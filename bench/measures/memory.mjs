import { setTimeout as sleep } from 'node:timers/promises';
import { ours, sdk } from '../bench.mjs';
import { calledServers } from './call.mjs';

/** Milliseconds until memory has settled after the last request. */
const settleMs = 300;

/** @param tool called after the list, if given */
const memoryOf = (bench, start, tool) => () =>
  bench.with(start(), async (program) => {
    await program.initialize();
    await program.list();
    if (tool !== undefined) await program.call(tool);
    await sleep(settleMs);
    return { value: program.memory().now };
  });

export const afterListing = {
  id: 'memory',
  title: 'Memory after listing',
  about: 'Resident memory (VmRSS) of the process a moment after its list.',
  unit: 'MiB',
  digits: 1,
  against: sdk,
  goals: [{ what: 'Memory after listing', contender: ours, ratioAtMost: 1.15 }],
  contenders: (bench) =>
    Object.fromEntries(Object.entries(bench.servers).map(([name, start]) => [name, memoryOf(bench, start)])),
};

export const afterCall = {
  id: 'memory-call',
  title: 'Memory after the first call',
  about: 'The same after one call: now the tools and the HTTP client are loaded.',
  unit: 'MiB',
  digits: 1,
  against: sdk,
  goals: [],
  contenders: (bench) => calledServers(bench, (start, tool) => memoryOf(bench, start, tool)),
};
