// Runs scripts one after the other in this process, each anew, so that what they import is loaded once. A line of standard
// input is a run: { script, args, env }. NUL on both outputs ends what a run has written, with its exit code on the first.
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

// Each run listens for signals, as it would alone.
process.setMaxListeners(0);
const ownEnv = { ...process.env };
let runs = 0;
for await (const line of createInterface({ input: process.stdin })) {
  const { script, args, env } = JSON.parse(line);
  process.argv = [process.execPath, script, ...args];
  process.env = { ...ownEnv, ...env };
  runs += 1;
  try {
    await import(`${pathToFileURL(script).href}?run=${runs}`);
  } catch (error) {
    process.stderr.write(`${error.stack}\n`);
    process.exitCode = 1;
  }
  process.stdout.write(`\0${process.exitCode ?? 0}\0`);
  process.stderr.write('\0');
  process.exitCode = undefined;
}
