import type { Answer, CallFailure } from './answer.js';

type Good = Extract<Answer, { ok: true }>;

export interface PollState {
  /** The last good answer, however old it is. */
  answer: Good | undefined;
  asOf: Date | undefined;
  /** Why the newest call failed; undefined once one succeeds. */
  failure: CallFailure | undefined;
  calling: boolean;
  paused: boolean;
  /** Milliseconds until the next call, as planned after the last one. */
  nextMs: number | undefined;
}

/** After failures the pause doubles, up to sixteen times the usual one. */
const mostDoublings = 4;

/** After these failures asking again is up to the person: nothing changes by itself. */
const final = new Set(['expired']);

/**
 * Asks again and again: one call at a time, the next one a while after the last has ended, slower after failures, and
 * not at all while nobody looks or the person has stopped it.
 */
export class Poller {
  #state: PollState = {
    answer: undefined,
    asOf: undefined,
    failure: undefined,
    calling: false,
    paused: false,
    nextMs: undefined,
  };
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;
  #hidden = false;
  #ended = false;
  /** When the next call is due, 0 for never; a page that is looked at again does not call before. */
  #due = 0;

  constructor(
    readonly ask: (fresh: boolean) => Promise<Answer>,
    readonly everyMs: number | undefined,
    readonly onChange: (state: PollState) => void,
  ) {}

  get state(): PollState {
    return this.#state;
  }

  /** Takes an answer that came by another way, such as the one that the page was opened with. */
  take(answer: Answer): void {
    if (answer.ok) {
      this.#failures = 0;
      this.#set({ answer, asOf: answer.asOf ?? new Date(), failure: undefined });
    } else {
      this.#failures += 1;
      this.#set({ failure: answer.failure });
    }
    this.#plan(answer.ok ? undefined : answer.failure);
  }

  /**
   * Asks now, unless a call is under way.
   * @param fresh the person wants it read anew
   */
  async refresh(fresh: boolean): Promise<void> {
    if (this.#state.calling || this.#ended) return;
    clearTimeout(this.#timer);
    this.#set({ calling: true });
    const answer = await this.ask(fresh);
    if (this.#ended) return;
    this.#set({ calling: false });
    this.take(answer);
  }

  setHidden(hidden: boolean): void {
    if (this.#hidden === hidden) return;
    this.#hidden = hidden;
    this.#schedule();
  }

  setPaused(paused: boolean): void {
    this.#set({ paused });
    this.#schedule();
  }

  end(): void {
    this.#ended = true;
    clearTimeout(this.#timer);
  }

  #plan(failure: CallFailure | undefined): void {
    if (this.everyMs === undefined) return;
    if (failure && final.has(failure.kind)) {
      this.#due = 0;
      this.#set({ nextMs: undefined });
      return;
    }
    const slower = this.everyMs * 2 ** Math.min(this.#failures, mostDoublings);
    const nextMs = Math.max(slower, (failure?.resetSeconds ?? 0) * 1_000);
    this.#due = Date.now() + nextMs;
    this.#set({ nextMs });
    this.#schedule();
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    if (this.everyMs === undefined || this.#due === 0) return;
    if (this.#hidden || this.#state.paused || this.#state.calling || this.#ended) return;
    this.#timer = setTimeout(() => void this.refresh(false), Math.max(0, this.#due - Date.now()));
  }

  #set(part: Partial<PollState>): void {
    this.#state = { ...this.#state, ...part };
    this.onChange(this.#state);
  }
}
