import { ours, sdk } from '../bench.mjs';
import { calledServers } from './call.mjs';

/** @param prepare brings the program into the state in which it is ended */
const endOf = (bench, start, prepare) => () =>
  bench.with(start(), async (program) => {
    await program.initialize();
    await prepare(program);
    return { value: await program.end() };
  });

export default {
  id: 'end',
  title: 'From the end of input to the end of the process',
  about: 'Idle, after a list; the last two rows after a call, with a connection to the vendor open.',
  unit: 'ms',
  digits: 1,
  against: sdk,
  goals: [{ what: 'Gone after the end of input, idle', contender: ours, valueAtMost: 15 }],
  contenders: (bench) => ({
    ...Object.fromEntries(
      Object.entries(bench.servers).map(([name, start]) => [name, endOf(bench, start, (program) => program.list())]),
    ),
    ...Object.fromEntries(
      Object.entries(calledServers(bench, (start, tool) => endOf(bench, start, (program) => program.call(tool)))).map(
        ([name, run]) => [`${name}, after a call`, run],
      ),
    ),
  }),
};
