import { serveStdio } from '@modelcontextprotocol/server/stdio';
import type { Environment } from '../config/settings.js';
import type { Redactor } from '../redact.js';
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

/** What the process was started with. Tokens that are issued later join the same secrets, so the end knows them too. */
interface Started {
  env: Environment;
  demo: boolean;
  redactor: Redactor;
}

/** @param ended is called when the client's messages have ended and been answered */
export function startEngine({ env, demo, redactor }: Started, back: Back, ended: () => void): Engine {
  const runtime = createRuntime(env, demo, redactor);
  const { tools, own, log, caller, config } = runtime;
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
