// Packs the package as npm would publish it, and checks it from the outside: what is in it, how large it is, that it
// installs without a registry and without scripts, runs, and says the same version everywhere. Needs `npm run build`.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { bundledPackages, chunks } from './bundled.mjs';
import { root } from './root.mjs';

const megabyte = 1_000_000;
const [most, mostOfServer, mostOfViews] = [3.5 * megabyte, 2.2 * megabyte, 0.8 * megabyte];
const expected = [/^LICENSE$/, /^README\.md$/, /^package\.json$/, /^bin\/puzzel-mcp\.js$/, /^dist\/[\w-]+\.js$/];
const others = ['bin/package.json', 'dist/THIRD-PARTY-LICENSES.txt', 'dist/manifest.json', 'dist/views/view.html'];

const problems = [];
const check = (right, problem) => right || problems.push(problem);
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
const run = (command, args, options) =>
  execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], ...options });

const folder = mkdtempSync(join(tmpdir(), 'puzzel-mcp-package-'));
try {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const [packed] = JSON.parse(
    run(npm, ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], { cwd: root }),
  );
  checkContent(packed.files);
  checkManifest(manifest);
  const { messages } = await publint({
    pack: { tarball: bytesOf(join(folder, packed.filename)) },
    strict: true,
  });
  for (const message of messages) problems.push(`publint: ${formatMessage(message, manifest)}`);
  const installed = install(join(folder, packed.filename));
  checkVersions(manifest, installed);
  checkRuns(installed);
  process.stdout.write(
    `${packed.filename}: ${packed.files.length} files, ${packed.size} bytes packed, ${packed.unpackedSize} unpacked\n`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
for (const problem of problems) process.stderr.write(`verify-package: ${problem}\n`);
process.exitCode = problems.length === 0 ? 0 : 1;

function bytesOf(path) {
  const { buffer, byteOffset, byteLength } = readFileSync(path);
  return buffer.slice(byteOffset, byteOffset + byteLength);
}

function checkContent(files) {
  const paths = files.map(({ path }) => path);
  for (const path of paths) {
    check(others.includes(path) || expected.some((pattern) => pattern.test(path)), `${path} should not be packed`);
  }
  for (const path of [...others, 'dist/cli.js', 'bin/puzzel-mcp.js', 'LICENSE', 'README.md']) {
    check(paths.includes(path), `${path} is not packed`);
  }
  const size = files.reduce((sum, file) => sum + file.size, 0);
  const demo = files.filter(({ path }) => demoOnly().has(path)).reduce((sum, file) => sum + file.size, 0);
  check(demo > 0, 'no chunk holds the demo alone');
  check(size <= most, `${size} bytes are more than ${most}`);
  const views = files.filter(({ path }) => path.startsWith('dist/views/')).reduce((sum, file) => sum + file.size, 0);
  const server = size - demo - views;
  check(views <= mostOfViews, `${views} bytes of views are more than ${mostOfViews}`);
  check(server <= mostOfServer, `${server} bytes without the demo and the views are more than ${mostOfServer}`);
  for (const path of paths.filter((path) => path.endsWith('.js'))) {
    // A message may name a page of the repository only by its address; comments are not packed.
    const pages = readFileSync(join(root, path), 'utf8').match(/\b[\w-]+\.md\b(?<!https?:\/\/[^\s"'`]*)/g);
    check(pages === null, `${path} names ${pages}, which the package does not contain`);
  }
  const licences = readFileSync(join(root, 'dist/THIRD-PARTY-LICENSES.txt'), 'utf8');
  for (const { name, version } of bundledPackages()) {
    check(licences.includes(`\n${name} ${version} (`), `the licence of ${name} ${version} is not packed`);
  }
}

/** The chunks that are reached through the demo tenant or its tour alone. */
function demoOnly() {
  const all = chunks();
  const isDemo = (path) => all[path].files.some((file) => /^src\/(demo|commands\/tour)\//.test(file));
  const reached = new Set();
  const visit = (path) => {
    if (reached.has(path) || !all[path] || isDemo(path)) return;
    reached.add(path);
    for (const next of all[path].imports) visit(next);
  };
  visit('dist/cli.js');
  return new Set(Object.keys(all).filter((path) => !reached.has(path)));
}

function checkManifest({ dependencies, optionalDependencies, peerDependencies, scripts, devDependencies }) {
  check(
    !(dependencies ?? optionalDependencies ?? peerDependencies),
    'there are runtime dependencies; everything is bundled',
  );
  for (const name of ['preinstall', 'install', 'postinstall', 'prepare'])
    check(!scripts[name], `there is a script ${name}`);
  for (const [name, range] of Object.entries(devDependencies))
    check(/^\d+\.\d+\.\d+$/.test(range), `${name} has no exact version`);
  const lock = readFileSync(join(root, 'package-lock.json'), 'utf8');
  check(!lock.includes('"resolved"'), 'the lockfile names addresses');
}

/** Installs the tarball into an empty folder, offline and without scripts. */
function install(tarball) {
  const place = mkdtempSync(join(folder, 'user-'));
  writeFileSync(join(place, 'package.json'), '{"private":true}');
  const options = ['--offline', '--ignore-scripts', '--no-audit', '--no-fund', '--cache', join(folder, 'cache')];
  run(npm, ['install', tarball, ...options], { cwd: place });
  const installed = readdirSync(join(place, 'node_modules')).filter((name) => !name.startsWith('.'));
  check(installed.join() === 'puzzel-mcp', `installing brings ${installed.join(', ')}`);
  const bin = join(place, 'node_modules/.bin', process.platform === 'win32' ? 'puzzel-mcp.cmd' : 'puzzel-mcp');
  check(process.platform === 'win32' || (statSync(bin).mode & 0o111) !== 0, 'the command is not executable');
  return (...args) =>
    run(bin, args, { cwd: place, env: environmentWithoutOurs(), shell: process.platform === 'win32' });
}

/** The environment without this server's settings. */
function environmentWithoutOurs() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(PUZZEL|GLADLY)_/.test(name)));
}

function checkVersions({ version }, installed) {
  const printed = installed('--version').trim();
  check(printed === version, `--version says ${printed}, package.json ${version}`);
  const { version: locked } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  check(locked === version, `package-lock.json says ${locked}, package.json ${version}`);
  const changelog = readFileSync(join(root, 'CHANGELOG.md'), 'utf8');
  const latest = /^## \[?v?(\d+\.\d+\.\d+)/m.exec(changelog)?.[1];
  check(
    latest === version || (latest === undefined && /^## Unreleased/m.test(changelog)),
    `CHANGELOG.md says ${latest}`,
  );
}

function checkRuns(installed) {
  const tools = JSON.parse(installed('tools', '--json', '--demo'));
  check(tools.length > 180, `${tools.length} tools`);
  const answer = JSON.parse(installed('call', 'list_all_puzzel_queues', '{"limit":1}', '--demo', '--json'));
  check(answer.result?.length === 1, `a call answers ${JSON.stringify(answer)}`);
}
