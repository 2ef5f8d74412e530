import { randomUUID } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { demoAgents, demoConversations } from '../../src/demo/gladly/ids.js';
import { closedAfterTest } from '../support/set-up.js';
import { type DemoGladly, inDays, jsonLines, readEvents, startGladly } from './gladly-tenant.js';
import { callChat, type DemoPuzzel, dateOf, requestVisitorToken, startPuzzel } from './puzzel-tenant.js';

// What two operations report about one thing has to agree.

interface Agent {
  userId: number;
  contactCentreStatus: string;
  statusDescription: string;
  callsOffered: number;
  callsAnswered: number;
  callsNotAnswered: number;
  loggedOnSeconds: number;
  inPauseSeconds: number;
  speakTimeAverageSeconds: number;
}

interface VisualQueue {
  id: number;
  description: string;
  queueSize: number;
  waitTimeMaxSeconds: number;
  callsOfferedToday: number;
  callsAnsweredToday: number;
  callsAbandonedToday: number;
}

interface WaitingRequest {
  requestId: string;
  timeInQueue: number;
  requestStatus: string;
  reservedUserId: number;
  queueId: number;
  mediaType: string;
}

interface ArchiveRecord {
  callId: string;
  recordStart: string;
  surveyExist: boolean;
  enquiryRegistrationExists: boolean;
  entries: { requestId: string; userId: number; start: string; lengthSeconds: number }[];
}

/** The queue of each visual queue, by their ids. */
const queueIdOf: Record<number, number> = { 11: 101, 12: 201, 13: 111, 14: 121, 15: 301, 16: 401 };
const agentsEndpoint = 'GET /{ck}/users/stateinformation/Today';
const queuesEndpoint = 'GET /{ck}/visualqueues/stateinformation/All';
const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);

interface GladlyEvent {
  type: string;
  timestamp: string;
  initiator: { id: string };
  content: { agentId?: string; noteId?: string; messageId?: string; customerId?: string; contactId?: string };
}
const eventsOf = async (gladly: DemoGladly, ...entities: string[]) =>
  jsonLines(await readEvents(gladly, ...entities)) as GladlyEvent[];

describe('the demo contact centre agrees with itself', () => {
  let tenant: DemoPuzzel;
  let agents: Agent[];
  let queues: VisualQueue[];

  beforeAll(async () => {
    tenant = await startPuzzel({ tokenSeconds: 86_400 });
    // Half an hour after the start, calls have gone through all their states.
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 30 * 60_000 });
    agents = await tenant.result<Agent[]>(agentsEndpoint);
    queues = await tenant.result<VisualQueue[]>(queuesEndpoint);
  });
  afterAll(async () => {
    vi.useRealTimers();
    await tenant.close();
  });

  const statsOf = (userId: number) =>
    tenant.result<{
      queuesTotal: { requestsAnswered: number; inPauseSeconds: number };
      pause: { inPauseSeconds: number }[];
      overview: { queueId: number; requestsAnswered: number }[];
    }>(`GET /{ck}/users/${userId}/ticker/Today`);
  const accessLog = async () => {
    const endpoint = 'GET /{ck}/accesslog';
    return (await tenant.result<{ entries: { userId: number; logInResult: string; dateTime: string }[] }>(endpoint))
      .entries;
  };
  const archive = async () =>
    (await tenant.result<{ entries: ArchiveRecord[] }>('POST /{ck}/users/9001/archive/search', {})).entries;
  const waitingRequests = () => tenant.result<WaitingRequest[]>('GET /{ck}/users/9001/visualqueues');

  it('counts as pause what the pause types add up to', async () => {
    const wrong = [];
    for (const { userId, inPauseSeconds } of agents) {
      const { queuesTotal, pause } = await statsOf(userId);
      const total = sum(pause.map((one) => one.inPauseSeconds));
      if (total !== inPauseSeconds || total !== queuesTotal.inPauseSeconds) wrong.push(userId);
    }
    expect(wrong).toEqual([]);
  });

  it('counts in each queue what its agents answered there', async () => {
    const answered = new Map<number, number>();
    for (const { userId } of agents) {
      for (const { queueId, requestsAnswered } of (await statsOf(userId)).overview) {
        answered.set(queueId, (answered.get(queueId) ?? 0) + requestsAnswered);
      }
    }
    expect(queues.filter((one) => answered.get(queueIdOf[one.id] ?? 0) !== one.callsAnsweredToday)).toEqual([]);
    expect(sum(queues.map((one) => one.callsAnsweredToday))).toBe(sum(agents.map((one) => one.callsAnswered)));
  });

  it('moves the counters of queues and agents together with the clock', async () => {
    const before = sum(queues.map((one) => one.callsAnsweredToday));
    vi.setSystemTime(Date.now() + 30 * 60_000);
    queues = await tenant.result<VisualQueue[]>(queuesEndpoint);
    agents = await tenant.result<Agent[]>(agentsEndpoint);
    const after = sum(queues.map((one) => one.callsAnsweredToday));
    expect(after).toBeGreaterThan(before);
    expect(sum(agents.map((one) => one.callsAnswered))).toBe(after);
  });

  it('names the pause of an agent in the list of agents and in that of a queue', async () => {
    const endpoint = 'GET /{ck}/visualqueues/11/info/UserDetailsOnly';
    const { usersDetails } = await tenant.result<{ usersDetails: Agent[] }>(endpoint);
    const pausesIn = (list: Agent[]) =>
      list.flatMap((one) => (one.contactCentreStatus === 'Pause' ? one.statusDescription : []));
    expect([pausesIn(agents), pausesIn(usersDetails)]).toEqual([['Lunch'], ['Lunch']]);
  });

  it('lists as many missed calls as each queue counts as abandoned', async () => {
    const wrong = [];
    for (const { id, description, callsAbandonedToday } of queues) {
      const { length } = await tenant.result<object[]>(`GET /{ck}/queues/${queueIdOf[id]}/missedcalls`);
      if (length !== callsAbandonedToday) wrong.push(`${description}: ${length} and ${callsAbandonedToday}`);
    }
    expect(wrong).toEqual([]);
  });

  it('lists as many missed calls of each agent as were offered and not answered', async () => {
    const wrong = [];
    for (const { userId, callsNotAnswered, callsOffered, callsAnswered } of agents) {
      const { length } = await tenant.result<object[]>(`GET /{ck}/users/${userId}/missedcalls`);
      if (length !== callsNotAnswered || callsOffered !== callsAnswered + callsNotAnswered) wrong.push(userId);
    }
    expect(wrong).toEqual([]);
  });

  it('counts no call and no time today for an agent who is logged off', () => {
    const off = agents.filter(({ contactCentreStatus }) => contactCentreStatus === 'LoggedOff');
    expect(off).not.toEqual([]);
    expect(off.filter((one) => one.callsAnswered + one.loggedOnSeconds + one.inPauseSeconds > 0)).toEqual([]);
  });

  it('has agents logged on since their latest sign-in, which was not refused', async () => {
    const entries = await accessLog();
    const wrong = agents.filter(({ userId, contactCentreStatus, loggedOnSeconds }) => {
      const [latest] = entries
        .filter((one) => one.userId === userId)
        .sort((a, b) => dateOf(b.dateTime) - dateOf(a.dateTime));
      const seconds = (Date.now() - dateOf(latest?.dateTime ?? '/Date(0-0000)/')) / 1000;
      const agrees = latest?.logInResult === 'OK' && Math.abs(seconds - loggedOnSeconds) < 5;
      return contactCentreStatus !== 'LoggedOff' && !agrees;
    });
    expect(wrong).toEqual([]);
  });

  it('lists as many waiting requests, and as long a wait, as each queue reports', async () => {
    const waiting = (await waitingRequests()).filter(
      ({ requestStatus, reservedUserId }) => requestStatus === 'InQueue' && reservedUserId === 0,
    );
    const wrong = queues.filter(({ id, queueSize, waitTimeMaxSeconds }) => {
      const waits = waiting.flatMap((one) => (one.queueId === queueIdOf[id] ? one.timeInQueue : []));
      return waits.length !== queueSize || Math.abs(Math.max(0, ...waits) - waitTimeMaxSeconds) > 2;
    });
    expect(wrong).toEqual([]);
  });

  it('counts as offered what is answered, abandoned or still waiting', () => {
    const wrong = queues.filter(
      (one) => one.callsOfferedToday !== one.callsAnsweredToday + one.callsAbandonedToday + one.queueSize,
    );
    expect(wrong).toEqual([]);
  });

  interface Ticker {
    id: number;
    callsOffered: number;
    callsAnswered: number;
    ciqsOffered: number;
    ciqsAnswered: number;
    surveysOffered: number;
    surveysAnswered: number;
  }

  it('has the same counts in the ticker as in the state, and no part larger than its whole', async () => {
    const tickers = await tenant.result<Ticker[]>('GET /{ck}/visualqueues/ticker/Today/All');
    const wrong = [];
    for (const one of tickers) {
      const state = queues.find(({ id }) => id === one.id);
      const isSame = one.callsOffered === state?.callsOfferedToday && one.callsAnswered === state.callsAnsweredToday;
      const areParts = one.callsAnswered >= one.surveysOffered && one.surveysOffered >= one.surveysAnswered;
      if (!isSame || !areParts || one.ciqsAnswered > one.ciqsOffered) wrong.push(one.id);
    }
    expect(tickers).toHaveLength(queues.length);
    expect(wrong).toEqual([]);
  });

  it('adds the days before to today in the counts of a week, for queues, agents and access points', async () => {
    // Other tenants, started on a Thursday afternoon and on a Monday.
    const present = Date.now();
    vi.setSystemTime('2031-05-15T13:00:00Z');
    const onThursday = closedAfterTest(await startPuzzel());
    const todayAndWeekOf = async <Row>(path: string) => ({
      today: await onThursday.result<Row[]>(`GET /{ck}/${path.replace('*', 'Today')}`),
      week: await onThursday.result<Row[]>(`GET /{ck}/${path.replace('*', 'ThisWeek')}`),
    });
    const byQueue = await todayAndWeekOf<Ticker>('visualqueues/ticker/*/All');
    const byAgent = await todayAndWeekOf<Agent>('users/stateinformation/*');
    const byAccessPoint = await todayAndWeekOf<{ accesspoint: string; requestsAnswered: number }>(
      'accesspoints/ticker/*',
    );
    vi.setSystemTime('2031-05-12T13:00:00Z');
    const onMonday = closedAfterTest(await startPuzzel());
    const [mondayWeek] = await onMonday.result<Ticker[]>('GET /{ck}/visualqueues/ticker/ThisWeek/All');
    const [mondayToday] = await onMonday.result<Ticker[]>('GET /{ck}/visualqueues/ticker/Today/All');
    vi.setSystemTime(present);
    const answered = (rows: { callsAnswered: number }[]) => sum(rows.map((one) => one.callsAnswered));
    expect(answered(byQueue.week)).toBeGreaterThan(2 * answered(byQueue.today));
    expect(answered(byAgent.week)).toBe(answered(byQueue.week));
    const wrong = byAgent.week.filter(({ loggedOnSeconds, inPauseSeconds }, index) => {
      const today = byAgent.today[index];
      return loggedOnSeconds <= (today?.loggedOnSeconds ?? 0) || inPauseSeconds <= (today?.inPauseSeconds ?? 0);
    });
    expect(wrong).toEqual([]);
    // Visual queues 11 to 14 are those of calls.
    const callQueues = byQueue.week.filter(({ id }) => id <= 14);
    const numbersOfQueues = ['+442079460101', '+442079460111', '+442079460121', '+442079460201'];
    const accessPoints = byAccessPoint.week.filter((one) => numbersOfQueues.includes(one.accesspoint));
    expect(sum(accessPoints.map((one) => one.requestsAnswered))).toBe(answered(callQueues));
    expect(mondayWeek?.callsAnswered).toBe(mondayToday?.callsAnswered);
  });

  it('has a sign-in in the twelve hours before every call that an agent answered', async () => {
    const signIns = (await accessLog()).filter((one) => one.logInResult === 'OK');
    const wrong = [];
    for (const { userId } of agents) {
      const log = await tenant.result<{ answeredAt: string }[]>(`GET /{ck}/users/${userId}/calllog`);
      const times = signIns.flatMap((one) => (one.userId === userId ? dateOf(one.dateTime) : []));
      const hasSignIn = ({ answeredAt }: { answeredAt: string }) =>
        times.some((time) => dateOf(answeredAt) > time && dateOf(answeredAt) < time + 12 * 3_600_000);
      if (log.length === 0 || !log.every(hasSignIn)) wrong.push(userId);
    }
    expect(wrong).toEqual([]);
  });

  it('archives only calls that are in the call log of their agent, several of them with a survey', async () => {
    const records = await archive();
    const compared: object[] = [];
    const wrong = [];
    for (const { userId } of agents) {
      const log = await tenant.result<{ requestId: number; answeredAt: string }[]>(`GET /{ck}/users/${userId}/calllog`);
      const oldest = Math.min(...log.map(({ answeredAt }) => dateOf(answeredAt)));
      const inLogPeriod = records.filter(
        (one) => one.entries[0]?.userId === userId && dateOf(one.recordStart) >= oldest,
      );
      compared.push(...inLogPeriod);
      wrong.push(
        ...inLogPeriod.filter((one) => !log.some(({ requestId }) => one.entries[0]?.requestId === String(requestId))),
      );
    }
    expect(compared.length).toBeGreaterThan(5);
    expect(wrong).toEqual([]);
    expect(records.filter(({ surveyExist }) => surveyExist).length).toBeGreaterThan(5);
  });

  it('shows an agent the requests of that agent’s queues and those reserved for that agent, but not all', async () => {
    const requests = await waitingRequests();
    const wrong = [];
    for (const [userId, queueIds] of [
      [9948, [201, 401]],
      [9105, [101, 111]],
      [9203, [111, 121]],
    ] as const) {
      const seen = await tenant.result<WaitingRequest[]>(`GET /{ck}/users/${userId}/visualqueues`);
      const expected = requests.filter(
        (one) => queueIds.some((id) => id === one.queueId) || one.reservedUserId === userId,
      );
      if (seen.length === 0 || seen.length === requests.length) wrong.push(userId);
      if (seen.map((one) => one.requestId).join() !== expected.map((one) => one.requestId).join()) wrong.push(userId);
    }
    expect(wrong).toEqual([]);
  });

  it('has every waiting call answered or lost within ten minutes', async () => {
    const before = (await waitingRequests()).filter(
      (one) => one.mediaType === 'Phone' && one.requestStatus === 'InQueue',
    );
    expect(before.length).toBeGreaterThan(1);
    vi.setSystemTime(Date.now() + 10 * 60_000);
    const after = new Set((await waitingRequests()).map(({ requestId }) => requestId));
    expect(before.filter(({ requestId }) => after.has(requestId))).toEqual([]);
  });

  it('dates the history of a request, and its entries in the change log, between its start and now', async () => {
    type Change = { key: string; dateTime: string };
    const { entries } = await tenant.result<{ entries: Change[] }>('GET /{ck}/changelog');
    const ids = [...(await waitingRequests()).map(({ requestId }) => requestId), '10934', '88392'];
    const wrong = [];
    for (const id of ids) {
      const request = await tenant.result<{ requestStart: string; extendedInformations: { time: string }[] }>(
        `GET /customers/{ck}/requests/${id}`,
      );
      const times = request.extendedInformations.map(({ time }) => dateOf(time));
      const changes = entries.filter(({ key }) => key === `Request ${id}`);
      times.push(...changes.map(({ dateTime }) => dateOf(dateTime)));
      if (times.length === 0 || times.some((time) => time < dateOf(request.requestStart) || time > Date.now()))
        wrong.push(id);
    }
    expect(wrong).toEqual([]);
  });

  it('gives no two agents the same phone', async () => {
    const phones = await tenant.result<{ phoneNumber: string }[]>(agentsEndpoint);
    expect(new Set(phones.map(({ phoneNumber }) => phoneNumber)).size).toBe(agents.length);
  });

  it('has agents answer only in queues whose medium is one of their skills', async () => {
    const skillOf: Record<number, string> = { 301: 'E-mail', 401: 'Chat' };
    const wrong = [];
    for (const { userId } of agents) {
      const user = await tenant.result<{
        profiles: { qualities: { elements: { name: string }[] }[] }[];
      }>(`GET /{ck}/users/${userId}`);
      const skills = user.profiles[0]?.qualities.flatMap(({ elements }) => elements.map(({ name }) => name)) ?? [];
      for (const { queueId } of (await statsOf(userId)).overview) {
        if (!skills.includes(skillOf[queueId] ?? 'Phone')) wrong.push(`${userId} in ${queueId}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('shows the answered calls of today in the call log of their agent', async () => {
    const wrong = [];
    for (const { userId, callsAnswered } of agents) {
      const log = await tenant.result<{ answeredAt: string }[]>(`GET /{ck}/users/${userId}/calllog`);
      const today = log.filter(({ answeredAt }) => dateOf(answeredAt) > Date.now() - 12 * 3_600_000);
      // One may still be under way, and the log ends at 20.
      if (today.length < Math.min(callsAnswered - 1, 20)) wrong.push(`${userId}: ${today.length} of ${callsAnswered}`);
    }
    expect(wrong).toEqual([]);
  });

  it('has the recordings of a call follow one another without a gap', async () => {
    const records = await archive();
    const wrong = records.filter(({ recordStart, entries }) => {
      let end = dateOf(recordStart);
      return entries.some(({ start, lengthSeconds }) => {
        const hasGap = dateOf(start) !== end;
        end += lengthSeconds * 1000;
        return hasGap;
      });
    });
    expect(records.some(({ entries }) => entries.length > 1)).toBe(true);
    expect(wrong.map(({ callId }) => callId)).toEqual([]);
  });

  it('registers enquiries in the category of the call’s queue', async () => {
    const categoryOf: Record<string, string> = {
      q_billing: 'Billing',
      q_technical_support: 'Fault',
      q_vip_sales: 'Sales',
    };
    const wrong = [];
    const topics = new Set<string>();
    for (const { callId } of (await archive()).filter((one) => one.enquiryRegistrationExists)) {
      const { queueKey, categories } = await tenant.result<{
        queueKey: string;
        categories: { description: string; topics: { description: string }[] }[];
      }>(`GET /{ck}/users/9001/archive/${callId}/enquiryregistration`);
      for (const topic of categories[0]?.topics ?? []) topics.add(topic.description);
      if (categories[0]?.description !== (categoryOf[queueKey] ?? 'Delivery')) wrong.push(callId);
    }
    expect(wrong).toEqual([]);
    expect(topics.size).toBeGreaterThan(2);
  });

  it('schedules calls in working hours, to customers and not to colleagues in the catalogue', async () => {
    const colleagues = JSON.stringify(
      await tenant.result('POST /{ck}/users/9001/catalog/contacts/search', { searchString: '%' }),
    );
    const { entries } = await tenant.result<{
      entries: { contactId: string; name: string; phone: string; scheduledDateTime: string }[];
    }>('POST /customers/{ck}/scheduledtasks/search', {});
    const wrong = entries.filter(({ contactId, name, phone, scheduledDateTime }) => {
      const inOslo = { timeZone: 'Europe/Oslo', hour: 'numeric', hourCycle: 'h23' } as const;
      const hour = Number(new Date(dateOf(scheduledDateTime)).toLocaleString('en', inOslo));
      const isColleague = contactId !== '' || name.split(' ').every((word) => colleagues.includes(word));
      return hour < 8 || hour >= 16 || isColleague || colleagues.includes(phone);
    });
    expect(entries).toHaveLength(3);
    expect(wrong).toEqual([]);
  });

  it('has one id for each unit of the catalogue', async () => {
    const contacts = await tenant.result<{ organizationId: number; organizationPath: string }[]>(
      'POST /{ck}/users/9001/catalog/contacts/search',
      { searchString: '%' },
    );
    const ids = new Set(contacts.map(({ organizationId }) => organizationId));
    const units = new Set(contacts.map(({ organizationPath }) => organizationPath));
    const pairs = new Set(
      contacts.map(({ organizationId, organizationPath }) => `${organizationId} ${organizationPath}`),
    );
    expect([ids.size, units.size]).toEqual([pairs.size, pairs.size]);
  });
});

describe('the web chat of the demo agrees with the contact centre', () => {
  let tenant: DemoPuzzel;
  let token: string;
  beforeAll(async () => {
    // Tuesday noon in Oslo, when e-mail is answered too.
    vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2031, 4, 13, 10) });
    tenant = await startPuzzel({ tokenSeconds: 864_000 });
    token = ((await requestVisitorToken(tenant)).body as { access_token: string }).access_token;
  });
  afterAll(async () => {
    vi.useRealTimers();
    await tenant.close();
  });
  const chat = (method: string, path: string, body?: unknown) => callChat(tenant, token, method, path, body);
  const infoOf = async (key: string) =>
    (await chat('GET', `/queue/info/${key}`)).body as { isOpen: boolean; openingHours: string; queueSize: number };
  const queueKeys = ['q_primary_inbound', 'q_billing', 'q_technical_support', 'q_vip_sales', 'q_email', 'q_chat'];

  it('shows a routed chat as a request with its variables, and its agent as being in a chat', async () => {
    const id = randomUUID();
    await chat('PUT', `/conversation/${id}/route/q_chat`, [{ name: 'orderNumber', value: 'NO-48213' }]);
    const [waiting] = await tenant.result<{ requestId: string }[]>('GET /{ck}/users/9001/visualqueues/16');
    expect((await infoOf('q_chat')).queueSize).toBe(1);
    expect(await tenant.result(`GET /customers/{ck}/requests/${waiting?.requestId}`)).toMatchObject({
      mediaType: 'Chat',
      variables: [{ name: 'orderNumber', value: 'NO-48213' }],
    });
    for (let poll = 0; poll < 3; poll++) await chat('GET', `/allocation/requestStatus/${id}`);
    const state = await tenant.result('GET /{ck}/users/9103/stateinformation');
    const user = await tenant.result('GET /{ck}/users/9103');
    expect([state, user]).toMatchObject([{ chatConnected: 1 }, { chatConnected: 1 }]);
    await chat('POST', `/conversation/${id}/end`);
    expect(await tenant.result('GET /{ck}/users/9103/stateinformation')).toMatchObject({ chatConnected: 0 });
  });

  it('opens and closes a queue by its opening hours', async () => {
    expect(await infoOf('q_email')).toMatchObject({ isOpen: true, openingHours: 'Mon-Fri 08:00-17:00' });
    // 16:30 UTC is half past six in Oslo; Saturday is no working day.
    vi.setSystemTime(Date.UTC(2031, 4, 13, 16, 30));
    expect(await infoOf('q_email')).toMatchObject({ isOpen: false });
    vi.setSystemTime(Date.UTC(2031, 4, 17, 10));
    expect(await infoOf('q_email')).toMatchObject({ isOpen: false });
    vi.setSystemTime(Date.UTC(2031, 4, 13, 10));
    for (const key of queueKeys) expect(await infoOf(key)).toMatchObject({ isOpen: true });
  });

  it('has no call and no chat waiting in a closed queue, and takes no new chat', async () => {
    const waitingCallsAndChats = async () =>
      (await tenant.result<WaitingRequest[]>('GET /{ck}/users/9001/visualqueues')).filter(
        (one) => one.mediaType !== 'EMail' && one.requestStatus === 'InQueue',
      );
    expect(await waitingCallsAndChats()).not.toEqual([]);
    for (const propertyKey of queueKeys) {
      await tenant.result('POST /{ck}/properties/opening_hours', { propertyKey, propertyValue: 'Sat 10:00-12:00' });
    }
    vi.setSystemTime(Date.now() + 10 * 60_000);
    expect(await waitingCallsAndChats()).toEqual([]);
    expect((await Promise.all(queueKeys.map(infoOf))).filter(({ isOpen }) => isOpen)).toEqual([]);
    expect((await chat('PUT', `/conversation/${randomUUID()}/route/q_chat`, [])).status).toBe(409);
  });
});

describe('the demo customer service agrees with itself', () => {
  let gladly: DemoGladly;
  beforeAll(async () => {
    gladly = await startGladly();
  });
  afterAll(() => gladly.close());

  it('changes the states of agents in a possible order', async () => {
    const predecessors: Record<string, string[]> = {
      LOGGED_IN: ['', 'LOGGED_OUT'],
      WENT_AWAY: ['LOGGED_IN', 'RETURNED_FROM_AWAY'],
      RETURNED_FROM_AWAY: ['WENT_AWAY'],
      LOGGED_OUT: ['LOGGED_IN', 'RETURNED_FROM_AWAY'],
    };
    const states = new Map<string, string>();
    const wrong = (await eventsOf(gladly, 'AGENT_STATUS')).filter(({ type, content }) => {
      const state = type.split('/')[1] ?? '';
      const last = states.get(content.agentId ?? '') ?? '';
      states.set(content.agentId ?? '', state);
      return !predecessors[state]?.includes(last);
    });
    expect(states.size).toBeGreaterThan(5);
    expect(wrong).toEqual([]);
  });

  it('has the agent who is on a call logged in', async () => {
    const ofChiara = ({ content }: GladlyEvent) => content.agentId === demoAgents.chiara;
    const { json } = await gladly.call('GET', `/agents/${demoAgents.chiara}/call-recorder`);
    expect(json).toMatchObject({ recording: true });
    const last = (await eventsOf(gladly, 'AGENT_STATUS')).findLast(ofChiara);
    expect(last?.type).toBe('AGENT_STATUS/RETURNED_FROM_AWAY');
  });

  it('has events with the time and the initiator of their timeline items', async () => {
    const timelineEvents = (await eventsOf(gladly, 'CONTACT', 'CONVERSATION')).flatMap((event) => {
      const id = event.content.noteId ?? event.content.messageId;
      return id === undefined ? [] : [{ event, id }];
    });
    const wrong = [];
    for (const { event, id } of timelineEvents) {
      const { json } = await gladly.call('GET', `/conversation-items/${id}`);
      const item = json as { timestamp: string; initiator: { id: string } };
      if (item.timestamp !== event.timestamp || item.initiator.id !== event.initiator.id) wrong.push(id);
    }
    expect(new Set(timelineEvents.map(({ event }) => event.content.customerId)).size).toBeGreaterThan(1);
    expect(wrong).toEqual([]);
  });

  it('has a transcript of every call that has a summary, and none that is older than its call', async () => {
    const calls: string[] = [];
    const wrong: string[] = [];
    for (const conversation of Object.values(demoConversations)) {
      const { json } = await gladly.call('GET', `/conversations/${conversation}/items`);
      const items = json as { id: string; timestamp: string; content: { recordingSummary?: { status: string } } }[];
      for (const { id, timestamp, content } of items) {
        if (content.recordingSummary?.status !== 'READY') continue;
        const transcript = (await gladly.call('GET', `/conversation-items/${id}/voice-transcript`)).json;
        const { createdAt = '' } = (transcript ?? {}) as { createdAt?: string };
        calls.push(id);
        if (createdAt <= timestamp) wrong.push(id);
      }
    }
    expect(calls).not.toEqual([]);
    expect(wrong).toEqual([]);
  });

  it('records a call that is still going on', async () => {
    const recorder = (await gladly.call('GET', `/agents/${demoAgents.chiara}/call-recorder`)).json;
    const { conversationItemId, customerId } = recorder as { conversationItemId: string; customerId: string };
    const call = (await gladly.call('GET', `/conversation-items/${conversationItemId}`)).json;
    expect(call).toMatchObject({ customerId, content: { type: 'PHONE_CALL', answeredAt: expect.any(String) } });
    expect((call as { content: object }).content).not.toHaveProperty('completedAt');
  });

  it('has the task that a timeline shows, with the same text and the same time when it is due', async () => {
    const path = `/conversations/${demoConversations.mayaEveryType}/items`;
    const items = (await gladly.call('GET', path)).json as { id: string; content: Record<string, unknown> }[];
    const { id, content } = items.find((item) => item.content.type === 'TASK') ?? {};
    expect((await gladly.call('GET', `/tasks/${id}`)).json).toMatchObject({
      id,
      body: content?.body,
      dueAt: content?.dueAt,
    });
  });

  it('exports nothing that is later than the export job', async () => {
    const { json } = await gladly.call('GET', '/export/jobs');
    const jobs = json as { id: string; updatedAt: string; parameters: { endAt: string } }[];
    expect(jobs.length).toBeGreaterThan(2);
    expect(jobs.filter(({ updatedAt, parameters }) => parameters.endAt > updatedAt)).toEqual([]);
  });

  it('closes whole days from midnight to midnight in the zone of the schedule', async () => {
    const { json } = await gladly.call('GET', '/business-hours');
    const schedules = json as {
      officeHours: { timezone: string; exceptions?: { name: string; start: string; stop: string }[] };
    }[];
    const wrong = schedules.flatMap(({ officeHours: { timezone, exceptions = [] } }) =>
      exceptions.filter(({ start, stop }) =>
        [start, stop].some((time) => {
          const options = { timeZone: timezone, timeStyle: 'medium', hourCycle: 'h23' } as const;
          return new Date(time).toLocaleTimeString('en', options) !== '00:00:00';
        }),
      ),
    );
    expect(schedules.some(({ officeHours }) => officeHours.exceptions?.length)).toBe(true);
    expect(wrong).toEqual([]);
  });

  it('removes the retry-limit mark of a webhook when it is enabled again', async () => {
    const list = async () =>
      (await gladly.call('GET', '/webhooks')).json as { id: string; disabledAtDueToRetryLimit?: string }[];
    const marked = (await list()).filter((one) => one.disabledAtDueToRetryLimit !== undefined);
    expect(marked).toHaveLength(1);
    await gladly.call('PATCH', `/webhooks/${marked[0]?.id}`, { enabled: true });
    expect((await list()).filter((one) => one.disabledAtDueToRetryLimit !== undefined)).toEqual([]);
  });

  it('finds a customer by the number of a missed call', async () => {
    const puzzel = closedAfterTest(await startPuzzel());
    const missed = await puzzel.result<{ requestRemoteAddress: string }[]>('GET /{ck}/queues/101/missedcalls');
    const names = [];
    for (const { requestRemoteAddress } of missed) {
      const path = `/customer-profiles?phoneNumber=${encodeURIComponent(requestRemoteAddress)}`;
      const found = (await gladly.call('GET', path)).json as { name: string }[];
      names.push(...found.map(({ name }) => name));
    }
    expect(names).toContain('Jonas Okafor');
  });
});

describe('the reports of the demo', () => {
  // Ten reports a minute are allowed, so each test has its own tenant.
  let gladly: DemoGladly;
  beforeEach(async () => {
    gladly = await startGladly();
  });
  afterEach(() => gladly.close());

  /** Rows of a report over the last 60 days, by column. */
  const rowsOf = async (metricSet: string, more: object = {}) => {
    const dates = { startAt: inDays(-60).slice(0, 10), endAt: inDays(0).slice(0, 10) };
    const { text } = await gladly.call('POST', '/reports', { metricSet, ...dates, ...more });
    return parse(text, { columns: true, bom: true }) as Record<string, string>[];
  };
  const total = (rows: Record<string, string>[], column: string) => sum(rows.map((row) => Number(row[column])));

  it('have the totals of the exported conversations, contacts and tasks', async () => {
    const conversations = await rowsOf('ConversationExportReport');
    const contacts = (await rowsOf('ContactExportReportV3')).filter((row) => row.Direction === 'INBOUND');
    const tasks = await rowsOf('TaskExportReport');
    const answered = contacts.filter((row) => row['Response Time (sec)'] !== '');
    const [conversationSummary, contactSummary, topicSummary, taskSummary] = [
      await rowsOf('ConversationSummaryReport'),
      await rowsOf('ContactSummaryReportV2', { aggregationLevel: 'weekly' }),
      await rowsOf('TopicSummaryReport'),
      await rowsOf('TaskSummaryReport', { aggregationLevel: 'monthly' }),
    ];
    expect(total(conversationSummary, 'Created Count')).toBe(conversations.length);
    expect(total(contactSummary, 'Total Contacts')).toBe(contacts.length);
    expect(total(contactSummary, 'Fulfilled Contacts')).toBe(answered.length);
    const labelled = conversations.flatMap(({ Topics }) => (Topics ? Topics.split('; ') : []));
    expect(total(topicSummary, 'Conversations Count')).toBe(labelled.length);
    expect(total(taskSummary, 'Created Count')).toBe(tasks.length);
    expect(total(taskSummary, 'Closed Count')).toBe(tasks.filter(({ Status }) => Status === 'CLOSED').length);
    const excess = contactSummary.filter((row) => Number(row['Fulfilled Contacts']) > Number(row['Total Contacts']));
    expect(excess).toEqual([]);
  });

  it('have agents logged in for as long as they are available or away, and no more closings than closed conversations', async () => {
    const [login, available, away] = [
      await rowsOf('AgentLoginTimeReport'),
      await rowsOf('AgentAvailableTimeReportV2'),
      await rowsOf('AgentAwayTimeReport'),
    ];
    const time = (rows: Record<string, string>[]) => total(rows, 'Total Time (sec)');
    expect(time(login)).toBeGreaterThan(0);
    // The times of each row are rounded to seconds.
    expect(Math.abs(time(login) - time(available) - time(away))).toBeLessThan(login.length);
    const closed = (await rowsOf('ConversationTimestampsReport')).filter(
      (row) => row.Event === 'CONVERSATION_STATUS_CHANGE',
    );
    const byAgent = await rowsOf('AgentSummaryV2');
    expect(total(byAgent, 'Conversations Closed Count')).toBeLessThanOrEqual(closed.length);
    expect(total(byAgent, 'Conversations Closed Count')).toBeGreaterThan(5);
  });

  it('have an agent logged in whenever that agent writes or calls', async () => {
    const statuses = await rowsOf('AgentTimestampsReport');
    const deeds = (await rowsOf('ConversationTimestampsReport')).filter((row) => row['Initiator Type'] === 'AGENT');
    const lastStatusOf = (deed: Record<string, string>) =>
      statuses
        .filter((row) => row['Agent ID'] === deed['Initiator ID'] && `${row['Occurred At']}` <= `${deed.Timestamp}`)
        .sort((a, b) => `${a['Occurred At']}`.localeCompare(`${b['Occurred At']}`))
        .at(-1)?.Event;
    // The statuses begin two weeks ago.
    const known = deeds.filter((deed) => lastStatusOf(deed) !== undefined);
    expect(known.length).toBeGreaterThan(10);
    expect(known.filter((deed) => lastStatusOf(deed) === 'LOGGED_OUT')).toEqual([]);
  });

  it('list every contact that an event names', async () => {
    const reported = new Set((await rowsOf('ContactExportReportV3')).map((row) => row['Contact ID']));
    const ids = (await eventsOf(gladly, 'CONTACT')).flatMap(({ content }) => content.contactId ?? []);
    expect(ids.length).toBeGreaterThan(0);
    expect(ids.filter((id) => !reported.has(id))).toEqual([]);
  });
});
