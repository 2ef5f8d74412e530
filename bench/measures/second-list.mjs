import { handWritten, ours } from '../bench.mjs';
import { median } from '../statistics.mjs';

const lists = 20;

export default {
  id: 'second-list',
  title: 'Every further `tools/list`',
  about: `Median of ${lists} in one process. The answer of \`puzzel-mcp\` is by far the longest.`,
  unit: 'ms',
  digits: 2,
  against: handWritten,
  goals: [{ what: 'Second list', contender: ours, valueAtMost: 1 }],
  contenders: (bench) =>
    Object.fromEntries(
      Object.entries(bench.servers).map(([name, start]) => [
        name,
        () =>
          bench.with(start(), async (program) => {
            await program.greet();
            await program.list();
            const times = [];
            for (let count = 0; count < lists; count += 1) times.push(await program.list());
            return { value: median(times) };
          }),
      ]),
    ),
};
