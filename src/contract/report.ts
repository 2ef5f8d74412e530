import { colours } from '../colours.js';
import { oneLine } from '../visible.js';
import type { Check, OperationSummary, ToolCheck } from './check.js';
import type { ExplainedDifference } from './explained.js';
import type { Misfit } from './misfits.js';
import type { Sync } from './sync.js';

/** Draws a table as the command line draws all of its tables. */
type DrawTable = (head: string[], rows: string[][]) => string;

/** A check as text for people. */
export function checkReport(check: Check, draw: DrawTable): string {
  const { tools, not_offered: notOffered, explained, operations, format, differences, unresolved } = check;
  const count = (status: ToolCheck['status']) => tools.filter((one) => one.status === status).length;
  return [
    draw(['tool', 'route', 'in the document'], tools.map(toolRow)),
    section('Operations that no tool offers', notOffered.map(operationText)),
    section('Explained differences, not counted', explained.map(explanationText)),
    section('References that were not followed', unresolved.map(oneLine)),
    `${format}, ${operations} operations. ${tools.length} tools: ${count('found')} found, ${count('moved')} moved, ${count('undecided')} undecided, ${count('missing')} missing.\n`,
    differences === 0
      ? colours.green('No unexplained difference.\n')
      : colours.red(`${differences} ${differences === 1 ? 'difference' : 'differences'}.\n`),
  ].join('');
}

/** What a sync did, as text for people. */
export function syncReport(
  { out, changed, unchanged, undecided, refused, missing, kept }: Sync,
  draw: DrawTable,
): string {
  const rows = changed.map(({ tool, from, to }) => [tool, `${from}\n${colours.green(to)}`]);
  return [
    rows.length === 0 ? '' : draw(['changed', 'from, to'], rows),
    section(
      'Could not decide; add them by hand where you know better',
      undecided.map((one) => `${one.tool}\n${candidateLines(one)}`),
    ),
    section('Not taken', refused),
    section('Not in the document', missing),
    section('Entries of the file that stay as they were', kept),
    `${out}: ${changed.length} changed, ${unchanged.length} unchanged, ${undecided.length} undecided, ${missing.length} missing.\n`,
    `Use it with PUZZEL_MCP_ROUTES=${out} or --routes ${out}.\n`,
  ].join('');
}

const section = (title: string, lines: readonly string[]): string =>
  lines.length === 0
    ? ''
    : `\n${colours.bold(title)}\n${lines.map((line) => `  ${line.replaceAll('\n', '\n  ')}\n`).join('')}\n`;

const statusColours = { found: colours.green, moved: colours.yellow, undecided: colours.yellow, missing: colours.red };

function toolRow(tool: ToolCheck): string[] {
  const lines = [
    ...(tool.status === 'found' ? [] : [`ours: ${tool.method} ${tool.path}`]),
    ...(tool.document && tool.status === 'moved'
      ? [`other ${tool.changes?.join(', ')}: ${operationText(tool.document)}`]
      : []),
    ...(tool.status === 'undecided' ? [candidateLines(tool)] : []),
    ...tool.arguments.map((misfit) => misfitText[misfit.kind](misfit)),
  ];
  return [tool.tool, statusColours[tool.status](tool.status), lines.join('\n')];
}

const candidateLines = ({ candidates = [] }: ToolCheck): string =>
  candidates
    .map((one) => `perhaps ${operationText(one)}${one.reason === undefined ? '' : ` (but ${one.reason})`}`)
    .join('\n');

const operationText = ({ method, path, operation_id: id }: OperationSummary): string =>
  `${method} ${oneLine(path)}${id === undefined ? '' : ` ${colours.dim(oneLine(id))}`}`;

const misfitText: Record<Misfit['kind'], (misfit: Misfit) => string> = {
  unknown: ({ name }) => `argument ${name}: not in the document`,
  renamed: ({ name, there }) => `argument ${name}: renamed? The document has ${there}`,
  lacking: ({ name }) => `the document demands ${name}: not among our arguments`,
  optional: ({ name }) => `argument ${name}: optional here, demanded by the document`,
  elsewhere: ({ name, there }) => `argument ${name}: the document has it in the ${there}`,
  wrapper: ({ name, there }) =>
    there === 'wrapped'
      ? `the document wraps the body in ${name}`
      : `body wrapped in ${name} here, in the document ${there}`,
};

const explanationText = ({ what, kind, name, reason }: ExplainedDifference): string =>
  `${what}: ${kind}${name === '' ? '' : ` ${name}`}. ${reason}`;
