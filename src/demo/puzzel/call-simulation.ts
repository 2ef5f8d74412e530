import { type CallRecord, callerOf, callsBefore, noDetails, surveyOf } from './call-history.js';
import { second } from './dates.js';
import { availablePresence, newRequest, type PuzzelRequest, type User } from './model.js';
import { callSeries } from './seed/calls.js';
import { accessPointOf } from './seed/queues.js';
import { presenceOf } from './users.js';

/**
 * The calls of today (from the agents' log-on, even before midnight) and of the days before; all figures and lists of calls
 * are taken from here. Those before the start are made once; the series of `seed/calls.ts` go on with the clock.
 */
export class CallSimulation {
  /** Answered today. */
  readonly answeredCalls: CallRecord[];
  /** Missed today. */
  readonly missedCalls: CallRecord[];
  /** Answered on the days before. */
  readonly earlierCalls: CallRecord[];
  #queuedCalls: CallRecord[] = [];
  #ongoingCalls: CallRecord[] = [];
  /** By series: index of its next call. */
  readonly #nextIndexes = callSeries.map(({ firstIndex }) => firstIndex);

  constructor(
    readonly startedAt: number,
    readonly users: Map<number, User>,
    readonly requests: Map<number, PuzzelRequest>,
    readonly isOpen: (queueId: number, at: number) => boolean,
  ) {
    const { answeredCalls, missedCalls, earlierCalls } = callsBefore(startedAt, users);
    this.answeredCalls = answeredCalls;
    this.missedCalls = missedCalls;
    this.earlierCalls = earlierCalls;
    this.advance(startedAt);
  }

  /** Brings calls, requests and agents up to date, event by event; at the same moment, ends of calls come first. */
  advance(now: number): void {
    for (;;) {
      const events = [
        ...this.#ongoingCalls.map((call) => ({ at: call.endedAt, order: 0, run: () => this.#finish(call) })),
        ...this.#queuedCalls.map((call) => ({ at: call.leftQueueAt, order: 1, run: () => this.#leave(call) })),
        ...this.#arrivals(),
      ];
      const [event] = events.filter(({ at }) => at <= now).sort((a, b) => a.at - b.at || a.order - b.order);
      if (!event) return;
      event.run();
    }
  }

  /** Ends a conversation before its time, because the agent hung up or transferred it. */
  end(requestId: number, now: number, isTransferred: boolean): void {
    const call = this.#ongoingCalls.find((one) => one.requestId === requestId);
    if (call) Object.assign(call, { endedAt: now, isTransferred });
  }

  /** Adds a web chat that has ended. */
  addChat({ id, queueId, queueEntered, connectedAt, connectedUserId = 0 }: PuzzelRequest, now: number): void {
    const call = { ...noDetails, requestId: id, callId: String(8_840_700_000 + id), queueId, from: 'visitor' };
    const outcome = { leftQueueAt: connectedAt ?? now, endedAt: now, userId: connectedUserId };
    const calls = connectedUserId === 0 ? this.missedCalls : this.answeredCalls;
    calls.push({ ...call, enteredAt: queueEntered, ...outcome });
  }

  #arrivals() {
    return callSeries.map((series, index) => {
      const at =
        this.startedAt + ((this.#nextIndexes[index] ?? 0) * series.intervalSeconds - series.offsetSeconds) * second;
      return { at, order: 2, run: () => this.#arrive(index, at) };
    });
  }

  #arrive(index: number, enteredAt: number): void {
    const series = callSeries[index];
    const callIndex = this.#nextIndexes[index] ?? 0;
    this.#nextIndexes[index] = callIndex + 1;
    if (!series || !this.isOpen(series.queueId, enteredAt)) return;
    const { queueId, description, category, waitSeconds, givesUpEvery, firstIndex } = series;
    const waitOf = (indexInSeries: number) =>
      waitSeconds[(indexInSeries + waitSeconds.length) % waitSeconds.length] ?? 0;
    const leftQueueAt = enteredAt + waitOf(callIndex) * second;
    const msUntilNextLeaves = (series.intervalSeconds + waitOf(callIndex + 1) - waitOf(callIndex)) * second;
    const givesUp = givesUpEvery !== undefined && callIndex % givesUpEvery === 5;
    const requestId = series.requestIds[callIndex - firstIndex] ?? 200_000 + index * 10_000 + callIndex;
    const call: CallRecord = {
      requestId,
      callId: String(8_840_501_000 + (callIndex + 1) * 1000 + (series.userId % 1000)),
      queueId,
      from: this.#unusedCaller(requestId),
      description,
      category,
      vip: series.vip ?? 0,
      reservedUserId: series.reservedUserId ?? 0,
      enteredAt,
      leftQueueAt,
      endedAt: leftQueueAt + Math.min(series.talkSeconds * second, msUntilNextLeaves),
      userId: givesUp ? 0 : series.userId,
      ...surveyOf(requestId),
    };
    this.#queuedCalls.push(call);
    this.requests.set(requestId, waitingRequest(call));
  }

  /** The number that a call comes from: one that no waiting or connected request has. */
  #unusedCaller(requestId: number): string {
    const takenNumbers = new Set([...this.requests.values()].map(({ from }) => from));
    const callers = Array.from({ length: 200 }, (_, index) => callerOf(requestId + index));
    return callers.find((caller) => !takenNumbers.has(caller)) ?? callerOf(requestId);
  }

  /** The call leaves the queue: its agent answers, or it is missed. */
  #leave(call: CallRecord): void {
    const request = this.requests.get(call.requestId);
    const user = this.users.get(call.userId);
    this.#queuedCalls = this.#queuedCalls.filter((one) => one !== call);
    // A call whose request was deleted while it waited counts nowhere.
    if (!request) return;
    call.queueId = request.queueId;
    const isFree = user && ['Available', 'WrapUp'].includes(presenceOf(user, call.leftQueueAt).userStatus);
    if (!user || !isFree) {
      this.requests.delete(call.requestId);
      this.missedCalls.push({ ...call, userId: 0, endedAt: call.leftQueueAt });
      return;
    }
    this.answeredCalls.push(call);
    this.#ongoingCalls.push(call);
    request.status = 'Connected';
    request.connectedUserId = user.id;
    request.connectedAt = call.leftQueueAt;
    request.iqSessionId = call.callId;
    request.history.push(historyLine(call.leftQueueAt, `Connected to ${user.firstName} ${user.lastName}`));
    user.presence = { ...availablePresence, userStatus: 'Connected', since: call.leftQueueAt };
  }

  #finish(call: CallRecord): void {
    this.#ongoingCalls = this.#ongoingCalls.filter((one) => one !== call);
    const user = this.users.get(call.userId);
    if (!user || this.requests.get(call.requestId)?.connectedUserId !== call.userId) return;
    this.requests.delete(call.requestId);
    user.presence = { ...availablePresence, userStatus: 'WrapUp', since: call.endedAt };
  }
}

function historyLine(time: number, message: string) {
  return { time, type: 'Info', message, userId: 0 };
}

function waitingRequest(call: CallRecord): PuzzelRequest {
  const { queueId, from, description, category, vip } = call;
  return newRequest({
    id: call.requestId,
    kind: 'call',
    queueId,
    from,
    to: accessPointOf(queueId),
    description,
    category,
    vip,
    queueEntered: call.enteredAt,
    history: [historyLine(call.enteredAt, 'Queued')],
  });
}
