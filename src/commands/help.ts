import { type Setting, settings } from '../config/settings.js';
import { version } from '../version.js';
import { typedCommand, withTypedCommands } from './launch.js';

/** Each way to call the program, and what it does. */
const usages: [usage: string, about: string][] = [
  ['puzzel-mcp', 'serve; this is what an MCP client starts'],
  ['puzzel-mcp --demo', 'serve the built-in demo tenant: no account, no network'],
  ['puzzel-mcp demo', 'a narrated tour in the terminal'],
  [
    'puzzel-mcp board',
    'the wallboard and the other views in the browser, read-only: --port N, --no-open, --until-closed ends it when its last page has been closed',
  ],
  ['puzzel-mcp tools [--json]', 'which tools there are, and how many tokens a model reads for them'],
  ["puzzel-mcp call TOOL 'JSON'", 'call one tool; --json prints nothing but the answer'],
  ['puzzel-mcp doctor [--json]', 'check settings, the way to the vendors, logins, rights and folders'],
  [
    'puzzel-mcp doctor --routes [--write FILE] [--json]',
    'ask the tenant, with reads alone, where the inferred Puzzel routes live; --write puts what was found into a routes file (--routes FILE loads one, for every command)',
  ],
  ['puzzel-mcp init', 'set up a client: asks, tests the login, writes'],
  [
    'puzzel-mcp init CLIENT',
    "print the configuration of claude-desktop, claude-code, cursor, vscode, windsurf, codex, gemini-cli or chatgpt; --write puts it into the client's file, with --project into that of the project; --platform macos|windows|linux prints it for another machine",
  ],
  [
    'puzzel-mcp audit [FILE]',
    'the audit log as a table: --since TIME|2h|7d --tool PATTERN --outcome ok|failed|KIND --effect read|write|delete|… --json',
  ],
  [
    'puzzel-mcp contract check --spec FILE|URL [--vendor puzzel|gladly|chat] [--json]',
    'compare all tools with an OpenAPI or Swagger document',
  ],
  [
    'puzzel-mcp contract sync --spec FILE|URL --out FILE [--vendor …] [--json]',
    'write the routes that the document has (for --routes FILE)',
  ],
  ['puzzel-mcp --help | --version', ''],
];

const aboutDemo =
  'Add --demo to board, tools, call, doctor or init to use the demo tenant. Each process begins with a new one: what one `call --demo` changed, the next does not find.';
const aboutSettings =
  'Settings are environment variables, or lines of a .env file in the working directory. Those of puzzel-mcp itself can also be given as flags, which override the variables:';

/** The columns in which descriptions begin: of a usage, of a setting, and of both on a narrow terminal. */
const [usageColumn, settingColumn, narrowColumn] = [32, 54, 8];
/** On a terminal with fewer columns, descriptions stand under the names, not beside them. */
const narrowBelow = 100;

/**
 * The text of `--help`.
 * @param command explained alone, when there is such a command
 * @param width characters of a line
 */
export function help(command?: string, width = process.stdout.columns || 120): string {
  const usageRows = (someUsages: typeof usages) =>
    someUsages.map(([usage, about]) => entry(usage, about, usageColumn, width)).join('');
  const usagesOfCommand = usages.filter(([usage]) => usage.split(' ')[1] === command);
  if (command !== undefined && usagesOfCommand.length > 0)
    return withTypedCommands(`${usageRows(usagesOfCommand)}\n\`puzzel-mcp --help\` has all commands and settings.\n`);
  const ownSettings = settings.filter(({ flag }) => flag !== undefined);
  const vendorSettings = settings.filter(({ flag }) => flag === undefined);
  const paragraph = (text: string) => `${wrap(text, width).join('\n')}\n\n`;
  const settingRow = (names: string, { about, default: defaultValue }: Setting) =>
    entry(names, defaultValue === undefined ? about : `${about} (default ${defaultValue})`, settingColumn, width);
  return [
    paragraph(`puzzel-mcp ${version}: Puzzel and Gladly as tools for AI models (MCP over standard input and output)`),
    paragraph(`Where it says puzzel-mcp below, type: ${typedCommand([])}`),
    usageRows(usages),
    '\n',
    paragraph(aboutDemo),
    paragraph(aboutSettings),
    ...ownSettings.map((setting) =>
      settingRow(`--${setting.flag} ${setting.value ?? ''}`.padEnd(24) + setting.env, setting),
    ),
    '\n',
    ...vendorSettings.map((setting) => settingRow(setting.env, setting)),
  ].join('');
}

/** Names and their description, which begins in its column beside the names, or below them when they are too long. */
function entry(names: string, about: string, usualColumn: number, width: number): string {
  const column = width < narrowBelow ? narrowColumn : usualColumn;
  const lines = wrap(about, width - column);
  const paddedNames = `  ${names}`.padEnd(column);
  const hasRoom = paddedNames.length === column && paddedNames.endsWith(' ');
  const firstLine = paddedNames + (hasRoom ? (lines.shift() ?? '') : '');
  return [firstLine, ...lines.map((line) => ' '.repeat(column) + line)].map((line) => `${line.trimEnd()}\n`).join('');
}

/** The text in lines of at most `width` characters, or 20 if that is more; a longer word has a line of its own. */
const wrap = (text: string, width: number): string[] =>
  text.match(new RegExp(`\\S.{0,${Math.max(20, width) - 1}}(?= |$)|\\S+`, 'g')) ?? [];
