// npm run build && node bench/standstill.mjs [kind ...]
//
// Measures how long the event loop of the built program is blocked, and how much memory it takes, while vendors send the
// worst answers that its bounds allow (src/limits.ts). Each kind has a new process, and is sent three times as a list, three
// times inside one object, then 16 times at once. Prints the longest delays in milliseconds, and the peak of memory.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from '../scripts/root.mjs';
import { ourEnvironment, secret } from './environment.mjs';
import { Program } from './program.mjs';
import { median } from './statistics.mjs';

const repeated = (value, count) => Array.from({ length: count }, () => value).join(',');
const text = (unit, count) => `"${unit.repeat(count)}"`;
const members = (count, member) => `{${Array.from({ length: count }, (_, at) => member(at)).join(',')}}`;
/** An object whose member names and their order follow from the seed. */
const wideObject = (seed) => members(995, (at) => `"w${(at * ((seed % 7) + 1)) % 1990}":1`);

/** Lists of values, without their brackets; none longer than 16 MiB, each close to a bound. */
const kinds = {
  numbers: () => repeated('1', 299_000),
  'empty objects': () => repeated('{}', 99_000),
  records: () =>
    repeated(
      members(29, (at) => `"field${at}":"${'v'.repeat(40)}"`),
      9_900,
    ),
  'wide objects': () => Array.from({ length: 290 }, (_, at) => wideObject(at)).join(','),
  'deep lists': () => repeated('['.repeat(190) + ']'.repeat(190), 520),
  'wire dates': () => repeated('"/Date(1700000000000+0100)/"', 299_000),
  'long integers': () => repeated('12345678901234567890', 49_000),
  'long fractions': () => repeated('123456789012345678.25e10', 49_000),
  prose: () => repeated(text('some words ', 45_000), 32),
  'prose beyond Latin-1': () => repeated(text(`${'T'.repeat(38)}…`, 13_000), 30),
  // Redaction looks for the beginning of a secret before each mark of a cut text (…).
  'cut marks': () => repeated(text('T…', 130_000), 30),
  'hidden characters': () => repeated(text('x\u200b', 250_000), 16),
  'direction controls': () => repeated(text('\u202ea', 200_000), 20),
  'lone surrogates': () => repeated(text('\\ud800', 80_000), 33),
  'nearly a secret': () => repeated(text(`${secret.slice(0, -1)} `, 24_000), 32),
  'a secret': () => repeated(text(`${secret} `, 23_000), 31),
};

const chosenKinds = process.argv.slice(2);
const isWanted = ([kind]) => chosenKinds.length === 0 || chosenKinds.includes(kind);
const unknownKinds = chosenKinds.filter((kind) => !Object.hasOwn(kinds, kind));
if (unknownKinds.length > 0) {
  process.stderr.write(`no kind ${unknownKinds.join(', ')}; there are: ${Object.keys(kinds).join(', ')}\n`);
  process.exit(1);
}

const calls = {
  'as a list': { name: 'list_all_puzzel_services', args: {}, bodyOf: (values) => `{"code":0,"result":[${values}]}` },
  'inside one object': {
    name: 'get_single_puzzel_profile_by_id',
    args: { id: 1 },
    bodyOf: (values) => `{"code":0,"result":{"x":[${values}]}}`,
  },
};

/** What the stand-in for the vendors answers to every call. */
let body = '';
const token = `e30.${Buffer.from(JSON.stringify({ exp: Math.floor(Date.now() / 1000) + 3600 })).toString('base64url')}.c2ln`;
const vendor = createServer((request, response) => {
  const isLogin = request.url.endsWith('/connect/token');
  request.resume().on('end', () => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(isLogin ? JSON.stringify({ access_token: token, expires_in: 3600 }) : body);
  });
});
await new Promise((resolve) => vendor.listen(0, '127.0.0.1', resolve));

const folder = mkdtempSync(join(tmpdir(), 'puzzel-mcp-standstill-'));
const delaysFile = join(folder, 'delays');
const timer = new URL('standstill-timer.mjs', import.meta.url).href;
const env = ourEnvironment(`http://127.0.0.1:${vendor.address().port}`, join(folder, 'downloads'));
const start = async () => {
  const server = new Program([join(root, 'bin/puzzel-mcp.js')], {
    env: { ...env, NODE_OPTIONS: `--import ${timer}`, STANDSTILL: delaysFile, PUZZEL_MCP_TIMEOUT_MS: '120000' },
    cwd: folder,
  });
  await server.initialize();
  // The first call loads what only calls need.
  body = calls['as a list'].bodyOf('');
  await server.call(calls['as a list'].name);
  return server;
};

/** The longest delay in milliseconds while the work was done; 0 when none was recorded. */
async function standstill(work) {
  writeFileSync(delaysFile, '');
  await work();
  await sleep(30);
  return Math.max(0, ...readFileSync(delaysFile, 'utf8').split('\n').map(Number));
}

const say = (line) => process.stdout.write(`${line}\n`);

try {
  for (const [kind, make] of Object.entries(kinds).filter(isWanted)) {
    const values = make();
    const server = await start();
    for (const [shape, { name, args, bodyOf }] of Object.entries(calls)) {
      body = Buffer.from(bodyOf(values));
      const runs = [];
      for (let run = 0; run < 3; run += 1) runs.push(await standstill(() => server.call(name, args)));
      const size = `${(body.length / 1024 / 1024).toFixed(1)} MiB`;
      say(`${kind}, ${shape}, ${size}: ${median(runs)} ms (at most ${Math.max(...runs)})`);
    }
    const { name, args } = calls['inside one object'];
    const sixteen = () => Promise.all(Array.from({ length: 16 }, () => server.call(name, args)));
    say(`${kind}, 16 at once: ${await standstill(sixteen)} ms, at most ${Math.round(server.memory().peak)} MiB`);
    await server.end();
  }
} finally {
  vendor.close();
  vendor.closeAllConnections();
  rmSync(folder, { recursive: true, force: true });
}
