import { stripVTControlCharacters } from 'node:util';
import Table from 'cli-table3';

/** Where a table is shown: standard output, except in tests. */
interface Screen {
  isTTY?: boolean;
  columns?: number;
}

/** Columns of a terminal that does not tell its width. */
const usualColumns = 80;

/** No column is narrowed below this width, padding included: with less room, lines are easier to read than a table. */
const minimumWidth = 14;

/** Blanks beside the text of a cell, left and right together. */
const padding = 2;

/** Whether people might copy a word: the name of a tool or setting, a time, an id. Such words are never broken over lines. */
const isCopied = (word: string): boolean => /^[\w.:-]+$/.test(word);

/**
 * On a terminal: a table as wide as its content, at most as wide as the terminal. In a pipe, and on a terminal that is too
 * narrow for one: a line for each row, with columns aligned by blanks, nothing drawn and nothing cut.
 */
export function table(head: string[], rows: string[][], screen: Screen = process.stdout): string {
  if (screen.isTTY !== true) return plainLines(head, rows);
  const screenColumns = screen.columns || usualColumns;
  const unlimitedTable = draw(head, rows);
  const border = unlimitedTable.slice(0, unlimitedTable.indexOf('\n'));
  if (border.length <= screenColumns) return unlimitedTable;
  // The border is drawn with one character for each column of the screen, so its parts are as long as the cells are wide.
  const unlimitedWidths = border
    .slice(1, -1)
    .split('┬')
    .map((part) => part.length);
  const minimumWidths = head.map((_, column) => minimumWidthOf([head, ...rows].map((row) => row[column] ?? '')));
  const widths = fitWidths(unlimitedWidths, minimumWidths, screenColumns);
  if (widths === undefined) return plainLines(head, rows);
  const cells = rows.map((row) =>
    row.map((cell, column) => breakWords(cell, (widths[column] ?? minimumWidth) - padding)),
  );
  return draw(head, cells, widths);
}

function draw(head: string[], rows: string[][], widths?: number[]): string {
  const out = new Table({
    head,
    chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
    style: { head: [], border: [] },
    ...(widths && { colWidths: widths, wordWrap: true }),
  });
  out.push(...rows);
  return `${out.toString()}\n`;
}

/** The width below which a column with these cells is not narrowed: no word that people might copy is broken. */
function minimumWidthOf(cells: readonly string[]): number {
  const words = cells.flatMap((cell) => stripVTControlCharacters(cell).split(/\s+/));
  return Math.max(minimumWidth, ...words.filter(isCopied).map((word) => word.length + padding));
}

/** Narrows the widest columns until the table fits; undefined when the screen is too narrow for it. */
function fitWidths(
  unlimitedWidths: readonly number[],
  minimumWidths: readonly number[],
  screenColumns: number,
): number[] | undefined {
  const widths = [...unlimitedWidths];
  // A border stands before, between and after the columns.
  const tableWidth = widths.reduce((sum, width) => sum + width, widths.length + 1);
  for (let excess = tableWidth - screenColumns; excess > 0; excess -= 1) {
    const narrowableWidths = widths.map((width, column) =>
      width > (minimumWidths[column] ?? minimumWidth) ? width : 0,
    );
    const widest = Math.max(...narrowableWidths);
    if (widest === 0) return undefined;
    widths[narrowableWidths.indexOf(widest)] = widest - 1;
  }
  return widths;
}

/** Breaks words that are longer than a line of their cell, since cli-table3 would cut them. Colours around a word stay. */
const breakWords = (text: string, width: number): string =>
  text.replace(/\S+/g, (word) => {
    const plainWord = stripVTControlCharacters(word);
    return word.replace(plainWord, () => breakWord(plainWord, width));
  });

function breakWord(word: string, width: number): string {
  const characters = [...word];
  const parts: string[] = [];
  while (characters.length > width) {
    const start = characters.slice(0, width);
    const end = start.findLastIndex((character) => '_/\\,;:.-'.includes(character)) + 1;
    parts.push(characters.splice(0, end > width / 2 ? end : width).join(''));
  }
  return [...parts, characters.join('')].join('\n');
}

/** A line for each row; the lines of a cell follow one another, with an arrow between them. */
function plainLines(head: string[], rows: string[][]): string {
  const allRows = [head, ...rows].map((row) => row.map((cell) => cell.trim().replace(/\s*\n\s*/g, ' → ')));
  const lengthOf = (cell: string | undefined) => [...stripVTControlCharacters(cell ?? '')].length;
  const widths = head.map((_, column) => allRows.reduce((widest, row) => Math.max(widest, lengthOf(row[column])), 0));
  const pad = (cell: string, column: number) => cell + ' '.repeat((widths[column] ?? 0) - lengthOf(cell));
  return allRows.map((row) => `${row.map(pad).join('  ').trimEnd()}\n`).join('');
}
