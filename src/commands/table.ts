import Table from 'cli-table3';

/** A table for the terminal, without lines between the rows; columns as wide as their content. */
export function table(head: string[], rows: string[][], widths?: (number | null)[]): string {
  const chars = { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' };
  const out = new Table({
    head,
    chars,
    style: { head: [], border: [] },
    wordWrap: true,
    ...(widths && { colWidths: widths }),
  });
  out.push(...rows);
  return `${out.toString()}\n`;
}
