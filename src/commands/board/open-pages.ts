export interface OpenPagesOptions {
  /** Called when no page has been open for `graceMs`, after there was one. */
  onLastGone?: () => void;
  /** Milliseconds to wait after the last page has closed: a page that is reloaded says goodbye and then reports again. */
  graceMs?: number;
  /**
   * Milliseconds after which a page that says nothing is taken for closed. Browsers let a page in the background run its
   * timers only once a minute.
   */
  silenceMs?: number;
}

/**
 * Which pages are open. Each page says every few seconds that it is there, and goodbye when it is closed. No connection
 * is held: a browser opens six to one server, for all pages together.
 */
export class OpenPages {
  readonly #silence = new Map<string, NodeJS.Timeout>();
  #end: NodeJS.Timeout | undefined;

  constructor(readonly options: OpenPagesOptions) {}

  /** The page has said that it is there. */
  heard(page: string): void {
    const { silenceMs = 180_000 } = this.options;
    clearTimeout(this.#end);
    clearTimeout(this.#silence.get(page));
    this.#silence.set(
      page,
      setTimeout(() => this.gone(page), silenceMs),
    );
  }

  /** The page has said goodbye, or has been silent for too long. */
  gone(page: string): void {
    const { onLastGone, graceMs = 10_000 } = this.options;
    clearTimeout(this.#silence.get(page));
    if (!this.#silence.delete(page) || this.#silence.size > 0 || !onLastGone) return;
    this.#end = setTimeout(onLastGone, graceMs);
  }

  close(): void {
    clearTimeout(this.#end);
    for (const timer of this.#silence.values()) clearTimeout(timer);
    this.#silence.clear();
  }
}
