import { useMemo, useState } from 'preact/hooks';
import type { Answer, CallFailure } from './answer.js';
import { Chart } from './chart.js';
import { type Format, formatIn } from './format.js';
import { useLive, type ViewProps } from './live.js';
import { Empty, Failure, Freshness, Loading, MoreAvailable } from './notices.js';
import { chartable, type Drawing, drawingOf } from './report-chart.js';
import {
  type Cell,
  isNumeric,
  isTime,
  joined,
  readTable,
  type Sorting,
  sortRows,
  type Table,
  timeIn,
} from './table.js';

/** Rows that are drawn at first, and more of them with every "Show more": a page with thousands of rows is slow. */
const step = 100;

/** A table that sorts, and a chart of one column. */
export function Report(props: ViewProps) {
  const { connection, shown } = props;
  const format = formatIn(shown.locale, shown.timeZone);
  const [sorting, setSorting] = useState<Sorting>();
  const [visible, setVisible] = useState(step);
  const [chosen, setChosen] = useState<number>();
  const { live, table, cursor, failure, fetchNext } = useReport(props);
  const columns = useMemo(() => chartable(table), [table]);
  const column = chosen !== undefined && columns.includes(chosen) ? chosen : columns[0];
  const drawing = useMemo(() => (column === undefined ? undefined : drawingOf(table, column)), [table, column]);
  const rows = useMemo(() => sortRows(table, sorting, shown.locale), [table, sorting, shown.locale]);
  const choose = (next: number) => {
    setChosen(next);
    connection.tellModel(`On the report page the person charts the column ${next + 1} (${table.columns[next] ?? ''}).`);
  };
  return (
    <main class="report">
      {live.failure && <Failure failure={live.failure} live={live} format={format} />}
      {!live.answer && !live.failure && <Loading what="the report" />}
      {live.answer && table.rows.length === 0 && <Empty>The report has no rows for what was asked.</Empty>}
      {table.rows.length > 0 && (
        <>
          <h1 class="unseen">Report</h1>
          {table.file && (
            <p class="notice notice-plain">
              These are the first rows. The whole report ({format.bytes(table.file.bytes)}) is on this computer:{' '}
              <bdi class="path">{table.file.path}</bdi>
            </p>
          )}
          {drawing && column !== undefined && (
            <ChosenChart
              titles={table.columns}
              columns={columns}
              column={column}
              drawing={drawing}
              format={format}
              choose={choose}
            />
          )}
          <Rows table={table} rows={rows.slice(0, visible)} sorting={sorting} sort={setSorting} format={format} />
          {rows.length > visible && (
            <MoreAvailable
              shown={visible}
              total={rows.length}
              format={format}
              more={() => setVisible(visible + step)}
            />
          )}
          {failure && <Failure failure={failure} format={format} />}
          {cursor !== undefined && (
            <MoreAvailable
              shown={rows.length}
              total={live.answer?.total}
              format={format}
              label="Fetch more"
              {...(live.canCall && { more: () => void fetchNext() })}
            />
          )}
        </>
      )}
      <Freshness live={live} format={format} />
    </main>
  );
}

/** The report of the tool's answer, with the pages that the person has fetched after it. */
function useReport(props: ViewProps) {
  const { connection, shown } = props;
  const tool = connection.toolName;
  const [more, setMore] = useState<{ of: Answer | undefined; pages: Table[]; cursor: string | undefined }>();
  const [failure, setFailure] = useState<CallFailure>();
  const call = (args: Record<string, unknown>, fresh?: boolean): Promise<Answer> =>
    connection.call(tool ?? '', { ...shown.args, ...args }, fresh);
  // Several tools are shown by this page: without the name of the tool it cannot know which to call again.
  const canCall = connection.canCall && tool !== undefined;
  const live = { ...useLive(props, (fresh) => call({}, fresh)), canCall };
  // Pages that were fetched after an earlier answer do not belong to a newer one.
  const added = more?.of === live.answer ? more : undefined;
  const table = useMemo(() => joined([readTable(live.answer?.result), ...(added?.pages ?? [])]), [live.answer, added]);
  const cursor = added ? added.cursor : live.answer?.nextCursor;
  const fetchNext = async () => {
    const answer = await call({ cursor });
    if (!answer.ok) return setFailure(answer.failure);
    setFailure(undefined);
    const pages = [...(added?.pages ?? []), readTable(answer.result)];
    setMore({ of: live.answer, pages, cursor: answer.nextCursor });
  };
  return { live, table, cursor, failure, fetchNext };
}

interface ChartProps {
  titles: readonly string[];
  /** Numbers of the columns that can be charted. */
  columns: readonly number[];
  /** The one of them that is charted. */
  column: number;
  drawing: Drawing;
  format: Format;
  choose: (column: number) => void;
}

function ChosenChart({ titles, columns, column, drawing, format, choose }: ChartProps) {
  return (
    <>
      <div class="fields">
        <label>
          Chart
          <select value={column} onInput={({ currentTarget }) => choose(Number(currentTarget.value))}>
            {columns.map((at) => (
              <option key={at} value={at}>
                {titles[at]}
              </option>
            ))}
          </select>
        </label>
      </div>
      <Chart
        title={`${titles[column] ?? ''}${drawing.part ? ` (${drawing.part})` : ''}`}
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
  /** The rows of the table that are drawn, in the order in which they are. */
  rows: readonly Cell[][];
  sorting: Sorting | undefined;
  sort: (sorting: Sorting) => void;
  format: Format;
}

function Rows({ table, rows, sorting, sort, format }: RowsProps) {
  const columns = useMemo(
    () => table.columns.map((name, at) => ({ name, isNumeric: isNumeric(table, at), isTime: isTime(table, at) })),
    [table],
  );
  return (
    // A wide table can be scrolled with the keyboard too.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable
    <section class="table-frame" tabIndex={0} aria-label="Rows">
      <table>
        <thead>
          <tr>
            {columns.map((column, at) => (
              <SortableHeader
                key={at}
                name={column.name}
                at={at}
                sorting={sorting}
                numeric={column.isNumeric}
                sort={sort}
              />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {columns.map((column, at) => (
                <td key={at} class={column.isNumeric ? 'number' : ''}>
                  <bdi>{cellText(row[at], column.isTime, format)}</bdi>
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
  name: string;
  at: number;
  sorting: Sorting | undefined;
  numeric: boolean;
  sort: (sorting: Sorting) => void;
}

function SortableHeader({ name, at, sorting, numeric, sort }: HeaderProps) {
  const active = sorting?.column === at;
  const direction = !active ? 'none' : sorting.descending ? 'descending' : 'ascending';
  // The first press sorts figures from the largest down, and words from A to Z.
  const next = { column: at, descending: active ? !sorting.descending : numeric };
  return (
    <th scope="col" aria-sort={direction} class={numeric ? 'number' : ''}>
      <button type="button" class="bare" onClick={() => sort(next)}>
        <bdi>{name}</bdi> <span aria-hidden="true">{active ? (sorting.descending ? '▼' : '▲') : '↕'}</span>
      </button>
    </th>
  );
}

/** @param isTimeColumn whether every value of the column is a time: one alone may be an id that looks like one */
function cellText(value: Cell | undefined, isTimeColumn: boolean, format: Format): string {
  if (value === null || value === undefined) return '–';
  const at = isTimeColumn ? timeIn(value) : undefined;
  if (at !== undefined) {
    // Reports write a day as its midnight in UTC.
    return at % 86_400 === 0 ? String(value).slice(0, 10) : format.moment(new Date(at * 1_000));
  }
  return typeof value === 'number' ? format.number(value, 2) : String(value);
}
