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
import { periodsOf } from '../../src/demo/gladly/report-periods.js';
import { metricSets, phoneNumberSets } from '../../src/demo/gladly/report-sets.js';
import { closedAfterTest } from '../support/set-up.js';
import { type Answer, type DemoGladly, inDays, jsonLines, readEvents, startGladly } from './gladly-tenant.js';

// Ten reports a minute are allowed, so each test has its own tenant.
let gladly: DemoGladly;
beforeEach(async () => {
  gladly = await startGladly();
});
afterEach(() => gladly.close());

const dates = { startAt: inDays(-60).slice(0, 10), endAt: inDays(0).slice(0, 10) };
const postReport = (body: object) => gladly.call('POST', '/reports', body);
const phone = { filters: { phoneNumber: '+15550100200' } };
const bodyFor = (metricSet: string) => ({ metricSet, ...dates, ...(phoneNumberSets.includes(metricSet) && phone) });
const lines = ({ text }: Answer) => text.trim().split('\n');
const metricSetNames = [...metricSets.keys()];
const groupsOfTen = Array.from({ length: 6 }, (_, index) => metricSetNames.slice(index * 10, index * 10 + 10));

test('there are 55 metric sets', () => {
  expect(metricSetNames).toHaveLength(55);
});

test('every metric set is CSV with a header and rows', async () => {
  const reports = groupsOfTen.map(async (ten) => {
    const tenant = closedAfterTest(await startGladly());
    const wrong: object[] = [];
    for (const metricSet of ten) {
      const answer = await tenant.call('POST', '/reports', bodyFor(metricSet));
      const { status, headers, text } = answer;
      const filename = `${metricSet}-${dates.startAt.replaceAll('-', '')}-${dates.endAt.replaceAll('-', '')}-Daily.csv`;
      const isFile =
        headers.get('content-type') === 'text/csv' &&
        headers.get('content-disposition') === `attachment; filename=${filename}`;
      // The two reports about changes of settings have no rows.
      const hasRows = lines(answer).length > (/Changes/.test(metricSet) ? 0 : 1);
      if (status !== 200 || !isFile || !hasRows || text.includes('undefined')) wrong.push({ metricSet, status, text });
    }
    return wrong;
  });
  expect((await Promise.all(reports)).flat()).toEqual([]);
});

test('the conversation export lists the conversations of an inbox', async () => {
  // A filter may name an inbox by the hex form of its id; the rows have the id itself.
  const inboxes = [hexOf(demoInboxes.billing)];
  const answer = await postReport({ ...bodyFor('ConversationExportReport'), filters: { inboxes } });
  const [header, ...rows] = lines(answer);
  expect(header).toMatch(/^Conversation ID,Customer ID,Created At,/);
  expect(rows.find((row) => row.startsWith(demoConversations.mayaOpen))).toMatch(
    /,OPEN,.*,Billing,.*Chiara Conti,Billing; Delayed Order,/,
  );
  expect(rows.every((row) => row.includes(demoInboxes.billing))).toBe(true);
});

test('a report is the same when it is asked for again, and shows writes', async () => {
  const first = await postReport(bodyFor('TaskExportReport'));
  expect((await postReport(bodyFor('TaskExportReport'))).text).toBe(first.text);
  await gladly.call('PATCH', `/tasks/${demoTasks.maya}`, { body: 'Refund, at last' });
  expect((await postReport(bodyFor('TaskExportReport'))).text).toContain('"Refund, at last"');
});

test('AgentSummary takes times too, and its weeks start on Monday', async () => {
  const times = { startAtTime: '2025-01-01T00:00Z', endAtTime: '2025-01-13T13:00+01:00' };
  const answer = await postReport({ metricSet: 'AgentSummary', ...times, aggregationLevel: 'weekly' });
  const weeks = new Set(
    lines(answer)
      .slice(1)
      .map((line) => line.slice(0, 10)),
  );
  expect([...weeks]).toEqual(['2024-12-30', '2025-01-06', '2025-01-13']);
});

test('a report ends after 5,000 periods, the last of which is as long as the others', () => {
  const halfHour = 1_800_000;
  const periods = periodsOf({ from: 0, to: 6000 * halfHour }, 'halfHourly');
  expect(periods).toHaveLength(5000);
  expect(periods?.at(-1)).toMatchObject({ from: 4999 * halfHour, to: 5000 * halfHour });
});

test('a period is reported even if only its beginning was asked for', () => {
  const interval = { from: Date.parse('2026-11-01T10:30Z'), to: Date.parse('2026-11-03T09:00Z') };
  expect(periodsOf(interval, 'daily')).toHaveLength(3);
});

test('the work-session report has its 19 columns, and is refused when it ends before it starts', async () => {
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
  const reportStatus = async () => (await postReport(bodyFor('AgentSummary'))).status;

  test('allows two at once, and refuses some of eight', async () => {
    const statuses = await Promise.all(Array.from({ length: 8 }, reportStatus));
    expect(statuses).toContain(429);
    expect(statuses.filter((one) => one === 200).length).toBeGreaterThanOrEqual(2);
  });

  test('allows ten in a minute', async () => {
    for (let pair = 0; pair < 5; pair++) {
      expect(await Promise.all([reportStatus(), reportStatus()])).toEqual([200, 200]);
    }
    expect(await reportStatus()).toBe(429);
  });
});

describe('exports', () => {
  const file = (name: string, job = demoExportJobs.year) => gladly.call('GET', `/export/jobs/${job}/files/${name}`);

  test('have four JSONL files, one of them with flat records of customers', async () => {
    const customers = await file('customers.jsonl');
    expect(customers.headers.get('content-type')).toBe('application/x-ndjson');
    expect(jsonLines(customers)).toContainEqual(
      expect.objectContaining({ id: demoCustomers.maya, phoneNumbers: ['+15550123456', '+15550123499'] }),
    );
    expect(jsonLines(await file('agents.jsonl'))).toHaveLength(8);
    expect(jsonLines(await file('topics.jsonl'))).toHaveLength(8);
    const items = z.array(z.object({ timestamp: z.string() })).parse(jsonLines(await file('conversation_items.jsonl')));
    expect(items.length).toBeGreaterThan(100);
  });

  test('are gone once the job is deleted', async () => {
    // Two jobs are completed: this one and `year`.
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
  const eventsOf = async (...entities: string[]) => {
    const answer = await readEvents(gladly, ...entities);
    expect(answer.headers.get('content-type')).toBe('application/x-jsonlines');
    return z.array(z.looseObject({ type: z.string(), timestamp: z.string() })).parse(jsonLines(answer));
  };

  test('are in the order of time, and only those of the entities asked for', async () => {
    const events = await eventsOf('AGENT_STATUS', 'CUSTOMER');
    expect(new Set(events.map(({ type }) => type.split('/')[0]))).toEqual(new Set(['AGENT_STATUS', 'CUSTOMER']));
    expect(events.map(({ timestamp }) => timestamp)).toEqual(events.map(({ timestamp }) => timestamp).sort());
    expect(events).toContainEqual(
      expect.objectContaining({
        content: expect.objectContaining({ sourceCustomerId: demoCustomers.mayaBeforeMerge }),
      }),
    );
  });

  test('name the channel of a message as the vendor’s document does', async () => {
    const contents = (await eventsOf('CONTACT')).map(({ content }) => content);
    expect(contents).toContainEqual(expect.objectContaining({ channel: 'CHAT' }));
    expect(contents).not.toContainEqual(expect.objectContaining({ channel: 'CHAT_MESSAGE' }));
  });

  test('include writes', async () => {
    const open = `/conversations/${demoConversations.mayaOpen}`;
    await gladly.call('POST', `${open}/notes`, { body: 'x' });
    await gladly.call('PATCH', open, {
      assignee: { inboxId: demoInboxes.vip },
      status: { value: 'CLOSED', force: true },
    });
    await gladly.call('PATCH', `/tasks/${demoTasks.maya}`, { status: 'CLOSED' });
    await gladly.call('DELETE', `/customer-profiles/${demoCustomers.maya}`);
    const types = (await eventsOf('CONVERSATION', 'TASK', 'CUSTOMER_PROFILE')).slice(-5).map(({ type }) => type);
    expect(types).toEqual([
      'CONVERSATION/NOTE_CREATED',
      'CONVERSATION_ASSIGNEE/UPDATED',
      'CONVERSATION/CLOSED',
      'TASK/CLOSED',
      'CUSTOMER_PROFILE/DELETED',
    ]);
  });
});
