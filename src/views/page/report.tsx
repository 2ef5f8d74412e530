import { useMemo, useState } from 'preact/hooks';
import type { Answer, CallFailure } from './answer.js';
import { Chart } from './chart.js';
import { type Format, useFormat } from './format.js';
import { useLive, type ViewProps } from './live.js';
import { EmptyState, FailureNotice, Freshness, LoadingState, MoreNotice } from './notices.js';
import { type Drawing, drawingsOf } from './report-chart.js';
import { cellWriter, hasFigures, joinPages, readTable, type Sorting, sortRows, type Table } from './table.js';

/** How many rows are drawn at first, and how many "Show more" adds: a page with thousands of rows is slow. */
const rowsPerStep = 100;

/** A table that sorts, and a chart of one column. */
export function Report(props: ViewProps) {
  const { connection, host } = props;
  const format = useFormat(host);
  const [sorting, setSorting] = useState<Sorting>();
  const [visibleCount, setVisibleCount] = useState(rowsPerStep);
  const [chosenColumn, setChosenColumn] = useState<number>();
  const { live, table, cursor, failure: fetchFailure, fetchNext } = useReport(props);
  const drawings = useMemo(() => drawingsOf(table), [table]);
  const rows = useMemo(() => sortRows(table, sorting, host.locale), [table, sorting, host.locale]);
  const isPart = cursor !== undefined || table.file !== undefined;
  const ofTotal = live.answer?.total === undefined ? '' : ` of ${format.number(live.answer.total)}`;
  const rowsInWords = isPart ? `first ${format.number(rows.length)}${ofTotal} rows` : undefined;
  const choose = (next: number) => {
    setChosenColumn(next);
    connection.tellModel(`On the report page the person charts the column ${next + 1} (${table.columns[next] ?? ''}).`);
  };
  return (
    <main class="report">
      {live.failure && <FailureNotice failure={live.failure} live={live} format={format} />}
      {!live.answer && !live.failure && <LoadingState what="the report" />}
      {live.answer && table.rows.length === 0 && <EmptyState>The report has no rows for what was asked.</EmptyState>}
      {table.rows.length > 0 && (
        <>
          <h1 class="unseen">Report</h1>
          {table.file && (
            <p class="notice notice-plain">
              These are the first rows. The whole report ({format.bytes(table.file.bytes)}) is on this computer:{' '}
              <bdi class="path">{table.file.path}</bdi>
            </p>
          )}
          <ChosenChart
            titles={table.columns}
            drawings={drawings}
            chosenColumn={chosenColumn}
            rowsInWords={rowsInWords}
            format={format}
            choose={choose}
          />
          <Rows table={table} rows={rows.slice(0, visibleCount)} sorting={sorting} sort={setSorting} format={format} />
          {rows.length > visibleCount && (
            <MoreNotice
              count={visibleCount}
              total={rows.length}
              format={format}
              showMore={() => setVisibleCount(visibleCount + rowsPerStep)}
            />
          )}
          {fetchFailure && <FailureNotice failure={fetchFailure} format={format} />}
          {cursor !== undefined && (
            <MoreNotice
              count={rows.length}
              total={live.answer?.total}
              format={format}
              label="Fetch more"
              {...(live.canCall && { showMore: () => void fetchNext() })}
            />
          )}
        </>
      )}
      <Freshness live={live} format={format} />
    </main>
  );
}

/** Pages that the person fetched after the first one. */
interface MorePages {
  /** The answer that they belong to. */
  firstAnswer: Answer | undefined;
  pages: Table[];
  cursor: string | undefined;
  /** Why the page after these could not be fetched. */
  failure?: CallFailure;
}

/** The same array for all renderings, so that the table of one answer is not made again. */
const noPages: Table[] = [];

/** The report of the tool's answer, with the pages that the person has fetched after it. */
function useReport(props: ViewProps) {
  const { connection, host } = props;
  const tool = connection.toolName;
  const [morePages, setMorePages] = useState<MorePages>();
  const call = (args: Record<string, unknown>, fresh?: boolean): Promise<Answer> =>
    connection.call(tool ?? '', { ...host.args, ...args }, fresh);
  // Several tools are shown by this page: without the name of the tool it cannot know which to call again.
  const canCall = connection.canCall && tool !== undefined;
  const live = { ...useLive(props, (fresh) => call({}, fresh)), canCall };
  // Pages that were fetched after an earlier answer do not belong to a newer one.
  const { pages, cursor, failure }: Omit<MorePages, 'firstAnswer'> =
    morePages && morePages.firstAnswer === live.answer
      ? morePages
      : { pages: noPages, cursor: live.answer?.nextCursor };
  const table = useMemo(() => joinPages([readTable(live.answer?.result), ...pages]), [live.answer, pages]);
  const fetchNext = async () => {
    const answer = await call({ cursor });
    if (!answer.ok) return setMorePages({ firstAnswer: live.answer, pages, cursor, failure: answer.failure });
    setMorePages({ firstAnswer: live.answer, pages: [...pages, readTable(answer.result)], cursor: answer.nextCursor });
  };
  return { live, table, cursor, failure, fetchNext };
}

interface ChosenChartProps {
  titles: readonly string[];
  drawings: ReadonlyMap<number, Drawing>;
  /** The column that the person has chosen. */
  chosenColumn: number | undefined;
  /** Which rows are drawn, in words; undefined when they are all. */
  rowsInWords: string | undefined;
  format: Format;
  choose: (column: number) => void;
}

/** The chart of one column: of the first that can be charted, until the person chooses another. */
function ChosenChart({ titles, drawings, chosenColumn, rowsInWords, format, choose }: ChosenChartProps) {
  const [first] = drawings.keys();
  const column = chosenColumn !== undefined && drawings.has(chosenColumn) ? chosenColumn : (first ?? -1);
  const drawing = drawings.get(column);
  if (!drawing) return null;
  const part = [drawing.part, rowsInWords].filter(Boolean).join('; ');
  return (
    <>
      <div class="fields">
        <label>
          Chart
          <select value={column} onInput={({ currentTarget }) => choose(Number(currentTarget.value))}>
            {[...drawings.keys()].map((column) => (
              <option key={column} value={column}>
                {titles[column]}
              </option>
            ))}
          </select>
        </label>
      </div>
      <Chart
        title={`${titles[column] ?? ''}${part && ` (${part})`}`}
        xs={drawing.xs}
        {...(drawing.labels && { labels: drawing.labels })}
        series={drawing.series}
        format={format}
      />
    </>
  );
}

interface RowsProps {
  table: Table;
  /** The rows that are shown, in sorted order. */
  rows: Table['rows'];
  sorting: Sorting | undefined;
  sort: (sorting: Sorting) => void;
  format: Format;
}

function Rows({ table, rows, sorting, sort, format }: RowsProps) {
  const columns = useMemo(
    () =>
      table.columns.map((title, column) => ({
        title,
        isNumeric: hasFigures(table, column),
        write: cellWriter(table, column, format),
      })),
    [table, format],
  );
  return (
    // A wide table can be scrolled with the keyboard too.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable
    <section class="table-frame" tabIndex={0} aria-label="Rows">
      <table>
        <thead>
          <tr>
            {columns.map(({ title, isNumeric }, column) => (
              <SortableHeader
                key={column}
                title={title}
                column={column}
                sorting={sorting}
                isNumeric={isNumeric}
                sort={sort}
              />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {columns.map(({ isNumeric, write }, column) => (
                <td key={column} class={isNumeric ? 'number' : ''}>
                  <bdi>{write(row[column])}</bdi>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface HeaderProps {
  title: string;
  column: number;
  sorting: Sorting | undefined;
  isNumeric: boolean;
  sort: (sorting: Sorting) => void;
}

function SortableHeader({ title, column, sorting, isNumeric, sort }: HeaderProps) {
  const isActive = sorting?.column === column;
  const direction = !isActive ? 'none' : sorting.descending ? 'descending' : 'ascending';
  // The first press sorts figures from the largest down, and words from A to Z.
  const next = { column, descending: isActive ? !sorting.descending : isNumeric };
  return (
    <th scope="col" aria-sort={direction} class={isNumeric ? 'number' : ''}>
      <button type="button" class="bare" onClick={() => sort(next)}>
        <bdi>{title}</bdi> <span aria-hidden="true">{isActive ? (sorting.descending ? '▼' : '▲') : '↕'}</span>
      </button>
    </th>
  );
}
