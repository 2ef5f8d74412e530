import { refuseUnconfirmed } from '../calls/unconfirmed.js';
import type { Environment } from '../config/settings.js';
import { didYouMean } from '../nearest.js';
import type { CommandLine } from './command-line.js';
import { progressDisplay } from './progress.js';
import { createRuntime } from './runtime.js';
import { UsageError } from './usage-error.js';

/** Calls one tool: exit code 0 when it succeeds, 1 when it answers an error. */
export async function call(env: Environment, { rest, json, demo }: CommandLine): Promise<number> {
  const [name, text = '{}', ...more] = rest;
  if (name === undefined || more.length > 0) throw new UsageError("Usage: puzzel-mcp call TOOL 'JSON' [--json]");
  const runtime = createRuntime(env, demo);
  const args = parse(text, runtime.redactor.text(text));
  const tool = runtime.callable.find((candidate) => candidate.name === name);
  if (!tool) {
    const names = runtime.callable.map((candidate) => candidate.name);
    throw new UsageError(`Unknown tool "${name}".${didYouMean(name, names)} \`puzzel-mcp tools\` lists them.`);
  }
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  const progress = progressDisplay(process.stderr, { lines: !json });
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  try {
    const result = await runtime.runner.call(tool, args, {
      signal: stop.signal,
      onProgress: progress.show,
      confirm: async () => {
        refuseUnconfirmed(runtime.config.confirm, tool);
        return undefined;
      },
    });
    progress.end();
    if ('question' in result) throw new Error('the command line cannot ask');
    process.stdout.write(`${JSON.stringify(result.structured, null, json ? 0 : 2)}\n`);
    return result.isError ? 1 : 0;
  } finally {
    progress.end();
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
    await runtime.close(AbortSignal.timeout(1_500));
  }
}

/** @param shown the text without secrets, for the message */
function parse(text: string, shown: string): unknown {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text.replace(/^\ufeff/, '').trim() || '{}') ?? {};
  } catch {
    throw new UsageError(`The arguments are not JSON: ${shown.slice(0, 80)}`);
  }
  if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed;
  throw new UsageError('The arguments must be a JSON object, such as \'{"queue_id": 201}\'.');
}
