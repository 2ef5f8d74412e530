import type { Readable } from 'node:stream';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { Confirmation } from './confirm.js';
import { createMcpServer, type Served } from './mcp.js';
import type { RequestId } from './requests.js';
import { DrainingStdio } from './stdio.js';

/** The SDK's server at work. */
export interface Protocol {
  /** When the client's messages have ended and been answered. */
  ended: Promise<void>;
  close: () => Promise<void>;
}

/**
 * Serves what needs the whole protocol. Loaded when that is needed for the first time.
 * @param greeted the id of an `initialize` in the input that is answered already
 */
export function serveProtocol(
  served: Omit<Served, 'confirmation'>,
  confirm: ConstructorParameters<typeof Confirmation>[0],
  input: Readable,
  greeted: RequestId | undefined,
): Protocol {
  const confirmation = new Confirmation(confirm);
  const wire = new DrainingStdio(input, served.redactor, greeted);
  const handle = serveStdio(() => createMcpServer({ ...served, confirmation }), {
    transport: wire,
    onerror: (error) => served.log.error(`protocol: ${error.message}`),
  });
  const closed = wire.onclose;
  return {
    ended: new Promise((resolve) => {
      wire.onclose = () => {
        closed?.();
        resolve();
      };
    }),
    close: () => handle.close().catch(() => {}),
  };
}
