import * as z from 'zod';
import { optionalText, records } from './answer.js';
import { numberIn } from './table.js';

const textsSchema = z.array(z.string()).catch([]);

const toolFetchSchema = z.object({ what: z.string(), tool: z.string(), arguments: z.record(z.string(), z.unknown()) });
/** What an entry has besides its text: a file or transcript that a tool fetches, or a file at an address of the vendor. */
const fetchSchema = z.union([toolFetchSchema, z.object({ what: z.string(), url: z.string() })]);

const contentSchema = z.object({
  type: optionalText,
  subject: optionalText,
  title: optionalText,
  status: z
    .union([z.string(), z.object({ value: optionalText })])
    .optional()
    .catch(undefined),
  answeredAt: optionalText,
  completedAt: optionalText,
  recordingStatus: optionalText,
  recordingDuration: z.union([z.number(), z.string()]).transform(numberIn).optional().catch(undefined),
  addedTopicIds: textsSchema,
  removedTopicIds: textsSchema,
  addedTopicNames: textsSchema,
  removedTopicNames: textsSchema,
});

const itemSchema = z.object({
  id: optionalText,
  timestamp: optionalText,
  text: optionalText,
  initiator: z.object({ type: optionalText, name: optionalText, id: optionalText }).optional().catch(undefined),
  fetch: z
    .array(z.unknown())
    .catch([])
    .transform((list) =>
      list.flatMap((entry) => {
        const fetch = fetchSchema.safeParse(entry);
        return fetch.success ? [fetch.data] : [];
      }),
    ),
  content: contentSchema.optional().catch(undefined),
});

/** The members of an entry that the page uses. The text is asked for as `text`, and not once more in `content`. */
export const itemFields = [
  ...Object.keys(itemSchema.shape).filter((name) => name !== 'content'),
  ...Object.keys(contentSchema.shape).map((name) => `content.${name}`),
];

export type ToolFetch = z.infer<typeof toolFetchSchema>;
export type Item = z.infer<typeof itemSchema> & { key: string };

/** Of the tools that an entry names in `fetch`, the page calls only these and `transcriptTool`. */
export const saveTools = new Set([
  'gladly_conversation_attachments_download',
  'gladly_conversation_recordings_download',
]);
export const transcriptTool = 'get_single_gladly_voice_transcript_by_id';

export const readItems = (result: unknown): Item[] =>
  records(result).map((record, index) => {
    const item = itemSchema.parse(record);
    return { ...item, key: item.id ?? `${item.timestamp ?? ''}#${index}` };
  });

/** Names by id, see gladly-directory.ts. */
type Names = ReadonlyMap<string, string>;

type Side = 'customer' | 'agent' | 'centre';

/** On which side of the page an entry stands: the customer's, the agent's, or in the centre for notes and events. */
export function sideOf({ initiator, content }: Item): Side {
  const type = content?.type ?? '';
  if (/(NOTE|CHANGE|TASK|ACTIVITY|EVENT|REMOVED|ADDED)/.test(type)) return 'centre';
  if (initiator?.type === 'CUSTOMER' || initiator?.type === 'EXTERNAL') return 'customer';
  return initiator?.type === undefined ? 'centre' : 'agent';
}

const initiatorLabels: Record<string, string> = {
  AGENT: 'Agent',
  API: 'Another system',
  AUTOMATION: 'Automation',
  CUSTOMER: 'Customer',
  INTERNAL: 'Colleague',
  EXTERNAL: 'Third party',
  SYSTEM: 'System',
};

export const whoOf = ({ initiator }: Item, names: Names): string =>
  initiator?.name ??
  names.get(initiator?.id ?? '') ??
  (initiator?.id === 'SIDEKICK_V2' ? 'Gladly AI' : (initiatorLabels[initiator?.type ?? ''] ?? 'Unknown'));

const typeLabels: Record<string, string> = {
  CHAT_MESSAGE: 'chat',
  EMAIL: 'e-mail',
  SMS: 'text message',
  PHONE_CALL: 'phone call',
  VOICEMAIL: 'voicemail',
  CONVERSATION_NOTE: 'note',
  CONVERSATION_STATUS_CHANGE: 'status',
  TOPIC_CHANGE: 'topics',
  CUSTOMER_ACTIVITY: 'activity',
  TASK: 'task',
  WHATSAPP: 'WhatsApp',
  FACEBOOK_MESSAGE: 'Facebook',
  INSTAGRAM_DIRECT: 'Instagram',
  TWITTER: 'X',
  VOICE_AI_MESSAGE: 'voice assistant',
  TEXT: 'message',
  FILES: 'files',
};

/** What kind of entry it is: the channel of a message, or an event. */
export const typeInWords = ({ content }: Item): string =>
  typeLabels[content?.type ?? ''] ?? (content?.type ?? 'entry').toLowerCase().replaceAll('_', ' ');

/** What happened, for an entry that is an event and no message. */
export function eventOf({ content, text }: Item, names: Names): string {
  const namesOf = (ids: readonly string[]) => ids.map((id) => names.get(id) ?? id);
  if (content === undefined) return text ?? 'An entry of an unknown form.';
  const { addedTopicIds, addedTopicNames, removedTopicIds, removedTopicNames, status } = content;
  const addedTopics = addedTopicNames.length > 0 ? addedTopicNames : namesOf(addedTopicIds);
  const removedTopics = removedTopicNames.length > 0 ? removedTopicNames : namesOf(removedTopicIds);
  if (content.type === 'TOPIC_CHANGE') {
    return (
      [
        addedTopics.length > 0 && `Topic added: ${addedTopics.join(', ')}`,
        removedTopics.length > 0 && `Topic removed: ${removedTopics.join(', ')}`,
      ]
        .filter(Boolean)
        .join('. ') || 'The topics were changed.'
    );
  }
  if (content.type === 'CONVERSATION_STATUS_CHANGE' && typeof status === 'string') {
    return `The conversation is ${status.toLowerCase()} now.`;
  }
  return [content.title, text].filter(Boolean).join(': ') || 'No text.';
}
