import type { ManifestEntry } from '../../tools/manifest.js';
import { clientLimits } from '../client-facts.js';

/** Tags that a person on shift needs, the most needed first. */
const everydayOrder = [
  'realtime',
  'queues',
  'missed-calls',
  'tasks',
  'requests',
  'customers',
  'conversations',
  'communications',
  'users',
  'inboxes',
  'calls',
];

export interface TagGroup {
  tag: string;
  tools: number;
  tokens: number;
}

/** The tags of these tools, in the catalogue's order, and what each costs a model to read. */
export function tagGroups(tools: readonly ManifestEntry[]): TagGroup[] {
  const groups = new Map<string, TagGroup>();
  for (const { tag, tokens } of tools) {
    const group = groups.get(tag) ?? { tag, tools: 0, tokens: 0 };
    groups.set(tag, { tag, tools: group.tools + 1, tokens: group.tokens + tokens });
  }
  return [...groups.values()];
}

/** How many tools the client offers a model at most; undefined when it has no such limit. @param title of the client */
export const toolLimitOf = (title: string): number | undefined =>
  clientLimits.find(({ client }) => client === title)?.tools;

/** The most needed everyday tags that together have at most `most` tools. */
export function everydayTags(groups: readonly TagGroup[], most: number): string[] {
  let left = most;
  return everydayOrder.filter((tag) => {
    const tools = groups.find((group) => group.tag === tag)?.tools;
    if (tools === undefined || tools > left) return false;
    left -= tools;
    return true;
  });
}

/** What to say when a client will not offer all of these tools; undefined when it will. */
export function tooManyTools(title: string, tools: readonly ManifestEntry[]): string | undefined {
  const most = toolLimitOf(title);
  if (most === undefined || tools.length <= most) return undefined;
  const groups = tagGroups(tools);
  const tags = everydayTags(groups, most);
  const count = groups.filter(({ tag }) => tags.includes(tag)).reduce((sum, group) => sum + group.tools, 0);
  return `${tools.length} tools, but ${title} offers a model at most ${most} of all servers together. Choose some, for example --tags ${tags.join(',')} (${count} tools); \`puzzel-mcp tools\` lists the tags.`;
}
