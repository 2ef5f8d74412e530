import { Console } from 'node:console';
import { Writable } from 'node:stream';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import type { Environment } from '../config/settings.js';
import { Confirmation } from '../server/confirm.js';
import { instructionsFor } from '../server/instructions.js';
import { createMcpServer } from '../server/mcp.js';
import { offeredVendors } from '../server/select.js';
import { DrainingStdio } from '../server/stdio.js';
import { createRuntime, type Runtime } from './runtime.js';

/** How long logging out may take when the process ends, in milliseconds. */
const logoutMs = 500;

/** Serves MCP on standard input and output until the input ends, the output closes or a signal comes. */
export function serve(env: Environment, demo: boolean): void {
  const runtime = createRuntime(env, demo);
  const { tools, log, redactor, caller, config } = runtime;
  // Standard output belongs to the protocol, whatever a library prints.
  const printed = new Writable({
    write: (chunk, _encoding, done) => {
      log.warn(String(chunk).trimEnd());
      done();
    },
  });
  globalThis.console = new Console(printed, printed);
  // A host that dies takes the log away too. Telling that to the log would fail again, for ever, and never let go.
  process.stderr.on('error', () => {});
  if (tools.length === 0) log.warn('the filters leave no tool at all');
  const confirmation = new Confirmation(config.confirm);
  const instructions = instructionsFor({
    tools,
    readOnly: config.selection.readOnly,
    demo,
    missing: demo ? [] : missingIn(runtime),
  });

  const wire = new DrainingStdio(redactor);
  const handle = serveStdio(() => createMcpServer({ tools, instructions, caller, confirmation, redactor, log }), {
    transport: wire,
    onerror: (error) => log.error(`protocol: ${error.message}`),
  });

  let ending = false;
  const end = async (code: number) => {
    if (ending) return;
    ending = true;
    await handle.close().catch(() => {});
    await runtime.close(AbortSignal.timeout(logoutMs)).catch((error: Error) => log.warn(error.message));
    await written();
    process.exit(code);
  };
  const closed = wire.onclose;
  wire.onclose = () => {
    closed?.();
    void end(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void end(0));
  const crashed = (error: unknown) => {
    log.error(`unexpected: ${error instanceof Error ? error.stack : String(error)}`);
    void end(1);
  };
  process.on('uncaughtException', crashed);
  process.on('unhandledRejection', crashed);
}

/** Waits until what was written to standard output has left, or can no longer leave. */
function written(): Promise<void> {
  return new Promise((resolve) => {
    if (!process.stdout.writable) resolve();
    else process.stdout.write('', () => resolve());
    setTimeout(resolve, 100).unref();
  });
}

function missingIn({ config }: Runtime): string[] {
  return offeredVendors(config).flatMap((vendor) => {
    const { missing } = config[vendor];
    return missing === undefined ? [] : [`${vendor} (${missing.join(', ')})`];
  });
}
