import { colours } from '../../colours.js';
import { withTypedCommands } from '../launch.js';
import { table } from '../table.js';
import type { Check } from './check.js';

/** Longer words of a vendor help nobody, and laying them out takes long. */
const longestMessage = 500;

/** The report for people: a table on a terminal, a line for each check elsewhere. */
export function report(checks: readonly Check[], isOk: boolean): string {
  const paint = { ok: colours.green, warn: colours.yellow, fail: colours.red, skipped: colours.dim };
  const rows = checks.map(({ name, status, message, hint }) => {
    const told = withTypedCommands(message.slice(0, longestMessage));
    return [
      name,
      paint[status](status),
      hint === undefined || status === 'ok' ? told : `${told}\n${colours.dim(withTypedCommands(hint))}`,
    ];
  });
  const count = checks.filter(({ status }) => status === 'warn').length;
  const warnings = count === 0 ? '' : ` ${count} ${count === 1 ? 'warning' : 'warnings'}.`;
  const good = warnings === '' ? 'All is well.' : `Nothing failed.${warnings}`;
  const verdict = isOk ? colours.green(good) : colours.red('Something needs attention.');
  return `${table(['check', 'status', 'what was found'], rows)}${verdict}\n`;
}
