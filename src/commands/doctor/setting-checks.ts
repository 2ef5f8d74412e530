import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { misspeltSettings } from '../../config/misspelt-settings.js';
import {
  type Environment,
  given,
  isPlaceholder,
  processEnvironment,
  type SettingName,
  settingNames,
  settings,
  withoutMissing,
} from '../../config/settings.js';
import { type Vendor, vendors } from '../../tools/effect.js';
import type { Runtime } from '../runtime.js';
import { type Check, combineFindings, type Finding, ok, skipped, warn } from './check.js';

/** Variables that Node or its HTTP library read from the environment of the process: in `.env` they have no effect. */
const processOnlyPattern = /^((https?|no)_proxy|NODE_EXTRA_CA_CERTS|NODE_OPTIONS|NODE_TLS_REJECT_UNAUTHORIZED)$/i;

/** The `.env` of the working directory: who can read it, and what in it has no effect. */
export async function envFileCheck(): Promise<Check> {
  const name = 'env file';
  const path = resolve('.env');
  if (!existsSync(path)) return ok(name, `none at ${path}; settings come from the environment`);
  const { isDotEnv, readDotEnv } = await import('../../config/dot-env.js');
  if (!isDotEnv(path))
    return ok(name, `${path} is not a plain file and is not read; settings come from the environment`);
  const { values, warnings } = readDotEnv(path);
  const ourNames = Object.keys(values).filter((key) => settingNames.includes(key));
  const processValues = withoutMissing(processEnvironment(process.env));
  const overriddenNames = ourNames.filter(
    (key) => processValues[key] !== undefined && processValues[key] !== values[key],
  );
  const ineffectiveNames = Object.keys(values).filter(
    (key) => processOnlyPattern.test(key) && process.env[key] === undefined,
  );
  const mode = statSync(path).mode & 0o777;
  const findings: Finding[] = [{ status: 'ok', message: `${path} has ${ourNames.length} of our variables` }];
  if (overriddenNames.length > 0) {
    findings.push({ status: 'ok', message: `the environment wins for ${overriddenNames.join(', ')}` });
  }
  for (const message of warnings) findings.push({ status: 'warn', message });
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
    const octal = mode.toString(8).padStart(4, '0');
    const message = `others on this machine can open it (mode ${octal})`;
    findings.push({ status: 'warn', message, hint: `Run: chmod 600 ${path}` });
  }
  if (ineffectiveNames.length > 0) {
    findings.push({
      status: 'warn',
      message: `${ineffectiveNames.join(', ')} in it ${ineffectiveNames.length === 1 ? 'has' : 'have'} no effect`,
      hint: 'Set these in the environment of the process (in an MCP client: in its "env").',
    });
  }
  return combineFindings(name, findings);
}

/**
 * Warns of names that look like a misspelt variable of ours (a misspelt limit has already stopped the start), and of
 * secrets that begin or end with a quotation mark, which is kept because it may belong to the secret.
 */
export function variablesCheck(env: Environment): Check {
  const quotedSecrets = settings.flatMap((setting) =>
    'secret' in setting && /^["'“„]|["'”“]$/.test(given(env, setting.env) ?? '') ? [setting.env] : [],
  );
  const findings = [
    ...misspeltSettings(env).map(
      ({ name, nearestSetting }): Finding => ({
        status: 'warn',
        message: `${name} is not a variable of puzzel-mcp`,
        hint:
          nearestSetting === undefined
            ? '`puzzel-mcp --help` lists them.'
            : `Did you mean ${nearestSetting} instead of ${name}?`,
      }),
    ),
    ...quotedSecrets.map(
      (name): Finding => ({
        status: 'warn',
        message: `the value of ${name} begins or ends with a quotation mark, which counts as part of it`,
        hint: 'Take quotation marks away that do not belong to it: in JSON and on Windows nothing removes them.',
      }),
    ),
  ];
  return findings.length > 0
    ? combineFindings('variables', findings)
    : ok('variables', 'no name looks like a misspelt one of ours');
}

const vendorVariables: Record<Vendor, RegExp> = {
  puzzel: /^PUZZEL_(?!MCP_|CHAT_)/,
  gladly: /^GLADLY_/,
  chat: /^PUZZEL_CHAT_/,
};

/** Whether a vendor's credentials are complete, and which of them are used. */
export function vendorSettingsCheck({ config }: Runtime, env: Environment, vendor: Vendor): Check {
  const name = `${vendor} settings`;
  if (config.demo) return ok(name, 'the built-in demo tenant');
  const { isPresent, missing } = config[vendor];
  const unfilledNames = unfilledSettings(env, vendor);
  if (missing === undefined) return ok(name, `complete${loginText(config, env, vendor)}`);
  const isNothingSet = vendors.every((each) => !config[each].isPresent && unfilledSettings(env, each).length === 0);
  if (!isPresent && unfilledNames.length === 0 && (!isNothingSet || vendor === 'chat'))
    return skipped(name, 'not set up');
  // An entry may name two settings: "GLADLY_HOST (or GLADLY_ORGANIZATION)".
  const unsetSettings = missing.filter(
    (words) => !unfilledNames.some((setting) => words.split(/\W/).includes(setting)),
  );
  const holdsPlaceholder = unfilledNames.length === 1 ? 'still holds a placeholder' : 'still hold placeholders';
  const parts = [
    unsetSettings.length > 0 && `${unsetSettings.join(', ')} missing`,
    unfilledNames.length > 0 && `${unfilledNames.join(', ')} ${holdsPlaceholder}`,
  ];
  return {
    name,
    status: 'fail',
    message: parts.filter((part) => part !== false).join('; '),
    hint: `Set ${missing.join(', ')} in the environment or in .env, or ${isNothingSet ? 'add --demo to try the demo tenant' : `remove the settings of ${vendor} if you do not have it`}.`,
  };
}

/** A vendor's settings in which an example or a client left a text such as `${X}` in the place of a value. */
const unfilledSettings = (env: Environment, vendor: Vendor): SettingName[] =>
  settings
    .map((setting): SettingName => setting.env)
    .filter((name) => vendorVariables[vendor].test(name) && isPlaceholder(env[name] ?? ''));

function loginText(config: Runtime['config'], env: Environment, vendor: Vendor): string {
  if (vendor === 'gladly') return `: ${hostOf(config.gladly.ready?.apiUrl)} with e-mail address and API token`;
  if (vendor === 'chat') return ': the visitors of one tenant';
  if (config.puzzel.ready?.login.kind !== 'client-credentials') return ': login with user name and password';
  const isPasswordSet = given(env, 'PUZZEL_PASSWORD') !== undefined;
  return `: Puzzel ID (client credentials)${isPasswordSet ? ', which wins over the user name and password' : ''}`;
}

const hostOf = (url = ''): string => (URL.canParse(url) ? new URL(url).host : url);

/** A warning when certificates are not verified; nothing otherwise. */
export function certificateVerificationChecks(): Check[] {
  if (process.env.NODE_TLS_REJECT_UNAUTHORIZED !== '0') return [];
  return [
    warn(
      'certificates',
      'NODE_TLS_REJECT_UNAUTHORIZED=0: no certificate is checked, anybody on the way can read the credentials',
      'Remove it; for a company’s own authority set NODE_EXTRA_CA_CERTS to its certificate file.',
    ),
  ];
}
