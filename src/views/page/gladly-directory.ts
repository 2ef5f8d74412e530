import { useEffect, useRef, useState } from 'preact/hooks';
import * as z from 'zod';
import { records } from './answer.js';
import type { Connection } from './connection.js';
import { knownZone } from './format.js';
import type { Item } from './item.js';
import { readWholeList } from './whole-list.js';

/** What the page needs besides the entries of a conversation, as far as this login may read it. */
export interface Directory {
  /** Names of agents and topics by id. */
  names: ReadonlyMap<string, string>;
  /** The time zone of the organization, if the browser knows it. */
  timeZone: string | undefined;
}

const tools = {
  organization: 'list_all_gladly_organization',
  agents: 'list_all_gladly_agents',
  topics: 'list_all_gladly_topics',
};
const organizationSchema = z.object({ timezone: z.string() });
const namedSchema = z.object({ id: z.string(), name: z.string() });

/**
 * Reads the organization's zone, and the agents and the topics where the conversation needs their names. What could not be
 * read is requested again with the conversation's next answer; until then its ids are shown.
 */
export function useDirectory(connection: Connection, items: readonly Item[]): Directory {
  const [directory, setDirectory] = useState<Directory>({ names: new Map(), timeZone: undefined });
  const askedTools = useRef(new Set<string>());
  useEffect(() => {
    if (!connection.canCall || items.length === 0) return;
    for (const tool of toolsFor(items)) {
      if (askedTools.current.has(tool)) continue;
      askedTools.current.add(tool);
      const call =
        tool === tools.organization
          ? connection.call(tool, {})
          : readWholeList(connection.call, tool, { fields: ['id', 'name'] }, false);
      call.then((answer) => {
        if (!answer.ok) askedTools.current.delete(tool);
        else setDirectory((current) => withAnswer(current, tool, answer.result));
      });
    }
  }, [connection, items]);
  return directory;
}

function toolsFor(items: readonly Item[]): string[] {
  const needsAgents = items.some(({ initiator }) => initiator?.type === 'AGENT' && initiator.name === undefined);
  const needsTopics = items.some(({ content }) => content?.type === 'TOPIC_CHANGE');
  return [tools.organization, ...(needsAgents ? [tools.agents] : []), ...(needsTopics ? [tools.topics] : [])];
}

function withAnswer(directory: Directory, tool: string, result: unknown): Directory {
  if (tool === tools.organization) {
    const timeZone = organizationSchema.safeParse(result).data?.timezone;
    return { ...directory, timeZone: knownZone(timeZone) };
  }
  const namesById = records(result).flatMap((record) => {
    const parsed = namedSchema.safeParse(record);
    return parsed.success ? [[parsed.data.id, parsed.data.name] as const] : [];
  });
  return { ...directory, names: new Map([...directory.names, ...namesById]) };
}
