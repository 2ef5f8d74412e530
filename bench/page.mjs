// Writes results into the marked parts of docs/performance.md, and as tables into bench/results.md.
import { readFileSync, writeFileSync } from 'node:fs';
import { maxQuietLoad } from './machine.mjs';
import { ratioSummary, summary } from './statistics.mjs';

const pageFile = new URL('../docs/performance.md', import.meta.url);
const tablesFile = new URL('results.md', import.meta.url);

export function writePage(results, measures) {
  const measuresOfRun = measures.filter(({ id }) => results.measures[id]);
  const parts = {
    machine: machineText(results),
    summary: goalTable(measuresOfRun, results),
  };
  const page = Object.entries(parts).reduce(
    (text, [marker, content]) => replaceBetween(text, marker, content),
    readFileSync(pageFile, 'utf8'),
  );
  writeFileSync(pageFile, page);
  const sections = measuresOfRun.map((measure) => section(measure, table(measure, results.measures[measure.id])));
  writeFileSync(tablesFile, `${['# The last run of npm run bench', parts.machine, names, ...sections].join('\n\n')}\n`);
}

function replaceBetween(text, marker, content) {
  const [open, close] = [`<!-- bench: ${marker} -->`, `<!-- /bench: ${marker} -->`];
  const [from, to] = [text.indexOf(open), text.indexOf(close)];
  if (from < 0 || to < from) throw new Error(`docs/performance.md has no ${open} … ${close}`);
  return `${text.slice(0, from)}${open}\n\n${content}\n\n${text.slice(to)}`;
}

/** What the names in the tables stand for. */
const names =
  "`SDK 2, one tool` is the baseline: the official SDK's own server with one tool (docs/performance.md). `fields`: calls that ask " +
  'for some members of each record only. `processor`: CPU time of the program.';

const section = ({ title, about }, content) => `## ${title}\n\n${about}\n\n${content}`;

function machineText({ date, runs, machine, load, version, commit, peers }) {
  const { cpu, cores, memory_gib: memory, system, node } = machine;
  const lines = [
    `puzzel-mcp ${version} (${commit}), ${date}: ${cpu}, ${cores} cores, ${memory} GiB, ${system}, Node ${node}. ` +
      `${runs} runs; load average ${load.before} before, ${load.after} after.`,
  ];
  if (load.before > maxQuietLoad) {
    lines.push(
      `**Other programs were running on this machine (load ${load.before}): read the ratios, not the times, and expect even those to be off.**`,
    );
  }
  if (peers.length > 0) {
    lines.push(
      `Packages that npm fetches for the other servers: ${peers.map(({ name, packages }) => `${name} ${packages}`).join(', ')}.`,
    );
  }
  return lines.join('\n\n');
}

const values = (samples) => samples.map(({ value }) => value);

const table = (measure, contenders) =>
  markdownTable(
    [
      '',
      `median (${measure.unit})`,
      'min – max',
      ...(measure.against ? [`against ${measure.against}`] : []),
      ...cpuHeading(contenders),
    ],
    Object.entries(contenders).map(([name, samples]) => {
      const { median, min, max } = summary(values(samples));
      return [
        emphasised(name),
        formatted(median, measure.digits),
        `${formatted(min, measure.digits)} – ${formatted(max, measure.digits)}`,
        ...(measure.against ? [ratioCell(measure, contenders, name)] : []),
        ...(cpuHeading(contenders).length > 0 ? [cpuCell(samples)] : []),
      ];
    }),
  );

const cpuHeading = (contenders) =>
  Object.values(contenders).some(([first]) => first?.cpu !== undefined) ? ['processor (ms)'] : [];

const cpuCell = (samples) =>
  samples[0]?.cpu === undefined
    ? ''
    : formatted(summary(samples.map((sample) => sample.cpu)).median, samples[0].cpu < 10 ? 2 : 0);

function ratioCell({ against: base }, contenders, name) {
  if (!contenders[base]) return `no ${base} here`;
  if (name === base) return '1';
  const { median, min, max } = ratioSummary(values(contenders[name]), values(contenders[base]));
  return `**${formatted(median, 2)} ×** (${formatted(min, 2)} – ${formatted(max, 2)})`;
}

function goalTable(measures, results) {
  const rows = measures.flatMap((measure) =>
    measure.goals.map((goal) => goalRow(measure, goal, results.measures[measure.id])),
  );
  return markdownTable(['', 'to reach', 'measured', ''], rows);
}

function goalRow({ unit, digits, against }, goal, contenders) {
  const { what, contender, against: base = against, valueAtMost, ratioAtMost, ratioAtLeast } = goal;
  const sampleValues = values(contenders[contender]);
  const { median } = summary(sampleValues);
  const result = `${formatted(median, digits)} ${unit}`;
  if (valueAtMost !== undefined) return [what, `≤ ${valueAtMost} ${unit}`, result, verdict(median <= valueAtMost)];
  const aim = ratioAtMost === undefined ? `≥ ${ratioAtLeast} × ${base}` : `≤ ${ratioAtMost} × ${base}`;
  if (!contenders[base]) return [what, aim, `no ${base} here`, ''];
  const { median: ratio } = ratioSummary(sampleValues, values(contenders[base]));
  const isMet = ratioAtMost === undefined ? ratio >= ratioAtLeast : ratio <= ratioAtMost;
  return [what, aim, `${formatted(ratio, 2)} × (${result})`, verdict(isMet)];
}

const verdict = (isMet) => (isMet ? 'met' : '**missed**');

const isOurs = (name) => name.startsWith('puzzel-mcp');
const emphasised = (name) => (isOurs(name) ? `**${name}**` : name);

const formatted = (value, digits) =>
  value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });

const markdownTable = (heading, lines) =>
  [heading, heading.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
