import { join } from 'node:path';
import { readTime } from '../iso-time.js';
import { logLevels } from '../log.js';
import type { Vendor } from '../tools/effect.js';
import type { ToolFacts } from '../tools/manifest.js';
import { type Config, ConfigError, confirmModes } from './config.js';
import { readGladly } from './gladly.js';
import { misspeltSettings } from './misspelt-settings.js';
import { readPins } from './pins.js';
import { proxyPasswords } from './proxy.js';
import { readChat, readPuzzel } from './puzzel.js';
import { homeDirectory, Reader } from './reader.js';
import { readRoutes } from './routes-file.js';
import { readSelection } from './selection.js';
import { type Environment, given, settings } from './settings.js';

export { type Config, ConfigError, confirmModes, type VendorConfig } from './config.js';

/**
 * Reads the configuration from the environment, with the flags merged in already, and checks it against the catalogue.
 * @throws ConfigError with every problem; a setting that cannot be understood is never ignored
 */
export function loadConfig(env: Environment, catalogue: readonly ToolFacts[], { demo = false } = {}): Config {
  const problems = unknownSettingProblems(env);
  const reader = new Reader(env, problems);
  const config: Config = {
    demo,
    ...readVendors(reader),
    selection: readSelection(reader.policy, catalogue, problems),
    pins: readPins(reader),
    expiresAt: readExpiry(reader),
    confirm: reader.oneOf('PUZZEL_MCP_CONFIRM', confirmModes, 'auto'),
    downloadDir: reader.path('PUZZEL_MCP_DOWNLOAD_DIR') ?? defaultDownloadDir(),
    auditLog: reader.policy('PUZZEL_MCP_AUDIT_LOG') && reader.path('PUZZEL_MCP_AUDIT_LOG'),
    logLevel: reader.oneOf('PUZZEL_MCP_LOG_LEVEL', logLevels, 'warn'),
    timeoutMs: reader.milliseconds('PUZZEL_MCP_TIMEOUT_MS', 30_000),
    routes: readRoutes(reader, catalogue),
  };
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
}

const readVendors = (reader: Reader): Pick<Config, Vendor> => ({
  puzzel: readPuzzel(reader),
  chat: readChat(reader),
  gladly: readGladly(reader),
});

/** The vendors' settings alone, for the demo tenant, which this program has started itself. */
export const loadVendors = (env: Environment): Pick<Config, Vendor> => readVendors(new Reader(env, []));

/** Problems of variables that are named like ours, but are unknown: a misspelt limit would limit nothing. */
function unknownSettingProblems(env: Environment): string[] {
  return misspeltSettings(env).flatMap(({ name, nearestSetting, isMeantAsOurs }) => {
    const hint = nearestSetting === undefined ? '' : ` Did you mean "${nearestSetting}"?`;
    return isMeantAsOurs ? `${name} is not a variable of puzzel-mcp.${hint} \`puzzel-mcp --help\` lists them.` : [];
  });
}

function defaultDownloadDir(): string | undefined {
  const home = homeDirectory();
  return home && join(home, 'Downloads', 'puzzel-mcp');
}

/** The secrets in the settings, the Basic credentials made of them, and the passwords of proxies, for redaction. */
export function configuredSecrets(env: Environment): string[] {
  const secrets = settings.flatMap(({ env: name, secret }) => (secret && given(env, name)) || []);
  const [email, apiToken] = [given(env, 'GLADLY_EMAIL'), given(env, 'GLADLY_API_TOKEN')];
  const basicCredentials = email && apiToken ? [Buffer.from(`${email}:${apiToken}`).toString('base64')] : [];
  return [...secrets, ...basicCredentials, ...proxyPasswords(env)];
}

function readExpiry(reader: Reader): Date | undefined {
  const value = reader.policy('PUZZEL_MCP_EXPIRES_AT');
  if (value === undefined) return undefined;
  const isoTime = readTime(value);
  const time = new Date(isoTime?.text ?? '');
  if (isoTime === undefined || (!isoTime.hasOffset && /\d:\d/.test(value))) {
    const what = isoTime === undefined ? 'is not an ISO time' : 'has no offset';
    reader.problems.push(`PUZZEL_MCP_EXPIRES_AT: "${value}" ${what}: give one such as 2027-01-31T17:00:00Z.`);
  } else if (time.getTime() <= Date.now()) {
    reader.problems.push(
      `PUZZEL_MCP_EXPIRES_AT: ${time.toISOString()} has passed. Set a later time, or ask the owner of this server for one.`,
    );
  }
  return time;
}
