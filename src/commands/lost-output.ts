import { errorCode } from '../error-code.js';

/** What the system says when the reader has gone; the last is that of Windows. */
const closed: readonly string[] = ['EPIPE', 'ECONNRESET', 'EOF'];

/**
 * The exit code when standard output cannot be written, for which a full disk is a failure that is told. A reader that has
 * seen enough (`| head`), or a client that has ended, is none.
 */
export function lostOutput(error: Error): number {
  const code = errorCode(error);
  if (closed.includes(code)) return 0;
  process.stderr.write(`puzzel-mcp: standard output cannot be written (${code}).\n`);
  return 1;
}
