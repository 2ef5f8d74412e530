import { Failure } from '../../failure.js';
import { parseJson } from '../../json.js';
import { cutAtWord } from '../../redact.js';
import { bytePieces } from '../../turns.js';

/* Bounds, so that no answer and no file fills the memory or holds up other calls. */

/** Length of the longest line that is read, in bytes. */
export const maxLineBytes = 1_000_000;
/** A text with more unreadable lines than this is refused. */
const maxUnreadableLines = 1_000;
/** Largest number of unreadable lines that become records. */
const maxUnreadableRecords = 20;

interface ReadOptions {
  /** Largest number of records that are kept, and of characters in their lines. */
  maxRecords: number;
  maxCharacters: number;
  /** Which records are wanted: `mayBeWanted` judges the text of a line before it is parsed, `isWanted` the record. */
  mayBeWanted?: (line: string) => boolean;
  isWanted?: (record: unknown) => boolean;
  signal: AbortSignal;
}

export interface Lines {
  /** Wanted records, as far as they are kept; a line that is no JSON object becomes `{ unreadable }`. */
  records: unknown[];
  /** Number of wanted records, kept or not, and of those that are not kept. */
  matchCount: number;
  hiddenCount: number;
  /** Number of lines that are not empty. */
  total: number;
  /** Whether any line begins like a JSON object, or is too long to be looked at. */
  hasObjects: boolean;
  /** How many of the lines that were looked at are too long or no JSON object, and the line numbers of the first of them. */
  unreadableCount: number;
  unreadableAt: number[];
}

/**
 * Reads the records of a JSON-lines text or file in pieces, so that other calls are served meanwhile. No line is parsed
 * more than once.
 * @throws Failure `upstream` when more than {@link maxUnreadableLines} of the lines that were looked at are unreadable
 */
export async function readLines(
  source: string | AsyncIterable<Buffer>,
  { maxRecords, maxCharacters, mayBeWanted = () => true, isWanted, signal }: ReadOptions,
): Promise<Lines> {
  const lines: Lines = {
    records: [],
    matchCount: 0,
    hiddenCount: 0,
    total: 0,
    hasObjects: false,
    unreadableCount: 0,
    unreadableAt: [],
  };
  let lineNumber = 0;
  let characters = 0;
  let isFull = false;
  const keep = (record: unknown, length: number) => {
    isFull ||= lines.records.length >= maxRecords || characters + length > maxCharacters;
    if (isFull) return;
    characters += length;
    lines.records.push(record);
  };
  for await (const batch of splitLines(typeof source === 'string' ? bytePieces(source) : source)) {
    signal.throwIfAborted();
    for (const line of batch) {
      lineNumber += 1;
      if (line === '') continue;
      lines.total += 1;
      lines.hasObjects ||= line === undefined || line.startsWith('{');
      if (line !== undefined && !mayBeWanted(line)) continue;
      if (isFull && isWanted === undefined) {
        lines.matchCount += 1;
        lines.hiddenCount += 1;
        continue;
      }
      const record = line === undefined ? undefined : objectIn(line);
      if (record === undefined) {
        lines.unreadableCount += 1;
        if (lines.unreadableCount > maxUnreadableLines) throw notJsonLines('too many lines are not JSON');
        if (lines.unreadableCount > maxUnreadableRecords) continue;
        lines.unreadableAt.push(lineNumber);
        keep({ unreadable: line === undefined ? 'a line too long to read' : cutAtWord(line.slice(0, 1000), 200) }, 200);
      } else if (isWanted === undefined || isWanted(record)) {
        lines.matchCount += 1;
        keep(record, line?.length ?? 0);
        if (isFull) lines.hiddenCount += 1;
      }
    }
  }
  return lines;
}

function objectIn(line: string): object | undefined {
  // Cheaper than an exception for each line of a text without any JSON.
  if (!line.startsWith('{')) return undefined;
  try {
    const record = parseJson(line);
    return typeof record === 'object' && record !== null ? record : undefined;
  } catch {
    return undefined;
  }
}

const newline = 0x0a;

/** The trimmed lines of each piece; undefined for a line that is too long. Splits bytes, so that no character is split. */
async function* splitLines(source: AsyncIterable<Buffer>): AsyncGenerator<(string | undefined)[]> {
  let linePieces: Buffer[] = [];
  let lineBytes = 0;
  const takeLine = (lineEnd: Buffer): string | undefined => {
    const isTooLong = lineBytes + lineEnd.length > maxLineBytes;
    const line = isTooLong ? undefined : String(Buffer.concat([...linePieces, lineEnd])).trim();
    linePieces = [];
    lineBytes = 0;
    return line;
  };
  for await (const piece of source) {
    const batch: (string | undefined)[] = [];
    let start = 0;
    for (let at = piece.indexOf(newline); at >= 0; at = piece.indexOf(newline, start)) {
      batch.push(takeLine(piece.subarray(start, at)));
      start = at + 1;
    }
    const rest = piece.subarray(start);
    lineBytes += rest.length;
    if (lineBytes > maxLineBytes) linePieces = [];
    else if (rest.length > 0) linePieces.push(rest);
    yield batch;
  }
  if (lineBytes > 0) yield [takeLine(Buffer.alloc(0))];
}

/** The failure of an answer that should be JSON lines. */
export const notJsonLines = (why: string): Failure =>
  new Failure('upstream', `Gladly answered something other than JSON lines: ${why}.`, {
    hint: 'Check GLADLY_HOST: a login page or a proxy may have answered.',
  });

/** The hint about lines that could not be read; undefined when all could. */
export const unreadableHint = ({ unreadableCount, unreadableAt }: Lines): string | undefined =>
  unreadableCount === 0
    ? undefined
    : `${unreadableCount} ${unreadableCount === 1 ? 'line was' : 'lines were'} no JSON object; the first stand as {unreadable}: line ${unreadableAt.slice(0, 10).join(', ')}.`;
