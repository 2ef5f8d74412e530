import { describe, expect, it } from 'vitest';
import { askEach } from '../../src/tools/ask-each.js';
import { failureOf } from '../support/failure-of.js';
import { type PuzzelHandler, Refusal, startPuzzelStub } from '../support/puzzel-stub.js';

const queues = [
  { id: 201, key: 'q_vip_sales', description: 'VIP Sales' },
  { id: 101, key: 'q_primary_inbound', description: 'Primary Inbound' },
  { id: 102, key: 'q_sales', description: 'Sales' },
  { id: null, key: null, description: 'Ghost' },
];
const agents = [
  { userId: 9948, firstName: 'Emma', lastName: 'Thorsen', userGroupName: 'VIP Sales' },
  { userId: 9949, firstName: 'Emma', lastName: 'Nyström', userGroupName: 'VIP Sales' },
  { userId: 9201, firstName: 'Henrik', lastName: 'Dahl', userGroupName: 'Tier 2 Support' },
];
const agentsWithAccents = [
  { userId: 1, firstName: 'Mikkel', lastName: 'Sørensen' },
  { userId: 2, firstName: 'Jürgen', lastName: 'Weiß' },
  { userId: 3, firstName: 'Åse', lastName: 'Næss' },
  { userId: 4, firstName: 'Ece', lastName: 'Işık' },
];
const groups = [
  { id: 31, name: 'Tier 1 Support' },
  { id: 32, name: 'Tier 2 Support' },
];

const tenant: PuzzelHandler = ({ at, query }) => {
  if (at === 'GET /4711/queues') return queues;
  if (at === 'GET /4711/usergroups') return groups;
  if (at === 'GET /4711/visualqueues')
    return queues.map(({ id, description }) => ({ id: Number(id) - 100, description }));
  if (at === 'GET /4711/users/stateinformation/Today') {
    const { userGroupName } = query;
    const found = agents.filter((agent) => userGroupName === undefined || agent.userGroupName === userGroupName);
    return userGroupName !== undefined && found.length === 0 ? new Refusal(404, `no group ${userGroupName}`) : found;
  }
  if (at.endsWith('/missedcalls')) return [{ requestId: Number(at.split('/')[3]), queueId: Number(at.split('/')[3]) }];
  if (at === 'GET /4711/users/13/stateinformation') return new Refusal(404, 'no such user');
  if (at.endsWith('/stateinformation')) return { userId: Number(at.split('/')[3]), userStatus: 'Available' };
  if (at.endsWith('/appointments')) return [{ subject: `of ${at.split('/')[6]}` }];
  return at.startsWith('POST') ? 7 : [];
};

/** The tenant, where Puzzel answers an unknown group with no agents instead of a 404. */
const withoutRefusals =
  (noAgents: unknown): PuzzelHandler =>
  (request) => {
    const answer = tenant(request);
    return answer instanceof Refusal ? noAgents : answer;
  };

const refused = new Refusal(400, 'no such period');

describe('a queue or an agent', () => {
  it('may be given by id, key, name or a part of the name that only one has', async () => {
    const { call, seen } = await startPuzzelStub(tenant);
    for (const queue_id of ['201', 'Q_VIP_Sales', 'vip sales', ' VIP ']) {
      const { data } = await call('list_all_puzzel_missed_calls', { queue_id });
      expect([queue_id, data]).toEqual([queue_id, [{ requestId: 201, queueId: 201 }]]);
    }
    // The whole name wins over a part of another one.
    expect((await call('list_all_puzzel_missed_calls', { queue_id: 'Sales' })).data).toMatchObject([{ queueId: 102 }]);
    const { data } = await call('list_all_puzzel_user_state_information', { user_id: 'emma thorsen' });
    expect(data).toMatchObject({ userId: 9948 });
    expect((await call('get_single_puzzel_user_visual_queue_by_id', { id: 'Primary Inbound' })).data).toEqual([]);
    expect(seen.at(-1)?.at).toBe('GET /4711/users/9001/visualqueues/1');
  });

  it('given by id is not looked up', async () => {
    const { call, seen } = await startPuzzelStub(tenant);
    await call('list_all_puzzel_missed_calls', { queue_id: '201' });
    expect(seen.map(({ at }) => at)).toEqual(['GET /4711/queues/201/missedcalls']);
  });

  it('given by a part of its name is named in the hint', async () => {
    const { call } = await startPuzzelStub(tenant);
    const { hint } = await call('list_all_puzzel_missed_calls', { queue_id: 'inbound' });
    expect(hint).toContain('"inbound" was taken for "Primary Inbound" (101)');
    expect((await call('list_all_puzzel_missed_calls', { queue_id: 'VIP Sales' })).hint).toBeUndefined();
  });

  it('is found by a name that is written without accents and with plain letters', async () => {
    const { call } = await startPuzzelStub((request) =>
      request.at === 'GET /4711/users/stateinformation/Today' ? agentsWithAccents : tenant(request),
    );
    for (const [user_id, userId] of [
      ['mikkel sorensen', 1],
      ['WEISS', 2],
      ['Ase Naess', 3],
      ['ece isik', 4],
    ] as const) {
      const { data } = await call('list_all_puzzel_user_state_information', { user_id });
      expect([user_id, data]).toMatchObject([user_id, { userId }]);
    }
  });

  it('is found by a part that begins with a sign, or in a script that writes no spaces between words', async () => {
    const named = ['Sales#2', '東京サポート'].map((description, index) => ({ id: index + 1, key: '', description }));
    const { call } = await startPuzzelStub((request) => (request.at === 'GET /4711/queues' ? named : tenant(request)));
    const found = ['#2', 'サポート'].map(
      async (queue_id) => (await call('list_all_puzzel_missed_calls', { queue_id })).data,
    );
    expect(await Promise.all(found)).toMatchObject([[{ queueId: 1 }], [{ queueId: 2 }]]);
  });

  it('is not found by letters inside a word of its name', async () => {
    const { call } = await startPuzzelStub(tenant);
    for (const user_id of ['rik', 'mma thorsen']) {
      const error = await failureOf(call('list_all_puzzel_user_state_information', { user_id }));
      expect(error.message).toContain(`user_id: no user is called "${user_id}".`);
    }
  });

  it('whose name matches several or none is refused with the names, without further requests', async () => {
    const { call, seen } = await startPuzzelStub(tenant);
    const several = await failureOf(call('list_all_puzzel_user_state_information', { user_id: 'Emma' }));
    expect(several).toMatchObject({ kind: 'invalid_input', hint: expect.stringMatching(/9948 "Emma Thorsen", 9949/) });
    const ghost = await failureOf(call('list_all_puzzel_missed_calls', { queue_id: 'Ghost' }));
    expect(ghost.message).toBe('queue_id: no system queue is called "Ghost".');
    const none = await failureOf(call('list_all_puzzel_missed_calls', { queue_id: 'Billing' }));
    expect(none).toMatchObject({ kind: 'invalid_input', message: expect.stringContaining('"Billing"') });
    expect(none.hint).toContain('201 "VIP Sales", 101 "Primary Inbound", 102 "Sales"');
    const [agentList, queueList] = ['GET /4711/users/stateinformation/Today', 'GET /4711/queues'];
    expect(seen.map(({ at }) => at)).toEqual([agentList, queueList, queueList]);
  });

  it('given by name is refused when the list cannot be read', async () => {
    const { call } = await startPuzzelStub(() => new Refusal(403, 'not allowed'));
    expect(await failureOf(call('list_all_puzzel_missed_calls', { queue_id: 'VIP' }))).toMatchObject({
      kind: 'invalid_input',
      message: expect.stringContaining('list_all_puzzel_queues'),
    });
    const cancelled = call('list_all_puzzel_missed_calls', { queue_id: 'VIP' }, { signal: AbortSignal.abort() });
    expect(await failureOf(cancelled)).toMatchObject({ kind: 'cancelled' });
  });

  it('is not looked up in a list that the owner excluded', async () => {
    const { call, seen } = await startPuzzelStub(tenant);
    const isOffered = (tool: string) => tool !== 'list_all_puzzel_queues';
    const error = await failureOf(call('list_all_puzzel_missed_calls', { queue_id: 'VIP' }, { isOffered }));
    expect(error).toMatchObject({ kind: 'invalid_input', message: expect.stringContaining('owner') });
    expect(seen).toEqual([]);
  });

  it('named in part is refused in a write with the corrected call, and a whole name is accepted', async () => {
    const { call, seen } = await startPuzzelStub(tenant);
    const args = { from: '+447700900461', to: 'vip@nordlys.example', uri: 'x', queueKey: 'vip' };
    expect(await failureOf(call('create_a_puzzel_etask', args))).toMatchObject({
      kind: 'invalid_input',
      message: '"vip" was taken for "VIP Sales" (q_vip_sales). Nothing was sent.',
      retry: { tool: 'create_a_puzzel_etask', arguments: { ...args, queueKey: 'q_vip_sales' } },
    });
    expect(seen.map(({ at }) => at)).toEqual(['GET /4711/queues']);
    for (const queueKey of ['q_vip_sales', 'vip sales', '201']) {
      const { sent } = await call('create_a_puzzel_etask', { ...args, queueKey });
      expect(sent).toMatchObject({ queueKey: 'q_vip_sales' });
      expect(seen.at(-1)?.body).toMatchObject({ eTask: { queueKey: 'q_vip_sales' } });
    }
    // For vip, vip sales and 201: a key is not looked up.
    expect(seen.filter(({ at }) => at === 'GET /4711/queues')).toHaveLength(3);
  });
});

describe('a user group', () => {
  it('is requested by the given name, and then by the only name that contains it', async () => {
    const { call, seen } = await startPuzzelStub(tenant);
    const { data } = await call('list_all_puzzel_state_information', { userGroupName: 'Tier 2 Support' });
    expect(data).toMatchObject([{ userId: 9201 }]);
    expect(seen).toHaveLength(1);
    const part = await call('list_all_puzzel_state_information', { userGroupName: 'tier 2' });
    expect(part.data).toMatchObject([{ userId: 9201 }]);
    expect(part.hint).toContain('"tier 2" was taken for "Tier 2 Support"');
  });

  it('is found by a part of its name too where Puzzel answers an unknown group with no agents', async () => {
    for (const noAgents of [[], null, { entries: [] }]) {
      const { call } = await startPuzzelStub(withoutRefusals(noAgents));
      const { data } = await call('list_all_puzzel_state_information', { userGroupName: 'tier 2' });
      expect(data).toMatchObject([{ userId: 9201 }]);
    }
  });

  it('has a hint that no list has its name where the list of groups is excluded or empty', async () => {
    const isOffered = (tool: string) => tool !== 'list_all_puzzel_user_groups';
    const noGroups: PuzzelHandler = (request) =>
      request.at === 'GET /4711/usergroups' ? [] : withoutRefusals([])(request);
    for (const [handler, context] of [[withoutRefusals([]), { isOffered }] as const, [noGroups, {}] as const]) {
      const { call } = await startPuzzelStub(handler);
      const { data, hint } = await call('list_all_puzzel_state_information', { userGroupName: 'tier 2' }, context);
      expect(data).toEqual([]);
      expect(hint).toContain('the list of groups is empty or not readable here');
    }
  });

  it('whose name matches several or none is refused with the names', async () => {
    const { call } = await startPuzzelStub(tenant);
    for (const userGroupName of ['Tier', 'Nobody']) {
      const error = await failureOf(call('list_all_puzzel_state_information', { userGroupName }));
      expect(error).toMatchObject({ kind: 'invalid_input', hint: expect.stringContaining('"Tier 1 Support"') });
    }
  });

  it('without agents has a hint that it is empty, also when only a part of its name is given', async () => {
    const { call } = await startPuzzelStub(tenant);
    for (const userGroupName of ['Tier 1 Support', 'tier 1']) {
      const { data, hint } = await call('list_all_puzzel_state_information', { userGroupName });
      expect(data).toEqual([]);
      expect(hint).toContain('Nobody is in the group "Tier 1 Support"');
    }
  });

  it('is found by its id, and by its name in other letters, where Puzzel wants the name as it is', async () => {
    const { call } = await startPuzzelStub(tenant);
    for (const userGroupName of ['tier 2 support', '32']) {
      const { data, hint } = await call('list_all_puzzel_state_information', { userGroupName });
      expect(data).toMatchObject([{ userId: 9201 }]);
      expect(hint).toBe(`"${userGroupName}" was taken for "Tier 2 Support".`);
    }
  });

  it('does not count as empty when another argument was refused', async () => {
    const { call } = await startPuzzelStub((request) => (request.at.includes('/users/') ? refused : tenant(request)));
    const call400 = call('list_all_puzzel_state_information', { userGroupName: 'Tier 2 Support' });
    expect(await failureOf(call400)).toMatchObject({ kind: 'invalid_input', status: 400 });
  });
});

describe('several at once', () => {
  it('are requested once each, and returned in one list that says whose each record is', async () => {
    const { call, seen } = await startPuzzelStub(tenant);
    const states = await call('list_all_puzzel_user_state_information', { user_ids: ['9948', 'Henrik Dahl', '9948'] });
    expect(states.data).toMatchObject([{ userId: 9948 }, { userId: 9201 }]);
    expect(seen.filter(({ at }) => at.endsWith('/stateinformation'))).toHaveLength(2);
    const missed = await call('list_all_puzzel_missed_calls', { queue_id: '201', queue_ids: ['101', '102'] });
    expect(missed.data).toMatchObject([{ queueId: 201 }, { queueId: 101 }, { queueId: 102 }]);
    const period = { from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' };
    const contacts = { contact_id: '7', contact_ids: ['8'] };
    const appointments = await call('list_all_puzzel_contacts_appointments', { ...contacts, ...period });
    expect(appointments.data).toEqual([
      { contactId: '7', subject: 'of 7' },
      { contactId: '8', subject: 'of 8' },
    ]);
    const sentNames = seen.flatMap(({ query }) => Object.keys(query));
    expect(sentNames.filter((name) => ['user_ids', 'queue_ids', 'contact_ids'].includes(name))).toEqual([]);
  });

  it('are under way four at a time, and have every hint once, and no id that a record has already', async () => {
    let [underWay, most] = [0, 0];
    const transform = (data: unknown) => data;
    const outcome = await askEach([1, 2, 3, 4, 5, 6], 'queueId', async (id) => {
      underWay += 1;
      most = Math.max(most, underWay);
      await new Promise(setImmediate);
      underWay -= 1;
      return { data: id === 6 ? null : { id: id === 5 ? 9 : id }, hint: 'h', transform };
    });
    const data = [{ id: 1 }, { id: 2 }, { id: 3 }, { id: 4 }, { queueId: 5, id: 9 }];
    expect([outcome, most]).toEqual([{ data, hint: 'h', transform }, 4]);
  });

  it('fail together when one fails, which is named', async () => {
    const { call } = await startPuzzelStub(tenant);
    const error = await failureOf(call('list_all_puzzel_user_state_information', { user_ids: ['9948', '13'] }));
    expect(error).toMatchObject({ kind: 'not_found', message: expect.stringContaining('userId 13') });
  });
});
