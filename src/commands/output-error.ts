import { errorCode } from '../error-code.js';

/** Error codes of an output whose reader has gone; EOF is the one of Windows. */
const readerGoneCodes: readonly string[] = ['EPIPE', 'ECONNRESET', 'EOF'];

/**
 * The exit code when standard output cannot be written. A reader that has gone (`| head`, a client that has ended) is no
 * failure; everything else, such as a full disk, is one, and is reported on standard error.
 */
export function exitCodeForOutputError(error: Error): number {
  const code = errorCode(error);
  if (readerGoneCodes.includes(code)) return 0;
  process.stderr.write(`puzzel-mcp: standard output cannot be written (${code}).\n`);
  return 1;
}
