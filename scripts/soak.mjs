// Runs test/e2e/soak.test.ts for SOAK_MINUTES (2 unless set) and draws what the processes recorded about themselves. A run of
// twenty minutes or more is written into docs/performance (soak.svg, soak.md), a shorter one into node_modules/.cache.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.mjs';

/** What a process records about itself (test/support/soak-probe.mjs): the title for the reader, and the member of a sample. */
const measures = [
  ['memory (RSS), MiB', 'rss'],
  ['heap in use, MiB', 'heap'],
  ['handles', 'handles'],
  ['sockets', 'sockets'],
  ['event-loop delay (p99), ms', 'delay'],
];

const minutes = Number(process.env.SOAK_MINUTES ?? 2);
const scratch = join(root, 'node_modules/.cache/puzzel-mcp');
const output = minutes >= 20 ? join(root, 'docs/performance') : scratch;
const figuresFile = join(scratch, 'soak.json');
for (const folder of [scratch, output]) mkdirSync(folder, { recursive: true });

const { status } = spawnSync(
  process.execPath,
  [join(root, 'node_modules/vitest/vitest.mjs'), 'run', 'test/e2e/soak.test.ts'],
  { cwd: root, stdio: 'inherit', env: { ...process.env, SOAK_MINUTES: String(minutes), SOAK_FIGURES: figuresFile } },
);
if (status !== 0) process.exit(1);

const figures = JSON.parse(readFileSync(figuresFile, 'utf8'));
writeFileSync(join(output, 'soak.svg'), drawing(figures.samples));
writeFileSync(join(output, 'soak.md'), page(figures));
process.stdout.write(`${join(output, 'soak.svg')} and soak.md: ${figures.calls} calls in ${minutes} minutes\n`);

/** One panel for each measure, all over the same time: a line for the server and one for the board. */
function drawing(samplesByProgram) {
  const [width, panelHeight, leftMargin, plotHeight] = [640, 130, 56, 80];
  const programs = Object.entries(samplesByProgram);
  const lastSecond = Math.max(...programs.map(([, samples]) => samples.at(-1).seconds));
  const panels = measures.map(([title, name], index) => {
    const highest = Math.max(1, ...programs.flatMap(([, samples]) => samples.map((sample) => sample[name])));
    const x = ({ seconds }) => round(leftMargin + ((width - leftMargin - 16) * seconds) / lastSecond);
    const y = (value) => round(index * panelHeight + 28 + plotHeight * (1 - value / highest));
    const path = (samples) =>
      samples.map((sample, sampleIndex) => `${sampleIndex === 0 ? 'M' : 'L'}${x(sample)} ${y(sample[name])}`).join('');
    return [
      `<text x="${leftMargin}" y="${index * panelHeight + 18}" class="title">${title}</text>`,
      `<path class="grid" d="M${leftMargin} ${y(0)}H${width - 16}M${leftMargin} ${y(highest)}H${width - 16}"/>`,
      `<text x="${leftMargin - 8}" y="${y(highest) + 4}" text-anchor="end">${round(highest)}</text>`,
      `<text x="${leftMargin - 8}" y="${y(0) + 4}" text-anchor="end">0</text>`,
      ...programs.map(([program, samples]) => `<path class="${program}" d="${path(samples)}"/>`),
    ].join('\n');
  });
  const end = measures.length * panelHeight;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${end + 20}" role="img" aria-label="Memory, handles, sockets and event-loop delay during the soak">
<style>
text{font:12px system-ui,sans-serif;fill:#57606a}.title{font-weight:600}.grid{stroke:#8c959f;stroke-opacity:.35}
path{fill:none}.server,.board{stroke:#0969da;stroke-width:1.2}.board{stroke:#bc4c00}
text.server,text.board{stroke:none;fill:#0969da}text.board{fill:#bc4c00}
@media (prefers-color-scheme:dark){text{fill:#9198a1}path.server{stroke:#58a6ff}path.board{stroke:#f0883e}text.server{fill:#58a6ff}text.board{fill:#f0883e}}
</style>
${panels.join('\n')}
<text x="${leftMargin}" y="${end + 10}" class="server">server</text><text x="${leftMargin + 56}" y="${end + 10}" class="board">board</text>
<text x="${width - 16}" y="${end + 10}" text-anchor="end">${Math.round(lastSecond / 60)} minutes</text>
</svg>
`;
}

function page({ date, machine, calls, inFlight, seconds, outcomes, questions, vendors, board, samples }) {
  const row = (program, title, name) => {
    const secondHalf = samples[program].slice(Math.floor(samples[program].length / 2));
    const count = Math.ceil(secondHalf.length / 3);
    const parts = [secondHalf.slice(0, count), secondHalf.slice(-count)];
    return `| ${[`${program}: ${title}`, ...parts.map((part) => round(median(part.map((one) => one[name]))))].join(' | ')} |`;
  };
  const rows = (program) => measures.map(([title, name]) => row(program, title, name)).join('\n');
  return `# Soak: ${Math.round(seconds / 60)} minutes

\`SOAK_MINUTES=${minutes} npm run soak\` on ${date.slice(0, 10)}: Node ${machine.node}, ${machine.platform} ${machine.arch}, ${machine.cores} cores. ${calls} calls, ${inFlight} in
flight, ${Math.round(calls / seconds)} a second: reads, lists, writes, downloads, reports, polls of a chat, and deletions that a person was asked
about (${questions}). The vendors answered with lost connections, cut bodies, 429, 500 and expired tokens (${vendors.requests} requests,
${vendors.resets} connections lost). Every call was answered once and correctly: ${Object.entries(outcomes)
    .map(([kind, count]) => `${count} ${kind}`)
    .join(', ')}. No write was sent twice.

At the same time a board of the demo tenant served ${board.pages} pages, a few at a time: ${board.polls} polls of its live views, ${board.recordings}
recordings fetched and played, ${board.abandoned} pages closed before their answer. All answers were right.

Medians of the second half of the run: *early* is its first third, *late* its last. A run of 20 minutes or longer fails when
memory grows by 16 MiB or more, or handles by 16 or more.

| | early | late |
|---|---|---|
${rows('server')}
${rows('board')}

![Memory, handles, sockets and event-loop delay](soak.svg)
`;
}

function median(numbers) {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

function round(number) {
  return Math.round(number * 10) / 10;
}
