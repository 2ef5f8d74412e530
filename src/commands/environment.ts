import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { DotEnv } from '../config/dot-env.js';
import { ConfigError, loadConfig } from '../config/index.js';
import type { Environment } from '../config/settings.js';
import { UnreadableText } from '../text-file.js';
import { UsageError } from '../usage-error.js';
import { readManifest } from './manifest.js';

/**
 * The `.env` of the working directory, joined with the variables that override it. Warnings about the file are written to
 * standard error, unless the log level is `silent`.
 * @param trustedEnv the process's environment and the flags
 * @throws UsageError when the file cannot be read, ConfigError when it holds a mistake or sets what a file must not set
 */
export async function withDotEnv(trustedEnv: Environment, demo: boolean): Promise<Environment> {
  // The path is resolved only when the file exists: a working directory that was deleted has no path.
  if (!existsSync('.env')) return trustedEnv;
  const path = resolve('.env');
  const { isDotEnv, readDotEnv } = await import('../config/dot-env.js');
  if (!isDotEnv(path)) return trustedEnv;
  let dotEnv: DotEnv;
  try {
    dotEnv = readDotEnv(path);
  } catch (error) {
    if (error instanceof UnreadableText) throw new UsageError(`${path} ${error.message}`);
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UsageError(`${path} cannot be read (${code ?? message}).`);
  }
  const { mergeSources } = await import('../config/trust.js');
  const { env, problems, warnings } = mergeSources(dotEnv.values, trustedEnv, {
    folder: '.',
    demo,
    tools: () => readManifest().tools,
  });
  problems.push(...dotEnv.problems);
  if (problems.length > 0) throw configErrorWith(problems, env, demo);
  if (env.PUZZEL_MCP_LOG_LEVEL !== 'silent') {
    for (const warning of [...dotEnv.warnings, ...warnings]) process.stderr.write(`puzzel-mcp: ${warning}\n`);
  }
  return env;
}

/** These problems and whatever else is wrong with the settings, as one error, so that all can be corrected at once. */
function configErrorWith(problems: string[], env: Environment, demo: boolean): Error {
  try {
    loadConfig(env, readManifest().tools, { demo });
  } catch (error) {
    if (error instanceof ConfigError) problems.push(...error.problems);
  }
  return new ConfigError(problems);
}
