interface SettingRow {
  env: string;
  flag?: string;
  /** What stands for the value in `--help`; a switch has none. */
  value?: string;
  secret?: boolean;
  default?: string;
  /** A placeholder counts as missing here, too, though the setting has a flag: a desktop extension leaves one for an empty field. */
  placeholderIsMissing?: true;
  about: string;
}

const table = [
  { env: 'PUZZEL_CUSTOMER_KEY', about: 'Puzzel customer key (the solution number)' },
  { env: 'PUZZEL_USERNAME', about: 'Puzzel user name, password login' },
  { env: 'PUZZEL_PASSWORD', secret: true, about: 'Puzzel password, password login' },
  { env: 'PUZZEL_CLIENT_ID', about: 'Puzzel ID client, client credentials; wins over the password' },
  { env: 'PUZZEL_CLIENT_SECRET', secret: true, about: 'Puzzel ID client secret' },
  { env: 'PUZZEL_USER_ID', about: 'number of the Puzzel user that the client acts for' },
  { env: 'PUZZEL_API_URL', default: 'https://api.puzzel.com/ContactCentre5', about: 'Puzzel API' },
  { env: 'PUZZEL_AUTH_URL', default: 'https://auth.puzzel.com', about: 'Puzzel login' },
  { env: 'PUZZEL_ID_URL', default: 'https://app.puzzel.com/id', about: 'Puzzel ID' },
  { env: 'PUZZEL_CHAT_TENANT_ID', about: 'tenant of the new Chat API; without it there are no chat tools' },
  { env: 'PUZZEL_CHAT_API_URL', default: 'https://app-commsrv.puzzel.com', about: 'Chat API' },
  { env: 'PUZZEL_CHAT_ID_URL', default: 'https://app-consumeridp.puzzel.com', about: 'Chat token server' },
  { env: 'GLADLY_HOST', about: 'Gladly host, such as acme.us-1.gladly.com' },
  { env: 'GLADLY_ORGANIZATION', about: 'Gladly organization, such as acme, instead of the host' },
  { env: 'GLADLY_API_URL', about: 'whole base URL instead of the host, without /api/v1 (demo, tests)' },
  { env: 'GLADLY_EMAIL', about: 'e-mail address of the Gladly API user' },
  { env: 'GLADLY_API_TOKEN', secret: true, about: 'Gladly API token' },
  {
    env: 'PUZZEL_MCP_METHODS',
    flag: 'methods',
    value: 'LIST',
    about: 'only tools of these methods: read, write, list, get, create, update, delete, custom',
  },
  {
    env: 'PUZZEL_MCP_TAGS',
    flag: 'tags',
    value: 'LIST',
    about: 'only tools of these tags (see `tools`), or puzzel, gladly, chat',
  },
  { env: 'PUZZEL_MCP_TOOLS', flag: 'tools', value: 'LIST', about: 'only these tools; * stands for any characters' },
  { env: 'PUZZEL_MCP_EXCLUDE_TOOLS', flag: 'exclude-tools', value: 'LIST', about: 'never these tools; * allowed' },
  { env: 'PUZZEL_MCP_READ_ONLY', flag: 'read-only', about: 'no tool that changes or sends anything' },
  {
    env: 'PUZZEL_MCP_PIN_USER_ID',
    flag: 'pin-user-id',
    value: 'ID',
    about: 'every Puzzel call is made for this user, and no other can be named',
  },
  {
    env: 'PUZZEL_MCP_PIN_QUEUES',
    flag: 'pin-queues',
    value: 'LIST',
    about: 'only these Puzzel queues can be named: ids, keys, best both',
  },
  {
    env: 'PUZZEL_MCP_PIN_USER_GROUPS',
    flag: 'pin-user-groups',
    value: 'LIST',
    about: 'only these Puzzel user groups can be named: ids, names, best both',
  },
  {
    env: 'PUZZEL_MCP_PIN_INBOXES',
    flag: 'pin-inboxes',
    value: 'LIST',
    about: 'only these Gladly inboxes can be named: ids',
  },
  {
    env: 'PUZZEL_MCP_ALLOW_HOSTS',
    flag: 'allow-hosts',
    value: 'LIST',
    about: 'hosts of a gateway that vendor addresses may name; not from .env',
  },
  {
    env: 'PUZZEL_MCP_EXPIRES_AT',
    flag: 'expires-at',
    value: 'TIME',
    about: 'ISO time after which nothing is served',
  },
  {
    env: 'PUZZEL_MCP_CONFIRM',
    flag: 'confirm',
    value: 'WHEN',
    default: 'auto',
    about: 'ask before deleting and sending: auto (if the client can), always, never',
  },
  {
    env: 'PUZZEL_MCP_DOWNLOAD_DIR',
    flag: 'download-dir',
    value: 'DIR',
    placeholderIsMissing: true,
    about: 'folder for recordings and files; default: puzzel-mcp in your Downloads folder',
  },
  {
    env: 'PUZZEL_MCP_AUDIT_LOG',
    flag: 'audit-log',
    value: 'FILE',
    about: 'append one JSON line per call to this file',
  },
  {
    env: 'PUZZEL_MCP_LOG_LEVEL',
    flag: 'log-level',
    value: 'LEVEL',
    default: 'warn',
    about: 'silent, error, warn, info, debug; goes to standard error',
  },
  {
    env: 'PUZZEL_MCP_TIMEOUT_MS',
    flag: 'timeout-ms',
    value: 'MS',
    default: '30000',
    about: 'longest time for one call',
  },
  {
    env: 'PUZZEL_MCP_ROUTES',
    flag: 'routes',
    value: 'FILE',
    about: 'JSON file with corrected routes, as `contract sync` writes it',
  },
] as const satisfies readonly SettingRow[];

export type SettingName = (typeof table)[number]['env'];

/** A variable that sets up the program. With a `flag`, it can also be given on the command line, where it wins. */
export interface Setting extends SettingRow {
  env: SettingName;
}

/** All settings: the command line, `--help`, `doctor` and docs/settings.md follow this table. */
export const settings: readonly Setting[] = table;

export const settingNames: readonly string[] = settings.map(({ env }) => env);

/** Settings that hold a path. */
export const pathSettings = settings.flatMap(({ env, value }) => (value === 'DIR' || value === 'FILE' ? [env] : []));

/** The two ways to log in to Puzzel, by what each needs beside the customer key. */
export const puzzelLogins = {
  password: ['PUZZEL_USERNAME', 'PUZZEL_PASSWORD'],
  'client-credentials': ['PUZZEL_CLIENT_ID', 'PUZZEL_CLIENT_SECRET', 'PUZZEL_USER_ID'],
} as const satisfies Record<string, readonly SettingName[]>;

/** Values of variables as they were given, by name. */
export type Environment = Partial<Record<string, string>>;

/** The environment with every setting under its own name: on Windows, names of variables may be in any case. */
export function processEnvironment(env: Environment, platform: NodeJS.Platform = process.platform): Environment {
  if (platform !== 'win32') return env;
  const ownName = (name: string) => (settingNames.includes(name.toUpperCase()) ? name.toUpperCase() : name);
  return Object.fromEntries(Object.entries(env).map(([name, value]) => [ownName(name), value]));
}

/** Values of examples, and variables that nobody filled in. None matches in the middle of a value: a password may hold such a text. */
const placeholders: readonly RegExp[] = [
  /^\$\{.*\}$/s,
  /^\$[A-Z_][A-Z\d_]*$/,
  /^%[A-Za-z_]\w*%$/,
  /^<.*>(\.[\w.-]+)?$/s,
  /^\{\{.*\}\}$/s,
  /^\{env:.*\}$/is,
  /^\$env:\w+$/i,
  /^op:\/\//i,
  /^\[[a-z _-]+\]$/i,
  /^\{[A-Z_]+\}$/,
  /^__[A-Z_]+__$/,
  /^(?:PUZZEL|GLADLY)_[A-Z_]+$/,
  /^(?:…+|\.{3,}|\*{3,}|[•●]{3,}|x{3,}|X{3,})$/,
  /^(?:change|replace)[-_]?me$/i,
  /^(?:todo|fixme|tbd)$/i,
  /^your[-_].*$/is,
  /^(?:null|undefined)$/i,
];

/** Whether a value is a placeholder that was to be replaced, be it in quotation marks. */
export const isPlaceholder = (value: string): boolean => placeholders.some((pattern) => pattern.test(unquoted(value)));

/** Names of the settings that hold a secret. */
export const secretSettings: ReadonlySet<string> = new Set(
  settings.filter(({ secret }) => secret).map(({ env }) => env),
);

/** The value without blanks around it, and without quotation marks that were copied along; a secret keeps such marks. */
export function plainValue(env: Environment, name: SettingName): string | undefined {
  const value = env[name]?.trim();
  return value === undefined || secretSettings.has(name) ? value : unquoted(value);
}

/** The value without blanks and quotation marks around it. */
const unquoted = (value: string): string =>
  (
    /^(?:"(.*)"|'(.*)'|[“„](.*)[”“])$/s
      .exec(value.trim())
      ?.slice(1)
      .find((inner) => inner !== undefined) ?? value
  ).trim();

/** The value, or undefined when it is unset, blank or a placeholder that nobody filled in. */
export function given(env: Environment, name: SettingName): string | undefined {
  const value = plainValue(env, name);
  return value === undefined || unquoted(value) === '' || isPlaceholder(value) ? undefined : value;
}

/**
 * The environment without the settings that count as missing, so that a blank or a placeholder hides no value of a `.env`.
 * In a setting with a flag, a placeholder or empty quotation marks are a mistake, which stays to be reported.
 */
export function withoutMissing(env: Environment): Environment {
  const missing = settings.filter(({ env: name, flag, placeholderIsMissing }) =>
    flag !== undefined && !placeholderIsMissing ? !env[name]?.trim() : given(env, name) === undefined,
  );
  return Object.fromEntries(Object.entries(env).filter(([name]) => !missing.some((setting) => setting.env === name)));
}
