import { type Setting, settings } from '../src/config/settings.js';
import { listed } from '../src/server/listing.js';
import type { JsonSchema } from '../src/server/schema.js';
import { isPaged, type Tool } from '../src/tools/define.js';
import { catalogue } from '../src/tools/index.js';
import type { OutputSchema } from '../src/tools/output.js';

/** Text that is safe in a table cell. */
const cell = (text: string) => text.replaceAll('|', '\\|').replace(/\s+/g, ' ');

const byTag = (tools: readonly Tool[]): Map<string, Tool[]> => {
  const groups = new Map<string, Tool[]>();
  for (const tool of tools) groups.set(tool.tag, [...(groups.get(tool.tag) ?? []), tool]);
  return groups;
};

/** The table of settings for the README. */
export function settingsTable(): string {
  const rows = (settings as readonly Setting[]).map(({ env, flag, value, default: otherwise, about }) => {
    const command = flag === undefined ? '' : `\`--${flag}${value === undefined ? '' : ` ${value}`}\``;
    return `| \`${env}\` | ${command} | ${cell(about)}${otherwise === undefined ? '' : `; default \`${otherwise}\``} |`;
  });
  return ['| variable | flag | meaning |', '|---|---|---|', ...rows].join('\n');
}

/** Every tool in a few words, for the README. */
export function toolsOverview(): string {
  const mark = (tool: Tool) => (tool.route.provenance === 'inferred' ? ' ○' : '');
  const groups = (vendor: Tool['vendor']) =>
    [...byTag(catalogue.filter((tool) => tool.vendor === vendor))].map(
      ([tag, tools]) => `| ${tag} | ${tools.map((tool) => `\`${tool.name}\`${mark(tool)}`).join(' · ')} |`,
    );
  const section = (title: string, vendor: Tool['vendor']) =>
    [`**${title}**`, '', '| tag | tools |', '|---|---|', ...groups(vendor)].join('\n');
  return [
    '○ marks a route that is inferred.',
    section('Puzzel', 'puzzel'),
    section('Puzzel Chat API (with `PUZZEL_CHAT_TENANT_ID`)', 'chat'),
    section('Gladly', 'gladly'),
  ].join('\n\n');
}

/** The reference page of some vendors' tools. */
export function referencePage(title: string, vendors: readonly Tool['vendor'][]): string {
  const groups = byTag(catalogue.filter((tool) => vendors.includes(tool.vendor)));
  const sections = [...groups].map(([tag, tools]) => [`## ${tag}`, ...tools.map(toolSection)].join('\n\n'));
  const intro =
    'Generated from the catalogue by `npm run docs`; do not edit. List tools also take `limit` (1 to 1000, default 50), `cursor` and `fields`.';
  return `${[`# ${title}`, intro, ...sections].join('\n\n')}\n`;
}

function toolSection(tool: Tool): string {
  const { route, effect, sends, destructive } = tool;
  const facts = [effect, sends && 'sends', destructive && 'destructive', route.provenance].filter(Boolean).join(', ');
  const alternatives = route.alternatives.map(({ method, path }) => `\`${method} ${path}\``).join(', ');
  return [
    `### ${tool.name}`,
    `${tool.title}. ${tool.description}`,
    `\`${route.method} ${route.path}\` (${facts})${alternatives === '' ? '' : `; else ${alternatives}`}`,
    argumentTable(tool),
    `Answers ${outputInWords(tool.output)}`,
    `Example: \`${JSON.stringify(tool.example).replace(/\d{4}-\d{2}-\d{2}T[\d:.]+Z/g, '<time>')}\``,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function argumentTable(tool: Tool): string {
  const schema = listed(tool).inputSchema as JsonSchema;
  const rows = [...argumentRows(schema, isPaged(tool) ? ['limit', 'cursor', 'fields'] : [])];
  return rows.length === 0 ? '' : ['| argument | type | |', '|---|---|---|', ...rows].join('\n');
}

function* argumentRows(schema: JsonSchema, hidden: string[], prefix = ''): Generator<string> {
  for (const [name, node] of Object.entries(schema.properties ?? {})) {
    if (prefix === '' && hidden.includes(name)) continue;
    const required = schema.required?.includes(name) ? ' **(required)**' : '';
    const values = Array.isArray(node.enum) ? `: ${node.enum.join(', ')}` : '';
    const otherwise = node.default === undefined ? '' : `; default ${JSON.stringify(node.default)}`;
    yield `| \`${prefix}${name}\`${required} | ${node.type ?? 'any'} | ${cell(`${String(node.description ?? '')}${values}${otherwise}`)} |`;
    yield* argumentRows(node, [], `${prefix}${name}.`);
    if (node.items) yield* argumentRows(node.items, [], `${prefix}${name}[].`);
  }
}

function outputInWords(output: OutputSchema): string {
  if (output.items) return `a list of ${outputInWords(output.items)}`;
  if (!output.properties) return cell(output.description ?? 'data');
  const members = Object.entries(output.properties).map(
    ([name, member]) => `\`${name}\`${member.description === undefined ? '' : ` (${cell(member.description)})`}`,
  );
  return members.join(', ');
}

/** The text with what stands between two markers replaced. */
export function between(text: string, marker: string, content: string): string {
  const [open, close] = [`<!-- ${marker} -->`, `<!-- /${marker} -->`];
  const [from, to] = [text.indexOf(open), text.indexOf(close)];
  if (from < 0 || to < from) throw new Error(`no ${open} … ${close}`);
  return `${text.slice(0, from)}${open}\n${content}\n${text.slice(to)}`;
}
