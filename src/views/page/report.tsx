import { useMemo, useState } from 'preact/hooks';
import { type Answer, records } from './answer.js';
import { Chart } from './chart.js';
import { type Format, formatIn } from './format.js';
import { useLive, type ViewProps } from './live.js';
import { Cut, Empty, Failure, Freshness, Loading } from './notices.js';
import { chartable, drawingOf } from './report-chart.js';
import { type Cell, isNumeric, isTime, numberIn, readTable, type Sorting, sortRows, timeIn } from './table.js';

/** Rows that are drawn at first, and with every "Show more": a page with thousands of them is slow. */
const step = 100;

/** A table that sorts, and a chart of one column. */
export function Report(props: ViewProps) {
  const { connection, shown } = props;
  const tool = connection.toolName;
  const format = formatIn(shown.locale, shown.timeZone);
  const [sorting, setSorting] = useState<Sorting>();
  const [visible, setVisible] = useState(step);
  const [chosen, setChosen] = useState<number>();
  const [more, setMore] = useState<{ of: Answer | undefined; records: unknown[]; cursor: string | undefined }>();
  const [failure, setFailure] = useState<Extract<Answer, { ok: false }>>();
  const call = (args: Record<string, unknown>, fresh?: boolean): Promise<Answer> =>
    connection.call(tool ?? '', { ...shown.args, ...args }, fresh);
  // Without the name of the tool the page cannot know what to ask again: several tools are shown by it.
  const canCall = connection.canCall && tool !== undefined;
  const live = { ...useLive(props, (fresh) => call({}, fresh)), canCall };
  // What was added to an earlier answer does not belong to a newer one.
  const added = more?.of === live.answer ? more : undefined;
  const table = useMemo(
    () => readTable(added ? [...records(live.answer?.result), ...added.records] : live.answer?.result),
    [live.answer, added],
  );
  const columns = useMemo(() => chartable(table), [table]);
  const column = chosen !== undefined && columns.includes(chosen) ? chosen : columns[0];
  const drawing = useMemo(() => (column === undefined ? undefined : drawingOf(table, column)), [table, column]);
  const rows = useMemo(() => sortRows(table, sorting, shown.locale), [table, sorting, shown.locale]);
  const cursor = added ? added.cursor : live.answer?.nextCursor;

  const showNext = async () => {
    const answer = await call({ cursor });
    if (!answer.ok) return setFailure(answer);
    setFailure(undefined);
    setMore({
      of: live.answer,
      records: [...(added?.records ?? []), ...records(answer.result)],
      cursor: answer.nextCursor,
    });
  };
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
            <Cut shown={visible} total={rows.length} format={format} more={() => setVisible(visible + step)} />
          )}
          {failure && <Failure failure={failure.failure} format={format} />}
          {cursor !== undefined && (
            <Cut
              shown={rows.length}
              total={live.answer?.total}
              format={format}
              label="Fetch more"
              {...(canCall && { more: () => void showNext() })}
            />
          )}
        </>
      )}
      <Freshness live={live} format={format} />
    </main>
  );
}

interface ChartProps {
  titles: readonly string[];
  /** Those of the columns that can be charted, and the one that is. */
  columns: readonly number[];
  column: number;
  drawing: NonNullable<ReturnType<typeof drawingOf>>;
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
        title={`${titles[column] ?? ''}${drawing.left ? ` (${drawing.left})` : ''}`}
        xs={drawing.xs}
        {...(drawing.labels && { labels: drawing.labels })}
        series={drawing.series}
        format={format}
      />
    </>
  );
}

interface RowsProps {
  table: ReturnType<typeof readTable>;
  /** Those that are drawn, in their order. */
  rows: ReturnType<typeof sortRows>;
  sorting: Sorting | undefined;
  sort: (sorting: Sorting) => void;
  format: Format;
}

function Rows({ table, rows, sorting, sort, format }: RowsProps) {
  return (
    // Wide tables scroll by keyboard too.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable
    <section class="table-frame" tabIndex={0} aria-label="Rows">
      <table>
        <thead>
          <tr>
            {table.columns.map((name, at) => (
              <SortableHeader
                key={at}
                name={name}
                at={at}
                sorting={sorting}
                numeric={isNumeric(table, at)}
                sort={sort}
              />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {table.columns.map((_, at) => (
                <td key={at} class={isNumeric(table, at) ? 'number' : ''}>
                  <bdi>{cellText(row[at], isTime(table, at), format)}</bdi>
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
  // Of figures the largest are wanted first, of words the first letters.
  const next = { column: at, descending: active ? !sorting.descending : numeric };
  return (
    <th scope="col" aria-sort={direction} class={numeric ? 'number' : ''}>
      <button type="button" class="bare" onClick={() => sort(next)}>
        <bdi>{name}</bdi> <span aria-hidden="true">{active ? (sorting.descending ? '▼' : '▲') : '↕'}</span>
      </button>
    </th>
  );
}

function cellText(value: Cell | undefined, time: boolean, format: Format): string {
  if (value === null || value === undefined) return '–';
  const at = time ? timeIn(value) : undefined;
  if (at !== undefined) {
    // Midnight in UTC is how reports write a day.
    return at % 86_400 === 0 ? String(value).slice(0, 10) : format.moment(new Date(at * 1_000));
  }
  const number = typeof value === 'number' ? numberIn(value) : undefined;
  return number === undefined ? String(value) : format.number(number, 2);
}
