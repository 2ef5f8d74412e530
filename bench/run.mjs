// npm run bench [-- --peers] [-- --page] [-- ID …]
//
// Measures the built program against baselines that run in the same minutes, and writes bench/results.json,
// bench/results.md and the figures of docs/performance.md. `--peers` adds other servers' packages. `--page` measures
// nothing and writes the two Markdown files again from results.json. With ids, only these are measured, and nothing is written.
// BENCH_RUNS: the number of runs.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { root } from '../scripts/root.mjs';
import { Bench } from './bench.mjs';
import { load, machine, maxQuietLoad } from './machine.mjs';
import { measures } from './measures/index.mjs';
import { writePage } from './page.mjs';
import { installPeers } from './peers.mjs';
import { summary } from './statistics.mjs';

const { values: options, positionals: ids } = parseArgs({
  options: { peers: { type: 'boolean', default: false }, page: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const say = (line) => process.stderr.write(`${line}\n`);
const unknownIds = ids.filter((id) => !measures.some((measure) => measure.id === id));
if (unknownIds.length > 0) {
  say(`No measurement ${unknownIds.join(', ')}. There are ${measures.map(({ id }) => id).join(', ')}.`);
  process.exit(2);
}

const file = new URL('results.json', import.meta.url);
if (options.page) {
  writePage(JSON.parse(readFileSync(file, 'utf8')), measures);
  process.exit(0);
}

const runs = Number(process.env.BENCH_RUNS ?? 9);
if (!Number.isInteger(runs) || runs < 1) {
  say(`BENCH_RUNS: "${process.env.BENCH_RUNS}" is no number of runs.`);
  process.exit(2);
}
const loadBefore = load();
if (loadBefore > maxQuietLoad)
  say(`The load of this machine is ${loadBefore}: other programs are running, and times will be unreliable.`);

const bench = await Bench.open();
const results = { measures: {} };
try {
  if (options.peers) bench.peers = await installPeers(bench);
  for (const measure of measures.filter(({ id }) => ids.length === 0 || ids.includes(id))) {
    say(`\n${measure.title} (${measure.unit})`);
    results.measures[measure.id] = await samplesOf(measure);
  }
} finally {
  bench.close();
}
if (ids.length === 0) {
  Object.assign(results, {
    date: new Date().toISOString().slice(0, 10),
    version: JSON.parse(readFileSync(`${root}/package.json`, 'utf8')).version,
    commit: execFileSync('git', ['describe', '--always', '--dirty'], { cwd: root, encoding: 'utf8' }).trim(),
    runs,
    machine: machine(),
    load: { before: loadBefore, after: load() },
    peers: bench.peers.map(({ name, packages }) => ({ name, packages })),
  });
  writeFileSync(file, `${JSON.stringify(results, null, 1)}\n`);
  writePage(results, measures);
  say('\nWritten: bench/results.json, bench/results.md, docs/performance.md');
}

/** The samples of each contender by its name. Each run begins with another contender. */
async function samplesOf(measure) {
  const contenders = Object.entries(await measure.contenders(bench)).map(([name, run]) => ({ name, run, samples: [] }));
  for (let run = 0; run < runs; run += 1) {
    const firstIndex = run % contenders.length;
    for (const contender of [...contenders.slice(firstIndex), ...contenders.slice(0, firstIndex)]) {
      contender.samples.push(await contender.run());
    }
  }
  for (const { name, samples } of contenders) {
    const { median, min, max } = summary(samples.map(({ value }) => value));
    const cpu =
      samples[0]?.cpu === undefined
        ? ''
        : `, processor ${summary(samples.map((each) => each.cpu)).median.toFixed(2)} ms`;
    say(`  ${name}: ${median.toFixed(2)} (${min.toFixed(2)} – ${max.toFixed(2)})${cpu}`);
  }
  return Object.fromEntries(contenders.map(({ name, samples }) => [name, samples]));
}
