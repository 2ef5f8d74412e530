// Runs scripts one after the other in this process, for script-host.ts, which sends each over the IPC channel. A script is
// imported under a new address every time, so that it runs again, while its own imports stay loaded. It has ended when the
// event loop is empty, as in a process of its own; then NULs on both outputs, and the exit code on the first, mark the end.
import { pathToFileURL } from 'node:url';

const quit = process.exit.bind(process);
// The program calls it only to end sooner than it would by itself.
process.exit = () => {};
// Every run leaves its listeners behind, which is no leak.
for (const emitter of [process, process.stdout, process.stderr]) emitter.setMaxListeners(0);

let runs = 0;
process.on('message', async ({ script, args, env, cwd }) => {
  process.argv = [process.execPath, script, ...args];
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, env);
  process.chdir(cwd);
  process.exitCode = undefined;
  process.channel.unref();
  runs += 1;
  try {
    await import(`${pathToFileURL(script)}?${runs}`);
  } catch (error) {
    process.stderr.write(`${error.stack}\n`);
    process.exitCode = 1;
  }
});
process.on('beforeExit', (code) => {
  process.channel.ref();
  process.stdout.write(`\0${code}\0`);
  process.stderr.write('\0');
});
process.on('disconnect', () => quit());
