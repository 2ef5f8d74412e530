// Stands between the server and a client that starts the server by itself, and records every line of both directions in
// their order: `tee.mjs FOLDER PROGRAM ARGUMENT…`. Each process has a file of its own, since some clients start a second one
// to ask which protocol is spoken. protocol-check.ts reads the files.
import { spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';

const [folder, ...command] = process.argv.slice(2);
const log = join(folder, `${process.pid}.jsonl`);
const server = spawn(process.execPath, command, { stdio: ['pipe', 'pipe', 'inherit'] });

/** Passes bytes on unchanged, after the lines that they complete are recorded. */
function pass(from, source, target) {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  const note = (line) => appendFileSync(log, `${JSON.stringify({ from, line })}\n`);
  source.on('data', (chunk) => {
    const lines = (rest + decoder.write(chunk)).split('\n');
    rest = lines.pop();
    lines.forEach(note);
    if (!target.write(chunk)) {
      source.pause();
      target.once('drain', () => source.resume());
    }
  });
  source.on('end', () => {
    // A last line without a newline is recorded as well, so that the check finds it.
    if (rest !== '') note(rest);
    if (target === server.stdin) target.end();
  });
  target.on('error', () => source.destroy());
}

pass('client', process.stdin, server.stdin);
pass('server', server.stdout, process.stdout);
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => server.kill(signal));
server.on('exit', (code) => {
  process.exitCode = code ?? 1;
  process.stdin.destroy();
});
