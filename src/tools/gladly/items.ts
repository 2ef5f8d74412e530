import * as z from 'zod';
import { Failure } from '../../failure.js';
import { isObject } from '../../json.js';
import { didYouMean } from '../../nearest.js';
import { membersOf } from '../members.js';
import { lastOf } from './from-end.js';
import { contentTypes } from './timeline.js';

/* The items of a timeline as a model gets them. */

/** A text; a member of any other type counts as absent. */
const maybeText = z.string().optional().catch(undefined);

/** Files of custom channels lie at public addresses; no operation fetches them. */
const files = z
  .array(z.object({ url: maybeText, fileName: maybeText }).optional().catch(undefined))
  .optional()
  .catch(undefined);

/** Where the content types keep text and files; every member may be missing or of another type. */
const contentSchema = z.object({
  type: maybeText,
  // A text for messages and e-mails, an object for custom channels.
  content: z
    .union([z.string(), z.object({ text: maybeText, caption: maybeText, files })])
    .optional()
    .catch(undefined),
  body: maybeText,
  title: maybeText,
  subject: maybeText,
  recordingStatus: maybeText,
  recordingSummary: z.object({ status: maybeText, summary: maybeText }).optional().catch(undefined),
  attachments: z
    .array(z.object({ id: maybeText, filename: maybeText }).optional().catch(undefined))
    .optional()
    .catch(undefined),
});

const itemSchema = z.looseObject({ id: maybeText, content: contentSchema.optional().catch(undefined) });

/** How to get what a result cannot hold: a call, or a public address for a browser. */
type Fetch =
  | { what: string; tool: string; arguments: { id: string; item_id?: string } }
  | { what: string; url: string };

/**
 * An item with its words in one place (`text`) and what fetches its files (`fetch`), beside what the vendor sent. Never
 * throws: an item of an unknown type is searched in the same places, and anything but an object passes through.
 */
export function withTextAndFetch(item: unknown): unknown {
  const parsed = itemSchema.safeParse(item);
  if (!parsed.success || typeof item !== 'object' || item === null) return item;
  const text = textOf(parsed.data.content);
  const fetch = fetchesOf(parsed.data);
  return { ...item, ...(text === undefined ? {} : { text }), ...(fetch.length === 0 ? {} : { fetch }) };
}

function textOf(content: z.infer<typeof contentSchema> | undefined): string | undefined {
  if (content === undefined) return undefined;
  const { content: inner, body, recordingSummary, title, subject } = content;
  const message = typeof inner === 'string' ? inner : (inner?.text ?? inner?.caption);
  return [message, body, recordingSummary?.summary, title, subject].find((text) => text !== undefined && text !== '');
}

/** How to get what an item has beside its words: files, recording and transcript, as far as they exist. */
function fetchesOf({ id, content }: z.infer<typeof itemSchema>): Fetch[] {
  if (content === undefined) return [];
  const linkedFiles = typeof content.content === 'object' ? (content.content.files ?? []) : [];
  const addresses = linkedFiles.flatMap((one): Fetch[] =>
    one?.url !== undefined && /^https?:/i.test(one.url) ? [{ what: one.fileName ?? 'file', url: one.url }] : [],
  );
  if (id === undefined) return addresses;
  const attachments = (content.attachments ?? []).flatMap((one): Fetch[] => {
    if (one?.id === undefined) return [];
    const tool = 'gladly_conversation_attachments_download';
    return [{ what: one.filename ?? 'attachment', tool, arguments: { item_id: id, id: one.id } }];
  });
  const recordings: Fetch[] =
    content.recordingStatus === 'AVAILABLE'
      ? [{ what: 'recording', tool: 'gladly_conversation_recordings_download', arguments: { id } }]
      : [];
  // A summary is made from the transcript (inferred); most calls without a summary have no transcript.
  const transcripts: Fetch[] =
    recordings.length > 0 && content.recordingSummary?.status === 'READY'
      ? [{ what: 'transcript', tool: 'get_single_gladly_voice_transcript_by_id', arguments: { id } }]
      : [];
  return [...addresses, ...attachments, ...recordings, ...transcripts];
}

/** Which items of a conversation are wanted. */
interface ItemSelection {
  types?: readonly string[] | undefined;
  since?: string | undefined;
  from_end?: number | undefined;
}

/** The items of these content types, not before `since`, the last `from_end` of them; oldest first, as they came. */
export function selectItems(items: unknown, { types, since, from_end }: ItemSelection): unknown {
  if (!Array.isArray(items)) return items;
  if (!types?.length && since === undefined) return lastOf(items, from_end);
  const wantedTypes = types?.length ? vendorTypes(types, items) : undefined;
  const sinceMs = since === undefined ? undefined : Date.parse(since);
  const selectedItems = items.filter((item) => {
    if (!isObject(item) || (wantedTypes !== undefined && !wantedTypes.has(contentTypeOf(item)))) return false;
    const { timestamp } = item;
    // An item without a readable time is shown rather than lost.
    return sinceMs === undefined || !(typeof timestamp === 'string' && Date.parse(timestamp) < sinceMs);
  });
  return lastOf(selectedItems, from_end);
}

const contentTypeOf = (item: unknown): unknown => membersOf(membersOf(item).content).type;

/**
 * Content types in the vendor's spelling. A type that the vendor has added is accepted when one of the items has it.
 * @throws Failure `invalid_input` for any other type: its empty result would look like an empty conversation
 */
function vendorTypes(types: readonly string[], items: readonly unknown[]): Set<unknown> {
  const typesOfItems = new Set(items.map(contentTypeOf));
  const spelledTypes = types.map((type) => type.trim().toUpperCase());
  for (const type of spelledTypes) {
    if (contentTypes.includes(type) || typesOfItems.has(type)) continue;
    const excerpt = type.slice(0, 64);
    throw new Failure('invalid_input', `There is no content type "${excerpt}".${didYouMean(excerpt, contentTypes)}`, {
      hint: `Content types: ${contentTypes.join(', ')}.`,
    });
  }
  return new Set(spelledTypes);
}
