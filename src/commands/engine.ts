import { Console } from 'node:console';
import { Writable } from 'node:stream';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import type { Environment } from '../config/settings.js';
import { Confirmation } from '../server/confirm.js';
import type { Back } from '../server/front-desk.js';
import { createMcpServer } from '../server/mcp.js';
import { offerOf } from '../server/offer.js';
import { Orientation } from '../server/orientation.js';
import { DrainingStdio } from '../server/stdio.js';
import { readCompiled } from './compiled.js';
import { createRuntime } from './runtime.js';

/** What answers everything that needs thought: the SDK's server, the tools, the vendors' sessions. */
export interface Engine {
  /** Ends what is under way and logs out, as far as the signal gives time. */
  close: (signal: AbortSignal) => Promise<void>;
}

/** @param ended is called when the client's messages have ended and been answered */
export function startEngine(env: Environment, demo: boolean, back: Back, ended: () => void): Engine {
  const runtime = createRuntime(env, demo);
  const { tools, own, log, redactor, caller, config } = runtime;
  // Standard output belongs to the protocol, whatever a library prints.
  const printed = new Writable({
    write: (chunk, _encoding, done) => {
      log.warn(String(chunk).trimEnd());
      done();
    },
  });
  globalThis.console = new Console(printed, printed);
  const served = {
    tools: [...own, ...tools],
    instructions: offerOf(config, readCompiled()).instructions,
    caller,
    orientation: new Orientation(caller, tools),
    confirmation: new Confirmation(config.confirm),
    redactor,
    log,
  };
  const wire = new DrainingStdio(back.input, redactor, back.greeted);
  const handle = serveStdio(() => createMcpServer(served), {
    transport: wire,
    onerror: (error) => log.error(`protocol: ${error.message}`),
  });
  const closed = wire.onclose;
  wire.onclose = () => {
    closed?.();
    ended();
  };
  return {
    close: async (signal) => {
      await handle.close().catch(() => {});
      await runtime.close(signal).catch((error: Error) => log.warn(error.message));
    },
  };
}
