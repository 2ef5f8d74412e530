import { type Config, loadConfig, secretsIn } from '../config/index.js';
import { isOffered } from '../config/offered.js';
import type { FilteredTool } from '../config/selection.js';
import { type Environment, settings } from '../config/settings.js';
import { createLog, type Log } from '../log.js';
import { Redactor } from '../redact.js';
import type { ToolFacts } from '../tools/manifest.js';
import { pinKeepingOut } from '../tools/pinned-arguments.js';

/** What a command begins with. */
export interface Settings {
  config: Config;
  log: Log;
  redactor: Redactor;
}

/**
 * Reads the settings, once for the life of the process. In the demo no real credential is even looked at.
 * @param tools that the settings may name
 * @throws ConfigError with everything that is wrong
 */
export function readSettings(
  given: Environment,
  demo: boolean,
  tools: readonly ToolFacts[],
  redactor = new Redactor(),
): Settings {
  const env = demo ? withoutCredentials(given) : given;
  const config = loadConfig(env, tools, { demo });
  for (const secret of secretsIn(env)) redactor.add(secret);
  return { config, log: createLog(config.logLevel, redactor), redactor };
}

function withoutCredentials(env: Environment): Environment {
  const ours = new Set<string>(
    settings.map((setting) => setting.env).filter((name) => !name.startsWith('PUZZEL_MCP_')),
  );
  return Object.fromEntries(Object.entries(env).filter(([name]) => !ours.has(name)));
}

/** The vendors' tools that the owner's settings leave. */
export function offeredTools<T extends FilteredTool>(config: Config, tools: readonly T[]): readonly T[] {
  const isHere = isOffered(config);
  return tools.filter((tool) => isHere(tool) && pinKeepingOut(tool, config.pins) === undefined);
}
