import { describe, expect, it } from 'vitest';
import { formatIn } from '../../src/views/page/format.js';
import { drawingsOf, isolatedIndexes } from '../../src/views/page/report-chart.js';
import { type Cell, cellWriter, joinPages, readTable, type Table } from '../../src/views/page/table.js';

const tableOf = (columns: string[], ...rows: Cell[][]): Table => ({ columns, rows, file: undefined });
const cellTexts = (locale: string, columns: string[], ...rows: Cell[][]) => {
  const table = tableOf(columns, ...rows);
  return columns.map((_, column) => {
    const write = cellWriter(table, column, formatIn(locale, 'Europe/Oslo'));
    return rows.map((row) => write(row[column]));
  });
};

describe('the chart of a report', () => {
  const columns = ['Period', 'Agent', 'Channel', 'Contacts', 'CSAT %'];
  const [day1, day2] = ['2026-11-01', '2026-11-02'];
  const drawings = drawingsOf(
    tableOf(
      columns,
      [day1, 'Ann', 'chat', '3', '90'],
      [day1, 'Ann', 'email', '4', '80'],
      [day2, 'Ann', 'chat', '5', '70'],
      [day2, 'Ann', 'email', '6', ''],
    ),
  );

  it('adds counts for one line, and has more lines for figures that cannot be added', () => {
    expect(drawings.get(3)?.series).toEqual([{ label: 'Ann', values: [7, 11] }]);
    expect(drawings.get(4)?.series).toEqual([
      { label: 'Ann · chat', values: [90, 70] },
      { label: 'Ann · email', values: [80, null] },
    ]);
  });

  it('draws no average where two values belong to one point', () => {
    const rows = [day1, day2, day2].map((day) => [day, 'chat', '1', '5']);
    const drawn = drawingsOf(tableOf(['Day', 'Channel', 'Contacts', 'Avg wait'], ...rows));
    expect([...drawn.keys()]).toEqual([2]);
  });

  it('charts no ids, and labels bars with ids only where there are no names', () => {
    const rows = [[104233, 'KdOOCO', 'Ann', 7]];
    const named = drawingsOf(tableOf(['id', 'Agent Id', 'Agent Name', 'Contacts'], ...rows));
    expect([...named].map(([column, { labels }]) => [column, labels])).toEqual([[3, ['Ann']]]);
    const bare = drawingsOf(tableOf(['id', 'Contacts'], [104233, 7]));
    expect(bare.get(1)?.labels).toEqual(['104233']);
  });

  it('marks the values that have no neighbour, which a line cannot show', () => {
    expect(isolatedIndexes([1, null, 2, 3, null, 0, undefined, 4])).toEqual([0, 5, 7]);
  });
});

it('a member that holds only objects is no column, even where some records lack it', () => {
  expect(readTable([{ id: 1, skills: { a: 1 } }, { id: 2 }, { id: 3, note: null }]).columns).toEqual(['ID', 'Note']);
});

it('the pages of a report are joined by their titles, and two columns of one title stay two', () => {
  const join = (...pages: [Table, ...Table[]]) => joinPages(pages).rows;
  expect(join(tableOf(['A', 'B'], [1, 2]), tableOf(['B', 'C'], [3, 4]))).toEqual([
    [1, 2, null],
    [null, 3, 4],
  ]);
  expect(join(tableOf(['A', 'A'], [1, 2]), tableOf(['A', 'A'], [3, 4]))).toEqual([
    [1, 2],
    [3, 4],
  ]);
});

describe('the cells of a report', () => {
  it('are days only where the whole column holds days', () => {
    const rows = ['2026-11-28T23:00:00Z', '2026-11-29T00:00:00Z'].map((at) => [at, at.slice(0, 10)]);
    expect(cellTexts('en-GB', ['Hour', 'Day'], ...rows)).toEqual([
      ['29 Nov 2026, 00:00', '29 Nov 2026, 01:00'],
      ['2026-11-28', '2026-11-29'],
    ]);
  });

  it('are written as figures in the language of the person, except ids', () => {
    const columns = ['ID', 'Avg wait', 'Share', 'Note'];
    const rows = [
      [104233, '1816.7', '85%', 5],
      [104234, 3000, null, 'n/a'],
      [104235, '', '2.04%', null],
    ];
    expect(cellTexts('de-DE', columns, ...rows)).toEqual([
      ['104233', '104234', '104235'],
      ['1.816,7', '3.000', '–'],
      ['85\u00a0%', '–', '2\u00a0%'],
      ['5', 'n/a', '–'],
    ]);
  });
});
