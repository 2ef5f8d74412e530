// Runs test/e2e/soak.test.ts for SOAK_MINUTES (2 unless set) and draws what the process measured of itself. A run of twenty
// minutes or more is written into docs/performance (soak.svg, soak.md); a shorter one into the folder for what is thrown away.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './cached-package.mjs';

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

/** One panel for each measure, all over the same time. */
function drawing(samples) {
  const panels = [
    ['memory (RSS), MiB', 'rss'],
    ['heap in use, MiB', 'heap'],
    ['handles', 'handles'],
    ['sockets', 'sockets'],
    ['event-loop delay (p99), ms', 'delay'],
  ];
  const [width, height, left, plotHeight] = [640, 130, 56, 80];
  const last = samples.at(-1).seconds;
  const drawn = panels.map(([title, name], index) => {
    const top = Math.max(1, ...samples.map((sample) => sample[name]));
    const across = ({ seconds }) => round(left + ((width - left - 16) * seconds) / last);
    const down = (value) => round(index * height + 28 + plotHeight * (1 - value / top));
    const path = samples.map((sample, at) => `${at === 0 ? 'M' : 'L'}${across(sample)} ${down(sample[name])}`).join('');
    return [
      `<text x="${left}" y="${index * height + 18}" class="title">${title}</text>`,
      `<path class="grid" d="M${left} ${down(0)}H${width - 16}M${left} ${down(top)}H${width - 16}"/>`,
      `<text x="${left - 8}" y="${down(top) + 4}" text-anchor="end">${round(top)}</text>`,
      `<text x="${left - 8}" y="${down(0) + 4}" text-anchor="end">0</text>`,
      `<path class="line" d="${path}"/>`,
    ].join('\n');
  });
  const end = panels.length * height;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${end + 20}" role="img" aria-label="Memory, handles, sockets and event-loop delay during the soak">
<style>
text{font:12px system-ui,sans-serif;fill:#57606a}.title{font-weight:600}.grid{stroke:#8c959f;stroke-opacity:.35}
path{fill:none}.line{stroke:#0969da;stroke-width:1.2}
@media (prefers-color-scheme:dark){text{fill:#9198a1}.line{stroke:#58a6ff}}
</style>
${drawn.join('\n')}
<text x="${width - 16}" y="${end + 10}" text-anchor="end">${Math.round(last / 60)} minutes</text>
</svg>
`;
}

function page({ date, machine, calls, inFlight, seconds, outcomes, questions, vendors, samples }) {
  const half = samples.slice(Math.floor(samples.length / 2));
  const third = Math.ceil(half.length / 3);
  const parts = [half.slice(0, third), half.slice(-third)];
  const row = (title, name) =>
    `| ${[title, ...parts.map((part) => round(median(part.map((one) => one[name]))))].join(' | ')} |`;
  return `# Soak: ${Math.round(seconds / 60)} minutes

\`SOAK_MINUTES=${minutes} npm run soak\` on ${date.slice(0, 10)}: Node ${machine.node}, ${machine.platform} ${machine.arch}, ${machine.cores} cores. ${calls} calls, ${inFlight} in
flight, ${Math.round(calls / seconds)} a second: reads, lists, writes, downloads, reports, polls of a chat, and deletions that a person was asked
about (${questions}). The vendors answered with lost connections, cut bodies, 429, 500 and ended tokens (${vendors.requests} requests,
${vendors.resets} connections lost). Every call was answered once and rightly: ${Object.entries(outcomes)
    .map(([kind, count]) => `${count} ${kind}`)
    .join(', ')}. No write was sent twice.

The second half of the run, its first third against its last (medians). From twenty minutes on the test fails when memory
grows by 16 MiB or handles by 16.

| | early | late |
|---|---|---|
${row('memory (RSS), MiB', 'rss')}
${row('heap in use, MiB', 'heap')}
${row('handles', 'handles')}
${row('sockets', 'sockets')}
${row('event-loop delay (p99), ms', 'delay')}

![Memory, handles, sockets and event-loop delay](soak.svg)
`;
}

function median(numbers) {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

function round(number) {
  return Math.round(number * 10) / 10;
}
