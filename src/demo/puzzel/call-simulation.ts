import { type CallRecord, callerOf, callsBefore, noDetails, surveyOf } from './call-history.js';
import { second } from './dates.js';
import { available, newRequest, type PuzzelRequest, type User } from './model.js';
import { callSeries } from './seed/calls.js';
import { accessPointOf } from './seed/queues.js';
import { presenceOf } from './users.js';

/**
 * The calls of today and of the days before; all figures and lists of calls are taken from here. Those before the start
 * are made once; the series of `seed/calls.ts` go on with the clock.
 */
export class CallSimulation {
  /** Answered today. */
  readonly answered: CallRecord[];
  /** Missed today. */
  readonly missed: CallRecord[];
  /** Answered on the days before. */
  readonly earlier: CallRecord[];
  #queued: CallRecord[] = [];
  #talking: CallRecord[] = [];
  /** By series: index of its next call. */
  readonly #nextIndexes = callSeries.map(({ firstIndex }) => firstIndex);

  constructor(
    readonly startedAt: number,
    readonly users: Map<number, User>,
    readonly requests: Map<number, PuzzelRequest>,
    readonly isOpen: (queueId: number, at: number) => boolean,
  ) {
    ({ answered: this.answered, missed: this.missed, earlier: this.earlier } = callsBefore(startedAt, users));
    this.advance(startedAt);
  }

  /** Brings calls, requests and agents up to date, event by event. At any one moment calls end first. */
  advance(now: number): void {
    for (;;) {
      const events = [
        ...this.#talking.map((call) => ({ at: call.ended, order: 0, run: () => this.#finish(call) })),
        ...this.#queued.map((call) => ({ at: call.left, order: 1, run: () => this.#leave(call) })),
        ...this.#arrivals(),
      ];
      const [event] = events.filter(({ at }) => at <= now).sort((a, b) => a.at - b.at || a.order - b.order);
      if (!event) return;
      event.run();
    }
  }

  /** Ends a conversation before its time, because the agent hung up or transferred it. */
  end(requestId: number, now: number, transferred: boolean): void {
    const call = this.#talking.find((one) => one.requestId === requestId);
    if (call) Object.assign(call, { ended: now, transferred });
  }

  /** Adds a web chat that has ended. */
  addChat({ id, queueId, queueEntered, connectedAt, connectedUserId = 0 }: PuzzelRequest, now: number): void {
    const call = { ...noDetails, requestId: id, callId: String(8_840_700_000 + id), queueId, from: 'visitor' };
    const times = { entered: queueEntered, left: connectedAt ?? now, ended: now };
    (connectedUserId === 0 ? this.missed : this.answered).push({ ...call, ...times, userId: connectedUserId });
  }

  #arrivals() {
    return callSeries.map((series, index) => {
      const at = this.startedAt + ((this.#nextIndexes[index] ?? 0) * series.interval - series.offset) * second;
      return { at, order: 2, run: () => this.#arrive(index, at) };
    });
  }

  #arrive(index: number, entered: number): void {
    const series = callSeries[index];
    const number = this.#nextIndexes[index] ?? 0;
    this.#nextIndexes[index] = number + 1;
    if (!series || !this.isOpen(series.queueId, entered)) return;
    const { queueId, description, category, waits, givesUpEvery, firstIndex } = series;
    const waitOf = (callIndex: number) => waits[(callIndex + waits.length) % waits.length] ?? 0;
    const left = entered + waitOf(number) * second;
    const untilNext = (series.interval + waitOf(number + 1) - waitOf(number)) * second;
    const gaveUp = givesUpEvery !== undefined && number % givesUpEvery === 5;
    const requestId = series.requestIds[number - firstIndex] ?? 200_000 + index * 10_000 + number;
    const call: CallRecord = {
      requestId,
      callId: String(8_840_501_000 + (number + 1) * 1000 + (series.userId % 1000)),
      queueId,
      from: this.#unusedCaller(requestId),
      description,
      category,
      vip: series.vip ?? 0,
      reservedUserId: series.reservedUserId ?? 0,
      entered,
      left,
      ended: left + Math.min(series.talkSeconds * second, untilNext),
      userId: gaveUp ? 0 : series.userId,
      ...surveyOf(requestId),
    };
    this.#queued.push(call);
    this.requests.set(requestId, waitingRequest(call));
  }

  /** The number that a call comes from: one that no waiting or connected request has. */
  #unusedCaller(requestId: number): string {
    const calling = new Set([...this.requests.values()].map(({ from }) => from));
    const callers = Array.from({ length: 200 }, (_, index) => callerOf(requestId + index));
    return callers.find((caller) => !calling.has(caller)) ?? callerOf(requestId);
  }

  /** The call leaves the queue: its agent answers, or it is missed. */
  #leave(call: CallRecord): void {
    const request = this.requests.get(call.requestId);
    const user = this.users.get(call.userId);
    this.#queued = this.#queued.filter((one) => one !== call);
    // A call whose request was deleted while it waited counts nowhere.
    if (request?.status !== 'InQueue') return;
    call.queueId = request.queueId;
    const isFree = user && ['Available', 'WrapUp'].includes(presenceOf(user, call.left).userStatus);
    if (!user || !isFree) {
      this.requests.delete(call.requestId);
      this.missed.push({ ...call, userId: 0, ended: call.left });
      return;
    }
    this.answered.push(call);
    this.#talking.push(call);
    request.status = 'Connected';
    request.connectedUserId = user.id;
    request.connectedAt = call.left;
    request.iqSessionId = call.callId;
    request.history.push(historyLine(call.left, `Connected to ${user.firstName} ${user.lastName}`));
    user.presence = { ...available, userStatus: 'Connected', since: call.left };
  }

  #finish(call: CallRecord): void {
    this.#talking = this.#talking.filter((one) => one !== call);
    const user = this.users.get(call.userId);
    if (!user || this.requests.get(call.requestId)?.connectedUserId !== call.userId) return;
    this.requests.delete(call.requestId);
    user.presence = { ...available, userStatus: 'WrapUp', since: call.ended };
  }
}

function historyLine(time: number, message: string) {
  return { time, type: 'Info', message, userId: 0 };
}

function waitingRequest({ entered, requestId, queueId, from, description, category, vip }: CallRecord): PuzzelRequest {
  return newRequest({
    id: requestId,
    kind: 'call',
    queueId,
    from,
    to: accessPointOf(queueId),
    description,
    category,
    vip,
    queueEntered: entered,
    history: [historyLine(entered, 'Queued')],
  });
}
