import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  demoConversations,
  demoCustomers,
  demoExportJobs,
  demoInboxes,
  demoTasks,
  hexOf,
} from '../../src/demo/gladly/ids.js';
import { metricSets, phoneNumberSets } from '../../src/demo/gladly/report-sets.js';
import { type Answer, type Gladly, inDays, startGladly } from './gladly-tenant.js';

// Ten reports a minute are allowed, so each test has its own tenant.
let gladly: Gladly;
beforeEach(async () => {
  gladly = await startGladly();
});
afterEach(() => gladly.close());

const dates = { startAt: inDays(-60).slice(0, 10), endAt: inDays(0).slice(0, 10) };
const report = (body: object) => gladly.call('POST', '/reports', body);
const phone = { filters: { phoneNumber: '+15550100200' } };
const bodyFor = (metricSet: string) => ({ metricSet, ...dates, ...(phoneNumberSets.includes(metricSet) && phone) });
const lines = ({ text }: Answer) => text.trim().split('\n');
const jsonLines = (answer: Answer) => lines(answer).map((line) => JSON.parse(line) as unknown);
const names = [...metricSets.keys()];
const tens = Array.from({ length: 6 }, (_, index) => names.slice(index * 10, index * 10 + 10));

test('there are 55 metric sets', () => {
  expect(names).toHaveLength(55);
});

test.each(tens.map((ten) => [ten]))('%j are CSV with a header and rows', async (ten) => {
  for (const metricSet of ten) {
    const answer = await report(bodyFor(metricSet));
    expect(answer.status, metricSet).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/csv');
    const filename = `${metricSet}-${dates.startAt.replaceAll('-', '')}-${dates.endAt.replaceAll('-', '')}-Daily.csv`;
    expect(answer.headers.get('content-disposition')).toBe(`attachment; filename=${filename}`);
    // The two reports about changes of settings have no rows.
    expect(lines(answer).length, metricSet).toBeGreaterThan(/Changes/.test(metricSet) ? 0 : 1);
    expect(answer.text).not.toContain('undefined');
  }
});

test('the conversation export lists the conversations of an inbox', async () => {
  const inboxes = [hexOf(demoInboxes.billing)];
  const answer = await report({ ...bodyFor('ConversationExportReport'), filters: { inboxes } });
  const [header, ...rows] = lines(answer);
  expect(header).toMatch(/^Conversation ID,Customer ID,Created At,/);
  expect(rows.find((row) => row.startsWith(demoConversations.mayaOpen))).toMatch(
    /,OPEN,.*,Billing,.*Chiara Conti,Billing; Delayed Order,/,
  );
  expect(rows.every((row) => row.includes(demoInboxes.billing))).toBe(true);
});

test('a report has the same numbers twice, and shows writes', async () => {
  const first = await report(bodyFor('TaskExportReport'));
  expect((await report(bodyFor('TaskExportReport'))).text).toBe(first.text);
  await gladly.call('PATCH', `/tasks/${demoTasks.maya}`, { body: 'Refund, at last' });
  expect((await report(bodyFor('TaskExportReport'))).text).toContain('"Refund, at last"');
});

describe('a report is refused', () => {
  test.each([
    ['without metricSet', dates, 'metricSet', 'blank'],
    ['of an unknown metricSet', { metricSet: 'ContactExportReport', ...dates }, 'metricSet', 'invalid'],
    ['without dates', { metricSet: 'AgentSummary' }, 'startAt', 'blank'],
    [
      'with a date that is not ISO 8601',
      { metricSet: 'AgentSummary', ...dates, startAt: '01.02.2025' },
      'startAt',
      'invalid',
    ],
    [
      'that ends before it starts',
      { metricSet: 'AgentSummary', startAt: '2025-02-02', endAt: '2025-02-01' },
      'startAt',
      'invalid',
    ],
    [
      'with dates and times',
      { metricSet: 'AgentSummary', ...dates, startAtTime: '2025-01-01T00:00Z', endAtTime: '2025-01-02T00:00Z' },
      'startAtTime',
      'invalid',
    ],
    [
      'with times for another set',
      { metricSet: 'TopicSummaryReport', startAtTime: '2025-01-01T00:00Z', endAtTime: '2025-01-02T00:00Z' },
      'startAtTime',
      'invalid',
    ],
    [
      'with a wrong aggregation',
      { metricSet: 'AgentSummary', ...dates, aggregationLevel: 'yearly' },
      'aggregationLevel',
      'invalid',
    ],
    [
      'with an aggregation it cannot have',
      { metricSet: 'TaskExportReport', ...dates, aggregationLevel: 'daily' },
      'aggregationLevel',
      'invalid',
    ],
    ['without its phone number', { metricSet: 'IvrEndStatesReportV2', ...dates }, 'filters.phoneNumber', 'blank'],
    ['with a phone number', { metricSet: 'AgentSummary', ...dates, ...phone }, 'filters.phoneNumber', 'invalid'],
    [
      'for an unknown inbox',
      { metricSet: 'AgentSummary', ...dates, filters: { inboxes: ['x'] } },
      'filters.inboxes',
      'present',
    ],
  ])('%s', async (_, body, attr, code) => {
    expect(await report(body)).toMatchObject({
      status: 400,
      json: { errors: expect.arrayContaining([expect.objectContaining({ attr, code })]) },
    });
  });
});

test('times work for the two sets that take them, and weeks start on Monday', async () => {
  const times = { startAtTime: '2025-01-01T00:00Z', endAtTime: '2025-01-13T13:00+01:00' };
  const answer = await report({ metricSet: 'AgentSummary', ...times, aggregationLevel: 'weekly' });
  const weeks = new Set(
    lines(answer)
      .slice(1)
      .map((line) => line.slice(0, 10)),
  );
  expect([...weeks]).toEqual(['2024-12-30', '2025-01-06', '2025-01-13']);
});

test('the work-session report has its 19 columns', async () => {
  const times = { startAtTime: `${inDays(-90).slice(0, 16)}Z`, endAtTime: `${inDays(0).slice(0, 16)}Z` };
  const answer = await gladly.call('POST', '/reports/work-session-events', times);
  expect(lines(answer)[0]?.split(',')).toHaveLength(19);
  expect(answer.headers.get('content-disposition')).toMatch(
    /filename=WorkSessionEventsReport-\d{8}T\d{4}Z-\d{8}T\d{4}Z\.csv$/,
  );
  const backwards = { startAtTime: times.endAtTime, endAtTime: times.startAtTime };
  expect(await gladly.call('POST', '/reports/work-session-events', backwards)).toMatchObject({
    status: 400,
    json: { errors: [{ detail: 'endAtTime must occur after startAtTime' }] },
  });
});

describe('the report limit', () => {
  const status = async () =>
    (await gladly.raw('POST', '/api/v1/reports', undefined, JSON.stringify(bodyFor('AgentSummary')))).status;

  test('allows two at once', async () => {
    const statuses = await Promise.all(Array.from({ length: 8 }, status));
    expect(statuses).toContain(429);
    expect(statuses.filter((one) => one === 200).length).toBeGreaterThanOrEqual(2);
  });

  test('allows ten in a minute', async () => {
    for (let index = 0; index < 10; index++) expect(await status()).toBe(200);
    expect(await status()).toBe(429);
  });
});

describe('exports', () => {
  const file = (name: string, job = demoExportJobs.year) => gladly.call('GET', `/export/jobs/${job}/files/${name}`);

  test('have four JSONL files with flat customers', async () => {
    const customers = await file('customers.jsonl');
    expect(customers.headers.get('content-type')).toBe('application/x-ndjson');
    expect(jsonLines(customers)).toContainEqual(
      expect.objectContaining({ id: demoCustomers.mergedInto, phoneNumbers: ['+15550123456', '+15550123499'] }),
    );
    expect(jsonLines(await file('agents.jsonl'))).toHaveLength(8);
    expect(jsonLines(await file('topics.jsonl'))).toHaveLength(8);
    const items = z.array(z.object({ timestamp: z.string() })).parse(jsonLines(await file('conversation_items.jsonl')));
    expect(items.length).toBeGreaterThan(100);
  });

  test('are gone once the job is deleted', async () => {
    const { completed } = demoExportJobs;
    expect((await file('agents.jsonl', completed)).status).toBe(200);
    await gladly.call('DELETE', `/export/jobs/${completed}`);
    expect((await file('agents.jsonl', completed)).status).toBe(404);
    expect((await gladly.call('GET', '/export/jobs?status=COMPLETED')).json).toMatchObject([
      { id: demoExportJobs.year },
    ]);
  });
});

describe('events', () => {
  const read = async (...entities: string[]) => {
    const query = entities.map((entity) => `&entities=${entity}`).join('');
    const answer = await gladly.call('GET', `/events?startAt=${inDays(-1)}${query}`);
    expect(answer.headers.get('content-type')).toBe('application/x-jsonlines');
    return z.array(z.looseObject({ type: z.string(), timestamp: z.string() })).parse(jsonLines(answer));
  };

  test('are streamed in order for the last day, only for the entities asked for', async () => {
    const events = await read('AGENT_STATUS', 'CUSTOMER');
    expect(new Set(events.map(({ type }) => type.split('/')[0]))).toEqual(new Set(['AGENT_STATUS', 'CUSTOMER']));
    expect(events.map(({ timestamp }) => timestamp)).toEqual(events.map(({ timestamp }) => timestamp).sort());
    expect(events).toContainEqual(
      expect.objectContaining({ content: expect.objectContaining({ sourceCustomerId: demoCustomers.merged }) }),
    );
  });

  test('include writes', async () => {
    const open = `/conversations/${demoConversations.mayaOpen}`;
    await gladly.call('POST', `${open}/notes`, { body: 'x' });
    await gladly.call('PATCH', open, {
      assignee: { inboxId: demoInboxes.vip },
      status: { value: 'CLOSED', force: true },
    });
    await gladly.call('PATCH', `/tasks/${demoTasks.maya}`, { status: 'CLOSED' });
    await gladly.call('DELETE', `/customer-profiles/${demoCustomers.mergedInto}`);
    const types = (await read('CONVERSATION', 'TASK', 'CUSTOMER_PROFILE')).slice(-5).map(({ type }) => type);
    expect(types).toEqual([
      'CONVERSATION/NOTE_CREATED',
      'CONVERSATION_ASSIGNEE/UPDATED',
      'CONVERSATION/CLOSED',
      'TASK/CLOSED',
      'CUSTOMER_PROFILE/DELETED',
    ]);
  });
});
