// The files that list this server elsewhere: server.json for the MCP registry, and the manifest of the Claude Desktop bundle.
// Both follow package.json and the table of settings, so that no setting or secret is forgotten. `npm run docs` writes them.
import packageJson from '../package.json' with { type: 'json' };
import { type Setting, type SettingName, settings } from '../src/config/settings.js';

/** The description in the registry, which takes 100 characters at most. */
const registryDescription =
  'Puzzel contact centre and Gladly customer service: every operation of both APIs as a tool.';
const title = 'Puzzel and Gladly';

const isSwitch = ({ flag, value }: Setting) => flag !== undefined && value === undefined;

const { name: packageName, version, mcpName } = packageJson;
const repository = {
  ...packageJson.repository,
  url: packageJson.repository.url.replace(/^git\+/, '').replace(/\.git$/, ''),
};

/** server.json in the registry's format of 2025-12-11 (https://github.com/modelcontextprotocol/registry). */
export function serverJson() {
  return {
    $schema: 'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json',
    name: mcpName,
    title,
    description: registryDescription,
    repository: { url: repository.url, source: 'github' },
    version,
    packages: [
      {
        registryType: 'npm',
        identifier: packageName,
        version,
        runtimeHint: 'npx',
        transport: { type: 'stdio' },
        environmentVariables: settings.map(environmentVariable),
      },
    ],
  };
}

/** No variable is required: one vendor with one kind of login is enough, and without any the server says what is missing. */
function environmentVariable(setting: Setting) {
  const { env, about, secret = false, default: defaultValue } = setting;
  return {
    name: env,
    description: withoutBackticks(about),
    isRequired: false,
    isSecret: secret,
    format: isSwitch(setting) ? 'boolean' : setting.value === 'FILE' ? 'filepath' : 'string',
    ...(defaultValue !== undefined && { default: defaultValue }),
  };
}

/** Settings that the dialogue of the bundle leaves out, since they are rarely changed. */
const omittedSettings: readonly SettingName[] = [
  'PUZZEL_API_URL',
  'PUZZEL_AUTH_URL',
  'PUZZEL_ID_URL',
  'PUZZEL_CHAT_API_URL',
  'PUZZEL_CHAT_ID_URL',
  'GLADLY_API_URL',
  'GLADLY_ORGANIZATION',
  'PUZZEL_MCP_LOG_LEVEL',
  'PUZZEL_MCP_TIMEOUT_MS',
  'PUZZEL_MCP_ROUTES',
];

const bundleSettings = settings.filter(({ env }) => !omittedSettings.includes(env));

/** The manifest of the bundle without its tools, which scripts/bundle.mjs adds. */
export function bundleManifest() {
  const { description, license, keywords, engines } = packageJson;
  return {
    manifest_version: '0.3',
    name: packageName,
    display_name: title,
    version,
    description,
    author: { name: 'The puzzel-mcp contributors' },
    repository,
    license,
    keywords,
    server: {
      type: 'node',
      entry_point: packageJson.bin['puzzel-mcp'],
      mcp_config: {
        command: 'node',
        args: [`\${__dirname}/${packageJson.bin['puzzel-mcp']}`],
        env: Object.fromEntries(bundleSettings.map(({ env }) => [env, `\${user_config.${env.toLowerCase()}}`])),
      },
    },
    compatibility: { platforms: ['darwin', 'win32', 'linux'], runtimes: { node: engines.node } },
    user_config: Object.fromEntries(
      bundleSettings.map((setting) => [setting.env.toLowerCase(), userConfigField(setting)]),
    ),
  };
}

function userConfigField(setting: Setting) {
  const { env, about, secret } = setting;
  return {
    type: isSwitch(setting) ? 'boolean' : setting.value === 'DIR' ? 'directory' : 'string',
    title: titleOf(env),
    description: withoutBackticks(about),
    required: false,
    ...(secret && { sensitive: true }),
    ...defaultOf(setting),
  };
}

/**
 * The default of a field. Without one, the host passes the placeholder `${user_config.x}` for a field that is left empty. In a
 * credential or path, the program takes a placeholder for a missing value. In a filter, pin, expiry or audit log it refuses
 * to start, so these get an empty default: they are the settings with a flag whose value is no path, and the audit log.
 */
function defaultOf(setting: Setting) {
  if (isSwitch(setting)) return { default: false };
  if (setting.default !== undefined) return { default: setting.default };
  const isAuditLog = setting.env === 'PUZZEL_MCP_AUDIT_LOG';
  const needsDefault =
    isAuditLog || (setting.flag !== undefined && setting.value !== 'DIR' && setting.value !== 'FILE');
  return needsDefault ? { default: '' } : {};
}

const withoutBackticks = (text: string) => text.replaceAll('`', '');

/** PUZZEL_MCP_PIN_USER_ID → "Pin user ID", GLADLY_API_TOKEN → "Gladly API token". */
function titleOf(env: string): string {
  const text = env
    .replace(/^PUZZEL_MCP_/, '')
    .toLowerCase()
    .replaceAll('_', ' ');
  const words = text.replace(/\b(id|api)\b/g, (word) => word.toUpperCase()).replace(/\bgladly\b/, 'Gladly');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
