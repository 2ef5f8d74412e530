import { ours, sdk } from '../bench.mjs';
import { calledServers } from './call.mjs';

const afterListing = (start) => async () => {
  const program = start();
  try {
    await program.initialize();
    await program.list();
  } catch (error) {
    await program.end();
    throw error;
  }
  return { value: await program.end() };
};

const afterCall = (start, tool) => async () => {
  const program = start();
  await program.initialize();
  await program.call(tool);
  return { value: await program.end() };
};

export default {
  id: 'end',
  title: 'From the end of input to the end of the process',
  about: 'Idle, after a list; the last two rows after a call, with a connection to the vendor open.',
  unit: 'ms',
  digits: 1,
  against: sdk,
  goals: [{ what: 'Gone after the end of input, idle', contender: ours, valueAtMost: 15 }],
  contenders: (bench) => ({
    ...Object.fromEntries(Object.entries(bench.servers).map(([name, start]) => [name, afterListing(start)])),
    ...Object.fromEntries(
      Object.entries(calledServers(bench, afterCall)).map(([name, run]) => [`${name}, after a call`, run]),
    ),
  }),
};
