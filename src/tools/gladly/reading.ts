import * as z from 'zod';
import { Failure } from '../../failure.js';
import type { Arguments } from '../../http/route.js';
import { didYouMean } from '../../nearest.js';
import type { OutputSchema } from '../output.js';
import { documented } from './documented.js';
import { contentTypes, timelineItem } from './timeline.js';

/** A member that is anything else counts as absent. */
const words = z.string().optional().catch(undefined);

/** Where the content types keep text and files; every member may be missing or of another form. */
const content = z.object({
  type: words,
  // A text for messages and e-mails, an object for custom channels.
  content: z
    .union([z.string(), z.object({ text: words, caption: words })])
    .optional()
    .catch(undefined),
  body: words,
  title: words,
  subject: words,
  recordingStatus: words,
  recordingSummary: z.object({ summary: words }).optional().catch(undefined),
  attachments: z
    .array(z.object({ id: words, filename: words }).optional().catch(undefined))
    .optional()
    .catch(undefined),
});

const entry = z.looseObject({ id: words, timestamp: words, content: content.optional().catch(undefined) });

/** How to get what a result cannot hold. */
export interface Fetch {
  what: string;
  tool: string;
  arguments: { id: string; item_id?: string };
}

/** What {@link forModel} makes of a documented entry. */
const shownItem = timelineItem.extend({
  text: z.string().optional().meta({ description: 'what was said or written, wherever the content keeps it' }),
  fetch: z
    .array(z.object({ what: z.string(), tool: z.string(), arguments: z.looseObject({}) }))
    .optional()
    .meta({ description: 'calls {what, tool, arguments} that fetch recording, transcript and attachments' }),
});

/** An entry as results show it. Made when somebody asks: at start it would cost milliseconds. */
export const itemOutput: OutputSchema = {
  get properties() {
    return documented(shownItem).properties ?? {};
  },
};

/**
 * An entry with its words in one place (`text`) and the calls that fetch its files (`fetch`), beside what the vendor
 * sent. Entries of unknown kinds and forms pass through; it never throws.
 */
export function forModel(item: unknown): unknown {
  const read = entry.safeParse(item);
  if (!read.success || typeof item !== 'object' || item === null) return item;
  const text = textOf(read.data.content);
  const fetch = fetchesOf(read.data);
  return { ...item, ...(text === undefined ? {} : { text }), ...(fetch.length === 0 ? {} : { fetch }) };
}

function textOf(of: z.infer<typeof content> | undefined): string | undefined {
  if (of === undefined) return undefined;
  const said = typeof of.content === 'string' ? of.content : (of.content?.text ?? of.content?.caption);
  return [said, of.body, of.recordingSummary?.summary, of.title, of.subject].find(
    (words) => words !== undefined && words !== '',
  );
}

function fetchesOf({ id, content: of }: z.infer<typeof entry>): Fetch[] {
  if (id === undefined || of === undefined) return [];
  const files = (of.attachments ?? []).flatMap((attachment) =>
    attachment?.id === undefined
      ? []
      : [
          {
            what: attachment.filename ?? 'attachment',
            tool: 'gladly_conversation_attachments_download',
            arguments: { item_id: id, id: attachment.id },
          },
        ],
  );
  if (of.recordingStatus !== 'AVAILABLE') return files;
  return [
    ...files,
    { what: 'recording', tool: 'gladly_conversation_recordings_download', arguments: { id } },
    { what: 'transcript', tool: 'get_single_gladly_voice_transcript_by_id', arguments: { id } },
  ];
}

const selection = z.object({
  types: z.array(z.string()).optional(),
  since: z.string().optional(),
  from_end: z.number().optional(),
});

/** Those of the given content types, not before `since`, the last `from_end` of them; oldest first, as they came. */
export function selected(items: unknown, args: Arguments): unknown {
  if (!Array.isArray(items)) return items;
  const { types, since, from_end } = selection.parse(args);
  const wanted = types === undefined ? undefined : knownTypes(types, items);
  const from = since === undefined ? undefined : Date.parse(since);
  const kept = items.filter((item) => {
    const read = entry.safeParse(item);
    if (!read.success) return wanted === undefined && from === undefined;
    const { content: of, timestamp } = read.data;
    if (wanted !== undefined && !(of?.type !== undefined && wanted.has(of.type))) return false;
    // An entry without a readable time is shown rather than lost.
    return from === undefined || !(Date.parse(timestamp ?? '') < from);
  });
  return lastOf(kept, from_end);
}

/** The last `count` of a list, all without a count. */
export function lastOf<T>(all: readonly T[], count: number | undefined): readonly T[] {
  return count === undefined ? all : all.slice(Math.max(0, all.length - count));
}

/** A misspelt type would look like an empty conversation; one that the vendor added is fine where it occurs. */
function knownTypes(types: readonly string[], items: readonly unknown[]): Set<string> {
  const present = new Set(items.map((item) => entry.safeParse(item).data?.content?.type));
  const wanted = types.map((type) => type.trim().toUpperCase());
  for (const type of wanted) {
    if (contentTypes.some((known) => known === type) || present.has(type)) continue;
    throw new Failure('invalid_input', `There is no content type "${type}".${didYouMean(type, contentTypes)}`, {
      hint: `Content types: ${contentTypes.join(', ')}.`,
    });
  }
  return new Set(wanted);
}
