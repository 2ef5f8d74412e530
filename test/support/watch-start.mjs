// Preloaded (`--import`) into the program under test: writes down which modules and files it reads and which
// connections it asks for, one JSON line each, into the file that WATCH_START names.
import dgram from 'node:dgram';
import dns from 'node:dns';
import fs from 'node:fs';
import { register, syncBuiltinESMExports } from 'node:module';
import net from 'node:net';

const { appendFileSync } = fs;
const note = (kind, what) =>
  appendFileSync(process.env.WATCH_START, `${JSON.stringify({ kind, what: String(what) })}\n`);

function watch(object, names, kind, whatOf) {
  for (const name of names) {
    const original = object[name];
    object[name] = function watched(...args) {
      note(kind, whatOf(args));
      return original.apply(this, args);
    };
  }
}

const first = ([path]) => path;
watch(fs, ['readFileSync', 'openSync', 'readFile', 'open', 'createReadStream'], 'file', first);
watch(fs.promises, ['readFile', 'open'], 'file', first);
watch(net.Socket.prototype, ['connect'], 'connection', ([to]) => JSON.stringify(to));
watch(dgram.Socket.prototype, ['send', 'connect'], 'connection', () => 'datagram');
watch(dns, ['lookup', 'resolve', 'resolve4', 'resolve6'], 'connection', first);
syncBuiltinESMExports();

// Modules are loaded past `fs`.
const hook = `import { appendFileSync } from 'node:fs';
export function load(url, context, next) {
  if (url.startsWith('file:')) appendFileSync(process.env.WATCH_START, JSON.stringify({ kind: 'module', what: url }) + '\\n');
  return next(url, context);
}`;
register(`data:text/javascript,${encodeURIComponent(hook)}`);
