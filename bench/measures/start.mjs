import { spawn } from 'node:child_process';
import { ours, sdk } from '../bench.mjs';
import { cleanEnvironment } from '../environment.mjs';

const bare = 'node -e 0';

const bareStart = () =>
  new Promise((resolve) => {
    const from = performance.now();
    spawn(process.execPath, ['-e', '0'], { env: cleanEnvironment() }).on('exit', () =>
      resolve({ value: performance.now() - from }),
    );
  });

const startOf = (bench, start) => () =>
  bench.with(start(), async (program) => {
    await program.initialize();
    return { value: await program.list(program.startedAt), cpu: program.cpu() };
  });

export default {
  id: 'start',
  title: 'From the start of the process to the complete `tools/list`',
  about:
    '`initialize` and `tools/list` one after the other, as clients do. `puzzel-mcp` lists all tools of all its APIs.',
  unit: 'ms',
  digits: 0,
  against: sdk,
  goals: [
    { what: 'Start to complete list', contender: ours, ratioAtMost: 1.3 },
    { what: 'The same against nothing but Node', contender: ours, against: bare, ratioAtMost: 4 },
  ],
  contenders: (bench) => ({
    [bare]: bareStart,
    ...Object.fromEntries(Object.entries(bench.servers).map(([name, start]) => [name, startOf(bench, start)])),
  }),
};
