import { seededRandom } from '../random.js';
import { minute, second } from './dates.js';
import type { PuzzelRequest, User } from './model.js';
import { callSeries, knownCallers, missedBefore } from './seed/calls.js';
import { answeredBefore } from './seed/people.js';
import { accessPoints, queues } from './seed/queues.js';
import { loggedOnBefore, presenceOf } from './users.js';

/** One call or written item of today that is over or in conversation. Times are milliseconds since 1970. */
export interface TodayCall {
  requestId: number;
  callId: string;
  queueId: number;
  from: string;
  description: string;
  category: string;
  vip: number;
  /** Of a call that nobody answered: whom the customer wanted. */
  reservedUserId: number;
  entered: number;
  /** Moment of the answer, or at which the customer gave up. */
  left: number;
  ended: number;
  /** Who answered; 0: nobody. */
  userId: number;
}

/**
 * The calls of today: every counter, list and state of calls comes from here. Those before the start are made once;
 * the series of `seed/calls.ts` go on with the clock.
 */
export class CallsToday {
  readonly answered: TodayCall[] = [];
  readonly missed: TodayCall[] = [];
  #queued: TodayCall[] = [];
  #talking: TodayCall[] = [];
  readonly #next = callSeries.map(({ from }) => from);

  constructor(
    readonly startedAt: number,
    readonly users: Map<number, User>,
    readonly requests: Map<number, PuzzelRequest>,
  ) {
    this.#earlier();
    this.advance(startedAt);
  }

  /** Brings calls, requests and agents up to date, event by event. */
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

  /** A conversation that ends before its time, because the agent hung up. */
  end(requestId: number, now: number): void {
    const call = this.#talking.find((one) => one.requestId === requestId);
    if (call) call.ended = now;
  }

  /** A web chat that has ended. */
  addChat({ id, queueId, queueEntered, connectedAt, connectedUserId = 0 }: PuzzelRequest, now: number): void {
    const call = { requestId: id, callId: String(8_840_700_000 + id), queueId, from: 'visitor', description: '' };
    const times = { entered: queueEntered, left: connectedAt ?? now, ended: now };
    const list = connectedUserId === 0 ? this.missed : this.answered;
    list.push({ ...call, ...times, category: '', vip: 0, reservedUserId: 0, userId: connectedUserId });
  }

  #arrivals() {
    return callSeries.map((series, index) => {
      const at = this.startedAt + ((this.#next[index] ?? 0) * series.every - series.first) * second;
      return { at, order: 2, run: () => this.#arrive(index, at) };
    });
  }

  #arrive(index: number, entered: number): void {
    const series = callSeries[index];
    const number = this.#next[index] ?? 0;
    this.#next[index] = number + 1;
    if (!series) return;
    const { queueId, description, category, waits, givesUpEvery, from } = series;
    const wait = (at: number) => waits[(at + waits.length) % waits.length] ?? 0;
    const left = entered + wait(number) * second;
    const untilNext = (series.every + wait(number + 1) - wait(number)) * second;
    const gaveUp = givesUpEvery !== undefined && number % givesUpEvery === 5;
    const requestId = series.ids[number - from] ?? 200_000 + index * 10_000 + number;
    const call: TodayCall = {
      requestId,
      callId: String(8_840_501_000 + (number + 1) * 1000 + (series.userId % 1000)),
      queueId,
      from: callerOf(requestId),
      description,
      category,
      vip: series.vip ?? 0,
      reservedUserId: series.reservedUserId ?? 0,
      entered,
      left,
      ended: left + Math.min(series.talk * second, untilNext),
      userId: gaveUp ? 0 : series.userId,
    };
    this.#queued.push(call);
    this.requests.set(requestId, waitingRequest(call));
  }

  #leave(call: TodayCall): void {
    const request = this.requests.get(call.requestId);
    const user = this.users.get(call.userId);
    this.#queued = this.#queued.filter((one) => one !== call);
    // Deleted meanwhile: it counts nowhere.
    if (request?.status !== 'InQueue') return;
    call.queueId = request.queueId;
    const free = user && ['Available', 'WrapUp'].includes(presenceOf(user, call.left).userStatus);
    if (!user || !free) {
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
    request.history.push(line(call.left, `Connected to ${user.firstName} ${user.lastName}`));
    user.presence = { contactCentreStatus: 'LoggedOn', userStatus: 'Connected', pauseTypeId: 0, since: call.left };
  }

  #finish(call: TodayCall): void {
    this.#talking = this.#talking.filter((one) => one !== call);
    const user = this.users.get(call.userId);
    if (!user || this.requests.get(call.requestId)?.connectedUserId !== call.userId) return;
    this.requests.delete(call.requestId);
    user.presence = { contactCentreStatus: 'LoggedOn', userStatus: 'WrapUp', pauseTypeId: 0, since: call.ended };
  }

  /** Spreads what each agent answered before the start over the time logged on. */
  #earlier(): void {
    const random = seededRandom(8841);
    for (const [userId, byQueue] of answeredBefore) {
      const queueIds = Object.entries(byQueue).flatMap(([id, count]) => Array<number>(count).fill(Number(id)));
      const logOn = this.startedAt - loggedOnBefore(userId) * second;
      const free = this.users.get(userId)?.presence.since ?? this.startedAt;
      const step = (free - logOn) / queueIds.length;
      queueIds.forEach((_, index) => {
        // Steps of a prime mix the queues: no agent has a multiple of 23 calls.
        const queue = queues.find(({ id }) => id === queueIds[(index * 23) % queueIds.length]);
        if (!queue) return;
        const ended = logOn + (index + 1) * step - 20 * second;
        const left = ended - Math.min(step * 0.7, (140 + random() * 220) * second);
        const wait = random() < withinSla(queue.id) ? random() * queue.sla : queue.sla * (1 + random());
        const requestId = 60_000 + this.answered.length * 3;
        this.answered.push({
          requestId,
          callId: String(8_840_320_000 + this.answered.length * 7),
          queueId: queue.id,
          from: queue.category === 2 ? `customer${requestId % 1000}@postbox.example` : callerOf(requestId),
          description: '',
          category: '',
          vip: 0,
          reservedUserId: 0,
          entered: left - Math.round(wait) * second,
          left,
          ended,
          userId,
        });
      });
    }
    for (const [queueId, requestId, minutesAgo, wait, description, reservedUserId = 0] of missedBefore) {
      const entered = this.startedAt - minutesAgo * minute;
      const left = entered + wait * second;
      const category = queueId === 201 ? 'Sales' : 'Service';
      const call = { requestId, callId: '', queueId, from: callerOf(requestId), description, category, vip: 0 };
      this.missed.push({ ...call, reservedUserId, entered, left, ended: left, userId: 0 });
    }
  }
}

/** Share of the answered calls of a queue that were answered in time. */
const withinSla = (queueId: number) => (queueId === 101 ? 0.71 : 0.93);

/** Numbers +44 7700 900400 to 900599 are customers' alone. */
function callerOf(requestId: number): string {
  return knownCallers[requestId] ?? `+447700900${400 + (requestId % 200)}`;
}

function line(time: number, message: string) {
  return { time, type: 'Info', message, userId: 0 };
}

function waitingRequest({ entered, requestId, queueId, from, description, category, vip }: TodayCall): PuzzelRequest {
  return {
    id: requestId,
    kind: 'call',
    mediaType: 'Phone',
    status: 'InQueue',
    queueId,
    from,
    to: accessPoints.find((point) => point.queueId === queueId)?.address ?? '',
    subject: '',
    uri: '',
    description,
    category,
    vip,
    variables: [],
    xdrCopy: null,
    queueEntered: entered,
    reservedUserId: 0,
    iqSessionId: '',
    history: [line(entered, 'Queued')],
  };
}
