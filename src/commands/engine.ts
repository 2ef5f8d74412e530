import { PassThrough } from 'node:stream';
import type { Environment } from '../config/settings.js';
import type { Redactor } from '../redact.js';
import { drainMs, withinTime } from '../server/draining.js';
import type { Back, Greeting } from '../server/front-desk.js';
import { offerOf } from '../server/offer.js';
import { Orientation } from '../server/orientation.js';
import { PlainCalls } from '../server/plain-calls.js';
import type { Protocol } from '../server/protocol.js';
import { SavedFiles } from '../server/saved-files.js';
import { readCompiled } from './compiled.js';
import { createRuntime } from './runtime.js';

/** What answers everything that needs thought: the tools, the vendors' sessions, and the SDK's server when it is needed. */
export interface Engine extends Back {
  /** Ends what is under way and logs out, as far as the signal gives time. */
  close: (signal: AbortSignal) => Promise<void>;
}

/** What the process was started with. Tokens that are issued later join the same secrets, so the end knows them too. */
interface Started {
  env: Environment;
  demo: boolean;
  redactor: Redactor;
  /** Takes whole lines of standard output. */
  write: (line: string) => void;
}

/** @param ended is called when the client's messages have ended and been answered */
export function startEngine(
  { env, demo, redactor, write }: Started,
  { messages, greeted }: Greeting,
  ended: () => void,
): Engine {
  const runtime = createRuntime(env, demo, redactor);
  const { own, log, caller, config } = runtime;
  const tools = [...own, ...runtime.tools];
  const savedFiles = new SavedFiles();
  const calls = new PlainCalls({ tools, caller, confirm: config.confirm, savedFiles, redactor, write });
  const input = new PassThrough();
  let protocol: Promise<Protocol> | undefined;

  const openProtocol = async () => {
    const { serveProtocol } = await import('../server/protocol.js');
    const { instructions } = offerOf(config, readCompiled());
    const orientation = new Orientation(caller, runtime.tools);
    const served = { tools, instructions, caller, orientation, savedFiles, redactor, log };
    return serveProtocol(served, config.confirm, input, greeted);
  };
  const finish = async () => {
    await Promise.all([withinTime(calls.answered(), drainMs), (await protocol)?.ended]);
    ended();
  };

  return {
    call: (call) => calls.take(call),
    // It often comes just behind the answer: where the SDK's server has no call either, it is not loaded to learn that.
    cancel: (id) => calls.cancel(id) || protocol === undefined,
    pass: (bytes) => {
      if (!protocol) {
        input.write(messages);
        protocol = openProtocol();
        // It may end before the client does: after a message larger than any can be.
        void protocol.then((opened) => opened.ended).then(finish);
      }
      input.write(bytes);
    },
    end: () => {
      input.end();
      void finish();
    },
    close: async (signal) => {
      calls.abort();
      await (await protocol?.catch(() => undefined))?.close();
      await runtime.close(signal).catch((error: Error) => log.warn(error.message));
    },
  };
}
