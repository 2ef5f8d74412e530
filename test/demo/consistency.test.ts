import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Gladly, inDays, startGladly } from './gladlyTenant.js';
import { dateOf, startPuzzel, type TestTenant } from './puzzelTenant.js';

/** Facts that two tools tell have to be one fact. Each test names the offenders. */

interface Agent {
  userId: number;
  contactCentreStatus: string;
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

interface Waiting {
  requestId: string;
  timeInQueue: number;
  requestStatus: string;
  reservedUserId: number;
  queueId: number;
  mediaType: string;
}

const visualToQueue: Record<number, number> = { 11: 101, 12: 201, 13: 111, 14: 121, 15: 301, 16: 401 };
const agentsPath = 'GET /{ck}/users/stateinformation/Today';
const queuesPath = 'GET /{ck}/visualqueues/stateinformation/All';
const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);

describe('the demo contact centre agrees with itself', () => {
  let tenant: TestTenant;
  let agents: Agent[];
  let queues: VisualQueue[];

  // Half an hour on, so that the series of calls have gone through all their states.
  beforeAll(async () => {
    tenant = await startPuzzel({ tokenSeconds: 86_400 });
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 30 * 60_000 });
    agents = await tenant.result<Agent[]>(agentsPath);
    queues = await tenant.result<VisualQueue[]>(queuesPath);
  });
  afterAll(async () => {
    vi.useRealTimers();
    await tenant.close();
  });

  const missedIn = (queueId: number) =>
    tenant.result<{ requestId: number }[]>(`GET /{ck}/queues/${queueId}/missedcalls`);
  const statsOf = (userId: number) =>
    tenant.result<{
      queuesTotal: { requestsAnswered: number; inPauseSeconds: number };
      pause: { inPauseSeconds: number }[];
      overview: { queueId: number; requestsAnswered: number }[];
    }>(`GET /{ck}/users/${userId}/ticker/Today`);
  const waiting = () => tenant.result<Waiting[]>('GET /{ck}/users/9001/visualqueues');

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
    expect(queues.filter((one) => answered.get(visualToQueue[one.id] ?? 0) !== one.callsAnsweredToday)).toEqual([]);
    expect(sum(queues.map((one) => one.callsAnsweredToday))).toBe(sum(agents.map((one) => one.callsAnswered)));
  });

  it('moves the counters of queues and agents together with the clock', async () => {
    const before = sum(queues.map((one) => one.callsAnsweredToday));
    vi.setSystemTime(Date.now() + 30 * 60_000);
    queues = await tenant.result<VisualQueue[]>(queuesPath);
    agents = await tenant.result<Agent[]>(agentsPath);
    const after = sum(queues.map((one) => one.callsAnsweredToday));
    expect(after).toBeGreaterThan(before);
    expect(sum(agents.map((one) => one.callsAnswered))).toBe(after);
  });

  it('lists as missed what each queue counts as abandoned', async () => {
    const wrong = [];
    for (const { id, description, callsAbandonedToday } of queues) {
      const { length } = await missedIn(visualToQueue[id] ?? 0);
      if (length !== callsAbandonedToday) wrong.push(`${description}: ${length} and ${callsAbandonedToday}`);
    }
    expect(wrong).toEqual([]);
  });

  it('lists as missed by an agent what is counted as not answered', async () => {
    const wrong = [];
    for (const { userId, callsNotAnswered, callsOffered, callsAnswered } of agents) {
      const { length } = await tenant.result<object[]>(`GET /{ck}/users/${userId}/missedcalls`);
      if (length !== callsNotAnswered || callsOffered !== callsAnswered + callsNotAnswered) wrong.push(userId);
    }
    expect(wrong).toEqual([]);
  });

  it('gives nobody a call of today who is logged off', () => {
    const off = agents.filter(({ contactCentreStatus }) => contactCentreStatus === 'LoggedOff');
    expect(off.filter((one) => one.callsAnswered + one.loggedOnSeconds + one.inPauseSeconds > 0)).toEqual([]);
  });

  it('has a sign-in for everybody who is logged on, and no later refusal', async () => {
    const { entries } = await tenant.result<{ entries: { userId: number; logInResult: string; dateTime: string }[] }>(
      'GET /{ck}/accesslog',
    );
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

  it('speaks of the same requests as the size and the longest wait of a queue', async () => {
    const all = await waiting();
    const wrong = queues.filter(({ id, queueSize, waitTimeMaxSeconds }) => {
      const own = all.filter((one) => one.queueId === visualToQueue[id] && one.reservedUserId === 0);
      const queued = own.filter(({ requestStatus }) => requestStatus === 'InQueue');
      const longest = Math.max(0, ...queued.map(({ timeInQueue }) => timeInQueue));
      return queued.length !== queueSize || Math.abs(longest - waitTimeMaxSeconds) > 2;
    });
    expect(wrong).toEqual([]);
  });

  it('lets every waiting call be answered or given up', async () => {
    const before = (await waiting()).filter((one) => one.mediaType === 'Phone' && one.requestStatus === 'InQueue');
    expect(before.length).toBeGreaterThan(1);
    vi.setSystemTime(Date.now() + 10 * 60_000);
    const after = new Set((await waiting()).map(({ requestId }) => requestId));
    expect(before.filter(({ requestId }) => after.has(requestId))).toEqual([]);
  });

  it('writes no history before the request came in or after now', async () => {
    const ids = [...(await waiting()).map(({ requestId }) => requestId), '10934', '88392'];
    const wrong = [];
    for (const id of ids) {
      const request = await tenant.result<{ requestStart: string; extendedInformations: { time: string }[] }>(
        `GET /customers/{ck}/requests/${id}`,
      );
      const times = request.extendedInformations.map(({ time }) => dateOf(time));
      if (times.some((time) => time < dateOf(request.requestStart) || time > Date.now())) wrong.push(id);
    }
    expect(wrong).toEqual([]);
  });

  it('has nobody answer in a queue whose medium is no skill of theirs', async () => {
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
      if (today.length < Math.min(callsAnswered - 1, 15)) wrong.push(`${userId}: ${today.length} of ${callsAnswered}`);
    }
    expect(wrong).toEqual([]);
  });

  it('has recordings of a call follow one another and end with it', async () => {
    const { entries } = await tenant.result<{
      entries: { callId: string; recordStart: string; entries: { start: string; lengthSeconds: number }[] }[];
    }>('POST /{ck}/users/9001/archive/search', {});
    const wrong = entries.filter(({ recordStart, entries: parts }) => {
      let at = dateOf(recordStart);
      return parts.some(({ start, lengthSeconds }) => {
        const gap = dateOf(start) !== at;
        at += lengthSeconds * 1000;
        return gap;
      });
    });
    expect(entries.some(({ entries: parts }) => parts.length > 1)).toBe(true);
    expect(wrong.map(({ callId }) => callId)).toEqual([]);
  });

  it('registers an enquiry about what the queue of the call is for', async () => {
    const about: Record<string, string> = { q_billing: 'Billing', q_technical_support: 'Fault', q_vip_sales: 'Sales' };
    const { entries } = await tenant.result<{
      entries: { callId: string; enquiryRegistrationExists: boolean }[];
    }>('POST /{ck}/users/9001/archive/search', {});
    const wrong = [];
    const topics = new Set<string>();
    for (const { callId } of entries.filter((one) => one.enquiryRegistrationExists)) {
      const { queueKey, categories } = await tenant.result<{
        queueKey: string;
        categories: { description: string; topics: { description: string }[] }[];
      }>(`GET /{ck}/users/9001/archive/${callId}/enquiryregistration`);
      for (const topic of categories[0]?.topics ?? []) topics.add(topic.description);
      if (categories[0]?.description !== (about[queueKey] ?? 'Delivery')) wrong.push(callId);
    }
    expect(wrong).toEqual([]);
    expect(topics.size).toBeGreaterThan(2);
  });

  it('plans calls for the hours of work, by the number that the contact has', async () => {
    const { entries } = await tenant.result<{
      entries: { contactId: string; phone: string; scheduledDateTime: string }[];
    }>('POST /customers/{ck}/scheduledtasks/search', {});
    const wrong = [];
    for (const { contactId, phone, scheduledDateTime } of entries) {
      const inOslo = { timeZone: 'Europe/Oslo', hour: 'numeric', hourCycle: 'h23' } as const;
      const hour = Number(new Date(dateOf(scheduledDateTime)).toLocaleString('en', inOslo));
      const contact = await tenant.result<{ communicationPoints: { remoteAddress: string }[] }>(
        `GET /{ck}/users/9001/catalog/contacts/${contactId}`,
      );
      const known = contact.communicationPoints.some(({ remoteAddress }) => remoteAddress === phone);
      if (hour < 8 || hour >= 16 || !known) wrong.push(contactId);
    }
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

describe('the demo customer service agrees with itself', () => {
  let gladly: Gladly;
  beforeAll(async () => {
    gladly = await startGladly();
  });
  afterAll(() => gladly.close());

  interface Event {
    type: string;
    timestamp: string;
    initiator: { id: string };
    content: { agentId?: string; noteId?: string; messageId?: string; customerId?: string };
  }
  const events = async (...entities: string[]): Promise<Event[]> => {
    const query = entities.map((entity) => `entities=${entity}`).join('&');
    const { text } = await gladly.call('GET', `/events?startAt=${inDays(-1)}&${query}`);
    return text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Event);
  };

  it('has agents in a possible order of states', async () => {
    const before: Record<string, string[]> = {
      LOGGED_IN: ['', 'LOGGED_OUT'],
      WENT_AWAY: ['LOGGED_IN', 'RETURNED_FROM_AWAY'],
      RETURNED_FROM_AWAY: ['WENT_AWAY'],
      LOGGED_OUT: ['LOGGED_IN', 'RETURNED_FROM_AWAY'],
    };
    const states = new Map<string, string>();
    const wrong = (await events('AGENT_STATUS')).filter(({ type, content }) => {
      const state = type.split('/')[1] ?? '';
      const last = states.get(content.agentId ?? '') ?? '';
      states.set(content.agentId ?? '', state);
      return !before[state]?.includes(last);
    });
    expect(states.size).toBeGreaterThan(5);
    expect(wrong).toEqual([]);
  });

  it('tells events of the timeline at the time and by the person that the timeline has', async () => {
    const told = (await events('CONTACT', 'CONVERSATION')).flatMap((event) => {
      const id = event.content.noteId ?? event.content.messageId;
      return id === undefined ? [] : [{ event, id }];
    });
    const wrong = [];
    for (const { event, id } of told) {
      const { json } = await gladly.call('GET', `/conversation-items/${id}`);
      const item = json as { timestamp: string; initiator: { id: string } };
      if (item.timestamp !== event.timestamp || item.initiator.id !== event.initiator.id) wrong.push(id);
    }
    expect(new Set(told.map(({ event }) => event.content.customerId)).size).toBeGreaterThan(1);
    expect(wrong).toEqual([]);
  });

  it('exports nothing that is later than the export', async () => {
    const { json } = await gladly.call('GET', '/export/jobs');
    const jobs = json as { id: string; updatedAt: string; parameters: { endAt: string } }[];
    expect(jobs.length).toBeGreaterThan(2);
    expect(jobs.filter(({ updatedAt, parameters }) => parameters.endAt > updatedAt)).toEqual([]);
  });

  it('closes whole days from midnight to midnight in the zone of the schedule', async () => {
    const { json } = await gladly.call('GET', '/business-hours');
    const all = json as {
      officeHours: { timezone: string; exceptions?: { name: string; start: string; stop: string }[] };
    }[];
    const crooked = all.flatMap(({ officeHours: { timezone, exceptions = [] } }) =>
      exceptions.filter(({ start, stop }) =>
        [start, stop].some((time) => {
          const form = { timeZone: timezone, timeStyle: 'medium', hourCycle: 'h23' } as const;
          return new Date(time).toLocaleTimeString('en', form) !== '00:00:00';
        }),
      ),
    );
    expect(all.some(({ officeHours }) => officeHours.exceptions?.length)).toBe(true);
    expect(crooked).toEqual([]);
  });

  it('takes the mark of a webhook that gave up when it is switched on again', async () => {
    const list = async () =>
      (await gladly.call('GET', '/webhooks')).json as { id: string; disabledAtDueToRetryLimit?: string }[];
    const marked = (await list()).filter((one) => one.disabledAtDueToRetryLimit !== undefined);
    expect(marked).toHaveLength(1);
    await gladly.call('PATCH', `/webhooks/${marked[0]?.id}`, { enabled: true });
    expect((await list()).filter((one) => one.disabledAtDueToRetryLimit !== undefined)).toEqual([]);
  });

  it('finds customers who called the contact centre', async () => {
    const puzzel = await startPuzzel();
    const missed = await puzzel.result<{ requestRemoteAddress: string }[]>('GET /{ck}/queues/101/missedcalls');
    await puzzel.close();
    const names = [];
    for (const { requestRemoteAddress } of missed) {
      const path = `/customer-profiles?phoneNumber=${encodeURIComponent(requestRemoteAddress)}`;
      const found = (await gladly.call('GET', path)).json as { name: string }[];
      names.push(...found.map(({ name }) => name));
    }
    expect(names).toContain('Jonas Okafor');
  });
});
