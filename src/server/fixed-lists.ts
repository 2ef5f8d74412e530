import type { Prompt } from '../prompts/define.js';
import { type SectionName, sections } from '../tools/orientation.js';

/** The entry of a prompt in `prompts/list`. */
export const listedPrompt = ({ name, title, description, arguments: all }: Prompt) => ({
  name,
  title,
  description,
  arguments: Object.entries(all).map(([argument, { description: about, required = false }]) => ({
    name: argument,
    description: about,
    required,
  })),
});

export const orientationUri = 'puzzel-mcp://orientation';

const orientationResource = {
  uri: orientationUri,
  name: 'orientation',
  title: 'Ids of this tenant',
  description:
    'Queues, visual queues, user groups, inboxes, teams and topics with their ids: read it once instead of five lists.',
  mimeType: 'application/json',
};

/** The resources that are there before anything was saved. */
export const standingResources = (offered: readonly SectionName[]) => (offered.length > 0 ? [orientationResource] : []);

/** The sections of the orientation whose tools are there. */
export function sectionsOf(tools: readonly { name: string }[]): SectionName[] {
  const names = new Set(tools.map(({ name }) => name));
  return (Object.keys(sections) as SectionName[]).filter((section) => names.has(sections[section].tool));
}
