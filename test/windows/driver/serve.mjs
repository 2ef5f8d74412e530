// Both eras of the protocol with the demo tenant: what is listed, twenty calls, lines that end as Windows ends them.
import { newestMeta, runCommand, Server } from './server.mjs';

const lists = ['tools/list', 'prompts/list', 'resources/list', 'resources/templates/list'];

async function conversation(plan, revision, lineEnd = '\n') {
  const server = new Server(plan, { args: ['--demo'] });
  const newest = revision === '2026-07-28';
  const meta = newest ? newestMeta : undefined;
  const first = newest
    ? await server.request('server/discover', { _meta: meta }, { lineEnd })
    : await server.initialize(revision, { lineEnd });
  const counts = {};
  for (const method of lists) {
    const { result, error } = await server.request(method, meta && { _meta: meta }, { lineEnd });
    counts[method] = result ? Object.values(result).find(Array.isArray)?.length : error.message;
  }
  const calls = [];
  for (const [name, args] of plan.calls) {
    const { result, error } = await server.call(name, args, meta);
    const isTextTheJson = result?.content?.[0]?.text === JSON.stringify(result?.structuredContent);
    calls.push({
      isError: result?.isError ?? error !== undefined,
      isTextTheJson,
      answer: JSON.stringify(result ?? error).slice(0, 300),
    });
  }
  const { code, stderr } = await server.end();
  return {
    server: first.result?.serverInfo?.name ?? first.result?._meta?.['io.modelcontextprotocol/serverInfo']?.name,
    counts,
    calls,
    code,
    stderr,
    carriageReturns: server.lines.filter((line) => line.includes('\r')).length,
  };
}

export async function run(plan, note) {
  for (const revision of plan.revisions) note(revision, await conversation(plan, revision));
  note('crlf', await conversation(plan, '2025-11-25', '\r\n'));
  // A pipe is written asynchronously on Windows: what a command prints last must not be lost when it ends.
  const { code, stdout, stderr } = await runCommand(plan, ['tools', '--json', '--demo']);
  note('tools', { code, stderr, count: JSON.parse(stdout).length });
  note('version', await runCommand(plan, ['--version']));
  note('misspeltFlag', await runCommand(plan, ['--raed-only']));
}
