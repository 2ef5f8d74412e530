// Runs scripts one after the other in this process: those of its argument, or those that script-host.ts sends over the IPC
// channel. A script is imported under a new address every time, so that it runs again, while its own imports stay loaded. It
// has ended when the event loop is empty, as in a process of its own. The end is marked with `NUL EXITCODE NUL` on standard
// output and a NUL on standard error.
import { pathToFileURL } from 'node:url';

const quit = process.exit.bind(process);
const waiting = JSON.parse(process.argv[2] ?? '[]');
// No script that tests run here needs process.exit for its end or its exit code.
process.exit = () => {};
// The listeners of every run stay, which is no leak.
for (const emitter of [process, process.stdout, process.stderr]) emitter.setMaxListeners(0);

let runs = 0;
async function run({ script, args, env, cwd }) {
  process.argv = [process.execPath, script, ...args];
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, env);
  process.chdir(cwd);
  process.exitCode = undefined;
  process.channel?.unref();
  runs += 1;
  try {
    await import(`${pathToFileURL(script)}?${runs}`);
  } catch (error) {
    process.stderr.write(`${error.stack}\n`);
    process.exitCode = 1;
  }
}
process.on('message', run);
process.on('beforeExit', (code) => {
  process.channel?.ref();
  process.stdout.write(`\0${code}\0`);
  process.stderr.write('\0');
  if (waiting.length > 0) run(waiting.shift());
  else if (!process.channel) quit();
});
process.on('disconnect', () => quit());
if (waiting.length > 0) run(waiting.shift());
