import type { Arguments } from '../api/route.js';
import { Failure, unexpectedFailure } from '../failure.js';
import type { SavedFile } from '../http/download.js';
import { afterWrite } from '../http/network-failure.js';
import { limits } from '../limits.js';
import type { Redactor } from '../redact.js';
import type { Outcome, Tool } from '../tools/define.js';
import { isPaged, isRead } from '../tools/effect.js';
import { listOf, membersOf } from '../tools/members.js';
import { pageLimits } from '../tools/page-arguments.js';
import { isQuoting } from '../tools/words.js';
import { longStep, turn } from '../turns.js';
import { firstValues, maxValues } from '../value-size.js';
import { checkFields, pick } from './fields.js';
import { firstThatFit, pageTokenBudget, tokenBudget, tokensOf, truncate } from './fit.js';
import { cursorAt, type Notes, type Snapshot, type SnapshotStore } from './snapshots.js';

/** The result of a call, after redaction. */
export interface Result {
  /** `{ result, … }` or `{ error }` (docs/errors.md). */
  structured: Record<string, unknown>;
  isError: boolean;
  /** The saved file, its name already redacted. */
  file?: SavedFile;
  /** The result holds text that customers, or others outside the company, wrote. */
  isUntrusted?: boolean;
}

/** What making a result needs: the store of lists kept for paging, and the redactor. */
export interface ResultContext {
  store: SnapshotStore;
  redactor: Redactor;
}

/** A successful call: what its result is made from. */
interface Success {
  args: Arguments;
  outcome: Outcome;
  /** Characters of the vendor's answers. */
  characters: number;
}

/** Characters of an answer above which other calls get a turn first. */
const largeAnswerLength = 64 * 1024;

/** The envelope of a success: the data, one page of them, or the file that they were written to. */
export async function successResult(tool: Tool, success: Success, context: ResultContext): Promise<Result> {
  const envelope = () => envelopeOf(tool, success, context);
  if (success.characters > limits.longBytes) return longStep('result', envelope);
  if (success.characters > largeAnswerLength) await turn();
  return envelope();
}

async function envelopeOf(
  tool: Tool,
  { args, outcome, characters }: Success,
  { store, redactor }: ResultContext,
): Promise<Result> {
  const transform = outcome.transform ?? ((data: unknown) => data);
  const notes = await notesOf(outcome, redactor);
  if (outcome.file && !outcome.frame) {
    const result = redactor.data(transform({ ...outcome.file, ...membersOf(outcome.data) }));
    return { ...(await unpagedResult(tool, args, result, notes)), file: redactor.data(outcome.file) };
  }
  // In a paged tool, missing data count as an empty list; data without a list are returned as one object.
  const data = isPaged(tool) ? (listOf(outcome.data) ?? outcome.data ?? []) : outcome.data;
  if (!isPaged(tool) || !Array.isArray(data)) {
    const reducedData = firstValues(data);
    const cleanData = (await redactor.dataInTurns(transform(reducedData))) ?? null;
    const allNotes = reducedData === data ? notes : { ...notes, hint: joinHints(notes.hint, largeRecordHint) };
    return unpagedResult(tool, args, cleanData, allNotes);
  }
  const { limit, cursor: _, fields, ...listArgs } = args as Pick<Snapshot, 'limit' | 'fields'> & Arguments;
  const { frame, file } = outcome;
  const snapshot = { tool: tool.name, args: listArgs, rows: data, characters, limit, fields, transform, frame, notes };
  const firstPage = await page(tool, snapshot, 0, redactor, () => store.keep(snapshot));
  return file ? { ...firstPage, file: redactor.data(file) } : firstPage;
}

/** The next page of a list that was kept. `limit` and `fields` are those of the first page unless given anew. */
export async function nextPage(tool: Tool, args: Arguments, { store, redactor }: ResultContext): Promise<Result> {
  const { id, snapshot, offset } = store.find(tool, args);
  const { limit = snapshot.limit, fields = snapshot.fields } = args as Pick<Snapshot, 'limit' | 'fields'>;
  return page(tool, { ...snapshot, limit, fields }, offset, redactor, () => id);
}

const largeRecordHint = `A record is very large: only the first ${maxValues} values in it were read.`;

async function page(
  tool: Tool,
  snapshot: Snapshot,
  offset: number,
  redactor: Redactor,
  idOfKeptList: () => string,
): Promise<Result> {
  const { rows, limit, fields, transform, frame, notes } = snapshot;
  const fieldsHint = fields && checkFields(fields, rows, frame ? {} : tool.output);
  const wantedRows = rows.slice(offset, offset + (limit ?? pageLimits.default));
  const oversizedRows = new Set<unknown>();
  const transformRow = (row: unknown) => {
    const reducedRow = firstValues(row);
    if (reducedRow !== row) oversizedRows.add(row);
    return transform(reducedRow);
  };
  const cleanRow = (row: unknown) => redactor.dataInTurns(fields ? pick(transformRow(row), fields) : transformRow(row));
  const budget = limit === undefined ? pageTokenBudget : tokenBudget;
  const inFrame = (list: unknown) =>
    frame && Array.isArray(list) ? redactor.data(frame(list, (name) => redactor.name(name))) : list;
  const records = await firstThatFit(wantedRows, cleanRow, budget, inFrame);
  // Two records or more always fit. A single record may not, nor may the column names of a table that has no records.
  const isCut = records.length < 2 && tokensOf(inFrame(records)) > budget;
  const { value } = await truncate(inFrame(isCut ? (await truncate(records, budget)).value : records));
  const nextOffset = offset + records.length;
  const hint = joinHints(
    notes.hint,
    fieldsHint,
    records.length < wantedRows.length && shortPageHint(records.length, wantedRows.length, limit),
    isCut &&
      `A long text was cut: ${limit === undefined ? 'limit 1 shows more of it, ' : ''}fields leaves out what is not needed.`,
    wantedRows.slice(0, records.length).some((row) => oversizedRows.has(row)) && largeRecordHint,
  );
  return resultOf(tool, {
    result: value,
    ...(nextOffset < rows.length && { next_cursor: cursorAt(idOfKeptList(), nextOffset) }),
    total: rows.length,
    ...notes,
    ...(hint !== '' && { hint }),
  });
}

const shortPageHint = (count: number, wantedCount: number, limit: number | undefined): string =>
  limit === undefined
    ? `The first ${count} records, to keep this short: the cursor gives the next ones, limit more at once, fields less of each.`
    : `Only ${count} of ${wantedCount} records fit into one answer: give the cursor for the rest.`;

/** A single object, or a list of a tool that does not page. */
async function unpagedResult(tool: Tool, args: Arguments, data: unknown, notes: Notes): Promise<Result> {
  const fields = args.fields as readonly string[] | undefined;
  const fieldsHint = fields && checkFields(fields, [data], tool.output);
  const budget = notes.sent ? tokenBudget - sentBudget : tokenBudget;
  const { value, isCut } = await truncate(fields ? pick(data, fields) : data, budget);
  const hint = joinHints(
    notes.hint,
    fieldsHint,
    isCut && 'Long texts or lists were cut to fit; each says how long it is.',
  );
  return resultOf(tool, { result: value, ...notes, ...(hint !== '' && { hint }) });
}

const joinHints = (...hints: (string | false | undefined)[]): string => hints.filter(Boolean).join(' ');

const resultOf = (tool: Tool, structured: Record<string, unknown>): Result => ({
  structured,
  isError: false,
  ...((tool.untrustedContent === true || isQuoting(structured.hint)) && { isUntrusted: true }),
});

/** Most tokens of the copy of what a write sent: enough to see that it was right. */
const sentBudget = 4_000;

async function notesOf({ limited, hint: ownHint, sent }: Outcome, redactor: Redactor): Promise<Notes> {
  const hint =
    ownHint ?? (limited === true ? 'The vendor cut this list at its own cap; some records are missing.' : undefined);
  return {
    ...(limited === true && { limited: true }),
    ...(sent && { sent: membersOf((await truncate(await redactor.dataInTurns(sent), sentBudget)).value) }),
    ...(hint !== undefined && { hint }),
  };
}

/** Longest message or hint of a failure, in characters: vendors may put anything into their errors. */
const maxMessageLength = 1_500;
const maxCodeLength = 200;

/** Tokens of the details of a failure. */
const detailsBudget = 6_000;
/** Tokens of the corrected call (`retry`), which most failures do not have. */
const retryBudget = 8_000;

/** The envelope of a failure; an unexpected error is reported as a bug, without its text. */
export async function failureResult(tool: Tool, error: unknown, redactor: Redactor): Promise<Result> {
  const failure = error instanceof Failure ? error : unexpectedFailure(error);
  const { kind, status, code, details, retry, rateLimit } = failure;
  const detailsLimit = retry ? detailsBudget : detailsBudget + retryBudget;
  // Advice about what a write has done would mislead after a read.
  const hint = isRead(tool) ? failure.hint?.replace(` ${afterWrite}`, '').replace(`${afterWrite} `, '') : failure.hint;
  const envelope = {
    kind,
    message: redactor.short(failure.message, maxMessageLength),
    ...(hint !== undefined && { hint: redactor.short(hint, maxMessageLength) }),
    ...(status !== undefined && { status }),
    ...(code !== undefined && {
      code: typeof code === 'string' ? redactor.short(code, maxCodeLength) : redactor.data(code),
    }),
    ...(details !== undefined && {
      details: (await truncate(await redactor.dataInTurns(firstValues(details)), detailsLimit)).value,
    }),
    // A call that had to be cut would no longer be the right one.
    ...(retry !== undefined && tokensOf(retry) <= retryBudget && { retry: redactor.data(retry) }),
    ...(rateLimit !== undefined && { rate_limit: redactor.data(rateLimit) }),
  };
  return {
    structured: { error: envelope },
    isError: true,
    // The vendor's words and details may repeat what customers wrote.
    ...((tool.untrustedContent === true || failure.status !== undefined || isQuoting(hint)) && { isUntrusted: true }),
  };
}
