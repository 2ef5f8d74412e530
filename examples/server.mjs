/** The error of a tool; `kind` and the other members as in docs/errors.md. */
export class ToolError extends Error {
  constructor(tool, error) {
    super(`${tool}: ${error.kind}: ${error.message}${error.hint ? ` ${error.hint}` : ''}`);
    this.name = 'ToolError';
    this.kind = error.kind;
    this.error = error;
  }
}

/**
 * How to start puzzel-mcp with these tools and no others. `PUZZEL_MCP_COMMAND` is the command to use instead of npx: words
 * (`node bin/puzzel-mcp.js`), or a JSON array when one of them contains a space.
 *
 * @param {string[]} tools all that the recipe needs; it cannot call any other
 * @param {string[]} flags more flags, such as `--read-only`
 */
export function serverProcess(tools, flags = []) {
  const startCommand = (process.env.PUZZEL_MCP_COMMAND ?? 'npx -y puzzel-mcp').trim();
  const [command, ...args] = startCommand.startsWith('[') ? JSON.parse(startCommand) : startCommand.split(/\s+/);
  return { command, args: [...args, '--tools', tools.join(','), ...flags], env: serverEnvironment() };
}

/** The variables that the server needs; keys of a model provider, for example, are left out. */
function serverEnvironment() {
  const serverVariables = /^(PUZZEL_|GLADLY_|NODE_EXTRA_CA_CERTS$|(https?|no|all)_proxy$)/i;
  const systemVariables =
    /^(PATH|HOME|USER|LANG|TZ|TMPDIR|TEMP|TMP|SYSTEMROOT|APPDATA|LOCALAPPDATA|USERPROFILE|HOMEDRIVE|HOMEPATH|PROGRAMFILES)$/i;
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => name !== 'PUZZEL_MCP_COMMAND' && (serverVariables.test(name) || systemVariables.test(name)),
    ),
  );
}

/**
 * The `{ result, next_cursor?, total?, limited? }` of a tool's answer.
 *
 * @throws {ToolError} when the answer is an error
 */
export function unwrap(tool, answer) {
  const content = answer.structuredContent;
  if (answer.isError || content === undefined || content.error) {
    throw new ToolError(
      tool,
      content?.error ?? { kind: 'upstream', message: answer.content?.[0]?.text ?? 'no answer' },
    );
  }
  return content;
}

/**
 * Whether a write that failed may have been carried out, since its answer is missing or unreadable. It must not be sent
 * again before a person has looked. Any other kind of error says that nothing was changed, and so does a hint that begins
 * with "The request was not sent." (docs/errors.md).
 */
export function isOutcomeUnknown(error) {
  if (!(error instanceof ToolError)) return true;
  const wasSent = !error.error.hint?.startsWith('The request was not sent.');
  return wasSent && ['timeout', 'network', 'upstream', 'cancelled'].includes(error.kind);
}
