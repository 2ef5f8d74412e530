import { parseArgs } from 'node:util';

/** A mistake in the command line: one line on standard error, exit code 2. */
export class UsageError extends Error {}

/**
 * Reads the command line; `--help` prints the usage and ends.
 *
 * @template {NonNullable<import('node:util').ParseArgsConfig['options']>} Options
 * @param {string} usage what `--help` prints
 * @param {Options} options as `node:util` takes them
 */
export function commandLine(usage, options) {
  try {
    const { values } = parseArgs({ options: { ...options, help: { type: 'boolean', short: 'h' } } });
    if (!values.help) return values;
    process.stdout.write(usage);
    process.exit(0);
  } catch (error) {
    throw new UsageError(error.message);
  }
}

/** The value of an option that takes a whole number within bounds. */
export function wholeNumber(name, text, least, most = Number.MAX_SAFE_INTEGER) {
  const value = Number(text);
  if (/^\d+$/.test(text ?? '') && value >= least && value <= most) return value;
  throw new UsageError(
    `--${name} takes a whole number${most < Number.MAX_SAFE_INTEGER ? ` from ${least} to ${most}` : `, ${least} or more`}.`,
  );
}

/**
 * Runs a recipe. SIGINT and SIGTERM abort its signal, so that it can end properly; the same signal again
 * ends the process at once.
 *
 * @param {(signal: AbortSignal) => Promise<number>} main returns the exit code
 */
export async function run(main) {
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM']) process.once(name, () => stop.abort(name));
  try {
    process.exitCode = await main(stop.signal);
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = error instanceof UsageError ? 2 : 3;
  }
}
