import type { Environment } from '../config/settings.js';
import type { Tool } from '../tools/define.js';
import type { CommandLine } from './command-line.js';
import { createRuntime } from './runtime.js';
import { table } from './table.js';
import { tokenBill } from './token-bill.js';

/** Lists the tools that these settings leave, and what they cost a model to read. */
export function tools(env: Environment, { json, demo }: CommandLine): number {
  const { tools: selected } = createRuntime(env, demo);
  const bill = tokenBill();
  const rows = selected.map((tool) => describe(tool, bill[tool.name] ?? 0));
  process.stdout.write(json ? `${JSON.stringify(rows, null, 2)}\n` : `${asTable(rows)}${summary(rows)}`);
  return 0;
}

type Row = ReturnType<typeof describe>;

function describe(tool: Tool, tokens: number) {
  const { name, title, vendor, tag, effect, sends = false, route } = tool;
  const { method, path, provenance } = route;
  return { name, title, vendor, tag, effect, sends, method, path, provenance, tokens };
}

function asTable(rows: Row[]): string {
  return table(
    ['tool', 'tag', 'effect', 'route', 'tokens'],
    rows.map(({ name, tag, effect, sends, provenance, tokens }) => [
      name,
      tag,
      sends ? `${effect}, sends` : effect,
      provenance,
      String(tokens),
    ]),
  );
}

function summary(rows: Row[]): string {
  if (rows.length === 0) return 'The filters leave no tool.\n';
  const tokens = rows.map((row) => row.tokens);
  const total = tokens.reduce((sum, count) => sum + count, 0);
  const inferred = rows.filter(({ provenance }) => provenance === 'inferred').length;
  return `${rows.length} tools, ${total} tokens to read (average ${Math.round(total / rows.length)}, most ${Math.max(...tokens)}); ${inferred} routes are inferred: see docs/provenance.md.\n`;
}
