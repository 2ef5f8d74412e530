import { useEffect, useMemo, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import type { Format } from './format.js';
import { type Sample, sparkline } from './history.js';
import { type ChartSeries, isolatedIndexes } from './report-chart.js';

const cssValue = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const seriesVariable = (index: number) => `--series-${index + 1}`;

interface ChartProps {
  title: string;
  /** Seconds since 1970, or 0, 1, 2, … with `labels`. */
  xs: number[];
  /** Names of bars. Without them the chart has lines over time. */
  labels?: string[];
  series: ChartSeries[];
  format: Format;
  /** A dashed line for what should not be exceeded. */
  limit?: { label: string; value: number };
  /** The values of the left axis are seconds, written as durations. */
  hasDurations?: true;
}

/** Lines over time, or bars. For screen readers, the table of a report and the card of a queue have the figures. */
export function Chart(props: ChartProps) {
  const { title, xs, labels, series, format, limit } = props;
  const box = useRef<HTMLDivElement>(null);
  // A change of any of these, or of the format, needs a new plot; new data alone are set in the present one.
  const shape = JSON.stringify([labels, series.map(({ label }) => label), limit]);
  const data = useMemo<uPlot.AlignedData>(() => {
    const seriesValues = series.map(({ values }) => values);
    return [xs, ...seriesValues, ...(limit ? [xs.map(() => limit.value)] : [])];
  }, [xs, series, limit?.value]);
  const plot = useRef<uPlot>(undefined);
  const latestData = useRef(data);
  latestData.current = data;
  useEffect(() => {
    const container = box.current;
    if (!container) return;
    const draw = () => {
      plot.current?.destroy();
      plot.current = new uPlot(optionsOf(container, props), latestData.current, container);
    };
    draw();
    const resizeObserver = new ResizeObserver(() => plot.current?.setSize(sizeOf(container)));
    resizeObserver.observe(container);
    // The canvas keeps the colours that it was drawn with: a change of theme needs a new drawing.
    const themeObserver = new MutationObserver(draw);
    themeObserver.observe(document.documentElement, { attributeFilter: ['data-theme', 'style'] });
    return () => {
      resizeObserver.disconnect();
      themeObserver.disconnect();
      plot.current?.destroy();
      plot.current = undefined;
    };
  }, [shape, format]);
  useEffect(() => plot.current?.setData(data), [data]);
  return (
    <figure class="chart">
      <figcaption>{title}</figcaption>
      <ul class="legend">
        {series.map(({ label }, index) => (
          <li key={label}>
            <span class="swatch" style={{ background: `var(${seriesVariable(index)})` }} aria-hidden="true" />{' '}
            <bdi>{label}</bdi>
          </li>
        ))}
        {limit && (
          <li>
            <span class="swatch swatch-limit" aria-hidden="true" /> {limit.label}
          </li>
        )}
      </ul>
      <div class="plot" ref={box} role="img" aria-label={`Chart: ${title}`} />
    </figure>
  );
}

function optionsOf(
  parent: HTMLElement,
  { xs, series, labels, format, limit, hasDurations }: ChartProps,
): uPlot.Options {
  const [ink, grid] = [cssValue('--ink-quiet'), cssValue('--line')];
  const font = `12px ${getComputedStyle(document.body).fontFamily}`;
  const axis = { stroke: ink, grid: { stroke: grid, width: 1 }, ticks: { stroke: grid }, font };
  const valueAxis = {
    ...axis,
    size: (plot: uPlot, texts: string[] | null) => tickSize + maxTextWidth(plot.ctx, font, texts ?? []),
  };
  // Reports write a day as its midnight in UTC.
  const isDaily = labels === undefined && xs.every((seconds) => seconds % daySeconds === 0);
  const hasRight = series.some(({ onRight }) => onRight);
  // Over a short time the labels may have seconds: they need more space, and steps below a second would repeat them.
  const isShort = (xs.at(-1) ?? 0) - (xs[0] ?? 0) < daySeconds / 12;
  const bars = labels && uPlot.paths.bars?.({ size: [0.7, 60], radius: 0.1 });
  return {
    ...sizeOf(parent),
    ...(isDaily && { tzDate: (seconds: number) => uPlot.tzDate(new Date(seconds * 1_000), 'Etc/UTC') }),
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { time: labels === undefined, ...(labels && { range: [-0.5, labels.length - 0.5] }) },
      y: { range: rangeFromZero },
      ...(hasRight && { right: { range: rangeFromZero } }),
    },
    axes: [
      labels
        ? {
            ...axis,
            grid: { show: false },
            splits: () => labels.map((_, index) => index),
            // Each label has its share of the width without the left axis, at some 8 pixels a character.
            values: (plot, splits) =>
              splits.map((index) => shorten(labels[index] ?? '', (plot.width - 80) / labels.length / 8)),
          }
        : {
            ...axis,
            ...(isShort && { incrs: durationSteps, space: 80 }),
            ...(isDaily && { incrs: daySteps }),
            values: (_, splits) => splits.map((seconds) => timeLabel(seconds, splits, format, isDaily)),
          },
      {
        ...valueAxis,
        ...(hasDurations && { incrs: durationSteps }),
        values: (_, splits) => splits.map((value) => (hasDurations ? format.duration(value) : format.number(value, 2))),
      },
      ...(hasRight
        ? [
            {
              ...valueAxis,
              scale: 'right',
              side: 1 as const,
              grid: { show: false },
              // Customers are counted: whole numbers only.
              incrs: Array.from(
                { length: 24 },
                (_, index) => ([1, 2, 5][index % 3] ?? 1) * 10 ** Math.floor(index / 3),
              ),
              values: (_: uPlot, splits: number[]) => splits.map((value) => format.number(value)),
            },
          ]
        : []),
    ],
    series: [
      {},
      ...series.map(({ onRight }, index) => ({
        scale: onRight ? 'right' : 'y',
        stroke: cssValue(seriesVariable(index)),
        width: 2,
        points: { show: false, filter: isolatedPoints },
        ...(bars && { paths: bars, fill: cssValue(seriesVariable(index)) }),
      })),
      ...(limit ? [{ stroke: ink, width: 1, dash: [6, 4], points: { show: false } }] : []),
    ],
  };
}

const isolatedPoints = ({ data }: uPlot, seriesIndex: number) => isolatedIndexes([...(data[seriesIndex] ?? [])]);

const rangeFromZero = (_: uPlot, low: number, high: number): [number, number] => [
  Math.min(0, low),
  high > 0 ? high * 1.08 : 1,
];

const daySeconds = 86_400;
const daySteps = [1, 2, 7, 14, 28, 91, 182, 364].map((days) => days * daySeconds);
/** Seconds between two grid lines of an axis of durations, or of a time axis over a short time. */
const durationSteps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1_800, 3_600, 7_200, 21_600, ...daySteps];
/** Pixels that uPlot puts between a label of the axis and the chart: the tick and a gap. */
const tickSize = 15;

/** The width of the widest of the texts, in pixels. */
function maxTextWidth(canvas: CanvasRenderingContext2D, font: string, texts: readonly string[]): number {
  canvas.save();
  canvas.font = font;
  const maxWidth = Math.max(0, ...texts.map((text) => canvas.measureText(text).width));
  canvas.restore();
  return Math.ceil(maxWidth);
}

function timeLabel(seconds: number, splits: number[], format: Format, isDaily: boolean): string {
  const [first = seconds, second = seconds] = splits;
  const time = new Date(seconds * 1_000);
  if (isDaily) return format.shortDay(time, 'UTC');
  if (second - first < 60) return format.timeWithSeconds(time);
  return second - first < daySeconds ? format.shortTime(time) : format.shortDay(time);
}

const sizeOf = ({ clientWidth, clientHeight }: HTMLElement) => ({
  width: Math.max(200, clientWidth),
  height: Math.max(140, clientHeight),
});
const shorten = (text: string, maxLength: number) =>
  text.length <= maxLength ? text : `${text.slice(0, Math.max(1, Math.floor(maxLength) - 1))}…`;

/** The last hour of one queue: its longest wait and how many waited, with the target as a dashed line. */
export function HistoryChart(props: {
  name: string;
  samples: readonly Sample[];
  targetSeconds: number;
  format: Format;
}) {
  const { name, samples, targetSeconds, format } = props;
  const xs = useMemo(() => samples.map(({ at }) => at / 1_000), [samples]);
  const series = useMemo(
    () => [
      { label: 'longest wait', values: samples.map(({ waitTimeMaxSeconds }) => waitTimeMaxSeconds ?? null) },
      { label: 'waiting (right)', values: samples.map(({ queueSize }) => queueSize ?? null), onRight: true as const },
    ],
    [samples],
  );
  const limit = useMemo(() => ({ label: 'target of the longest wait', value: targetSeconds }), [targetSeconds]);
  const [first] = samples;
  if (samples.length < 2 || !first) return <p class="notice notice-plain">The line begins with the next reading.</p>;
  const title = `${name}, since ${format.clock(new Date(first.at))} (the last hour at most)`;
  return <Chart title={title} xs={xs} series={series} format={format} limit={limit} hasDurations />;
}

/** A small line in the card of a queue: how many customers waited over the last hour. */
export function Sparkline({ samples, format }: { samples: readonly Sample[]; format: Format }) {
  const [first] = samples;
  const line = sparkline(samples);
  if (!first || !line) return null;
  const words = `waiting since ${format.clock(new Date(first.at))}: at most ${format.number(line.maxWaiting)}`;
  return (
    <svg class="sparkline" viewBox="0 0 100 30" preserveAspectRatio="none" role="img" aria-label={words}>
      <title>{words}</title>
      <path
        d={line.path}
        fill="none"
        stroke="currentColor"
        stroke-width="2"
        stroke-linecap="round"
        vector-effect="non-scaling-stroke"
      />
    </svg>
  );
}
