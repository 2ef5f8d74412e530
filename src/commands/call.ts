import { refuseUnconfirmed } from '../calls/unconfirmed.js';
import { keptOutBy, statusToolName } from '../config/selection.js';
import type { Environment } from '../config/settings.js';
import { isObject } from '../json.js';
import { didYouMean } from '../nearest.js';
import { catalogue } from '../tools/index.js';
import { pinThatDisables } from '../tools/pinned-arguments.js';
import { UsageError } from '../usage-error.js';
import { forPerson } from '../views/for-person.js';
import type { CommandLine } from './command-line.js';
import { onEndSignal } from './end-signals.js';
import { withTypedCommands } from './launch.js';
import { progressDisplay } from './progress.js';
import { commandLogoutMs, createRuntime, type Runtime } from './runtime.js';

/**
 * Calls one tool: exit code 0 when it succeeds, 1 when it answers an error.
 * @throws UsageError (exit code 2) when the tool is missing or cannot be called, or its arguments are no JSON object
 */
export async function call(env: Environment, { rest, json, demo }: CommandLine): Promise<number> {
  const [name, text = '{}', ...extraWords] = rest;
  if (name === undefined)
    throw new UsageError("Usage: `puzzel-mcp call TOOL 'JSON' [--json]`; `puzzel-mcp tools` lists them.");
  if (extraWords.length > 0)
    throw new UsageError(`The JSON was split at a blank; it must be one argument: ${quotingExamples}`);
  const runtime = createRuntime(env, demo);
  const args = parse(text, runtime.redactor.text(text));
  const tool = runtime.callableTools.find((candidate) => candidate.name === name);
  if (!tool) throw unknownToolError(name, runtime);
  const stop = new AbortController();
  const stopListening = onEndSignal(() => stop.abort());
  const progress = progressDisplay(process.stderr, { hasLines: !json });
  try {
    const result = await runtime.call(name, args, {
      signal: stop.signal,
      onProgress: progress.show,
      confirm: async () => {
        refuseUnconfirmed(runtime.config.confirm, tool);
        return undefined;
      },
    });
    progress.end();
    if ('question' in result) throw new Error('the command line cannot ask');
    const replacer = json || !result.isError ? undefined : rewordHint;
    process.stdout.write(`${JSON.stringify(result.structured, replacer, json ? 0 : 2)}\n`);
    return result.isError ? 1 : 0;
  } finally {
    progress.end();
    await runtime.close(AbortSignal.timeout(commandLogoutMs));
    stopListening();
  }
}

/** Examples of quoted arguments, one for each shell. */
const quotingExamples =
  '\'{"queue_id": 201}\'; in Windows "{\\"queue_id\\": 201}" (Command Prompt) or \'{\\"queue_id\\": 201}\' (PowerShell 5).';

/** Rewords the hint of an error for the person who typed the call: hints are written for a model. */
const rewordHint = (name: string, value: unknown): unknown =>
  name === 'hint' && typeof value === 'string' ? forPerson(withTypedCommands(value)) : value;

/** Why a tool cannot be called: a setting of the owner switches it off, its vendor is not set up, or no tool has the name. */
function unknownToolError(name: string, { callableTools, config }: Runtime): UsageError {
  const tool = catalogue.find((candidate) => candidate.name === name);
  const statusSetting = config.selection.exclude.includes(name) ? 'PUZZEL_MCP_EXCLUDE_TOOLS' : 'PUZZEL_MCP_TOOLS';
  const setting =
    name === statusToolName
      ? statusSetting
      : tool && (keptOutBy(tool, config.selection) ?? pinThatDisables(tool, config.pins));
  if (setting) return new UsageError(`"${name}" is switched off by ${setting}.`);
  if (tool) return new UsageError(`"${name}" needs the settings of its vendor, ${tool.vendor}.`);
  const names = callableTools.map((candidate) => candidate.name);
  return new UsageError(`Unknown tool "${name}".${didYouMean(name, names)} \`puzzel-mcp tools\` lists them.`);
}

/** Blank text and `null` count as `{}`. @param redactedText for the message. @throws UsageError for what is no JSON object */
function parse(text: string, redactedText: string): unknown {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text.replace(/^\ufeff/, '').trim() || '{}') ?? {};
  } catch {
    throw new UsageError(`The arguments are not JSON: ${redactedText.slice(0, 80)}. Write ${quotingExamples}`);
  }
  if (isObject(parsed)) return parsed;
  throw new UsageError('The arguments must be a JSON object, such as \'{"queue_id": 201}\'.');
}
