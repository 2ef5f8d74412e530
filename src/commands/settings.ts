import { type Config, configuredSecrets, loadConfig } from '../config/index.js';
import { offeredVendors } from '../config/offered.js';
import { type FilteredTool, isSelected } from '../config/selection.js';
import { type Environment, settings } from '../config/settings.js';
import { createLog, type Log } from '../log.js';
import { Redactor } from '../redact.js';
import type { ToolFacts } from '../tools/manifest.js';
import { pinThatDisables } from '../tools/pinned-arguments.js';

/** The settings that a process runs with, its log, and the redactor that knows its secrets. */
export interface Settings {
  config: Config;
  log: Log;
  redactor: Redactor;
}

/**
 * Reads the settings. For the demo tenant, the settings of real accounts are ignored.
 * @param tools the tools that the settings may name
 * @throws ConfigError with everything that is wrong
 */
export function readSettings(
  environment: Environment,
  demo: boolean,
  tools: readonly ToolFacts[],
  redactor = new Redactor(),
): Settings {
  const env = demo ? withoutAccounts(environment) : environment;
  const config = loadConfig(env, tools, { demo });
  for (const secret of configuredSecrets(env)) redactor.add(secret);
  return { config, log: createLog(config.logLevel, redactor), redactor };
}

/** Names of the settings of the vendors' accounts: all but those of this program itself. */
export const accountSettings: ReadonlySet<string> = new Set(
  settings.map(({ env }) => env).filter((name) => !name.startsWith('PUZZEL_MCP_')),
);

const withoutAccounts = (env: Environment): Environment =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !accountSettings.has(name)));

/** The vendors' tools that the owner's settings allow. */
export function offeredTools<T extends FilteredTool>(config: Config, tools: readonly T[]): readonly T[] {
  const vendors = offeredVendors(config);
  return tools.filter(
    (tool) =>
      vendors.includes(tool.vendor) &&
      isSelected(tool, config.selection) &&
      pinThatDisables(tool, config.pins) === undefined,
  );
}
