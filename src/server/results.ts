import { pathToFileURL } from 'node:url';
import { Failure } from '../failure.js';
import type { SavedFile } from '../http/download.js';
import { isRows } from '../http/long-list.js';
import type { Arguments } from '../http/route.js';
import type { Redactor } from '../redact.js';
import { type Callable, isPaged, type Outcome } from '../tools/define.js';
import { fitting, type Measured, maxTokens, roomForData, roomUnasked, shrink } from './budget.js';
import { checkFields, pick } from './fields.js';
import { cursorAt, type Snapshot, type SnapshotStore } from './paging.js';

/** What a call is going to answer, as the vendor worded it. */
export interface Draft {
  structured: Record<string, unknown>;
  /** The JSON of that. */
  json: string;
  isError: boolean;
  file?: SavedFile;
  /** The result holds text that customers, or others outside the company, wrote. */
  untrusted?: boolean;
}

/** What a call answers: the same without secrets. */
export interface Answer extends Draft {
  /** The file as it may be named. */
  link?: SavedFile;
}

/**
 * Marks results with text from outside, for hosts that show or filter it. It stands beside the content, where no text of
 * a customer gets: that is always a JSON string inside `result`.
 */
export const untrustedMark = 'puzzel-mcp/untrusted';

/** What every answer passes: the lists that are kept for paging, and the secrets that must not leave. */
export interface Presenter {
  store: SnapshotStore;
  redactor: Redactor;
}

const defaultLimit = 50;

/** The envelope of a success: the data, one page of it, or the file that it was written to. */
export const success = (tool: Callable, args: Arguments, outcome: Outcome, presenter: Presenter): Draft =>
  marked(tool, presented(tool, args, outcome, presenter));

/** The next page of a list that was kept. `limit` and `fields` are those of the page before unless given anew. */
export const nextPage = (tool: Callable, args: Arguments, presenter: Presenter): Draft =>
  marked(tool, continued(tool, args, presenter));

const marked = ({ customerText }: Callable, answer: Draft): Draft =>
  customerText === true ? { ...answer, untrusted: true } : answer;

function presented(tool: Callable, args: Arguments, outcome: Outcome, { store, redactor }: Presenter): Draft {
  const shown = outcome.shown ?? asItIs;
  if (outcome.file) {
    const more = typeof outcome.data === 'object' && outcome.data !== null ? outcome.data : {};
    return { ...enveloped(fitted(shown({ ...outcome.file, ...more }), redactor), {}), file: outcome.file };
  }
  const data = isPaged(tool) ? listIn(outcome.data) : outcome.data;
  if (!isPaged(tool) || !isRows(data)) return whole(tool, args, shown(data) ?? null, outcome, redactor);
  const fields = args.fields as string[] | undefined;
  if (fields) checkFields(fields, data, tool.output);
  const { limit, cursor: _cursor, fields: _fields, ...own } = args;
  const snapshot: Snapshot = {
    tool: tool.name,
    args: own,
    rows: data,
    limit: limit as number | undefined,
    fields,
    shown,
    notes: notesOf(outcome),
  };
  return page(snapshot, 0, redactor, () => store.keep(snapshot));
}

const asItIs = (data: unknown): unknown => data;

function continued(tool: Callable, args: Arguments, { store, redactor }: Presenter): Draft {
  const { id, snapshot, offset } = store.find(tool, args);
  const { limit = snapshot.limit, fields } = args as Pick<Snapshot, 'limit' | 'fields'>;
  if (fields) checkFields(fields, snapshot.rows, tool.output);
  return page({ ...snapshot, limit, fields: fields ?? snapshot.fields }, offset, redactor, () => id);
}

function page(snapshot: Snapshot, offset: number, redactor: Redactor, keep: () => string): Draft {
  const { rows, limit, fields, shown, notes } = snapshot;
  const wanted = rows.slice(offset, offset + (limit ?? defaultLimit));
  const ready = (some: readonly unknown[]) => some.map((row) => shown(fields ? pick(row, fields) : row));
  const room = limit === undefined ? roomUnasked : roomForData;
  const all = fitting(wanted, ready, room);
  // What hides in texts is counted for what stands for it in the end, which is shorter.
  const chosen = all.value.length === wanted.length ? all : fitting(wanted, (some) => redactor.data(ready(some)), room);
  const count = chosen.value.length;
  // Several records fit by now; a single one may be larger than all the room there is.
  const first = count > 1 ? { ...chosen, cut: false } : fitted(chosen.value, redactor);
  const next = offset + count;
  const hints = [
    notes.hint,
    count < wanted.length && cutHint(count, wanted.length, limit),
    first.cut && 'A long text was cut; `fields` leaves out what is not needed.',
  ].filter(Boolean);
  return enveloped(first, {
    ...(next < rows.length && { next_cursor: cursorAt(keep(), next) }),
    total: rows.length,
    ...(notes.limited && { limited: true }),
    ...(hints.length > 0 && { hint: hints.join(' ') }),
  });
}

/** A result and what stands beside it, with the JSON of both. */
function enveloped(result: Measured, beside: Record<string, unknown>): Draft {
  const members = JSON.stringify(beside).slice(1);
  return {
    structured: { result: result.value, ...beside },
    json: `{"result":${result.json}${members === '}' ? '' : ','}${members}`,
    isError: false,
  };
}

/** The data, cut where it is too large; secrets go before, lest a piece of one remains. */
const fitted = (data: unknown, redactor: Redactor): ReturnType<typeof shrink> => {
  const first = shrink(data);
  return first.cut ? { ...shrink(redactor.data(data)), cut: true } : first;
};

const cutHint = (count: number, wanted: number, limit: number | undefined): string =>
  limit === undefined
    ? `The first ${count} records, to keep this short: the cursor gives the next ones, limit more at once, fields less of each.`
    : `Only ${count} of ${wanted} records fit into one answer: give the cursor for the rest.`;

/** A single object, or a list of a tool that does not page. */
function whole(tool: Callable, args: Arguments, data: unknown, outcome: Outcome, redactor: Redactor): Draft {
  const fields = args.fields as string[] | undefined;
  if (fields) checkFields(fields, [data], tool.output);
  const result = fitted(fields ? pick(data, fields) : data, redactor);
  const notes = notesOf(outcome);
  const hint = [notes.hint, result.cut && 'Long texts or lists were cut to fit; each says how long it is.']
    .filter(Boolean)
    .join(' ');
  return enveloped(result, { ...(notes.limited && { limited: true }), ...(hint !== '' && { hint }) });
}

/** The list in the vendor's data: the data itself, or its `entries`. A list that is not there is empty. */
export function listIn(data: unknown): unknown {
  if (data === null || data === undefined) return [];
  if (typeof data === 'object' && 'entries' in data && isRows(data.entries)) return data.entries;
  return data;
}

function notesOf({ limited, hint }: Outcome): Snapshot['notes'] {
  const told =
    hint ?? (limited === true ? 'The vendor cut this list at its own cap; some records are missing.' : undefined);
  return { ...(limited === true && { limited: true }), ...(told !== undefined && { hint: told }) };
}

/** Characters of what a failure says: vendors may put anything into their errors, and the whole has to fit. */
const [longestWords, longestCode, longestRetry] = [4_000, 200, 10_000];

/** The envelope of a failure; an error that nobody foresaw is told as such, without its text. */
export function failure(error: unknown, redactor: Redactor): Draft {
  const known =
    error instanceof Failure
      ? error
      : new Failure('upstream', 'Something in this server went wrong; the call may or may not have had an effect.', {
          hint: 'This is a bug of puzzel-mcp: its log (standard error) says more.',
        });
  const { kind, hint, status, code, details, retry, rateLimit } = known;
  const described = {
    kind,
    message: redactor.text(known.message).slice(0, longestWords),
    ...(hint !== undefined && { hint: redactor.text(hint).slice(0, longestWords) }),
    ...(status !== undefined && { status }),
    ...(code !== undefined && { code: typeof code === 'string' ? redactor.text(code).slice(0, longestCode) : code }),
    ...(details !== undefined && { details: shrink(redactor.data(details), 10_000).value }),
    // A repeat that had to be cut would be another call.
    ...(retry !== undefined && JSON.stringify(retry).length <= longestRetry && { retry }),
    ...(rateLimit !== undefined && { rate_limit: rateLimit }),
  };
  const structured = { error: described };
  return { structured, json: JSON.stringify(structured), isError: true };
}

/**
 * The gate that every answer leaves by: secrets and hidden characters go, whoever called and whatever it is. What stands
 * for them may be longer than they were.
 */
export function sealed(draft: Draft, redactor: Redactor): Answer {
  const data = redactor.data(draft.structured, draft.json);
  const link = draft.file && { link: redactor.data(draft.file) };
  if (data === draft.structured) return { ...draft, ...link };
  const { value, json } = shrink(data, maxTokens);
  return { ...draft, structured: value as Draft['structured'], json, ...link };
}

/** The MCP tool result: the text is exactly the JSON of the structured content. */
export function toolResult({ structured, json, isError, link, untrusted }: Answer) {
  return {
    content: [
      { type: 'text' as const, text: json },
      ...(link
        ? [
            {
              type: 'resource_link' as const,
              uri: pathToFileURL(link.path).href,
              name: link.filename,
              mimeType: link.mime_type,
              size: link.bytes,
            },
          ]
        : []),
    ],
    structuredContent: structured,
    ...(isError && { isError: true }),
    ...(untrusted === true && { _meta: { [untrustedMark]: true } }),
  };
}
