// Packs the package as npm would publish it, and checks it from the outside: what is in it, how large it is, that it
// installs without a registry and without scripts, and runs. Needs `npm run build`.
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { bundledPackages, chunks } from './bundled.mjs';
import { npm, runCommand } from './npm.mjs';
import { root } from './root.mjs';

const megabyte = 1_000_000;
const [maxBytes, maxServerBytes] = [3.5 * megabyte, 2.2 * megabyte];
/** The files of the package: by pattern, and the others by path. */
const patterns = [/^LICENSE$/, /^README\.md$/, /^package\.json$/, /^bin\/puzzel-mcp\.js$/, /^dist\/[\w-]+\.js$/];
const paths = ['bin/package.json', 'dist/THIRD-PARTY-LICENSES.txt', 'dist/manifest.json', 'dist/views/view.html'];

const problems = [];
const check = (isRight, problem) => isRight || problems.push(problem);
const stdio = ['ignore', 'pipe', 'pipe'];

const folder = mkdtempSync(join(tmpdir(), 'puzzel-mcp-package-'));
try {
  const packageJson = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const [packed] = JSON.parse(
    npm(['pack', '--json', '--ignore-scripts', '--pack-destination', folder], { cwd: root, stdio }),
  );
  checkContent(packed.files);
  checkPackageJson(packageJson);
  const { messages } = await publint({
    pack: { tarball: arrayBufferOf(join(folder, packed.filename)) },
    strict: true,
  });
  for (const message of messages) problems.push(`publint: ${formatMessage(message, packageJson)}`);
  const run = install(join(folder, packed.filename));
  checkRuns(run, packageJson);
  process.stdout.write(
    `${packed.filename}: ${packed.files.length} files, ${packed.size} bytes packed, ${packed.unpackedSize} unpacked\n`,
  );
} catch (error) {
  problems.push(error.stack);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
for (const problem of problems) process.stderr.write(`verify-package: ${problem}\n`);
process.exitCode = problems.length === 0 ? 0 : 1;

function arrayBufferOf(path) {
  const { buffer, byteOffset, byteLength } = readFileSync(path);
  return buffer.slice(byteOffset, byteOffset + byteLength);
}

function checkContent(files) {
  const packedPaths = files.map(({ path }) => path);
  for (const path of packedPaths) {
    check(paths.includes(path) || patterns.some((pattern) => pattern.test(path)), `${path} should not be packed`);
  }
  for (const path of [...paths, 'dist/cli.js', 'bin/puzzel-mcp.js', 'LICENSE', 'README.md']) {
    check(packedPaths.includes(path), `${path} is not packed`);
  }
  const bytesOf = (isCounted) => files.reduce((sum, { path, size }) => sum + (isCounted(path) ? size : 0), 0);
  const demoChunks = demoOnlyChunks();
  const bytes = bytesOf(() => true);
  const demoBytes = bytesOf((path) => demoChunks.has(path));
  const viewBytes = bytesOf((path) => path.startsWith('dist/views/'));
  const serverBytes = bytes - demoBytes - viewBytes;
  check(demoBytes > 0, 'no chunk holds the demo alone');
  check(bytes <= maxBytes, `${bytes} bytes are more than ${maxBytes}`);
  check(
    serverBytes <= maxServerBytes,
    `${serverBytes} bytes without the demo and the views are more than ${maxServerBytes}`,
  );
  for (const path of packedPaths.filter((path) => path.endsWith('.js'))) {
    // A message may name a page of the repository only by its address; comments are not packed.
    const pages = readFileSync(join(root, path), 'utf8').match(/\b[\w-]+\.md\b(?<!https?:\/\/[^\s"'`]*)/g);
    check(pages === null, `${path} names ${pages}, which the package does not contain`);
  }
  const licences = readFileSync(join(root, 'dist/THIRD-PARTY-LICENSES.txt'), 'utf8');
  for (const { name, version } of bundledPackages()) {
    check(licences.includes(`\n${name} ${version} (`), `the licence of ${name} ${version} is not packed`);
  }
}

/** The paths of the chunks that a program without the demo tenant and its tour would not reach. */
function demoOnlyChunks() {
  const allChunks = chunks();
  const isDemo = (path) => allChunks[path].files.some((file) => /^src\/(demo|commands\/tour)\//.test(file));
  const reached = new Set();
  const visit = (path) => {
    if (reached.has(path) || !allChunks[path] || isDemo(path)) return;
    reached.add(path);
    for (const next of allChunks[path].imports) visit(next);
  };
  visit('dist/cli.js');
  return new Set(Object.keys(allChunks).filter((path) => !reached.has(path)));
}

function checkPackageJson({ dependencies, optionalDependencies, peerDependencies, scripts, devDependencies }) {
  check(
    !(dependencies ?? optionalDependencies ?? peerDependencies),
    'there are runtime dependencies; everything is bundled',
  );
  for (const name of ['preinstall', 'install', 'postinstall', 'prepare'])
    check(!scripts[name], `there is a script ${name}`);
  for (const [name, range] of Object.entries(devDependencies))
    check(/^\d+\.\d+\.\d+$/.test(range), `${name} has no exact version`);
}

/** Installs the tarball into an empty folder, offline and without scripts. @returns a function that runs the command */
function install(tarball) {
  const userFolder = mkdtempSync(join(folder, 'user-'));
  writeFileSync(join(userFolder, 'package.json'), '{"private":true}');
  const options = ['--offline', '--ignore-scripts', '--no-audit', '--no-fund', '--cache', join(folder, 'cache')];
  npm(['install', tarball, ...options], { cwd: userFolder, stdio });
  const packageNames = readdirSync(join(userFolder, 'node_modules')).filter((name) => !name.startsWith('.'));
  check(packageNames.join() === 'puzzel-mcp', `installing brings ${packageNames.join(', ')}`);
  const command = join(userFolder, 'node_modules/.bin/puzzel-mcp');
  check(process.platform === 'win32' || (statSync(command).mode & 0o111) !== 0, 'the command is not executable');
  return (...args) => runCommand(command, args, { cwd: userFolder, stdio, env: environmentWithoutOurs() });
}

/** The environment without this server's settings. */
function environmentWithoutOurs() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(PUZZEL|GLADLY)_/.test(name)));
}

function checkRuns(run, { version }) {
  const printedVersion = run('--version').trim();
  check(printedVersion === version, `--version says ${printedVersion}, package.json ${version}`);
  const tools = JSON.parse(run('tools', '--json', '--demo'));
  check(tools.length > 180, `${tools.length} tools`);
  const answer = JSON.parse(run('call', 'list_all_puzzel_queues', '{"limit":1}', '--demo', '--json'));
  check(answer.result?.length === 1, `a call answers ${JSON.stringify(answer)}`);
}
