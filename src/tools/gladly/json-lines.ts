import { Failure } from '../../failure.js';
import { parseJson } from '../../json.js';
import { cutAtWord } from '../../redact.js';
import { turn } from '../../turns.js';

/* Bounds, so that no answer and no file fills the memory or holds up other calls. */

/** Longest line, in bytes. */
export const longestLine = 1_000_000;
/** A text with more unreadable lines than this is refused. */
const mostUnreadable = 1_000;
/** Only so many of them become records. */
const keptUnreadable = 20;
const pieceLength = 64 * 1024;

interface ReadOptions {
  /** Largest number of records that are kept, and of the bytes of their text. */
  most: number;
  bytes: number;
  /** Which records are wanted: `mayWant` decides by the text of a line before it is parsed, `wants` by the record. */
  mayWant?: (line: string) => boolean;
  wants?: (record: unknown) => boolean;
  signal: AbortSignal;
}

export interface Lines {
  /** Wanted records, as far as they are kept; a line that is no JSON object becomes `{ unreadable }`. */
  records: unknown[];
  /** Wanted records, kept or not. */
  matching: number;
  /** Lines that are not empty. */
  total: number;
  /** Whether any line begins like a JSON object, or is too long to be looked at. */
  hasObjects: boolean;
  /** Lines that are too long or no JSON object, and the line numbers of the first of them. */
  unreadable: number;
  unreadableAt: number[];
}

/**
 * The records of a JSON-lines text or file, each line parsed once at most, in pieces, so that other calls are served
 * meanwhile.
 * @throws Failure `upstream` when so many lines are no JSON that it is no JSON-lines text
 */
export async function readLines(
  source: string | AsyncIterable<Buffer>,
  { most, bytes, mayWant = () => true, wants, signal }: ReadOptions,
): Promise<Lines> {
  const lines: Lines = { records: [], matching: 0, total: 0, hasObjects: false, unreadable: 0, unreadableAt: [] };
  let lineNumber = 0;
  let keptBytes = 0;
  let isFull = false;
  const keep = (record: unknown, length: number) => {
    isFull ||= lines.records.length >= most || keptBytes + length > bytes;
    if (isFull) return;
    keptBytes += length;
    lines.records.push(record);
  };
  for await (const batch of splitLines(typeof source === 'string' ? pieces(source) : source)) {
    signal.throwIfAborted();
    for (const line of batch) {
      lineNumber += 1;
      if (line === '') continue;
      lines.total += 1;
      lines.hasObjects ||= line === undefined || line.startsWith('{');
      if (line !== undefined && !mayWant(line)) continue;
      if (isFull && wants === undefined) {
        lines.matching += 1;
        continue;
      }
      const record = line === undefined ? undefined : objectIn(line);
      if (record === undefined) {
        lines.unreadable += 1;
        if (lines.unreadable > mostUnreadable) throw notJsonLines('too many lines are not JSON');
        if (lines.unreadable > keptUnreadable) continue;
        lines.unreadableAt.push(lineNumber);
        keep({ unreadable: line === undefined ? 'a line too long to read' : cutAtWord(line.slice(0, 1000), 200) }, 200);
      } else if (wants === undefined || wants(record)) {
        lines.matching += 1;
        keep(record, line?.length ?? 0);
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

async function* pieces(text: string): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  for (let start = 0; start < bytes.length; start += pieceLength) {
    yield bytes.subarray(start, start + pieceLength);
    await turn();
  }
}

const newline = 0x0a;

/** The trimmed lines of each piece; undefined for a line that is too long. Splits bytes, so that UTF-8 stays whole. */
async function* splitLines(source: AsyncIterable<Buffer>): AsyncGenerator<(string | undefined)[]> {
  let begun: Buffer[] = [];
  let length = 0;
  const end = (last: Buffer): string | undefined => {
    const line =
      length + last.length > longestLine
        ? undefined
        : Buffer.concat([...begun, last])
            .toString('utf8')
            .trim();
    begun = [];
    length = 0;
    return line;
  };
  for await (const piece of source) {
    const batch: (string | undefined)[] = [];
    let start = 0;
    for (let at = piece.indexOf(newline); at >= 0; at = piece.indexOf(newline, start)) {
      batch.push(end(piece.subarray(start, at)));
      start = at + 1;
    }
    const rest = piece.subarray(start);
    length += rest.length;
    if (length > longestLine) begun = [];
    else if (rest.length > 0) begun.push(rest);
    yield batch;
  }
  if (length > 0) yield [end(Buffer.alloc(0))];
}

/** The failure of an answer that should be JSON lines. */
export const notJsonLines = (why: string): Failure =>
  new Failure('upstream', `Gladly answered something other than JSON lines: ${why}.`, {
    hint: 'Check GLADLY_HOST: a login page or a proxy may have answered.',
  });

/** The hint about lines that could not be read; undefined when all could. */
export const unreadableHint = ({ unreadable, unreadableAt }: Lines): string | undefined =>
  unreadable === 0
    ? undefined
    : `${unreadable} ${unreadable === 1 ? 'line was' : 'lines were'} no JSON object; the first stand as {unreadable}: line ${unreadableAt.slice(0, 10).join(', ')}.`;
