import { Console } from 'node:console';
import { Writable } from 'node:stream';
import { loadConfig } from '../config/index.js';
import type { Environment } from '../config/settings.js';
import { createLog, type Log } from '../log.js';
import type { Redactor } from '../redact.js';
import { FrontDesk, type Greeting } from '../server/front-desk.js';
import { offerOf } from '../server/offer.js';
import { readCompiled } from './compiled.js';
import type { Engine } from './engine.js';

/** Whoever types the bare name sees nothing happen otherwise. */
const toAPerson = `puzzel-mcp: waiting for an MCP client, which would start this by itself.
  puzzel-mcp demo   shows what it does
  puzzel-mcp init   sets up a client
  Ctrl-C            ends it
`;

/** How long logging out may take when the process ends, in milliseconds. */
const logoutMs = 500;

/**
 * Serves MCP on standard input and output until the input ends, the output closes or a signal comes. What every client
 * asks at the start is answered from what the build wrote down; the engine behind it is loaded when it is needed.
 */
export function serve(env: Environment, demo: boolean, redactor: Redactor): void {
  const compiled = readCompiled();
  const config = loadConfig(env, compiled.outlines, { demo });
  const log = createLog(config.logLevel, redactor);
  keepFromStandardOutput(log);
  if (process.stdin.isTTY && config.logLevel !== 'silent') process.stderr.write(toAPerson);
  let engine: Promise<Engine> | undefined;
  let ending = false;

  const end = async (code: number) => {
    if (ending) return;
    ending = true;
    await (await engine?.catch(() => undefined))?.close(AbortSignal.timeout(logoutMs));
    await written(engine ? 200 : 1_500);
    process.exit(code);
  };
  const crashed = (error: unknown) => {
    log.error(`unexpected: ${error instanceof Error ? error.stack : String(error)}`);
    void end(1);
  };
  const write = (line: string) => void process.stdout.write(line);
  // All parts in one system call, and nothing is copied: a list is a quarter of a megabyte.
  const writeParts = (parts: Buffer[]) => {
    process.stdout.cork();
    for (const part of parts) process.stdout.write(part);
    process.stdout.uncork();
  };
  const open = (greeting: Greeting) => {
    engine = import('./engine.js').then(({ startEngine }) =>
      startEngine({ env, demo, redactor, write }, greeting, () => void end(0)),
    );
    return engine;
  };

  const offer = offerOf(config, compiled);
  if (offer.empty) log.warn('the filters leave no tool at all');
  const desk = new FrontDesk(offer, writeParts, open);
  process.stdin.on('data', (chunk: Buffer) => desk.take(chunk));
  for (const event of ['end', 'close', 'error']) {
    process.stdin.on(event, () => {
      desk.end();
      if (!desk.isBackOpen) void end(0);
    });
  }
  process.stdout.on('error', () => void end(0));
  // Every answer that waits for a slow reader listens.
  process.stdout.setMaxListeners(0);
  // A host that dies takes the log away too. Telling that to the log would fail again, for ever, and never let go.
  process.stderr.on('error', () => {});
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void end(0));
  process.on('uncaughtException', crashed);
  process.on('unhandledRejection', crashed);
}

/** Standard output belongs to the protocol, whatever a library prints. */
function keepFromStandardOutput(log: Log): void {
  const printed = new Writable({
    write: (chunk, _encoding, done) => {
      log.warn(String(chunk).trimEnd());
      done();
    },
  });
  globalThis.console = new Console(printed, printed);
}

/** Waits until what was written to standard output has left, can no longer leave, or `mostMs` have passed. */
function written(mostMs: number): Promise<void> {
  return new Promise((resolve) => {
    if (!process.stdout.writable || process.stdout.writableLength === 0) resolve();
    else process.stdout.write('', () => resolve());
    setTimeout(resolve, mostMs).unref();
  });
}
