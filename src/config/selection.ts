import { didYouMean } from '../nearest.js';
import { type Effect, isRead, reads, writes } from '../tools/effect.js';
import type { ToolFacts } from '../tools/manifest.js';
import { partsOf } from './reader.js';
import type { SettingName } from './settings.js';

/** What the filters look at. */
export type FilteredTool = Pick<ToolFacts, 'name' | 'vendor' | 'tag' | 'effect'>;

/** Which tools the owner wants: by name, by tag, by method. */
export interface Selection {
  methods: readonly Effect[] | undefined;
  tags: readonly string[] | undefined;
  tools: readonly string[] | undefined;
  exclude: readonly string[];
  readOnly: boolean;
}

/** What the words of PUZZEL_MCP_METHODS stand for. */
export const methodWords: Record<string, readonly Effect[]> = {
  read: reads,
  write: writes,
  list: ['list'],
  get: ['get'],
  create: ['create'],
  update: ['update'],
  delete: ['delete'],
  custom: ['custom-read', 'custom-write'],
};

const effectsFor = (word: string): readonly Effect[] =>
  (Object.hasOwn(methodWords, word) ? methodWords[word] : undefined) ?? [];

/**
 * Reads the five filter settings; every word that is not known is a problem.
 * @param valueFor gives the value of a setting, undefined when it is not set
 */
export function readSelection(
  valueFor: (name: SettingName) => string | undefined,
  catalogue: readonly ToolFacts[],
  problems: string[],
): Selection {
  const readList = <T>(name: SettingName, words: readonly string[], expand: (word: string) => readonly T[]) => {
    const value = valueFor(name);
    if (value === undefined) return undefined;
    const parts = [...new Set(partsOf(value))];
    if (parts.length === 0) problems.push(`${name}: "${value}" names nothing.`);
    return parts.flatMap((part) => {
      const matches = expand(part);
      if (matches.length > 0) return matches;
      const wordList = words.length <= 40 ? ` Known: ${words.join(', ')}.` : ' `puzzel-mcp tools` lists them.';
      problems.push(`${name}: "${part}" is not known.${didYouMean(part, words)}${wordList}`);
      return [];
    });
  };
  const names = [statusToolName, ...catalogue.map(({ name }) => name)];
  const tags = [...new Set(catalogue.flatMap(({ vendor, tag }) => [vendor, tag]))].sort();
  const byName = (name: SettingName) =>
    readList(name, names, (part) => names.filter((tool) => matchesPattern(part, tool)));
  return {
    methods: readList('PUZZEL_MCP_METHODS', Object.keys(methodWords), (part) => effectsFor(part.toLowerCase())),
    tags: readList('PUZZEL_MCP_TAGS', tags, (part) => tags.filter((tag) => tag === part.toLowerCase())),
    tools: byName('PUZZEL_MCP_TOOLS'),
    exclude: byName('PUZZEL_MCP_EXCLUDE_TOOLS') ?? [],
    readOnly: readSwitch(valueFor('PUZZEL_MCP_READ_ONLY'), problems),
  };
}

/** The setting that keeps a tool out, if any: exclusion and read-only, then names, which beat tags and methods. */
export function keptOutBy(tool: FilteredTool, selection: Selection): SettingName | undefined {
  if (selection.exclude.includes(tool.name)) return 'PUZZEL_MCP_EXCLUDE_TOOLS';
  if (selection.readOnly && !isRead(tool)) return 'PUZZEL_MCP_READ_ONLY';
  if (selection.tools) return selection.tools.includes(tool.name) ? undefined : 'PUZZEL_MCP_TOOLS';
  if (selection.tags && !selection.tags.some((tag) => tag === tool.tag || tag === tool.vendor))
    return 'PUZZEL_MCP_TAGS';
  return (selection.methods?.includes(tool.effect) ?? true) ? undefined : 'PUZZEL_MCP_METHODS';
}

export const isSelected = (tool: FilteredTool, selection: Selection): boolean =>
  keptOutBy(tool, selection) === undefined;

/** The one tool that belongs to no vendor. Filters by tag and method do not apply to it; filters by name do. */
export const statusToolName = 'server_status';

export const isStatusSelected = ({ exclude, tools }: Selection): boolean =>
  !exclude.includes(statusToolName) && (tools?.includes(statusToolName) ?? true);

/** Whether a name fits a pattern, in which * stands for any characters. Each part is taken where it first fits. */
export function matchesPattern(pattern: string, name: string): boolean {
  const [start = '', ...parts] = pattern.split('*');
  const end = parts.pop();
  if (end === undefined) return pattern === name;
  let at = name.startsWith(start) ? start.length : -1;
  for (const part of parts) at = at < 0 ? at : afterNext(part, name, at);
  return at >= 0 && at + end.length <= name.length && name.endsWith(end);
}

/** The index after the next occurrence of a part; -1 when there is none. */
function afterNext(part: string, name: string, from: number): number {
  const at = name.indexOf(part, from);
  return at < 0 ? at : at + part.length;
}

function readSwitch(value: string | undefined, problems: string[]): boolean {
  if (value === undefined || /^(0|false|no|off)$/i.test(value)) return false;
  if (!/^(1|true|yes|on)$/i.test(value)) problems.push(`PUZZEL_MCP_READ_ONLY: "${value}" is neither true nor false.`);
  return true;
}
