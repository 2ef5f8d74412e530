// How the server ends on Windows, where there are no signals: end of input, a closed output, a parent that dies.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { environment, Server } from './server.mjs';

const isThere = (pid) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** @param before what happens before the input ends */
async function endOfInput(plan, before) {
  const server = new Server(plan, { env: plan.env });
  await before(server);
  return server.end();
}

async function callHangs(plan, server) {
  await server.initialize();
  void server.call('list_all_puzzel_queues');
  await untilCallHangs(plan);
}

/** Waits until the vendor has a request that it will not answer. */
async function untilCallHangs(plan) {
  for (;;) {
    const { waiting } = await (await fetch(plan.waiting)).json();
    if (waiting > 0) return;
    await pause(20);
  }
}

async function parentDies(plan, isHung) {
  const parent = spawn(process.execPath, [plan.parent, plan.server, ...(isHung ? [] : ['--demo'])], {
    env: environment(plan, isHung ? plan.env : {}),
    cwd: plan.home,
    windowsHide: true,
  });
  parent.stdin.on('error', () => {});
  let stderr = '';
  parent.stderr.on('data', (text) => {
    stderr += text;
  });
  const [line] = await once(parent.stdout, 'data');
  const pid = Number(line);
  parent.stdout.resume();
  const send = (message) => parent.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  const clientInfo = { name: 'windows-test', version: '1' };
  send({ id: 1, method: 'initialize', params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo } });
  send({ method: 'notifications/initialized' });
  send({ id: 2, method: 'tools/call', params: { name: 'list_all_puzzel_queues', arguments: {} } });
  if (isHung) await untilCallHangs(plan);
  const ranBefore = isThere(pid);
  parent.kill('SIGKILL');
  while (isThere(pid)) await pause(20);
  return { ranBefore, stderr };
}

async function closedOutput(plan) {
  const server = new Server(plan, { args: ['--demo'] });
  await server.initialize();
  server.child.stdout.destroy();
  void server.request('tools/list');
  return { ...(await server.exit), stderr: server.stderr };
}

export async function run(plan, note) {
  note('uninitialized', await endOfInput(plan, () => {}));
  note('idle', await endOfInput(plan, (server) => server.initialize()));
  note('callHangs', await endOfInput(plan, (server) => callHangs(plan, server)));
  note('closedOutput', await closedOutput(plan));
  note('parentDies', await parentDies(plan, false));
  note('parentDiesHung', await parentDies(plan, true));
}
