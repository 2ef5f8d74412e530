import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { demoConversations, demoCustomers, demoInboxes, demoTasks } from '../../src/demo/gladly/ids.js';
import { switchboardPhone, tourPhone } from '../../src/demo/gladly/seed/customers.js';
import { closedAfterAll } from '../support/set-up.js';
import { createdId, inDays, startGladly } from './gladly-tenant.js';

const gladly = closedAfterAll(await startGladly());

const profilesSchema = z.array(z.looseObject({ id: z.string() }));
const findProfiles = async (query: string) =>
  profilesSchema.parse((await gladly.call('GET', `/customer-profiles?${query}`)).json);
const task = { assignee: { inboxId: demoInboxes.billing }, body: 'x', dueAt: inDays(1) };
const activity = { content: { type: 'CUSTOMER_ACTIVITY', activityType: 'SMS', body: 'x' } };

describe('a merged customer', () => {
  test('is found by phone and by e-mail under the id that it was merged into', async () => {
    for (const query of [`phoneNumber=${encodeURIComponent(tourPhone)}`, 'email=maya.lindqvist@example.com']) {
      expect(await findProfiles(query)).toEqual([
        expect.objectContaining({ id: demoCustomers.maya, name: 'Maya Lindqvist' }),
      ]);
    }
  });

  test('answers 301 with both ids and without Location on get', async () => {
    const { mayaBeforeMerge, maya } = demoCustomers;
    const answer = await gladly.call('GET', `/customer-profiles/${mayaBeforeMerge}`);
    expect(answer.status).toBe(301);
    expect(answer.headers.has('location')).toBe(false);
    expect(answer.json).toEqual({
      errors: [
        {
          attr: 'customerId',
          code: 'moved',
          detail: 'customer id has changed',
          meta: { old: mayaBeforeMerge, new: maya },
        },
      ],
    });
    const current = await gladly.call('GET', `/customer-profiles/${maya}`);
    expect(current.json).toMatchObject({ phones: [{ normalized: tourPhone }, {}] });
  });

  test('answers 301 with an absolute Location when an item is posted', async () => {
    const { mayaBeforeMerge, maya } = demoCustomers;
    const answer = await gladly.call('POST', `/customers/${mayaBeforeMerge}/conversation-items`, activity);
    expect(answer.status).toBe(301);
    expect(answer.headers.get('location')).toBe(`${gladly.origin}/api/v1/customers/${maya}/conversation-items`);
    expect(answer.json).toMatchObject({ errors: [{ attr: 'customer id', code: 'moved', meta: { new: maya } }] });
  });

  test('answers 301 with the id of the next merge only, when it was merged twice', async () => {
    const [a, b, c] = demoCustomers.chain;
    const steps = await Promise.all([a, b, c].map((id) => gladly.call('GET', `/customer-profiles/${id}`)));
    expect(steps.map(({ status }) => status)).toEqual([301, 301, 200]);
    expect(steps[0]?.json).toMatchObject({ errors: [{ meta: { old: a, new: b } }] });
    expect(steps[1]?.json).toMatchObject({ errors: [{ meta: { old: b, new: c } }] });
  });

  test.each([
    ['PATCH', '/customer-profiles/ID', { name: 'X' }],
    ['DELETE', '/customer-profiles/ID', undefined],
    ['GET', '/customers/ID/conversations', undefined],
    ['GET', '/customers/ID/tasks', undefined],
    ['POST', '/customers/ID/tasks', task],
  ])('does not exist for %s %s', async (method, path, body) => {
    const answer = await gladly.call(method, path.replace('ID', demoCustomers.mayaBeforeMerge), body);
    expect(answer.status).toBe(404);
    expect(answer.text).toContain('not_exist');
  });
});

describe('deleting a customer', () => {
  const path = `/customer-profiles/${demoCustomers.test}`;

  test('is refused with a single error object while a conversation is open', async () => {
    const answer = await gladly.call('DELETE', path);
    expect(answer.status).toBe(400);
    expect(answer.json).toEqual({
      errors: {
        attr: 'conversation',
        code: 'invalid_state',
        detail: 'Unable to delete the profile. Please close any open or waiting conversations.',
      },
    });
  });

  test('works once the conversation is closed, and deletes conversations and open tasks too', async () => {
    const closed = await gladly.call('PATCH', `/conversations/${demoConversations.test}`, {
      status: { value: 'CLOSED' },
    });
    expect(closed.status).toBe(204);
    expect((await gladly.call('DELETE', path)).status).toBe(204);
    for (const gone of [path, `/conversations/${demoConversations.test}`, `/tasks/${demoTasks.test}`]) {
      expect((await gladly.call('GET', gone)).status).toBe(404);
    }
    expect(await findProfiles('email=test.customer@example.com')).toEqual([]);
    const again = await gladly.call('DELETE', path);
    expect(again).toMatchObject({ status: 404, json: { errors: { code: 'not_exist' } } });
  });
});

describe('profiles', () => {
  test('are created with normalised contacts, changed and found', async () => {
    const created = await gladly.call('POST', '/customer-profiles', {
      name: 'Ola Nordmann',
      emails: [{ original: 'Ola@Example.com' }],
      phones: [{ original: '22 12 34 56', regionCode: 'NO', type: 'MOBILE' }],
    });
    expect(created).toMatchObject({ status: 201, text: '' });
    const id = createdId(created);
    expect(id).toMatch(/^[\w-]{22}$/);
    expect((await findProfiles(`phoneNumber=${encodeURIComponent('+4722123456')}`)).map((one) => one.id)).toEqual([id]);
    await gladly.call('PATCH', `/customer-profiles/${id}`, { phones: [], customAttributes: { tier: 'gold' } });
    expect((await gladly.call('GET', `/customer-profiles/${id}`)).json).toMatchObject({
      name: 'Ola Nordmann',
      emails: [{ normalized: 'ola@example.com', original: 'Ola@Example.com' }],
      phones: [],
      customAttributes: { tier: 'gold' },
    });
  });

  test.each([
    ['id', { id: demoCustomers.large }],
    ['emails', { emails: [{ original: 'MAYA.lindqvist@example.com' }] }],
    ['phones', { phones: [{ original: tourPhone, type: 'MOBILE' }] }],
  ])('are refused with 409 when %s is taken', async (attr, body) => {
    const answer = await gladly.call('POST', '/customer-profiles', body);
    expect(answer).toMatchObject({ status: 409, json: { errors: [{ attr, code: 'taken' }] } });
  });

  test('are found up to 50, last updated first, without a header about the cut', async () => {
    const answer = await gladly.call('GET', `/customer-profiles?phoneNumber=${encodeURIComponent(switchboardPhone)}`);
    const found = z.array(z.object({ updatedAt: z.string() })).parse(answer.json);
    expect(found).toHaveLength(50);
    expect(found.map(({ updatedAt }) => updatedAt)).toEqual(
      found
        .map(({ updatedAt }) => updatedAt)
        .sort()
        .reverse(),
    );
    expect(answer.headers.has('gladly-limited-data')).toBe(false);
  });

  test.each([
    ['email=nobody', 'email'],
    [`phoneNumber=${tourPhone}`, 'phoneNumber'],
    ['email=a@example.com&externalCustomerId=1', undefined],
    ['', undefined],
  ])('cannot be searched with "%s"', async (query, attr) => {
    const answer = await gladly.call('GET', `/customer-profiles?${query}`);
    expect(answer).toMatchObject({ status: 400, json: { errors: [{ ...(attr && { attr }), code: 'invalid' }] } });
  });
});

test.each([
  ['/tasks', task],
  ['/conversation-items', { content: { type: 'TASK', ...task } }],
])('a task whose id is taken is refused by POST %s and leaves no new customer behind', async (path, body) => {
  const emailAddress = 'nobody.yet@example.com';
  const refused = await gladly.call('POST', path, { ...body, id: demoTasks.maya, customer: { emailAddress } });
  expect(refused.status).toBe(409);
  expect((await gladly.call('GET', `/customer-profiles?email=${emailAddress}`)).json).toEqual([]);
});

test('writes to a phone number or e-mail address reach the merged customer or create a profile', async () => {
  const item = await gladly.call('POST', '/conversation-items', { customer: { mobilePhone: tourPhone }, ...activity });
  expect(item.json).toMatchObject({ customerId: demoCustomers.maya, initiator: { type: 'API' } });
  const mail = { to: [{ email: 'brand.new@example.com', name: 'Brand New' }], subject: 'Hi', body: { text: 'Hi' } };
  const sent = await gladly.call('POST', '/communications/email', { ...mail, from: 'support@nordlys.example' });
  const { customerId } = z.object({ customerId: z.string() }).parse(sent.json);
  const profile = await gladly.call('GET', `/customer-profiles/${customerId}`);
  expect(profile.json).toMatchObject({ name: 'Brand New', emails: [{ original: 'brand.new@example.com' }] });
});
