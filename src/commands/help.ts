import { type Setting, settings } from '../config/settings.js';
import { version } from '../version.js';

const usage = `puzzel-mcp ${version}: Puzzel and Gladly as tools for AI models (MCP over standard input and output)

  puzzel-mcp                    serve; this is what an MCP client starts
  puzzel-mcp --demo             serve the built-in demo tenant: no account, no network
  puzzel-mcp demo               a narrated tour in the terminal
  puzzel-mcp board              the wallboard and the other views in the browser, read-only: --port N, --no-open,
                                --until-closed ends it when its last page has been closed
  puzzel-mcp tools [--json]     which tools there are, and how many tokens a model reads for them
  puzzel-mcp call TOOL 'JSON'   call one tool; --json prints nothing but the answer
  puzzel-mcp doctor [--json]    check settings, the way to the vendors, logins, rights and folders
  puzzel-mcp doctor --routes [--write FILE] [--json]
                                ask the tenant, with reads alone, where the inferred Puzzel routes live; --write puts
                                what was found into a routes file (--routes FILE loads one, for every command)
  puzzel-mcp init               set up a client: asks, tests the login, writes
  puzzel-mcp init CLIENT        print the configuration of claude-desktop, claude-code, cursor, vscode, windsurf, codex,
                                gemini-cli or chatgpt; --write puts it into the client's file, --project into that of
                                the project, --platform macos|windows|linux prints it for another machine
  puzzel-mcp audit [FILE]       the audit log as a table: --since TIME|2h|7d --tool PATTERN --outcome ok|failed|KIND
                                --effect read|write|delete|… --json
  puzzel-mcp contract check --spec FILE|URL [--vendor puzzel|gladly|chat] [--json]
                                compare all tools with an OpenAPI or Swagger document
  puzzel-mcp contract sync --spec FILE|URL --out FILE [--vendor …] [--json]
                                write the routes that the document has (see --routes)
  puzzel-mcp --help | --version

Add --demo to board, tools, call, doctor or init to use the demo tenant. Each process begins with a new one: what one
\`call --demo\` changed, the next does not find.

Settings are environment variables, or lines of a .env file in the working directory. Those of puzzel-mcp itself can
also be given as flags, which override the variables:
`;

/** The column in which the text of a setting begins, after its names. */
const column = 54;

/**
 * The text of `--help`, from the table of settings.
 * @param command the only command that is to be explained
 */
export function help(command?: string): string {
  const lines = command && usage.match(new RegExp(`^  puzzel-mcp ${command}\\b.*(\\n {6}.*)*`, 'gm'));
  if (lines) return `${lines.join('\n')}\n\n\`puzzel-mcp --help\` has all commands and settings.\n`;
  const all: readonly Setting[] = settings;
  const own = all.filter(({ flag }) => flag !== undefined);
  const vendors = all.filter(({ flag }) => flag === undefined);
  return [
    usage,
    '\n',
    ...own.map((setting) => row(`--${setting.flag} ${setting.value ?? ''}`.padEnd(24) + setting.env, setting)),
    '\n',
    ...vendors.map((setting) => row(setting.env, setting)),
  ].join('');
}

/** Names and text of a setting side by side, the text in as many lines as it needs. */
function row(names: string, { about, default: otherwise }: Setting): string {
  const text = otherwise === undefined ? about : `${about} (default ${otherwise})`;
  const lines = text.match(/\S.{0,63}(?= |$)/g) ?? [];
  return `${`  ${names}`.padEnd(column)}${lines.join(`\n${' '.repeat(column)}`)}\n`;
}
