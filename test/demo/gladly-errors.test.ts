import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoExportJobs } from '../../src/demo/gladly/ids.js';
import { bodiless, customer, hook, listed, type Refused, single } from './gladlyRefusals.js';
import { createdId, type Gladly, startGladly } from './gladlyTenant.js';

let gladly: Gladly;
beforeAll(async () => {
  gladly = await startGladly();
});
afterAll(() => gladly.close());

const send = ([, request, body]: Refused) => {
  const [method = '', path = ''] = request.split(' ');
  return gladly.call(method, path, body);
};

describe('refused with a list of errors', () => {
  test.each(listed)('%s', async (...refused) => {
    expect(await send(refused)).toMatchObject({ status: refused[3], json: { errors: [refused[4]] } });
  });

  test('that names every field', async () => {
    const { json } = await gladly.call('POST', '/tasks', { assignee: {}, customer });
    expect(json).toMatchObject({ errors: [{ attr: 'assignee.inboxId' }, { attr: 'body' }, { attr: 'dueAt' }] });
  });
});

test.each(single)('refused with a single error object: %s', async (...refused) => {
  expect(await send(refused)).toMatchObject({ status: refused[3], json: { errors: refused[4] } });
});

test.each(bodiless)('refused without a body: %s', async (...refused) => {
  expect(await send(refused)).toMatchObject({ status: refused[3], text: '' });
});

test('refused with a bare list: deleting an export job that still runs', async () => {
  const detail = 'unable to delete job with status [IN_PROGRESS]. Please try again after it has finished';
  expect(await gladly.call('DELETE', `/export/jobs/${demoExportJobs.inProgress}`)).toMatchObject({
    status: 400,
    json: [{ attr: 'status', code: 'temporary_failure', detail }],
  });
});

test('a 21st webhook is refused, and a disabled one can be deleted', async () => {
  const add = (index: number) =>
    gladly.call('POST', '/webhooks', { ...hook, url: `https://hooks.example.com/${index}` });
  const added = [];
  for (let index = 2; index < 20; index++) added.push(await add(index));
  expect(added.map(({ status }) => status)).toEqual(added.map(() => 201));
  expect((await add(20)).status).toBe(400);
  const [first] = added;
  expect((await gladly.call('DELETE', `/webhooks/${first && createdId(first)}`)).status).toBe(204);
  expect((await add(20)).status).toBe(201);
});
