import type { Options } from 'csv-parse';
import { Failure } from '../../failure.js';
import { decoderFor } from '../../http/body.js';
import { didYouMean } from '../../nearest.js';
import { bytePieces } from '../../turns.js';
import { visible } from '../../visible.js';
import { quoted } from '../words.js';
import { type Comparison, comparableText, orderTest, textTest } from './comparisons.js';

/** A condition on the cells of a column. `is` is how a cell compares with the value; equal when it is left out. */
export interface Condition {
  column: string;
  is?: Comparison | undefined;
  value: string;
}

/** Which part of a table is wanted: columns by name, and rows by their cells. */
export interface Selection {
  columns?: readonly string[] | undefined;
  rows?: readonly Condition[] | undefined;
}

/** One row by the titles of its columns. */
export type Row = Readonly<Record<string, string>>;

export interface Table {
  /** Titles of the chosen columns, in the order in which they were asked for; all titles when none were. */
  columns: string[];
  /** All titles of the table. */
  titles: string[];
  rows: Row[];
  /** Number of rows that meet the conditions, kept or not. */
  matchCount: number;
  /** Number of all rows that were read. */
  total: number;
  /** Columns that were asked for and are not there. */
  unknownColumns: string[];
}

/** Rows and characters of a table that are kept; further rows are only counted. */
const maxKeptRows = 10_000;
const maxKeptCharacters = 8_000_000;

/** Largest number of columns. Those of rows longer than the header count too: a row has a member for each. */
const maxColumns = 2_000;

/** Reports may begin with a byte order mark and blank lines (gladly.md, f). Rows may be ragged; none is dropped. */
const dialect: Options = {
  bom: true,
  // Without this the parser expects the line ending of the first line everywhere, but blank lines may end differently.
  record_delimiter: ['\r\n', '\n', '\r'],
  skip_empty_lines: true,
  relax_column_count: true,
  relax_quotes: true,
  max_record_size: 4_000_000,
};

/** A table as the bytes of a file. */
interface TableFile {
  bytes: AsyncIterable<Buffer>;
  charset: string;
}

/**
 * Reads a CSV text or file in pieces, so that other calls are served meanwhile.
 * @param maxRows largest number of rows that are read
 * @throws Failure `upstream` when it is no CSV, `invalid_input` when it lacks a condition's column or every chosen column
 */
export async function readTable(
  source: string | TableFile,
  selection: Selection = {},
  maxRows = Number.POSITIVE_INFINITY,
): Promise<Table> {
  // Loaded on demand: few calls need it.
  const [{ parse }, { Readable }] = await Promise.all([import('csv-parse'), import('node:stream')]);
  const chunks = Readable.from(typeof source === 'string' ? bytePieces(source) : decodedPieces(source));
  const parser = parse({ ...dialect, ...(Number.isFinite(maxRows) && { to: maxRows + 1 }) });
  chunks.on('error', (error) => parser.destroy(error));
  let reader: TableReader | undefined;
  try {
    for await (const record of chunks.pipe(parser) as AsyncIterable<string[]>) {
      if (reader) reader.add(record);
      else reader = new TableReader(record, selection);
    }
  } catch (error) {
    throw error instanceof Failure ? error : notCsv(error);
  } finally {
    chunks.destroy();
  }
  return (reader ?? new TableReader([], {})).table();
}

async function* decodedPieces({ bytes, charset }: TableFile): AsyncGenerator<string> {
  let decoder: ReturnType<typeof decoderFor> | undefined;
  for await (const chunk of bytes) {
    decoder ??= decoderFor(charset, chunk);
    yield decoder.decode(chunk, { stream: true });
  }
  yield decoder?.decode() ?? '';
}

/** Collects the rows of a table while it is read. */
class TableReader {
  readonly #titles: string[];
  readonly #chosenIndexes: readonly number[] | undefined;
  readonly #unknownColumns: string[];
  readonly #isWanted: (cells: readonly string[]) => boolean;
  readonly #rows: Row[] = [];
  #characters = 0;
  #matchCount = 0;
  #total = 0;

  constructor(header: readonly string[], { columns = [], rows = [] }: Selection) {
    checkWidth(header);
    this.#titles = distinctTitles(header);
    this.#unknownColumns = columns.filter((name) => this.#indexOf(name) === undefined);
    const indexes = columns.map((name) => this.#indexOf(name)).filter((index) => index !== undefined);
    if (columns.length > 0 && indexes.length === 0) this.#refuseColumn(columns[0] ?? '');
    this.#chosenIndexes = indexes.length > 0 ? [...new Set(indexes)] : undefined;
    this.#isWanted = this.#rowTest(rows);
  }

  /** Of several conditions on one column, those with `=` and `~` are alternatives, while all others have to hold. */
  #rowTest(conditions: readonly Condition[]): (cells: readonly string[]) => boolean {
    const textTests = new Map<number, ((cell: string) => boolean)[]>();
    const orderTests: [number, (cell: string) => boolean][] = [];
    for (const { column, is = '=', value } of conditions) {
      const index = this.#indexOf(column) ?? this.#refuseColumn(column);
      if (is === '=' || is === '~')
        textTests.set(index, [...(textTests.get(index) ?? []), textTest(is, comparableText(value))]);
      else orderTests.push([index, orderTest(is, comparableText(value))]);
    }
    return (cells) => {
      const cell = (index: number) => comparableText(cells[index] ?? '');
      return (
        [...textTests].every(([index, tests]) => tests.some((test) => test(cell(index)))) &&
        orderTests.every(([index, test]) => test(cell(index)))
      );
    };
  }

  #indexOf(name: string): number | undefined {
    const index = this.#titles.findIndex((title) => comparableText(title) === comparableText(visible(name)));
    return index < 0 ? undefined : index;
  }

  #refuseColumn(name: string): never {
    const message = `The report has no column "${name.slice(0, 100)}".`;
    throw new Failure('invalid_input', message + didYouMean(name.slice(0, 64), this.#titles), {
      hint: `Its columns: ${this.#titles.map(quoted).join(', ')}.`,
    });
  }

  add(cells: readonly string[]): void {
    checkWidth(cells);
    this.#total += 1;
    if (!this.#isWanted(cells)) return;
    this.#matchCount += 1;
    if (this.#rows.length >= maxKeptRows || this.#characters > maxKeptCharacters) return;
    // A column beyond the header gets its number as its title.
    for (let index = this.#titles.length; index < cells.length; index++) this.#titles.push(`(${index + 1})`);
    const indexes = this.#chosenIndexes ?? this.#titles.map((_, index) => index);
    const entries = indexes.map((index): [string, string] => [this.#titles[index] ?? '', cells[index] ?? '']);
    for (const [, cell] of entries) this.#characters += cell.length;
    this.#rows.push(Object.fromEntries(entries));
  }

  table(): Table {
    return {
      columns: this.#chosenIndexes?.map((index) => this.#titles[index] ?? '') ?? this.#titles,
      titles: this.#titles,
      rows: this.#rows,
      matchCount: this.#matchCount,
      total: this.#total,
      unknownColumns: this.#unknownColumns,
    };
  }
}

/** Column titles as they are shown; a repeated title gets a number, since rows use the titles as keys. */
function distinctTitles(header: readonly string[]): string[] {
  // A byte order mark behind blank lines is not removed by the parser.
  const titles = header.map((title) => visible(title.replace(/^\ufeff/, '')));
  const headerTitles = new Set(titles);
  const counts = new Map<string, number>();
  return titles.map((title) => {
    let count = (counts.get(title) ?? 0) + 1;
    while (count > 1 && headerTitles.has(`${title} (${count})`)) count += 1;
    counts.set(title, count);
    return count === 1 ? title : `${title} (${count})`;
  });
}

/**
 * A page of rows as `{ columns, rows }`, the cells of a row in the order of the columns. Columns that the argument
 * `fields` took out of the records are left out of `columns` too.
 * @param redactedName gives the title under which the redacted records hold a column
 */
export function frameRows(
  columns: readonly string[],
  records: readonly unknown[],
  redactedName: (title: string) => string = (title) => title,
): { columns: string[]; rows: string[][] } {
  const rows = records.filter((record): record is Row => typeof record === 'object' && record !== null);
  const presentColumns =
    rows.length === 0
      ? [...columns]
      : columns.filter((title) => rows.some((row) => Object.hasOwn(row, redactedName(title))));
  return {
    columns: presentColumns,
    rows: rows.map((row) => presentColumns.map((title) => row[redactedName(title)] ?? '')),
  };
}

function checkWidth(cells: readonly string[]): void {
  if (cells.length > maxColumns) throw new Error(`it has more than ${maxColumns} columns`);
}

function notCsv(cause: unknown): Failure {
  const reason = cause instanceof Error ? `: ${cause.message.slice(0, 300)}` : '.';
  return new Failure('upstream', `The report cannot be read as CSV${reason}`, {
    hint: 'Ask for a shorter period, then call again.',
    cause,
  });
}
