import { createReadStream } from 'node:fs';
import { Failure } from '../../failure.js';

export interface Table {
  columns: string[];
  rows: string[][];
}

/** Reports may begin with a byte order mark and blank lines (gladly.md, f). Rows may be ragged; none is dropped. */
const dialect = { bom: true, skip_empty_lines: true, relax_column_count: true, relax_quotes: true } as const;

/** Columns and rows of a CSV text; an empty report has neither. @throws Failure `upstream` when it is no CSV */
export async function parseTable(csv: string): Promise<Table> {
  // Loaded on demand, like everything that only some calls need.
  const { parse } = await import('csv-parse/sync');
  try {
    return tableOf(parse(csv.trimStart(), dialect));
  } catch (error) {
    throw noCsv(error);
  }
}

/** Columns and the first `most` rows of a CSV file. @throws Failure `upstream` when it is no CSV */
export async function peekTable(path: string, most: number): Promise<Table> {
  const { parse } = await import('csv-parse');
  const file = createReadStream(path);
  const parser = parse({ ...dialect, to: most + 1 });
  file.on('error', (error) => parser.destroy(error));
  const records: string[][] = [];
  try {
    for await (const record of file.pipe(parser) as AsyncIterable<string[]>) records.push(record);
    return tableOf(records);
  } catch (error) {
    throw noCsv(error);
  } finally {
    file.destroy();
  }
}

function tableOf(records: string[][]): Table {
  const [columns = [], ...rows] = records;
  return { columns, rows };
}

function noCsv(cause: unknown): Failure {
  const reason = cause instanceof Error ? `: ${cause.message}` : '.';
  return new Failure('upstream', `The report cannot be read as CSV${reason}`, {
    hint: 'Ask for a shorter period, then call again.',
    cause,
  });
}
