import { afterEach, describe, expect, it, vi } from 'vitest';
import { closedAfterAll, closedAfterTest } from '../support/set-up.js';
import { dateOf, startPuzzel } from './puzzel-tenant.js';

const tenant = closedAfterAll(await startPuzzel());
afterEach(() => vi.useRealTimers());

interface Agent {
  userId: number;
  userGroupName: string;
  contactCentreStatus: string;
  userStatus: string;
}

interface VisualQueue {
  description: string;
  waitTimeMaxSeconds: number;
  agentsReady: number;
  callsOfferedToday: number;
  callsAbandonedToday: number;
}

interface MissedCall {
  requestId: number;
  queueEntered: string;
  requestRemoteAddress: string;
}

const agentsOf = (group: string) =>
  tenant.result<Agent[]>(`GET /{ck}/users/stateinformation/Today?userGroupName=${encodeURIComponent(group)}`);

const secondsInStatus = async (userId: number) => {
  const path = `GET /{ck}/users/${userId}/stateinformation`;
  return (await tenant.result<{ statusSeconds: number }>(path)).statusSeconds;
};

const hourMs = 3_600_000;

describe('the demo contact centre', () => {
  it('has four user groups', async () => {
    expect(await tenant.result('GET /{ck}/usergroups')).toEqual([
      { id: 31, name: 'Tier 1 Support' },
      { id: 32, name: 'Tier 2 Support' },
      { id: 33, name: 'VIP Sales' },
      { id: 39, name: 'API Users' },
    ]);
  });

  it('has four agents of Tier 1 available, and others on a call, in wrap-up, in a pause and logged off', async () => {
    const team = await agentsOf('Tier 1 Support');
    const free = team.filter((one) => one.contactCentreStatus === 'LoggedOn' && one.userStatus === 'Available');
    expect(free).toHaveLength(4);
    expect(team.filter(({ userStatus }) => userStatus === 'Available')).toHaveLength(4);
    expect(new Set(team.map(({ contactCentreStatus }) => contactCentreStatus))).toEqual(
      new Set(['LoggedOn', 'Pause', 'LoggedOff']),
    );
    expect(team.map(({ userStatus }) => userStatus)).toEqual(expect.arrayContaining(['Connected', 'WrapUp']));
  });

  it('has two agents of Tier 2 in wrap-up, one of them for more than five minutes', async () => {
    const wrapping = (await agentsOf('Tier 2 Support')).filter(({ userStatus }) => userStatus === 'WrapUp');
    const seconds = await Promise.all(wrapping.map(({ userId }) => secondsInStatus(userId)));
    expect(wrapping).toHaveLength(2);
    expect(seconds.filter((one) => one > 300)).toHaveLength(1);
  });

  it('lists the agents of all groups when no group is asked for, and refuses an unknown group', async () => {
    expect(await tenant.result<Agent[]>('GET /{ck}/users/stateinformation/today')).toHaveLength(15);
    expect((await tenant.call('GET /{ck}/users/stateinformation/Today?userGroupName=Nobody')).status).toBe(404);
  });

  it('loses about 8 % of the calls of Primary Inbound after a long wait, and a smaller share elsewhere', async () => {
    const queues = await tenant.result<VisualQueue[]>('GET /{ck}/visualqueues/stateinformation/All');
    const [primary, ...others] = queues;
    expect(primary).toMatchObject({ description: 'Primary Inbound', agentsReady: 4 });
    expect(primary?.waitTimeMaxSeconds).toBeGreaterThanOrEqual(185);
    const rate = (queue?: VisualQueue) => (queue ? queue.callsAbandonedToday / queue.callsOfferedToday : Number.NaN);
    expect(rate(primary)).toBeCloseTo(0.08, 2);
    expect(others).toHaveLength(5);
    for (const queue of others) {
      expect(rate(queue)).toBeLessThan(0.05);
      if (queue.description !== 'E-mail') expect(queue.waitTimeMaxSeconds).toBeLessThan(120);
    }
  });

  it('lists the waiting requests of a queue, and only the queues that a user may see', async () => {
    const waiting = await tenant.result<{ timeInQueue: number; requestId: unknown }[]>(
      'GET /{ck}/users/9101/visualqueues/11',
    );
    expect(waiting).toHaveLength(2);
    expect(waiting[0]?.timeInQueue).toBeGreaterThanOrEqual(185);
    expect(waiting[0]?.requestId).toEqual(expect.any(String));
    const relevant = await tenant.result<VisualQueue[]>(
      'GET /{ck}/visualqueues/stateinformation/UserRelevant?userId=9948',
    );
    expect(relevant.map(({ description }) => description)).toEqual(['VIP Sales', 'Chat']);
    const one = await tenant.result<VisualQueue[]>('GET /{ck}/visualqueues/stateinformation/All?visualQueueId=12');
    expect(one).toHaveLength(1);
  });

  it('missed three calls of VIP Sales in the last thirty minutes, others before, all from numbers reserved for fiction', async () => {
    const missed = await tenant.result<MissedCall[]>('GET /{ck}/queues/201/missedcalls');
    const recent = missed.filter(({ queueEntered }) => dateOf(queueEntered) > Date.now() - hourMs / 2);
    expect(recent.map(({ requestId }) => requestId)).toEqual([70423, 70418, 70412]);
    expect(missed.length).toBeGreaterThan(3);
    for (const { requestRemoteAddress } of missed) {
      expect(requestRemoteAddress).toMatch(/^\+(442079460|447700900|46846500|46701740)\d+$/);
    }
  });

  it.each([8, 20, 29, 47, 240])(
    'keeps its main figures %i minutes after the start, and has no number in two calls at a time',
    async (minutes) => {
      const { result } = closedAfterTest(await startPuzzel({ tokenSeconds: 86_400 }));
      const now = Date.now() + minutes * 60_000;
      vi.useFakeTimers({ toFake: ['Date'], now });
      const missed = await result<MissedCall[]>('GET /{ck}/queues/201/missedcalls');
      expect(missed.filter(({ queueEntered }) => dateOf(queueEntered) > now - hourMs / 2)).toHaveLength(3);
      expect(new Set(missed.map(({ requestId }) => requestId)).size).toBe(missed.length);
      const [primary] = await result<VisualQueue[]>('GET /{ck}/visualqueues/stateinformation/All');
      expect(primary).toMatchObject({ agentsReady: 4 });
      expect(primary?.waitTimeMaxSeconds).toBeGreaterThan(120);
      expect((primary?.callsAbandonedToday ?? 0) / (primary?.callsOfferedToday ?? 1)).toBeCloseTo(0.08, 2);
      const briefWrapUp = await result<{ statusSeconds: number }>('GET /{ck}/users/9202/stateinformation');
      expect(briefWrapUp.statusSeconds).toBeLessThan(300);
      const lists = ['users/9001/visualqueues', 'users/9001/connectedrequests'];
      const calling = (
        await Promise.all(lists.map((list) => result<{ requestRemoteAddress: string }[]>(`GET /{ck}/${list}`)))
      ).flat();
      expect(calling.length).toBeGreaterThan(10);
      expect(new Set(calling.map(({ requestRemoteAddress }) => requestRemoteAddress)).size).toBe(calling.length);
    },
  );

  it('has agent 9948 of VIP Sales logged on, with task 10934 reserved for her', async () => {
    expect(await tenant.result('GET /{ck}/users/9948')).toMatchObject({
      userGroupName: 'VIP Sales',
      contactCentreStatus: 'LoggedOn',
      firstName: 'Emma',
    });
    const task = await tenant.result('GET /customers/{ck}/etasks/10934');
    expect(task).toMatchObject({
      id: 10934,
      vipScore: 9,
      reservedUserId: 9948,
      additionalInfo: expect.stringContaining('fibre'),
    });
    expect(await tenant.result('GET /{ck}/users/9948/personalqueue')).toMatchObject([{ requestId: '10934' }]);
  });

  it('archives five recorded complaints of yesterday afternoon, and forty records in all', async () => {
    const { entries } = await tenant.result<{
      entries: { recordStart: string; callId: string; contentAvailable: boolean }[];
    }>('POST /{ck}/users/9001/archive/search', {});
    expect(entries).toHaveLength(40);
    const today = Date.now() - (Date.now() % (24 * hourMs));
    const from = new Date(today - 12 * hourMs).toISOString();
    const to = new Date(today - 7 * hourMs).toISOString();
    const complaints = await tenant.result<{ entries: typeof entries }>('POST /{ck}/users/9001/archive/search', {
      from,
      to,
      searchString: 'complaint',
    });
    expect(complaints.entries).toHaveLength(5);
    expect(complaints.entries.every(({ contentAvailable }) => contentAvailable)).toBe(true);
  });

  it('shows who changed the opening hours', async () => {
    const { entries } = await tenant.result<{ entries: { userId: number; dateTime: string; key: string }[] }>(
      'GET /{ck}/changelog?auditType=TimeModule',
    );
    expect(entries).toMatchObject([{ userId: 9201, key: 'Primary Inbound opening hours' }]);
    expect(await tenant.result('GET /{ck}/users/9201')).toMatchObject({ firstName: 'Henrik', lastName: 'Dahl' });
  });

  it('has the same users, queues and profiles on every run', async () => {
    const other = closedAfterTest(await startPuzzel());
    for (const path of ['/{ck}/users', '/{ck}/queues', '/{ck}/users/9101/profiles/91011']) {
      expect(await other.result(`GET ${path}`)).toEqual(await tenant.result(`GET ${path}`));
    }
  });
});

describe('a recording', () => {
  const findRecords = async () => {
    const { entries } = await tenant.result<{ entries: { callId: string; contentAvailable: boolean }[] }>(
      'POST /{ck}/users/9001/archive/search',
      { mediaType: 'Phone' },
    );
    return entries.filter(({ contentAvailable }) => contentAvailable);
  };
  const download = (callId: string | undefined, path: string) =>
    fetch(`${tenant.env.PUZZEL_API_URL}/4711001/users/9001/archive/${callId}/${path}`, {
      headers: { authorization: `Bearer ${tenant.token}` },
    });

  it('is a playable WAV file of a few seconds under its own name', async () => {
    const [record] = await findRecords();
    const response = await download(record?.callId, 'recordings/1/download');
    const audio = Buffer.from(await response.arrayBuffer());
    expect(response.headers.get('content-type')).toBe('application/octet-stream');
    expect(response.headers.get('content-disposition')).toBe(`attachment; filename="${record?.callId}_1.wav"`);
    expect(audio.toString('latin1', 0, 4) + audio.toString('latin1', 8, 16)).toBe('RIFFWAVEfmt ');
    expect([audio.readUInt16LE(20), audio.readUInt16LE(22), audio.readUInt32LE(24), audio.readUInt16LE(34)]).toEqual([
      1, 1, 8000, 16,
    ]);
    expect(audio.readUInt32LE(40)).toBe(audio.length - 44);
    const seconds = (audio.length - 44) / 16_000;
    expect(seconds).toBeGreaterThan(3);
    expect(seconds).toBeLessThan(10);
    const samples = Array.from({ length: 4000 }, (_, index) => Math.abs(audio.readInt16LE(44 + index * 2)));
    expect(Math.max(...samples)).toBeGreaterThan(5000);
  });

  it('differs from call to call, streams as audio and leaves a line in the audit log', async () => {
    const [first, second] = await findRecords();
    const listen = async (callId?: string) => {
      const response = await download(callId, 'stream/1');
      expect(response.headers.get('content-type')).toBe('audio/wav');
      return Buffer.from(await response.arrayBuffer());
    };
    const [one, two] = [await listen(first?.callId), await listen(second?.callId)];
    expect(one.equals(two)).toBe(false);
    const { entries } = await tenant.result<{ entries: object[] }>(
      'GET /{ck}/archive/auditlog?operation=Listen&userId=9001',
    );
    expect(entries).toHaveLength(2);
    expect(entries).toContainEqual(expect.objectContaining({ iqSessionId: first?.callId, recIndex: 1 }));
  });

  it('gets 404 with an envelope when it does not exist', async () => {
    const [record] = await findRecords();
    const response = await download(record?.callId, 'recordings/9/download');
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ code: expect.any(Number), result: null });
  });
});
