import { afterEach, describe, expect, it, vi } from 'vitest';
import { closedAfterAll, closedAfterTest } from '../support/set-up.js';
import { dateOf, startPuzzel } from './puzzel-tenant.js';

const tenant = closedAfterAll(await startPuzzel());
afterEach(() => vi.useRealTimers());

const { result } = tenant;
const statusOf = async (endpoint: string) => (await tenant.call(endpoint)).status;
/** The message of an error that Puzzel answers with status 200; fails for any other answer. */
const errorMessageOf = async (endpoint: string, body?: unknown) => {
  const answer = await tenant.call(endpoint, body);
  const { code, message } = answer.body as { code: number; message: string };
  expect(answer.status).toBe(200);
  expect(code).not.toBe(0);
  return message;
};

const newTask = (fields: object) =>
  result<number>('POST /customers/{ck}/etasks', {
    eTask: { from: 'crm@nordlys.example', to: 'vip@nordlys.example', uri: 'crm:1', ...fields },
  });

describe('an eTask', () => {
  it('gets a number as its id, the next after 11200, and is found by that id and in its queue', async () => {
    const id = await newTask({
      subject: 'Call back',
      queueKey: 'q_vip_sales',
      vipScore: 8,
      description: 'Missed at nine',
    });
    expect(id).toBe(11201);
    expect(await result(`GET /customers/{ck}/etasks/${id}`)).toMatchObject({
      id,
      vipScore: 8,
      queueId: 201,
      status: 'InQueue',
    });
    const waiting = await result<{ requestId: string; description: string }[]>('GET /{ck}/users/9948/visualqueues/12');
    expect(waiting).toContainEqual(expect.objectContaining({ requestId: '11201', description: 'Missed at nine' }));
  });

  it('shows its changes, and keeps what an update does not send', async () => {
    const id = await newTask({ subject: 'First', variables: [{ name: 'a', value: '1' }] });
    const updated = await result(`POST /customers/{ck}/etasks/${id}/update`, {
      eTask: { vipScore: 3, variables: [{ name: 'b', value: '2' }] },
    });
    expect(updated).toMatchObject({ subject: 'First', vipScore: 3, queueKey: 'q_vip_sales' });
    expect(await result(`GET /customers/{ck}/etasks/${id}`)).toMatchObject({
      vipScore: 3,
      variables: [
        { name: 'a', value: '1' },
        { name: 'b', value: '2' },
      ],
    });
  });

  it('stays as it was when an update is refused', async () => {
    const id = await newTask({ subject: 'First' });
    const before = await result(`GET /customers/{ck}/etasks/${id}`);
    for (const wrong of [{ description: {} }, { variables: 7 }, { reservedUserId: 1 }]) {
      const eTask = { queueKey: 'q_billing', vipScore: 9, subject: 'Second', ...wrong };
      expect((await tenant.call(`POST /customers/{ck}/etasks/${id}/update`, { eTask })).status).toBe(400);
    }
    expect(await result(`GET /customers/{ck}/etasks/${id}`)).toEqual(before);
  });

  it('is gone after its deletion', async () => {
    const id = await newTask({});
    await result(`POST /customers/{ck}/etasks/${id}/delete`);
    expect(await statusOf(`GET /customers/{ck}/etasks/${id}`)).toBe(404);
    expect(await statusOf(`POST /customers/{ck}/etasks/${id}/delete`)).toBe(404);
  });

  it('can be created by the older RequestAdd too', async () => {
    const data = JSON.stringify({
      From: 'a@b.example',
      To: 'vip@nordlys.example',
      Subject: 'Old',
      Uri: 'x',
      VipScore: 4,
    });
    const id = await result<number>('POST /{ck}/requests', { data, type: 'mail', version: '1.0' });
    expect(await result(`GET /customers/{ck}/etasks/${id}`)).toMatchObject({ vipScore: 4, queueId: 201 });
  });

  it('waits for the user it is reserved for until the reservation runs out', async () => {
    const id = await newTask({ reservedUserId: 9950, reservedUserWaitTime: 60 });
    expect(await result(`GET /customers/{ck}/etasks/${id}`)).toMatchObject({ reservedUserId: 9950 });
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 61_000 });
    expect(await result(`GET /customers/{ck}/etasks/${id}`)).toMatchObject({
      reservedUserId: 0,
      reservedUserExpiry: null,
    });
  });
});

describe('a request', () => {
  const requestPath = '/customers/{ck}/requests/88392';

  it('takes a category, a description and variables, and remembers who changed it', async () => {
    await result(`POST ${requestPath}/update`, {
      requestUpdateObject: { category: 'Critical Escalation', variables: [{ name: 'review', value: 'under way' }] },
    });
    const found = await result<{ variables: object[] }>(`GET ${requestPath}`);
    expect(found).toMatchObject({ category: 'Critical Escalation' });
    expect(found.variables).toContainEqual({ name: 'review', value: 'under way' });
    const lines = await result<{ userId: number; message: string }[]>('GET /{ck}/requests/88392/extendedinformation');
    expect(lines.at(-1)).toMatchObject({ userId: 9001, message: 'Request updated' });
  });

  it('is reserved for one user at a time and given back by that user only', async () => {
    const endpointOf = (user: number, action: string) => `POST /{ck}/users/${user}/requests/88392/${action}`;
    await result(endpointOf(9203, 'reserve'), { reservationLength: 90 });
    const queue = await result<object[]>('GET /{ck}/users/9203/personalqueue');
    expect(queue).toContainEqual(expect.objectContaining({ requestId: '88392', reservedUserName: 'Lars Bakken' }));
    expect(await errorMessageOf(endpointOf(9201, 'reserve'), { reservationLength: 90 })).toContain('9203');
    expect(await errorMessageOf(endpointOf(9201, 'reserve/delete'))).toContain('9201');
    await result(endpointOf(9203, 'reserve/delete'));
    expect(await result(`GET ${requestPath}`)).toMatchObject({ reservedUserId: 0 });
  });

  it('keeps the events that are added to it', async () => {
    await result('POST /{ck}/users/9203/requests/88392/events', { type: 'Note', message: 'Technician informed' });
    const lines = await result<object[]>('GET /{ck}/requests/88392/extendedinformation');
    expect(lines.at(-1)).toMatchObject({ type: 'Note', message: 'Technician informed', fullUserName: 'Lars Bakken' });
  });

  it('cannot be deleted during a conversation, and leaves its queue when it is deleted while waiting', async () => {
    expect(await errorMessageOf('POST /customers/{ck}/requests/88401/delete')).toContain('conversation');
    await result('POST /customers/{ck}/requests/88412/delete');
    expect(await statusOf('GET /customers/{ck}/requests/88412')).toBe(404);
    expect(await result<object[]>('GET /{ck}/users/9101/visualqueues/11')).toHaveLength(1);
  });

  it('takes feedback only when it is a call of the dialler', async () => {
    const endpoint = 'POST /{ck}/users/9949/outboundrequest/feedback';
    await result(endpoint, { requestId: 90511, feedback: 'Call later', nextAttempt: '2031-05-01T10:00:00Z' });
    expect(await result('GET /customers/{ck}/requests/90511')).toMatchObject({
      outboundInfo: { feedback: 'Call later', nextAttempt: `/Date(${Date.UTC(2031, 4, 1, 10)}-0000)/` },
    });
    expect(await errorMessageOf(endpoint, { requestId: 88392, feedback: 'Sold' })).toContain('outbound');
  });
});

describe('the missed calls of a queue', () => {
  it('are filtered by period and level, and limited in number', async () => {
    const endpoint = 'GET /{ck}/queues/121/missedcalls';
    const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();
    expect(await result<object[]>(`${endpoint}?from=${hoursAgo(1)}&to=${hoursAgo(0)}`)).toHaveLength(1);
    expect(await result<object[]>(`${endpoint}?from=${hoursAgo(3)}&to=${hoursAgo(2)}`)).toEqual([]);
    expect(await result<object[]>(`${endpoint}?tagFilter=ProcessedLevel1`)).toEqual([]);
    expect(await result<object[]>('GET /{ck}/queues/101/missedcalls?tagFilter=NotProcessed&maxRows=2')).toHaveLength(2);
  });

  it('show who tagged them', async () => {
    await result('POST /{ck}/missedcalls/70418/tag', { tagLevel: 'ProcessedLevel2', userId: 9948 });
    const calls = await result<object[]>('GET /{ck}/users/9948/missedcalls');
    expect(calls).toMatchObject([
      { requestId: 70418, tagLevel: 'ProcessedLevel2', userIdTagged: 9948, userNameTagged: 'Emma Thorsen' },
    ]);
  });
});

describe('a callout', () => {
  it('is refused for an agent who is logged off', async () => {
    expect(await errorMessageOf('POST /{ck}/users/9950/callout', { destination: '+442079460882' })).toContain(
      'not logged on',
    );
  });

  it('rings an available agent, takes its fields from the query string too, and ends when it is cancelled', async () => {
    const id = await result<number>(
      'POST /{ck}/users/9948/callout?destination=00442079460882&requestDescription=VIP%20SLA%20recovery&maxAttempts=2',
    );
    expect(await result('GET /{ck}/users/9948/stateinformation')).toMatchObject({ userStatus: 'Alerting' });
    expect(await result(`GET /customers/{ck}/requests/${id}`)).toMatchObject({
      remoteAddress: '00442079460882',
      description: 'VIP SLA recovery',
      outboundInfo: { maxAttempts: 2 },
    });
    await result(`POST /{ck}/users/9948/callout/${id}/delete`);
    expect(await statusOf(`GET /customers/{ck}/requests/${id}`)).toBe(404);
    expect(await result('GET /{ck}/users/9948/stateinformation')).toMatchObject({ userStatus: 'Available' });
  });

  it('is answered after some seconds and ends by itself', async () => {
    // Another tenant, because what ends on the moved clock stays ended.
    const otherTenant = closedAfterTest(await startPuzzel({ tokenSeconds: 86_400 }));
    const start = Date.now();
    vi.useFakeTimers({ toFake: ['Date'], now: start });
    const requestId = await otherTenant.result<number>('POST /{ck}/users/9203/callout', {
      destination: '+442079460882',
    });
    const statesAfter = async (seconds: number) => {
      vi.setSystemTime(start + seconds * 1000);
      const agent = await otherTenant.result<{ userStatus: string }>('GET /{ck}/users/9203/stateinformation');
      const request = await otherTenant.result<{ status: string }>(`GET /customers/{ck}/requests/${requestId}`);
      const talking = await otherTenant.result<{ userId: number }[]>('GET /{ck}/users/9001/connectedrequests');
      return [agent.userStatus, request.status, talking.some(({ userId }) => userId === 9203)];
    };
    expect(await statesAfter(1)).toEqual(['Alerting', 'Connecting', false]);
    expect(await statesAfter(10)).toEqual(['Connected', 'Connected', true]);
    expect(await statesAfter(120)).toEqual(['Available', 'Disconnected', false]);
  });
});

describe('a live call', () => {
  const sessionCommand = 'POST /{ck}/users/9949/sessions/8840501949/command';

  it('belongs to its agent until it is hung up, and then the agent wraps up', async () => {
    await result(sessionCommand, { command: 'muteon' });
    expect(await result('GET /{ck}/users/9949/iqsessionstateinformation')).toMatchObject({
      iqSessionState: 'JoinedToCaller',
    });
    expect(await result('GET /{ck}/users/9949/request')).toMatchObject({ status: 'Connected', currentUserId: 9949 });
    const before = await result<object[]>('GET /{ck}/users/9001/connectedrequests');
    await result(sessionCommand, { command: 'Hangup' });
    expect(await result<object[]>('GET /{ck}/users/9001/connectedrequests')).toHaveLength(before.length - 1);
    expect(await result('GET /{ck}/users/9949/stateinformation')).toMatchObject({ userStatus: 'WrapUp' });
    expect((await tenant.call(sessionCommand, { command: 'Hangup' })).status).toBe(404);
    expect(await result('GET /{ck}/users/9949/request')).toBeNull();
    expect(await result('GET /{ck}/users/9949/iqsessionstateinformation')).toMatchObject({
      iqSessionState: 'NoRequestsInSession',
    });
  });

  it('is recorded until the recorder stops', async () => {
    const recorderPath = '/{ck}/users/9105/session/recorder';
    await result(`POST ${recorderPath}/command`, { command: 'CensorOn' });
    expect(await result(`GET ${recorderPath}`)).toMatchObject({ recordingIndex: 1, recordingState: 'Censoring' });
    await result(`POST ${recorderPath}/command`, { command: 'Stop' });
    expect(await result(`GET ${recorderPath}`)).toMatchObject({ recordingIndex: 1, recordingState: 'Completed' });
    await result(`POST ${recorderPath}/command`, { command: 'Start' });
    expect(await result(`GET ${recorderPath}`)).toMatchObject({ recordingIndex: 2, recordingState: 'Recording' });
    expect(await result('GET /{ck}/users/9101/session/recorder')).toBeNull();
    expect(await errorMessageOf('POST /{ck}/users/9101/session/recorder/command', { command: 'Start' })).toContain(
      'no call',
    );
  });
});

describe('the archive', () => {
  const search = async () =>
    (
      await result<{
        entries: {
          callId: string;
          tags: object[];
          enquiryRegistrationExists: boolean;
          entries: { requestId: string }[];
        }[];
      }>('POST /{ck}/users/9001/archive/search', {})
    ).entries;

  it('takes a registration for the last call of an agent who is in no call', async () => {
    await result('POST /{ck}/users/9101/enquiryregistrations', {
      categories: [{ id: 62, description: 'Billing', isMultiSelect: false, topics: [{ id: 621 }] }],
      data: [{ name: 'invoice', value: '2210934' }],
    });
    const [last] = await result<{ requestId: number }[]>('GET /{ck}/users/9101/calllog');
    const call = (await search()).find(({ entries }) =>
      entries.some((one) => one.requestId === String(last?.requestId)),
    );
    expect(call).toMatchObject({ enquiryRegistrationExists: true });
    expect(await result(`GET /{ck}/users/9101/archive/${call?.callId}/enquiryregistration`)).toMatchObject({
      agentName: 'Ingrid Solberg',
      categories: [{ description: 'Billing', topics: [{ description: 'Double charge' }] }],
      data: [{ name: 'invoice', value: '2210934' }],
    });
  });

  it('takes tags and deletions', async () => {
    const target = (await search()).find((one) => !one.enquiryRegistrationExists)?.callId;
    const recordPath = `/{ck}/users/9101/archive/${target}`;
    await result(`POST ${recordPath}/tags/update`, { tags: [{ name: 'Mood', value: 'Angry' }] });
    expect(await statusOf(`GET ${recordPath}/enquiryregistration`)).toBe(404);
    expect((await search()).find(({ callId }) => callId === target)).toMatchObject({
      tags: [{ name: 'Mood', value: 'Angry' }],
    });
    await result(`POST ${recordPath}/delete`);
    expect((await search()).map(({ callId }) => callId)).not.toContain(target);
    const { entries } = await result<{ entries: object[] }>('GET /{ck}/archive/auditlog?operation=delete');
    expect(entries).toMatchObject([{ iqSessionId: target, userId: 9001 }]);
  });
});

describe('settings', () => {
  it('change, and the change log says who did it', async () => {
    const latest = async () => (await result<{ entries: object[] }>('GET /{ck}/changelog')).entries[0];
    await result('POST /{ck}/properties/opening_hours', {
      propertyKey: 'q_vip_sales',
      propertyValue: 'Mon-Sat 08:00-20:00',
    });
    expect(await result('GET /{ck}/properties/opening_hours/q_vip_sales')).toMatchObject({
      value: 'Mon-Sat 08:00-20:00',
    });
    expect(await latest()).toMatchObject({ auditType: 'TimeModule', key: 'q_vip_sales', userId: 9001 });
    await result('POST /{ck}/catalog/timezone', { timeZone: 'Europe/London' });
    expect(await result('GET /{ck}/catalog/timezone')).toBe('Europe/London');
    expect(await latest()).toMatchObject({ key: 'Catalog time zone' });
  });

  it('may be changed for one user, and stay unchanged for another', async () => {
    const path = '/{ck}/properties/prof_call';
    await result(`POST ${path}`, { PropertyKey: 'prof_call_prop_00005', PropertyValue: '+442079460200', UserId: 9948 });
    expect(await result(`GET ${path}/prof_call_prop_00005?userid=9948`)).toMatchObject({ value: '+442079460200' });
    expect(await result(`GET ${path}/prof_call_prop_00005?userId=9101`)).toMatchObject({ value: '+442079460100' });
  });
});

describe('an agent', () => {
  it('gets a skill on a profile and loses it', async () => {
    const profilePath = '/{ck}/users/9101/profiles/91011';
    const names = async () =>
      (
        await result<{ qualities: { elements: { name: string; userLevel: number }[] }[] }>(`GET ${profilePath}`)
      ).qualities
        .flatMap(({ elements }) => elements)
        .map(({ name, userLevel }) => `${name} ${userLevel}`);
    expect((await names()).join()).not.toContain('E-mail');
    await result(`POST ${profilePath}/elements`, { elementId: 5102, userLevel: '7' });
    expect(await names()).toContain('E-mail 7');
    await result(`POST ${profilePath}/elements/5102/delete`);
    expect((await names()).join()).not.toContain('E-mail');
    expect(await statusOf(`POST ${profilePath}/elements/5102/delete`)).toBe(404);
  });

  it('can be sent into a pause when logged on, and only then', async () => {
    await result('POST /{ck}/users/9104/pauseon', { pauseTypeId: 2 });
    expect(await result('GET /{ck}/users/9104/stateinformation')).toMatchObject({
      contactCentreStatus: 'Pause',
      pauseTypeId: 2,
    });
    expect(await errorMessageOf('POST /{ck}/users/9950/pauseon', { pauseTypeId: 2 })).toContain('not logged on');
  });
});

describe('the contact catalogue', () => {
  it('shows new appointments, their changes and their deletion', async () => {
    const appointmentsPath = '/{ck}/users/9001/catalog/contacts/70006/appointments';
    const span = '?from=2031-03-01T00:00:00Z&to=2031-03-02T00:00:00Z';
    const beginTime = '2031-03-01T10:00:00+01:00';
    const id = await result<number>(`POST ${appointmentsPath}?organizationalUnit=Nordlys`, {
      appointment: { subject: 'Fibre test', beginTime, endTime: '2031-03-01T09:45:00Z', absence: 'Meeting' },
    });
    const [found] = await result<{ beginTime: string }[]>(`GET ${appointmentsPath}${span}`);
    expect(found).toMatchObject({ id, subject: 'Fibre test', durationMinute: 45, absence: 'Meeting' });
    expect(dateOf(found?.beginTime ?? '')).toBe(Date.UTC(2031, 2, 1, 9));
    await result(`POST ${appointmentsPath}/${id}/update`, { appointment: { location: 'Lab' } });
    expect(await result(`GET ${appointmentsPath}${span}`)).toMatchObject([{ location: 'Lab', subject: 'Fibre test' }]);
    await result(`POST ${appointmentsPath}/${id}/delete`);
    expect(await result(`GET ${appointmentsPath}${span}`)).toEqual([]);
  });

  it('marks a contact busy while a meeting runs', async () => {
    expect(await result('GET /{ck}/users/9001/catalog/contacts/70002')).toMatchObject({ isCalenderBusy: true });
    expect(await result('GET /{ck}/users/9001/catalog/contacts/70003')).toMatchObject({ isCalenderBusy: false });
  });

  it.each([
    ['%berg', ['Solveig']],
    ['#Erik Hanson', ['Erik', 'Erica']],
    ['moen', ['Kari']],
  ])('finds contacts for %s', async (searchString, names) => {
    const endpoint = 'POST /{ck}/users/9001/catalog/contacts/search';
    const inBody = await result<{ firstName: string }[]>(endpoint, { SearchString: searchString });
    const inQuery = await result(`${endpoint}?searchString=${encodeURIComponent(searchString)}`);
    expect(inBody.map(({ firstName }) => firstName)).toEqual(names);
    expect(inQuery).toEqual(inBody);
  });

  it('finds the contacts of a unit, and none of another unit', async () => {
    const found = await result<object[]>('POST /{ck}/users/9001/catalog/contacts/search', {
      searchString: '%',
      organizationalUnit: 'Nordlys|Technology%',
    });
    expect(found).toHaveLength(3);
    const ofAnotherUnit = 'GET /{ck}/users/9001/catalog/contacts/70003?organizationalUnit=Nordlys%7CSales%25';
    expect(await statusOf(ofAnotherUnit)).toBe(404);
  });
});

describe('a scheduled task', () => {
  it('is found by search and id, is changed, and is deleted', async () => {
    const tasksPath = '/customers/{ck}/scheduledtasks';
    const id = await result<number>(`POST ${tasksPath}`, {
      scheduledTask: {
        name: 'Kim Larsen',
        queueKey: 'q_billing',
        scheduledDateTime: '2031-01-01T12:00:00Z',
        duration: 20,
      },
    });
    const found = await result<{ entries: object[] }>(`POST ${tasksPath}/search`, {
      searchString: 'kim',
      queueId: 111,
    });
    expect(found.entries).toMatchObject([
      { requestId: id, queueId: 111, scheduledDateTime: `/Date(${Date.UTC(2031, 0, 1, 12)}-0000)/` },
    ]);
    const updated = await result(`POST ${tasksPath}/${id}/update`, {
      scheduledTask: { title: 'Refund', reservedUserId: 9203 },
    });
    expect(updated).toMatchObject({ name: 'Kim Larsen', title: 'Refund', reservedUserName: 'Lars Bakken' });
    expect(await result(`GET ${tasksPath}/${id}`)).toEqual(updated);
    await result(`POST ${tasksPath}/${id}/delete`);
    expect(await statusOf(`GET ${tasksPath}/${id}`)).toBe(404);
  });
});
