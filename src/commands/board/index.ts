import { missingSettings, offeredVendors } from '../../config/offered.js';
import type { Environment } from '../../config/settings.js';
import { UsageError } from '../../usage-error.js';
import { version } from '../../version.js';
import type { CommandLine } from '../command-line.js';
import { onEndSignal } from '../end-signals.js';
import { commandLogoutMs, createRuntime } from '../runtime.js';
import { openBrowser } from './browser.js';
import { startBoard } from './server.js';
import { tabsFor } from './tabs.js';
import { boardTools } from './tools.js';

/** Serves the views in the browser until Ctrl-C or, with --until-closed, until the last page has been closed. */
export async function board(env: Environment, line: CommandLine): Promise<number> {
  if (line.rest.length > 0)
    throw new UsageError('Usage: `puzzel-mcp board [--demo] [--port N] [--no-open] [--until-closed]`');
  const port = portIn(line.options.port);
  // The board only reads, whatever the settings allow a model.
  const runtime = createRuntime({ ...env, PUZZEL_MCP_READ_ONLY: 'true' }, line.demo);
  const missing = missingSettings(runtime.config);
  if (!line.demo && offeredVendors(runtime.config).every((vendor) => missing[vendor])) throw notSetUpError(missing);
  const stop = new AbortController();
  const untilStopped = new Promise<void>((resolve) => stop.signal.addEventListener('abort', () => resolve()));
  const interrupt = () => stop.abort();
  const tools = boardTools(runtime, stop.signal);
  // Only in the demo tenant do the tools' examples name records that exist.
  const examples = line.demo ? Object.fromEntries(runtime.tools.map(({ name, example }) => [name, example])) : {};
  const settings = () => ({ demo: line.demo, version, tabs: tabsFor(tools.names, examples, new Date()) });
  const server = await startBoard({
    port,
    tools,
    settings,
    ...(line.untilClosed && { onLastClosed: interrupt }),
  }).catch((error: NodeJS.ErrnoException) => {
    const reason = error.code === 'EACCES' ? 'is not open to this user' : error.code === 'EADDRINUSE' && 'is taken';
    if (reason) throw new UsageError(`Port ${port} ${reason}. Leave --port out for any free one.`);
    throw error;
  });
  onEndSignal(interrupt);
  process.stdout.write(
    `The board is at ${server.address}\nAnyone with this address can read what it shows. Ctrl-C ends it.\n`,
  );
  if (!line.noOpen) openBrowser(server.ticketAddress());
  try {
    await untilStopped;
  } finally {
    await server.close();
    await runtime.close(AbortSignal.timeout(commandLogoutMs));
  }
  return 0;
}

function notSetUpError(missing: ReturnType<typeof missingSettings>): UsageError {
  const lackingTexts = Object.entries(missing).map(([vendor, names]) => `${vendor} lacks ${names.join(', ')}`);
  return new UsageError(
    `No vendor is set up: ${lackingTexts.join('; ')}. Set one up (\`puzzel-mcp init\`), or add --demo.`,
  );
}

/** @throws UsageError for a text that is no port */
function portIn(text: string | undefined): number {
  if (text === undefined) return 0;
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port > 0 && port < 65_536) return port;
  throw new UsageError(`--port: "${text}" is not a port. It is a number from 1 to 65535.`);
}
