import { stat } from 'node:fs/promises';
import { colours } from '../../colours.js';
import { Reader, withHome } from '../../config/reader.js';
import { matchesPattern, methodWords } from '../../config/selection.js';
import type { Environment } from '../../config/settings.js';
import { errorCode } from '../../error-code.js';
import { failureKinds } from '../../failure.js';
import { readTime } from '../../iso-time.js';
import { didYouMean } from '../../nearest.js';
import { Redactor } from '../../redact.js';
import { effects } from '../../tools/effect.js';
import { UsageError } from '../../usage-error.js';
import { oneLine } from '../../visible.js';
import type { CommandLine } from '../command-line.js';
import { table } from '../table.js';
import { type AuditLine, auditedCalls } from './reader.js';

/** Rows of the table at most: to draw more takes long, and nobody reads them. `--json` has all. */
const maxRows = 500;

/** Shows the calls in the audit log and its rotated files; exit code 1 when it cannot be read. */
export async function audit(env: Environment, { rest, json, options }: CommandLine): Promise<number> {
  const [file, ...extraWords] = rest;
  if (extraWords.length > 0) throw new UsageError('Usage: `puzzel-mcp audit [FILE]`');
  const problems: string[] = [];
  const path = file === undefined ? new Reader(env, problems).path('PUZZEL_MCP_AUDIT_LOG') : withHome(file);
  if (path === undefined)
    throw new UsageError(problems[0] ?? 'Which audit log? Name the file, or set PUZZEL_MCP_AUDIT_LOG.');
  const isWanted = filterFrom(options);
  const entries: AuditLine[] = [];
  let brokenCount = 0;
  try {
    // A pipe or a device would be read for ever.
    if (!(await stat(path)).isFile()) return reportUnreadable(path, 'it is not a file');
    for await (const line of auditedCalls(path)) {
      if (line === undefined) brokenCount += 1;
      else if (isWanted(line)) entries.push(line);
    }
  } catch (error) {
    return reportUnreadable(path, errorCode(error));
  }
  if (json) process.stdout.write(`${JSON.stringify(new Redactor().data({ entries, broken: brokenCount }), null, 2)}\n`);
  else process.stdout.write(reportText(entries, brokenCount));
  return 0;
}

/** Says why the log cannot be read, and returns the exit code. */
function reportUnreadable(path: string, reason: string): number {
  process.stderr.write(`puzzel-mcp: ${oneLine(path)} cannot be read (${reason}).\n`);
  return 1;
}

type Filter = (line: AuditLine) => boolean;

/** @throws UsageError for a word that is not known, or a time that cannot be read */
function filterFrom({ since, tool, outcome, effect }: CommandLine['options']): Filter {
  const startMs = since === undefined ? undefined : startTime(since);
  if (outcome !== undefined) checkWord('--outcome', outcome, outcomes);
  if (effect !== undefined) checkWord('--effect', effect, [...effects, 'read', 'write', 'custom']);
  const wantedEffects: readonly string[] | undefined =
    effect === undefined ? undefined : (methodWords[effect] ?? [effect]);
  return (line) =>
    (startMs === undefined || Date.parse(line.time) >= startMs) &&
    (tool === undefined || matchesPattern(tool, line.tool)) &&
    (outcome === undefined || (outcome === 'failed' ? line.outcome !== 'ok' : line.outcome === outcome)) &&
    (wantedEffects === undefined || wantedEffects.includes(line.effect ?? ''));
}

const outcomes = ['ok', 'failed', 'started', 'unknown_tool', ...failureKinds];

function checkWord(flag: string, word: string, words: readonly string[]): void {
  if (words.includes(word)) return;
  throw new UsageError(`${flag}: "${word}" is none of ${words.join(', ')}.${didYouMean(word, words)}`);
}

const unitMs: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Reads a time, or how long ago it was (`2h`), as milliseconds since 1970. @throws UsageError when the text is neither */
function startTime(text: string): number {
  const [, count, unit = ''] = /^(\d+)([mhd])$/.exec(text) ?? [];
  if (count !== undefined) return Date.now() - Number(count) * (unitMs[unit] ?? 0);
  const time = readTime(text);
  if (time) return Date.parse(time.text);
  throw new UsageError(
    `--since: "${text}" is neither a time such as 2026-01-31T09:00:00Z nor one such as 30m, 2h, 7d.`,
  );
}

function reportText(entries: AuditLine[], brokenCount: number): string {
  const rows = entries.slice(-maxRows).map((line) => {
    const { time, tool, effect, outcome, status, duration_ms, bytes, request_id } = line;
    const result = status === undefined ? outcome : `${outcome} ${status}`;
    const paint = outcome === 'ok' ? colours.green : colours.red;
    const extraDetails = [bytes !== undefined && `${bytes} bytes`, request_id !== undefined && `request ${request_id}`];
    const details = [JSON.stringify(line.arguments ?? {}), ...extraDetails].filter(Boolean).join(', ');
    const firstCells = [time.replace(/\.\d+(?=Z$)/, ''), tool, effect ?? ''].map(oneLine);
    return [...firstCells, paint(oneLine(result)), String(duration_ms), oneLine(details)];
  });
  const omittedCount = entries.length - rows.length;
  const notes = [
    `${entries.length} ${entries.length === 1 ? 'call' : 'calls'}`,
    omittedCount > 0 && `the ${omittedCount} oldest are not shown: filter further, or use --json`,
    brokenCount > 0 && `${brokenCount} ${brokenCount === 1 ? 'line' : 'lines'} could not be read`,
  ];
  const head = ['time', 'tool', 'effect', 'outcome', 'ms', 'arguments'];
  const rowsText = rows.length === 0 ? '' : table(head, rows);
  return `${rowsText}${notes.filter(Boolean).join('; ')}.\n`;
}
