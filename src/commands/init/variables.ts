import { resolve } from 'node:path';
import type { Config } from '../../config/index.js';
import {
  type Environment,
  given,
  pathSettings,
  puzzelLogins,
  type SettingName,
  settings,
} from '../../config/settings.js';
import { vendors } from '../../tools/effect.js';
import { accountSettings } from '../settings.js';

/** A variable that the server is to get. */
export interface Variable {
  name: SettingName;
  secret: boolean;
  about: string;
  /** Absent when it is still to be filled in. */
  value?: string;
}

/**
 * The variables of the configuration, in the order of the table of settings: everything that is set, and what a partly
 * configured vendor still needs; when none is configured, what Puzzel and Gladly need. A Puzzel login that is not used is
 * left out; for the demo, all accounts are.
 * @param config read from the same environment
 */
export function variablesFor(env: Environment, config: Config): Variable[] {
  const unusedNames = config.demo ? accountSettings : new Set<string>(unusedLoginSettings(config));
  const missingNames = new Set<string>(config.demo ? [] : missingOf(config));
  return settings.flatMap(({ env: name, secret = false, about }) => {
    if (unusedNames.has(name)) return [];
    const value = given(env, name);
    if (value !== undefined)
      return [{ name, secret, about, value: pathSettings.includes(name) ? absolutePath(value) : value }];
    return missingNames.has(name) ? [{ name, secret, about }] : [];
  });
}

/** The whole path, since a client starts the server in another folder; `~` stays, because the server knows it. */
const absolutePath = (path: string): string => (path.startsWith('~') ? path : resolve(path));

function missingOf(config: Config): string[] {
  const presentVendors = vendors.filter((vendor) => config[vendor].isPresent);
  const neededVendors = presentVendors.length > 0 ? presentVendors : (['puzzel', 'gladly'] as const);
  // "GLADLY_HOST (or GLADLY_ORGANIZATION)": the first is the one to ask for.
  return neededVendors.flatMap((vendor) => (config[vendor].missing ?? []).map((words) => words.split(' ')[0] ?? words));
}

/** The settings of the Puzzel login that is not used: its secrets must not be written to a file needlessly. */
function unusedLoginSettings({ puzzel }: Config): readonly SettingName[] {
  if (puzzel.ready === undefined) return [];
  return puzzelLogins[puzzel.ready.login.kind === 'password' ? 'client-credentials' : 'password'];
}
