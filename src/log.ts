import type { Redactor } from './redact.js';

export const logLevels = ['silent', 'error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Longest log line in characters: some messages hold text from clients and vendors. */
const maxLineLength = 8_000;

export type Log = ReturnType<typeof createLog>;

/** Writes each message as one line to standard error, without secrets. Standard output belongs to the protocol. */
export function createLog(
  level: LogLevel,
  redactor: Redactor,
  write: (line: string) => void = (line) => process.stderr.write(line),
) {
  const mostVerbose = logLevels.indexOf(level);
  const at = (name: LogLevel) => (message: string) => {
    if (logLevels.indexOf(name) > mostVerbose) return;
    const line = redactor.short(message, maxLineLength).replace(/[\r\n]+/g, ' ');
    write(`puzzel-mcp ${name}: ${line}\n`);
  };
  return { error: at('error'), warn: at('warn'), info: at('info'), debug: at('debug') };
}
