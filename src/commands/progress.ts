/** Where progress is shown: standard error, so that standard output stays what was asked for. */
interface ProgressScreen {
  isTTY?: boolean;
  columns?: number;
  write: (text: string) => unknown;
}

interface ProgressDisplay {
  /**
   * @param total undefined when it is not known
   * @param unit `bytes`, `percent`, or what is counted, such as `records`; `bytes` when left out
   */
  show: (done: number, total: number | undefined, unit?: string) => void;
  /** Erases the bar. */
  end: () => void;
}

/** Milliseconds between two redraws of the bar, and between two lines where there is no terminal. */
const [redrawMs, lineMs] = [100, 5_000];

const mebibyte = 1024 * 1024;
const barWidth = 30;

/**
 * Shows progress: on a terminal as a bar that is redrawn in place and erased at the end, elsewhere as a line every five
 * seconds. Nothing is shown at the start, so that a short transfer shows nothing at all.
 * @param options.hasLines whether to write lines where there is no terminal
 */
export function progressDisplay(
  screen: ProgressScreen,
  { hasLines = true, isTerminal = screen.isTTY === true && process.env.TERM !== 'dumb', now = Date.now } = {},
): ProgressDisplay {
  const startedAt = now();
  let lastShownAt = startedAt;
  let isBarDrawn = false;
  return {
    show: (done, total, unit = 'bytes') => {
      const time = now();
      if (time - lastShownAt < (isTerminal ? redrawMs : lineMs) || !(isTerminal || hasLines)) return;
      lastShownAt = time;
      const text = progressText(done, total, unit, time - startedAt);
      if (!isTerminal) screen.write(`puzzel-mcp: ${text}\n`);
      else screen.write(`\r${`${bar(done, total, unit)}${text}`.slice(0, (screen.columns || 80) - 1)}\u001b[K`);
      isBarDrawn = isTerminal;
    },
    end: () => {
      if (isBarDrawn) screen.write('\r\u001b[K');
      isBarDrawn = false;
    },
  };
}

const shareOf = (done: number, total: number | undefined, unit: string): number | undefined => {
  const whole = unit === 'percent' ? (total ?? 100) : total;
  return whole === undefined || whole <= 0 ? undefined : Math.min(1, Math.max(0, done / whole));
};

function bar(done: number, total: number | undefined, unit: string): string {
  const share = shareOf(done, total, unit);
  if (share === undefined) return '';
  const filledWidth = Math.floor(share * barWidth);
  return `${'█'.repeat(filledWidth)}${'░'.repeat(barWidth - filledWidth)} `;
}

function progressText(done: number, total: number | undefined, unit: string, elapsedMs: number): string {
  const share = shareOf(done, total, unit);
  const percent = share === undefined ? '' : `${Math.floor(share * 100)} %`;
  if (unit === 'percent') return percent;
  const format = unit === 'bytes' ? (value: number) => (value / mebibyte).toFixed(1) : String;
  const amount = `${total === undefined ? format(done) : `${format(done)} of ${format(total)}`} ${unit === 'bytes' ? 'MiB' : unit}`;
  const speed =
    unit === 'bytes' && elapsedMs > 1_000 ? `${(done / mebibyte / (elapsedMs / 1_000)).toFixed(1)} MiB/s` : '';
  return [percent, amount, speed].filter(Boolean).join(', ');
}
