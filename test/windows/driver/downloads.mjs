// Files with hostile names, a large one, cut and cancelled ones, and the folders that a person may name.
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { filesBelow, Server } from './server.mjs';

const tool = 'puzzel_archive_recording_files_download';
const filesIn = (folder) => (existsSync(folder) ? readdirSync(folder) : []);

async function hashOf(path) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/** The answer, and what Windows finds at the path in the answer. */
async function findingOf({ result, error }) {
  const { result: file, error: failure } = result?.structuredContent ?? {};
  if (!file) return { error: failure ?? error };
  const link = result.content.find(({ type }) => type === 'resource_link');
  const found = existsSync(file.path);
  return {
    file,
    uri: link?.uri,
    leadsTo: link && fileURLToPath(link.uri),
    content: found ? (file.bytes > 1000 ? await hashOf(file.path) : readFileSync(file.path, 'utf8')) : null,
  };
}

async function startServer(plan, folder, cwd = plan.home, more = {}) {
  const env = { ...plan.env, ...more, ...(folder && { PUZZEL_MCP_DOWNLOAD_DIR: folder }) };
  const server = new Server(plan, { env, cwd });
  await server.initialize();
  return server;
}

async function saveHostileNames(plan) {
  const folder = join(plan.home, 'Aufnahmen – Straße');
  mkdirSync(folder);
  const others = () =>
    filesBelow(plan.home).filter((name) => !name.startsWith('Aufnahmen') && !name.startsWith('findings'));
  const before = others();
  const server = await startServer(plan, folder);
  const files = [];
  for (const recording of plan.hostile) files.push(await findingOf(await server.call(tool, recording)));
  const { result } = await server.request('resources/list');
  const newest = result.resources.find(({ uri }) => uri === files.at(-1).uri);
  const read = await server.request('resources/read', { uri: newest.uri });
  const ended = await server.end();
  return {
    folder,
    files,
    listed: filesIn(folder),
    before,
    after: others(),
    newest,
    read: read.result?.contents,
    ended,
  };
}

/** Starts a transfer that halts after its first part, and ends it with `stop`. */
async function interruptTransfer(plan, name, stop) {
  const folder = join(plan.home, name);
  const server = await startServer(plan, folder);
  const call = server.call(tool, plan.stalled, { progressToken: 1 });
  while (!filesIn(folder).some((file) => file.endsWith('.part'))) await pause(10);
  await stop(server, call);
  while (server.child.exitCode === null && filesIn(folder).length > 0) await pause(10);
  const isAlive = server.child.exitCode === null && (await server.call('server_status')).result !== undefined;
  const ended = await server.end();
  return { isAlive, left: filesIn(folder), ended };
}

async function saveInFolder(plan, { folder, cwd, preload, files = {} }) {
  for (const [path, text] of Object.entries(files)) writeFileSync(path, text);
  const options = `${process.env.NODE_OPTIONS ?? ''} --require "${preload}"`;
  const server = await startServer(plan, folder, cwd, preload && { NODE_OPTIONS: options });
  if (server.child.exitCode !== null) return { error: { kind: 'exit' }, ended: { stderr: server.stderr } };
  const outcome = await findingOf(await server.call(tool, plan.plain));
  return { ...outcome, ended: await server.end() };
}

export async function run(plan, note) {
  note('hostile', await saveHostileNames(plan));
  const server = await startServer(plan, join(plan.home, 'large'));
  note('large', await findingOf(await server.call(tool, plan.large)));
  note('cut', { ...(await findingOf(await server.call(tool, plan.cut))), left: filesIn(join(plan.home, 'large')) });
  await server.end();
  const cancel = (one, call) => one.notify('notifications/cancelled', { requestId: call.id });
  note('cancelled', await interruptTransfer(plan, 'cancelled', cancel));
  const end = async (one) => void (await one.end());
  note('endOfInput', await interruptTransfer(plan, 'ended', end));
  const folders = {};
  for (const one of plan.folders) folders[one.name] = await saveInFolder(plan, one);
  note('folders', folders);
}
