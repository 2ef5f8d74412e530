export interface OpenPagesOptions {
  /** Called when no page has been open for `graceMs`, after there was one. */
  onLastGone?: () => void;
  /** Milliseconds to wait after the last page has closed: a page that is reloaded says goodbye and then reports again. */
  graceMs?: number;
  /**
   * Milliseconds without a report after which a page counts as closed. Browsers let a page in the background run its
   * timers only once a minute.
   */
  silenceMs?: number;
}

/**
 * Which pages are open. Each page reports every few seconds, and says goodbye when it is closed. No connection is kept
 * open for that, because a browser opens at most six to one server, for all its pages together.
 */
export class OpenPages {
  readonly #silenceTimers = new Map<string, NodeJS.Timeout>();
  #endTimer: NodeJS.Timeout | undefined;

  constructor(readonly options: OpenPagesOptions) {}

  /** The page has reported that it is open. */
  heard(page: string): void {
    const { silenceMs = 180_000 } = this.options;
    clearTimeout(this.#endTimer);
    clearTimeout(this.#silenceTimers.get(page));
    this.#silenceTimers.set(
      page,
      setTimeout(() => this.gone(page), silenceMs),
    );
  }

  /** The page has said goodbye, or has been silent for too long. */
  gone(page: string): void {
    const { onLastGone, graceMs = 10_000 } = this.options;
    clearTimeout(this.#silenceTimers.get(page));
    if (!this.#silenceTimers.delete(page) || this.#silenceTimers.size > 0 || !onLastGone) return;
    this.#endTimer = setTimeout(onLastGone, graceMs);
  }

  close(): void {
    clearTimeout(this.#endTimer);
    for (const timer of this.#silenceTimers.values()) clearTimeout(timer);
    this.#silenceTimers.clear();
  }
}
