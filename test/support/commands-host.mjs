// Runs commands of the built program one after the other in this one process: `commands-host.mjs CLI`, with the path of
// dist/cli.js, and an IPC channel to whoever started it. Imported under a new address, the program begins anew, while what
// it loads besides stays loaded. A command has ended when nothing is left to do, just as its own process would end.
import { Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';

const { href: cli } = pathToFileURL(process.argv[2]);
const quit = process.exit.bind(process);
// The program exits by itself only where something might keep it for longer than it is worth.
process.exit = () => {};

let texts;
let runs = 0;

function collector(name) {
  const write = (chunk, _encoding, done) => {
    texts[name] += chunk;
    done();
  };
  return { configurable: true, value: new Writable({ decodeStrings: false, write }) };
}

process.on('message', async ({ args, env, cwd }) => {
  texts = { out: '', err: '' };
  // New ones each time: commands leave listeners on them.
  Object.defineProperty(process, 'stdout', collector('out'));
  Object.defineProperty(process, 'stderr', collector('err'));
  process.argv.splice(1, Number.POSITIVE_INFINITY, cli, ...args);
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, env);
  process.chdir(cwd);
  process.exitCode = undefined;
  process.channel.unref();
  runs += 1;
  await import(`${cli}?${runs}`);
});
process.on('beforeExit', (code) => {
  process.channel.ref();
  process.send({ code, ...texts });
});
process.on('disconnect', () => quit());
