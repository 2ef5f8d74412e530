export interface OpenPagesOptions {
  /** Called when no page has been open for `graceMs`, after there was one. */
  onLastClosed?: () => void;
  /** Milliseconds to wait after the last page has closed: a page that is reloaded reports its end and then opens again. */
  graceMs?: number;
  /**
   * Milliseconds without a report after which a page counts as closed. Browsers let a page in the background run its
   * timers only once a minute.
   */
  silenceMs?: number;
}

/**
 * Which pages are open. Each page reports every few seconds, and once more when it is closed. No connection is kept open
 * for that, because a browser opens at most six to one server, for all its pages together.
 */
export class OpenPages {
  readonly #silenceTimers = new Map<string, NodeJS.Timeout>();
  #endTimer: NodeJS.Timeout | undefined;

  constructor(readonly options: OpenPagesOptions) {}

  /** For a page that has reported that it is open. */
  markOpen(page: string): void {
    const { silenceMs = 180_000 } = this.options;
    clearTimeout(this.#endTimer);
    clearTimeout(this.#silenceTimers.get(page));
    this.#silenceTimers.set(
      page,
      setTimeout(() => this.markClosed(page), silenceMs),
    );
  }

  /** For a page that has reported its end, or has been silent for too long. */
  markClosed(page: string): void {
    const { onLastClosed, graceMs = 10_000 } = this.options;
    clearTimeout(this.#silenceTimers.get(page));
    if (!this.#silenceTimers.delete(page) || this.#silenceTimers.size > 0 || !onLastClosed) return;
    this.#endTimer = setTimeout(onLastClosed, graceMs);
  }

  close(): void {
    clearTimeout(this.#endTimer);
    for (const timer of this.#silenceTimers.values()) clearTimeout(timer);
    this.#silenceTimers.clear();
  }
}
