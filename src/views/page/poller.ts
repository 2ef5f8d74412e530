import type { Answer, CallFailure } from './answer.js';

type GoodAnswer = Extract<Answer, { ok: true }>;

export interface PollState {
  /** The last good answer, however old it is. */
  answer: GoodAnswer | undefined;
  /** When the answer was read, or when it was received if it does not say. */
  asOf: Date | undefined;
  /** Why the newest call failed; undefined once one succeeds. */
  failure: CallFailure | undefined;
  isCalling: boolean;
  isPaused: boolean;
  /** When the next call is due; undefined when none is planned. A page that becomes visible again waits for it too. */
  nextAt: Date | undefined;
}

/**
 * Data are old after this many poll intervals. More than two, because one poll may be late, and the board may answer with
 * data that another page read one poll earlier.
 */
export const oldAfterPolls = 2.5;

/** With each failure in a row the time to the next call doubles, up to sixteen times the usual one. */
const maxDoublings = 4;

/** After failures of these kinds only the person asks again, because they do not go away by themselves. */
const finalKinds = new Set(['expired', 'forbidden', 'not_configured']);

/** Milliseconds for which the server tries no login after a refused one (src/limits.ts): calls fail until then. */
const refusedLoginMs = 60_000;

/**
 * Makes a call again and again: one at a time, the next one a while after the last has ended, slower after failures, and
 * none by itself while the page is hidden or paused.
 */
export class Poller {
  #state: PollState = {
    answer: undefined,
    asOf: undefined,
    failure: undefined,
    isCalling: false,
    isPaused: false,
    nextAt: undefined,
  };
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failureCount = 0;
  #isHidden = false;
  #isEnded = false;

  constructor(
    readonly ask: (fresh: boolean) => Promise<Answer>,
    readonly pollIntervalMs: number | undefined,
    readonly onChange: (state: PollState) => void,
  ) {}

  get state(): PollState {
    return this.#state;
  }

  /**
   * Takes an answer that came by another way: the one that the page was opened with. A chat that is opened again hands over
   * the answer that it has kept; old data are read anew at once, or as soon as the page is neither hidden nor paused.
   */
  take(answer: Answer): void {
    this.#receive(answer);
    const { asOf } = this.#state;
    if (!answer.ok || !asOf || this.pollIntervalMs === undefined) return;
    if (Date.now() - asOf.getTime() > oldAfterPolls * this.pollIntervalMs) {
      this.#set({ nextAt: new Date() });
      this.#restartTimer();
    }
  }

  #receive(answer: Answer): void {
    if (answer.ok) {
      this.#failureCount = 0;
      this.#set({ answer, asOf: answer.asOf ?? new Date(), failure: undefined });
    } else {
      this.#failureCount += 1;
      this.#set({ failure: answer.failure });
    }
    this.#planNextCall(answer.ok ? undefined : answer.failure);
    this.#restartTimer();
  }

  /**
   * Asks now, unless a call is under way.
   * @param fresh the person wants new data, not an answer that pages share
   */
  async refresh(fresh: boolean): Promise<void> {
    if (this.#state.isCalling || this.#isEnded) return;
    clearTimeout(this.#timer);
    this.#set({ isCalling: true });
    const answer = await this.ask(fresh);
    if (this.#isEnded) return;
    this.#set({ isCalling: false });
    this.#receive(answer);
  }

  setHidden(isHidden: boolean): void {
    if (this.#isHidden === isHidden) return;
    this.#isHidden = isHidden;
    this.#restartTimer();
  }

  setPaused(isPaused: boolean): void {
    this.#set({ isPaused });
    this.#restartTimer();
  }

  end(): void {
    this.#isEnded = true;
    clearTimeout(this.#timer);
  }

  #planNextCall(failure: CallFailure | undefined): void {
    if (this.pollIntervalMs === undefined) return;
    if (failure && finalKinds.has(failure.kind)) {
      this.#set({ nextAt: undefined });
      return;
    }
    const backoffMs = this.pollIntervalMs * 2 ** Math.min(this.#failureCount, maxDoublings);
    const minDelayMs = failure?.kind === 'unauthorized' ? refusedLoginMs : 0;
    const delayMs = Math.max(backoffMs, minDelayMs, (failure?.resetSeconds ?? 0) * 1_000);
    this.#set({ nextAt: new Date(Date.now() + delayMs) });
  }

  #restartTimer(): void {
    clearTimeout(this.#timer);
    const { nextAt, isPaused, isCalling } = this.#state;
    if (nextAt === undefined || this.#isHidden || isPaused || isCalling || this.#isEnded) return;
    this.#timer = setTimeout(() => void this.refresh(false), Math.max(0, nextAt.getTime() - Date.now()));
  }

  #set(part: Partial<PollState>): void {
    this.#state = { ...this.#state, ...part };
    this.onChange(this.#state);
  }
}
