import { colours } from '../../colours.js';
import { withTypedCommands } from '../launch.js';
import { table } from '../table.js';
import type { Check } from './check.js';

/** Characters of a message in the table: longer messages of a vendor help nobody, and take long to lay out. */
const maxCellLength = 500;

/** The report for people: a table on a terminal, a line for each check elsewhere. */
export function report(checks: readonly Check[], isOk: boolean): string {
  const paint = { ok: colours.green, warn: colours.yellow, fail: colours.red, skipped: colours.dim };
  const rows = checks.map(({ name, status, message, hint }) => {
    const text = withTypedCommands(message.slice(0, maxCellLength));
    return [
      name,
      paint[status](status),
      hint === undefined || status === 'ok' ? text : `${text}\n${colours.dim(withTypedCommands(hint))}`,
    ];
  });
  const warningCount = checks.filter(({ status }) => status === 'warn').length;
  const warnings = warningCount === 0 ? '' : ` ${warningCount} ${warningCount === 1 ? 'warning' : 'warnings'}.`;
  const success = warnings === '' ? 'All is well.' : `Nothing failed.${warnings}`;
  const verdict = isOk ? colours.green(success) : colours.red('Something needs attention.');
  return `${table(['check', 'status', 'what was found'], rows)}${verdict}\n`;
}
