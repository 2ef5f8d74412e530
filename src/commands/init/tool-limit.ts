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
  toolCount: number;
  tokens: number;
}

/** The tags of these tools, in the catalogue's order, and what each costs a model to read. */
export function tagGroups(tools: readonly ManifestEntry[]): TagGroup[] {
  const groups = new Map<string, TagGroup>();
  for (const { tag, tokens } of tools) {
    const group = groups.get(tag) ?? { tag, toolCount: 0, tokens: 0 };
    groups.set(tag, { tag, toolCount: group.toolCount + 1, tokens: group.tokens + tokens });
  }
  return [...groups.values()];
}

/** How many tools the client offers a model at most; undefined when it has no such limit. @param title of the client */
export const toolLimitOf = (title: string): number | undefined =>
  clientLimits.find(({ client }) => client === title)?.maxTools;

/** One: `server_status` belongs to no tag. */
const untaggedToolCount = 1;

/** Whether a client that offers at most `maxTools` tools offers all of these and `server_status`. */
export const fitsLimit = (tools: readonly ManifestEntry[], maxTools: number): boolean =>
  tools.length + untaggedToolCount <= maxTools;

/** The most needed everyday tags that leave room for `server_status` under this limit. */
export function everydayTags(groups: readonly TagGroup[], maxTools: number): string[] {
  let toolsLeft = maxTools - untaggedToolCount;
  return everydayOrder.filter((tag) => {
    const toolCount = groups.find((group) => group.tag === tag)?.toolCount;
    if (toolCount === undefined || toolCount > toolsLeft) return false;
    toolsLeft -= toolCount;
    return true;
  });
}

/** What to say when a client will not offer all of these tools; undefined when it will. */
export function toolLimitRemark(title: string, tools: readonly ManifestEntry[]): string | undefined {
  const maxTools = toolLimitOf(title);
  if (maxTools === undefined || fitsLimit(tools, maxTools)) return undefined;
  const groups = tagGroups(tools);
  const tags = everydayTags(groups, maxTools);
  const count = groups.filter(({ tag }) => tags.includes(tag)).reduce((sum, group) => sum + group.toolCount, 0);
  return `${tools.length + untaggedToolCount} tools, but ${title} offers a model at most ${maxTools} of all servers together. Choose some, for example --tags ${tags.join(',')} (${count} tools); \`puzzel-mcp tools\` lists the tags.`;
}
