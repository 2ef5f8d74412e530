import * as z from 'zod';
import { Failure } from '../../failure.js';
import { isObject } from '../../json.js';
import { didYouMean } from '../../nearest.js';
import type { OutputSchema } from '../output.js';
import { membersOf } from '../words.js';
import { contentTypes, timelineItem } from './timeline.js';
import { outputFromZod } from './zod-output.js';

/** A text; a member of any other type counts as absent. */
const words = z.string().optional().catch(undefined);

/** Files of custom channels lie at public addresses; no operation fetches them. */
const files = z
  .array(z.object({ url: words, fileName: words }).optional().catch(undefined))
  .optional()
  .catch(undefined);

/** Where the content types keep text and files; every member may be missing or of another form. */
const content = z.object({
  type: words,
  // A text for messages and e-mails, an object for custom channels.
  content: z
    .union([z.string(), z.object({ text: words, caption: words, files })])
    .optional()
    .catch(undefined),
  body: words,
  title: words,
  subject: words,
  recordingStatus: words,
  recordingSummary: z.object({ status: words, summary: words }).optional().catch(undefined),
  attachments: z
    .array(z.object({ id: words, filename: words }).optional().catch(undefined))
    .optional()
    .catch(undefined),
});

const entry = z.looseObject({ id: words, timestamp: words, content: content.optional().catch(undefined) });

/** How to get what a result cannot hold: a call, or a public address for a browser. */
export type Fetch =
  | { what: string; tool: string; arguments: { id: string; item_id?: string } }
  | { what: string; url: string };

/** What {@link forModel} makes of a documented entry. */
const shownItem = timelineItem.extend({
  text: z.string().optional().meta({ description: 'what was said or written, wherever the content keeps it' }),
  fetch: z
    .array(z.looseObject({ what: z.string() }))
    .optional()
    .meta({
      description:
        'calls {what, tool, arguments} that fetch recording, transcript and attachments; {what, url} for files at a public address',
    }),
});

/** An entry as results show it. Built on first use: at the start it would cost milliseconds. */
export const itemOutput: OutputSchema = {
  get properties() {
    return outputFromZod(shownItem).properties ?? {};
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

/** The calls and addresses for what an entry has beside its words; none for what does not exist. */
function fetchesOf({ id, content: of }: z.infer<typeof entry>): Fetch[] {
  if (of === undefined) return [];
  const linked = typeof of.content === 'object' ? (of.content.files ?? []) : [];
  const addresses = linked.flatMap((one): Fetch[] =>
    one?.url !== undefined && /^https?:/i.test(one.url) ? [{ what: one.fileName ?? 'file', url: one.url }] : [],
  );
  if (id === undefined) return addresses;
  const attached = (of.attachments ?? []).flatMap((one): Fetch[] => {
    if (one?.id === undefined) return [];
    const tool = 'gladly_conversation_attachments_download';
    return [{ what: one.filename ?? 'attachment', tool, arguments: { item_id: id, id: one.id } }];
  });
  const recorded: Fetch[] =
    of.recordingStatus === 'AVAILABLE'
      ? [{ what: 'recording', tool: 'gladly_conversation_recordings_download', arguments: { id } }]
      : [];
  // A summary is made from the transcript (inferred); most calls without a summary have no transcript.
  const transcribed: Fetch[] =
    recorded.length > 0 && of.recordingSummary?.status === 'READY'
      ? [{ what: 'transcript', tool: 'get_single_gladly_voice_transcript_by_id', arguments: { id } }]
      : [];
  return [...addresses, ...attached, ...recorded, ...transcribed];
}

/** How the entries of a conversation are narrowed here. */
export interface ItemSelection {
  types?: readonly string[] | undefined;
  since?: string | undefined;
  from_end?: number | undefined;
}

/** The items of these content types, not before `since`, the last `from_end` of them; oldest first, as they came. */
export function selected(items: unknown, { types, since, from_end }: ItemSelection): unknown {
  if (!Array.isArray(items)) return items;
  if (!types?.length && since === undefined) return lastOf(items, from_end);
  const wanted = types?.length ? knownTypes(types, items) : undefined;
  const from = since === undefined ? undefined : Date.parse(since);
  const kept = items.filter((item) => {
    if (!isObject(item) || (wanted !== undefined && !wanted.has(typeIn(item)))) return false;
    const { timestamp } = item;
    // An entry without a readable time is shown rather than lost.
    return from === undefined || !(typeof timestamp === 'string' && Date.parse(timestamp) < from);
  });
  return lastOf(kept, from_end);
}

/** The last `count` of a list, all without a count. */
export function lastOf<T>(all: readonly T[], count: number | undefined): readonly T[] {
  return count === undefined ? all : all.slice(Math.max(0, all.length - count));
}

const typeIn = (item: unknown): unknown => membersOf(membersOf(item).content).type;

/** A misspelt type would look like an empty conversation; one that the vendor added is fine where it occurs. */
function knownTypes(types: readonly string[], items: readonly unknown[]): Set<unknown> {
  const present = new Set(items.map(typeIn));
  const wanted = types.map((type) => type.trim().toUpperCase());
  for (const type of wanted) {
    if (contentTypes.some((known) => known === type) || present.has(type)) continue;
    throw new Failure(
      'invalid_input',
      `There is no content type "${type.slice(0, 64)}".${didYouMean(type.slice(0, 64), contentTypes)}`,
      {
        hint: `Content types: ${contentTypes.join(', ')}.`,
      },
    );
  }
  return new Set(wanted);
}
