import { Console } from 'node:console';
import { Writable } from 'node:stream';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { pinnedSchema } from '../calls/pins.js';
import type { Config } from '../config/index.js';
import { missingSettings } from '../config/offered.js';
import { isStatusSelected } from '../config/selection.js';
import { Failure, unexpectedFailure } from '../failure.js';
import { isObject } from '../json.js';
import { limits } from '../limits.js';
import type { Log } from '../log.js';
import { offeredPrompts } from '../prompts/index.js';
import { Confirmation } from '../server/confirmation.js';
import { createServer, type ServerParts } from '../server/create-server.js';
import { SavedFiles } from '../server/saved-files.js';
import { TenantDirectory } from '../server/tenant-directory.js';
import { StdioTransport } from '../server/transport.js';
import { sectionsOf } from '../tools/directory-sections.js';
import { instructionsFor } from '../tools/instructions.js';
import type { Manifest, ManifestEntry } from '../tools/manifest.js';
import { onEndSignal } from './end-signals.js';
import type { Engine } from './engine.js';
import { withTypedCommands } from './launch.js';
import { exitCodeForOutputError } from './output-error.js';
import { offeredTools, type Settings } from './settings.js';

/** Shown to a person who starts the server in a terminal, where otherwise nothing would seem to happen. */
const terminalNotice = `puzzel-mcp: waiting for an MCP client, which would start this by itself. Ctrl-C ends it.
  \`puzzel-mcp demo\`   shows what it does
  \`puzzel-mcp init\`   sets up a client
`;

/**
 * Serves MCP on standard input and output until the input ends, the output closes or a signal comes. What a client asks at
 * the start is answered from the manifest; the tools themselves are loaded with the first call.
 */
export function serve(settings: Settings, manifest: Manifest): void {
  const { config, log, redactor } = settings;
  sendConsoleToLog(log);
  if (process.stdin.isTTY && config.logLevel !== 'silent') process.stderr.write(withTypedCommands(terminalNotice));
  let engine: Promise<Engine> | undefined;
  const loadEngine = (): Promise<Engine> => {
    engine ??= import('./engine.js')
      .then(({ createEngine }) => createEngine(config, log, redactor))
      .catch((error: Error) => {
        log.error(`cannot load the tools: ${error.stack}`);
        throw unexpectedFailure(error);
      });
    return engine;
  };

  // When the process should have ended, in milliseconds since 1970; 0 until its end begins.
  let endBy = 0;
  process.stdin.once('end', () => {
    endBy = Date.now() + limits.endMs;
  });
  let isEnding = false;
  const end = async (code: number) => {
    if (isEnding) return;
    isEnding = true;
    endBy ||= Date.now() + limits.endMs;
    // The logout gets the time that answers did not use: a login under way must end before its session can be closed.
    const logoutMs = Math.max(limits.logoutMs, endBy - Date.now() - limits.flushMs);
    await (await engine?.catch(() => undefined))?.close(AbortSignal.timeout(logoutMs));
    await waitUntilWritten(process.stdout, Math.max(limits.flushMs, endBy - Date.now()));
    process.exit(code);
  };
  const endAfterCrash = (error: unknown) => {
    log.error(`unexpected: ${error instanceof Error ? error.stack : String(error)}`);
    void end(1);
  };

  process.stdout.on('error', (error) => void end(exitCodeForOutputError(error)));
  // Secrets from the arguments of calls are not removed here: the transport also carries questions, in which a person must see the arguments.
  const { withoutGiven } = redactor;
  const parts = serverParts(settings, manifest, loadEngine);
  const transport = new StdioTransport({
    input: process.stdin,
    output: process.stdout,
    redact: (data) => withoutGiven.data(data),
    names: { Tool: parts.tools.map(({ name }) => name), Prompt: parts.prompts.map(({ name }) => name) },
    warn: (message) => log.warn(message),
    onRefused: ({ method, params }) => {
      // The SDK refuses a tool that the owner's filters leave out, and a malformed call; the audit log records the attempt.
      if (method !== 'tools/call' || config.auditLog === undefined) return;
      const { name, arguments: args } = isObject(params) ? params : {};
      const outcome = parts.tools.some((tool) => tool.name === name) ? 'invalid_input' : 'unknown_tool';
      const tool = typeof name === 'string' ? name : typeof name;
      loadEngine()
        .then(({ runner }) => runner.recordRefused(tool, args, outcome))
        .catch((error: Error) => log.error(`a refused call was not recorded: ${error.stack}`));
    },
  });
  if (parts.tools.length === 0) log.warn('the filters leave no tool at all');
  serveStdio(() => createServer(parts), {
    transport,
    onerror: (error) => log.warn(`protocol: ${error.message}`),
  });
  const closeServer = transport.onclose;
  transport.onclose = () => {
    closeServer?.();
    void end(0);
  };
  // When the host dies, standard error breaks too. Logging that error would fail again, in an endless loop.
  process.stderr.on('error', () => {});
  onEndSignal(() => void end(0));
  process.on('uncaughtException', endAfterCrash);
  process.on('unhandledRejection', endAfterCrash);
}

/** What an MCP server is created from, for every connection of the process. */
export function serverParts(
  { config, log, redactor }: Settings,
  manifest: Manifest,
  loadEngine: () => Promise<Engine>,
): ServerParts {
  const vendorTools = offeredTools(config, manifest.tools);
  const sections = sectionsOf(vendorTools);
  const call: ServerParts['call'] = async (name, args, options) => {
    const engine = await loadEngine().catch((failure: Failure) => failure);
    if (!(engine instanceof Failure)) return engine.call(name, args, options);
    const { kind, message, hint } = engine;
    return { structured: { error: { kind, message, hint } }, isError: true };
  };
  const savedFiles = new SavedFiles();
  const hasStatus = isStatusSelected(config.selection);
  const directory = new TenantDirectory(call, sections);
  return {
    tools: [...(hasStatus ? [manifest.status] : []), ...vendorTools.map((tool) => pinnedListing(tool, config))],
    instructions: instructionsFor({
      tools: vendorTools,
      hasStatus,
      demo: config.demo,
      missing: config.demo ? {} : missingSettings(config),
    }),
    prompts: offeredPrompts(vendorTools),
    call,
    confirmation: new Confirmation(config.confirm),
    resources: {
      hasDirectory: sections.length > 0,
      directory,
      savedFiles,
      checkExpiry: async () => (await loadEngine()).runner.checkExpiry(),
      clean: (text) => redactor.text(text),
    },
    log,
  };
}

function pinnedListing(tool: ManifestEntry, { pins }: Config): ManifestEntry['listing'] {
  if (Object.keys(pins).length === 0) return tool.listing;
  return { ...tool.listing, inputSchema: pinnedSchema(tool, tool.listing.inputSchema, pins) };
}

/**
 * Makes `console` write to the log: a library that prints something must not write into the protocol. Printed texts are not
 * cut before the log removes secrets from them: the first half of a secret would not be recognised.
 */
function sendConsoleToLog(log: Log): void {
  const logStream = new Writable({
    write: (chunk, _encoding, done) => {
      log.warn(String(chunk).trimEnd());
      done();
    },
  });
  globalThis.console = new Console({ stdout: logStream, stderr: logStream, inspectOptions: { maxStringLength: null } });
}

/** Waits until the output has taken everything that was written, is closed, or the time is over. */
function waitUntilWritten(output: NodeJS.WriteStream, milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    if (!output.writable || output.writableLength === 0) resolve();
    else output.write('', () => resolve());
    setTimeout(resolve, milliseconds).unref();
  });
}
