import { stripVTControlCharacters } from 'node:util';
import Table from 'cli-table3';

/** Where a table is shown; standard output, but for tests. */
interface Screen {
  isTTY?: boolean;
  columns?: number;
}

/** Columns of a terminal that does not tell its width. */
const usualColumns = 80;

/** The least width of a column, padding included: where there is less room, lines are easier to read than a table. */
const narrowest = 14;

/** Blanks beside the text of a cell. */
const padding = 2;

/** Words that people copy: names of tools and settings, times, ids. They are never broken over lines. */
const copied = /^[\w.:-]+$/;

/**
 * For a terminal, a table as wide as its content or, when that is more than fits, as the terminal. For a pipe, and where
 * a name does not fit, a line for each row: columns aligned by blanks, nothing drawn, nothing cut.
 */
export function table(head: string[], rows: string[][], screen: Screen = process.stdout): string {
  if (screen.isTTY !== true) return lines(head, rows);
  const columns = screen.columns || usualColumns;
  const natural = drawn(head, rows);
  const border = natural.slice(0, natural.indexOf('\n'));
  if (border.length <= columns) return natural;
  // The border has a character for each cell of the screen, so it tells the width of every column.
  const widest = border
    .slice(1, -1)
    .split('┬')
    .map((part) => part.length);
  const least = head.map((_, column) => leastWidth([head, ...rows].map((row) => row[column] ?? '')));
  const widths = fitted(widest, least, columns);
  if (widths === undefined) return lines(head, rows);
  const cells = rows.map((row) => row.map((cell, column) => broken(cell, (widths[column] ?? narrowest) - padding)));
  return drawn(head, cells, widths);
}

function drawn(head: string[], rows: string[][], widths?: number[]): string {
  const out = new Table({
    head,
    chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
    style: { head: [], border: [] },
    ...(widths && { colWidths: widths, wordWrap: true }),
  });
  out.push(...rows);
  return `${out.toString()}\n`;
}

/** The width below which a column would break a word that is to be copied. */
function leastWidth(cells: readonly string[]): number {
  const words = cells.flatMap((cell) => stripVTControlCharacters(cell).split(/\s+/));
  return Math.max(narrowest, ...words.filter((word) => copied.test(word)).map((word) => word.length + padding));
}

/** The widest columns give way first; undefined when the screen is too narrow for a table. */
function fitted(natural: readonly number[], least: readonly number[], columns: number): number[] | undefined {
  const widths = [...natural];
  const borders = widths.length + 1;
  for (let over = widths.reduce((sum, width) => sum + width, borders) - columns; over > 0; over -= 1) {
    const spare = widths.map((width, column) => (width > (least[column] ?? narrowest) ? width : 0));
    const widest = Math.max(...spare);
    if (widest === 0) return undefined;
    widths[spare.indexOf(widest)] = widest - 1;
  }
  return widths;
}

/** Breaks words that are longer than a line of their cell, which cli-table3 would cut. */
const broken = (text: string, width: number): string =>
  text.replace(/\S+/g, (word) => (word.length <= width || word.includes('\u001b') ? word : pieces(word, width)));

function pieces(word: string, width: number): string {
  const characters = [...word];
  const parts: string[] = [];
  while (characters.length > width) {
    const start = characters.slice(0, width);
    const border = start.findLastIndex((character) => '_/\\,;:.-'.includes(character)) + 1;
    parts.push(characters.splice(0, border > width / 2 ? border : width).join(''));
  }
  return [...parts, characters.join('')].join('\n');
}

function lines(head: string[], rows: string[][]): string {
  const all = [head, ...rows].map((row) => row.map((cell) => cell.trim().replace(/\s*\n\s*/g, ' → ')));
  const lengthOf = (cell: string | undefined) => [...stripVTControlCharacters(cell ?? '')].length;
  const widths = head.map((_, column) => all.reduce((most, row) => Math.max(most, lengthOf(row[column])), 0));
  const padded = (cell: string, column: number) => cell + ' '.repeat((widths[column] ?? 0) - lengthOf(cell));
  return all.map((row) => `${row.map(padded).join('  ').trimEnd()}\n`).join('');
}
