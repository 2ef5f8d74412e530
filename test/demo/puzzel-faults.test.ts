import { describe, expect, it } from 'vitest';
import { closedAfterAll } from '../support/set-up.js';
import { startPuzzel } from './puzzel-tenant.js';

const tenant = closedAfterAll(await startPuzzel());

const errorCode = expect.toSatisfy((code) => Number.isInteger(code) && code !== 0);
const envelope = { result: null, code: errorCode, id: 0, message: expect.any(String) };

it('an unusable field gets 400 with an envelope that names it', async () => {
  const unusable: [field: string, endpoint: string, body?: object][] = [
    ['eTask', 'POST /customers/{ck}/etasks', { from: 'a@b.example' }],
    ['uri', 'POST /customers/{ck}/etasks', { eTask: { from: 'a@b.example', to: 'x' } }],
    ['vipScore', 'POST /customers/{ck}/etasks', { eTask: { from: 'a', to: 'b', uri: 'c', vipScore: 'high' } }],
    ['queueKey', 'POST /customers/{ck}/etasks', { eTask: { from: 'a', to: 'b', uri: 'c', queueKey: 'q_none' } }],
    ['requestUpdateObject', 'POST /customers/{ck}/requests/88392/update', { category: 'X' }],
    ['variables', 'POST /customers/{ck}/requests/88392/update', { requestUpdateObject: { variables: 'x' } }],
    ['destination', 'POST /{ck}/users/9948/callout', {}],
    ['destination', 'POST /{ck}/users/9948/callout', { destination: 'Emma' }],
    ['searchString', 'POST /{ck}/users/9948/catalog/contacts/search', {}],
    ['from', 'GET /{ck}/users/9948/catalog/contacts/70002/appointments'],
    ['from', 'GET /{ck}/users/9948/catalog/contacts/70002/appointments?from=2030-01-01%2010:00'],
    ['to', 'GET /{ck}/users/9948/catalog/contacts/70002/appointments?from=2030-01-01'],
    [
      'endTime',
      'POST /{ck}/users/9948/catalog/contacts/70002/appointments',
      { appointment: { subject: 'x', beginTime: '2030-01-01T10:00:00Z', endTime: '2030-01-01T09:00:00Z' } },
    ],
    ['appointment', 'POST /{ck}/users/9948/catalog/contacts/70002/appointments', { subject: 'x' }],
    [
      'absence',
      'POST /{ck}/users/9948/catalog/contacts/70002/appointments/52001/update',
      { appointment: { absence: 'Holiday' } },
    ],
    ['timeZone', 'POST /{ck}/catalog/timezone', { timeZone: 'Mars/North' }],
    ['tagLevel', 'POST /{ck}/missedcalls/70423/tag', {}],
    ['tagLevel', 'POST /{ck}/missedcalls/70423/tag', { tagLevel: 'CalledBack' }],
    ['tagFilter', 'GET /{ck}/queues/201/missedcalls?tagFilter=1'],
    ['reservationLength', 'POST /{ck}/users/9948/requests/88392/reserve', {}],
    ['tags', 'POST /{ck}/users/9001/archive/8840310000/tags/update', {}],
    ['type', 'POST /{ck}/users/9948/requests/88392/events', {}],
    ['feedback', 'POST /{ck}/users/9949/outboundrequest/feedback', { requestId: 90511 }],
    ['command', 'POST /{ck}/users/9949/session/recorder/command', { command: 'Explode' }],
    ['elementId', 'POST /{ck}/users/9101/profiles/91011/elements', {}],
    ['to', 'POST /{ck}/users/9948/sms', { message: 'x' }],
    ['message', 'POST /{ck}/users/9948/sms', { to: '+447700900123' }],
    ['subject', 'POST /{ck}/users/9948/email', { to: 'a@b.example', message: 'x' }],
    ['message', 'POST /{ck}/users/9948/email', { to: 'a@b.example', subject: 'x', body: 'x' }],
    ['phoneNumber', 'POST /{ck}/users/9949/sessions/8840501949/command', { command: 'TransferToPhone' }],
    ['propertyValue', 'POST /{ck}/properties/prof_call', { propertyKey: 'prof_call_prop_00005' }],
    ['tickerPeriodWindow', 'GET /{ck}/users/stateinformation/Tomorrow'],
    ['result', 'GET /{ck}/visualqueues/12/info/All'],
    ['userId', 'GET /{ck}/visualqueues/stateinformation/UserRelevant'],
  ];
  const answers = unusable.map(async ([, endpoint, body]) => {
    const { status, body: answer } = await tenant.call(endpoint, body);
    return { endpoint, status, answer };
  });
  expect(await Promise.all(answers)).toEqual(
    unusable.map(([field, endpoint]) => {
      const message = expect.stringMatching(new RegExp(`^${field}: `));
      return { endpoint, status: 400, answer: { ...envelope, message } };
    }),
  );
});

it('a body that is not JSON gets 400 with an envelope', async () => {
  const answer = await tenant.send('POST', 'PUZZEL_API_URL', '/4711001/catalog/timezone', {
    headers: { authorization: `Bearer ${tenant.token}`, 'content-type': 'application/json' },
    body: '{"timeZone":',
  });
  expect(answer).toMatchObject({ status: 400, body: envelope });
});

it('an unknown id gets 404 with an envelope', async () => {
  const endpoints = [
    'GET /{ck}/users/1234',
    'GET /{ck}/users/abc/stateinformation',
    'GET /customers/{ck}/etasks/99999',
    'GET /customers/{ck}/etasks/88392',
    'GET /customers/{ck}/requests/99999',
    'GET /customers/{ck}/scheduledtasks/99999',
    'GET /{ck}/queues/999/missedcalls',
    'GET /{ck}/users/9948/visualqueues/999',
    'GET /{ck}/visualqueues/999/info/UserDetailsOnly',
    'GET /{ck}/users/9948/catalog/contacts/999',
    'GET /{ck}/users/9948/profiles/999',
    'GET /{ck}/users/9948/archive/999/survey',
    'GET /{ck}/properties/nothing',
    'GET /{ck}/properties/prof_call/nothing',
    'POST /{ck}/users/9948/callout/88392/delete',
  ];
  const answers = endpoints.map(async (endpoint) => {
    const { status, body } = await tenant.call(endpoint);
    return { endpoint, status, body };
  });
  expect(await Promise.all(answers)).toEqual(endpoints.map((endpoint) => ({ endpoint, status: 404, body: envelope })));
});

describe('the router', () => {
  it('answers an unknown path with 404 in HTML, signed in or not', async () => {
    for (const token of [undefined, null]) {
      const answer = await tenant.call('GET /{ck}/nothing/here', undefined, token);
      expect(answer).toMatchObject({ status: 404, body: undefined });
      expect(answer.headers.get('content-type')).toContain('text/html');
    }
  });

  it('answers a wrong method with 405 and the allowed methods, without an envelope', async () => {
    const answer = await tenant.call('DELETE /{ck}/queues');
    expect(answer).toMatchObject({ status: 405, body: undefined });
    expect(answer.headers.get('allow')).toBe('GET');
  });

  it('accepts its paths in upper and lower case, and with a double slash at the front', async () => {
    const headers = { authorization: `Bearer ${tenant.token}` };
    const origin = tenant.env.PUZZEL_AUTH_URL ?? '';
    for (const path of ['/contactcentre5/4711001/Queues', '/ContactCentre5//customers/4711001/etasks/10934']) {
      const response = await fetch(`${origin}${path}`, { headers });
      expect([path, response.status]).toEqual([path, 200]);
    }
  });

  it('does not accept the arguments of the visual queue ticker in the other order', async () => {
    expect(await tenant.call('GET /{ck}/visualqueues/ticker/All/Today')).toMatchObject({
      status: 404,
      body: undefined,
    });
  });
});
