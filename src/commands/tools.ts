import type { Environment } from '../config/settings.js';
import type { ManifestEntry } from '../tools/manifest.js';
import type { CommandLine } from './command-line.js';
import { withTypedCommands } from './launch.js';
import { readManifest } from './manifest.js';
import { offeredTools, readSettings } from './settings.js';
import { table } from './table.js';

/** Lists the vendors' tools that the settings allow, and how many tokens a model reads for them. */
export function tools(env: Environment, { json, demo }: CommandLine): number {
  const { tools: manifestTools } = readManifest();
  const { config } = readSettings(env, demo, manifestTools);
  const rows = offeredTools(config, manifestTools).map(rowOf);
  process.stdout.write(json ? `${JSON.stringify(rows, null, 2)}\n` : `${asTable(rows)}${summary(rows, demo)}`);
  return 0;
}

type Row = ReturnType<typeof rowOf>;

function rowOf({ name, listing, vendor, tag, effect, sends, method, path, provenance, tokens }: ManifestEntry) {
  return { name, title: listing.title, vendor, tag, effect, sends, method, path, provenance, tokens };
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

function summary(rows: Row[], demo: boolean): string {
  if (rows.length === 0) return 'The filters leave no tool.\n';
  const tokens = rows.map((row) => row.tokens);
  const total = tokens.reduce((sum, count) => sum + count, 0);
  const inferredCount = rows.filter(({ provenance }) => provenance === 'inferred').length;
  const routes = inferredCount === 1 ? '1 route is' : `${inferredCount} routes are`;
  const routesHint =
    inferredCount === 0
      ? ''
      : `; ${routes} inferred: \`puzzel-mcp doctor --routes${demo ? ' --demo' : ''}\` tries those that read`;
  return withTypedCommands(
    `${rows.length} ${rows.length === 1 ? 'tool' : 'tools'}, ${total} tokens to read (average ${Math.round(total / rows.length)}, most ${Math.max(...tokens)})${routesHint}.\n`,
  );
}
