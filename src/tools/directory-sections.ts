/** One section of the tenant directory: the records of a list tool, whose ids other tools need. */
export interface Section {
  tool: string;
  /** The members of a record that are kept. */
  fields: readonly string[];
  /** The member by which people know a record. */
  label: string;
}

/** The lists whose ids and names other tools take, by section. */
export const sections = {
  queues: { tool: 'list_all_puzzel_queues', fields: ['id', 'key', 'description'], label: 'description' },
  visual_queues: { tool: 'list_all_puzzel_visual_queues', fields: ['id', 'description'], label: 'description' },
  user_groups: { tool: 'list_all_puzzel_user_groups', fields: ['id', 'name'], label: 'name' },
  inboxes: { tool: 'list_all_gladly_inboxes', fields: ['id', 'name'], label: 'name' },
  teams: { tool: 'list_all_gladly_teams', fields: ['id', 'name'], label: 'name' },
  topics: { tool: 'list_all_gladly_topics', fields: ['id', 'name', 'parentId'], label: 'name' },
} as const satisfies Record<string, Section>;

export type SectionName = keyof typeof sections;

/** The sections whose list tool is among the given tools. */
export function sectionsOf(tools: readonly { name: string }[]): SectionName[] {
  const names = new Set(tools.map(({ name }) => name));
  return (Object.keys(sections) as SectionName[]).filter((section) => names.has(sections[section].tool));
}
