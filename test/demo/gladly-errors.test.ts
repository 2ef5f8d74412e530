import { expect, test } from 'vitest';
import { demoExportJobs } from '../../src/demo/gladly/ids.js';
import { closedAfterAll } from '../support/set-up.js';
import { customer, type Refused, webhook, withErrorList, withErrorObject, withoutBody } from './gladly-refusals.js';
import { createdId, startGladly } from './gladly-tenant.js';

const gladly = closedAfterAll(await startGladly());

/** Sends each request, and expects its status and the body for its error; a difference shows the request's name. */
async function expectRefusals(refusals: readonly Refused[], bodyFor: (error?: object) => object) {
  const answers: Record<string, unknown> = {};
  const wanted: Record<string, unknown> = {};
  for (const [name, request, body, expectedStatus, error] of refusals) {
    const [method = '', path = ''] = request.split(' ');
    const { status, json, text } = await gladly.call(method, path, body);
    answers[name] = { status, json, text };
    wanted[name] = { status: expectedStatus, ...bodyFor(error) };
  }
  expect(Object.keys(answers)).toHaveLength(refusals.length);
  expect(answers).toMatchObject(wanted);
}

test('some requests are refused with a list of errors', () =>
  expectRefusals(withErrorList, (error) => ({ json: { errors: [error] } })));

test('the list of errors names every field', async () => {
  const { json } = await gladly.call('POST', '/tasks', { assignee: {}, customer });
  expect(json).toMatchObject({ errors: [{ attr: 'assignee.inboxId' }, { attr: 'body' }, { attr: 'dueAt' }] });
  const report = await gladly.call('POST', '/reports', { metricSet: 'AgentSummary' });
  expect(report.json).toMatchObject({ errors: [{ attr: 'startAt' }, { attr: 'endAt' }] });
});

test('some requests are refused with a single error object', () =>
  expectRefusals(withErrorObject, (error) => ({ json: { errors: error } })));

test('some requests are refused without a body', () => expectRefusals(withoutBody, () => ({ text: '' })));

test('the deletion of a running export job is refused with a bare list', async () => {
  const detail = 'unable to delete job with status [IN_PROGRESS]. Please try again after it has finished';
  expect(await gladly.call('DELETE', `/export/jobs/${demoExportJobs.inProgress}`)).toMatchObject({
    status: 400,
    json: [{ attr: 'status', code: 'temporary_failure', detail }],
  });
});

test('a 21st webhook is refused, and a disabled one can be deleted', async () => {
  const add = (index: number) =>
    gladly.call('POST', '/webhooks', { ...webhook, url: `https://hooks.example.com/${index}` });
  // The tenant has two webhooks at its start.
  const added = [];
  for (let index = 2; index < 20; index++) added.push(await add(index));
  expect(added.map(({ status }) => status)).toEqual(added.map(() => 201));
  expect((await add(20)).status).toBe(400);
  const [first] = added;
  expect((await gladly.call('DELETE', `/webhooks/${first && createdId(first)}`)).status).toBe(204);
  expect((await add(20)).status).toBe(201);
});
