// An audit log that two servers write at once and that grows over its limit meanwhile.
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand, Server } from './server.mjs';

export async function run(plan, note) {
  const folder = join(plan.home, 'Protokolle für Zoë');
  mkdirSync(folder);
  const file = join(folder, 'audit.jsonl');
  const servers = [1, 2].map(() => new Server(plan, { args: ['--demo'], env: { PUZZEL_MCP_AUDIT_LOG: file } }));
  for (const server of servers) await server.initialize();
  /** Whether the answers to one call of each server are errors. */
  const callBoth = async () => {
    const calls = servers.map((server) => server.call('list_all_puzzel_queues'));
    return (await Promise.all(calls)).map(({ result }) => result?.isError ?? false);
  };
  const areErrors = [await callBoth()];
  const [line] = readFileSync(file, 'utf8').split('\n');
  const freeBytes = plan.maxBytes - statSync(file).size;
  const filler = `${line}\n`.repeat(Math.floor(freeBytes / (Buffer.byteLength(line) + 1)));
  appendFileSync(file, filler);
  for (let round = 0; round < 3; round += 1) areErrors.push(await callBoth());
  const ended = [];
  for (const server of servers) ended.push(await server.end());
  const files = readdirSync(folder).sort();
  const lines = files.map((name) => readFileSync(join(folder, name), 'utf8').split('\n').filter(Boolean));
  note('areErrors', areErrors.flat());
  note('ended', ended);
  note('files', files);
  note(
    'linesPerFile',
    lines.map((all) => all.length),
  );
  note('fillerLines', filler.split('\n').length - 1);
  note(
    'broken',
    lines
      .flat()
      .filter((one) => !one.startsWith('{"time":') || !one.endsWith('}'))
      .slice(0, 3),
  );
  const shown = await runCommand(plan, ['audit', file]);
  note('shown', { code: shown.code, stderr: shown.stderr, isEmpty: shown.stdout === '' });

  // The path of the log is a folder, so that nothing can be written.
  const server = new Server(plan, { args: ['--demo'], env: { PUZZEL_MCP_AUDIT_LOG: folder } });
  await server.initialize();
  const read = (await server.call('list_all_puzzel_queues')).result;
  const write = (await server.call('create_a_gladly_topic', { name: 'x' })).result;
  note('unwritable', { isReadError: read.isError ?? false, write: write.structuredContent, ended: await server.end() });
  note('isLockLeft', existsSync(`${file}.lock`));
}
