// `init CLIENT --write` for every client, each in a profile of its own, and the server started by exactly what it wrote.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { filesBelow, runCommand, Server } from './server.mjs';

/** The entry in a JSON file; of a TOML file only command and arguments, whose values are valid JSON, too. */
function entryIn(text) {
  // Trimming takes a byte order mark away too.
  if (text.trimStart().startsWith('{')) {
    const config = JSON.parse(text.trimStart());
    return (config.mcpServers ?? config.servers).puzzel;
  }
  const value = (key) => JSON.parse(new RegExp(`^${key} = (.*)$`, 'm').exec(text)[1]);
  return { command: value('command'), args: value('args'), env: {} };
}

/**
 * Starts the server as a client would from the entry. `npx` is a batch file here, since the machine may have no network. A
 * client that starts batch files itself has no `cmd` in its entry; Node's spawn needs it.
 */
async function startFrom(plan, { command, args, env = {} }, home, clientStartsBatchFiles) {
  const bin = join(home, 'node js');
  mkdirSync(bin, { recursive: true });
  // Without the first two arguments, `-y puzzel-mcp`.
  writeFileSync(join(bin, 'npx.cmd'), `@"%TEST_NODE%" "%TEST_SERVER%" %3 %4 %5 %6\r\n`);
  const path = `${bin};${process.env.PATH}`;
  const start = clientStartsBatchFiles
    ? { command: 'cmd', leadingArguments: ['/d', '/c', command, ...args] }
    : { command, leadingArguments: args };
  const server = new Server(
    { ...plan, home },
    { ...start, env: { ...env, PATH: path, TEST_NODE: process.execPath, TEST_SERVER: plan.server } },
  );
  await server.initialize();
  const { result } = await server.call('list_all_puzzel_queues', { limit: 1 });
  return {
    isError: result?.isError ?? result === undefined,
    answer: JSON.stringify(result ?? null).slice(0, 200),
    ...(await server.end()),
  };
}

/** Runs `init CLIENT --write` twice in a new profile, and for `--demo` starts the server from what it wrote. */
async function initFor(
  plan,
  { client, name = client, flags, env = {}, folders = [], given = {}, clientStartsBatchFiles },
) {
  const home = join(plan.home, `Größe ${name}`);
  mkdirSync(home);
  for (const folder of folders) mkdirSync(join(home, folder), { recursive: true });
  for (const [path, base64] of Object.entries(given)) {
    mkdirSync(dirname(join(home, path)), { recursive: true });
    writeFileSync(join(home, path), Buffer.from(base64, 'base64'));
  }
  const planAtHome = { ...plan, home };
  const first = await runCommand(planAtHome, ['init', client, ...flags, '--write'], { env });
  const files = filesBelow(home);
  const [path] = files.filter((one) => !one.endsWith('.bak'));
  const text = path && readFileSync(join(home, path), 'utf8');
  const again = await runCommand(planAtHome, ['init', client, ...flags, '--write'], { env });
  const unchanged =
    filesBelow(home).length === files.length && (!path || readFileSync(join(home, path), 'utf8') === text);
  const entry = first.code === 0 && text ? entryIn(text) : undefined;
  const started = entry && flags.includes('--demo') ? await startFrom(plan, entry, home, clientStartsBatchFiles) : null;
  return { home, first, files, text: text ?? null, again: again.code, unchanged, started };
}

export async function run(plan, note) {
  for (const one of plan.clients) note(one.name ?? one.client, await initFor(plan, one));
}
