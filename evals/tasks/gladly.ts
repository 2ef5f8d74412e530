import { type Answer, maxBy, type Row, rows, textAt, valuesAt } from '../answer.js';
import { expectNames, expectValues } from '../reply.js';
import type { Task } from '../task.js';
import type { Tenant } from '../tenant.js';
import { dateIn, dateOfNext, localTime, utcOf } from '../time.js';

/** The id that Jonas Okafor had before two merges; it is the same in every demo tenant. */
const jonasOldId = 'Utp2mr601tEPVmf2pj1vag';
const oslo = 'Europe/Oslo';

const customer = async (tenant: Tenant, email: string) =>
  rows(await tenant.call('list_all_gladly_customers', { email }))[0];

const openConversation = (conversations: Row[]) => conversations.find(({ status }) => status === 'OPEN');

const newestConversation = (conversations: Row[]) =>
  maxBy(conversations, (one) => Date.parse(textAt(one, 'Created At')));

const conversationReportFor = (customerId: unknown) => ({
  metricSet: 'ConversationExportReport',
  startAt: dateIn(-60),
  endAt: dateIn(0),
  rows: [`Customer ID = ${customerId}`],
});

/** Whether an agent is there, according to the last event, and the reason of an absence. */
function presence(events: Row[]): [string, string] {
  const last = events.at(-1);
  const states = { WENT_AWAY: 'away', LOGGED_OUT: 'logged out' };
  const state = Object.entries(states).find(([type]) => textAt(last, 'type').endsWith(type))?.[1] ?? 'here';
  return [state, textAt(last, 'content.awayReason.name') || 'none'];
}

/** The Oslo time at which the first block of office hours on the coming Friday ends. */
function lunchBreakStart(schedules: Row[]): string {
  const hours = valuesAt(
    schedules.find(({ primary }) => primary === true),
    'officeHours',
  )[0];
  const zone = textAt(hours, 'timezone');
  return localTime(utcOf(dateOfNext('Friday', zone), textAt(hours, 'friday.stop'), zone), oslo);
}

/** The customer's last paragraph: speaker 0 is the agent, who speaks first. */
const lastWords = (transcript: Row | undefined) =>
  textAt(
    valuesAt(transcript, 'paragraphs').findLast((paragraph) => textAt(paragraph, 'speaker') === '1'),
    'transcript',
  );

const orderNumber = (items: Answer | undefined) => /NO-\d+/.exec(valuesAt(rows(items), 'text').join(' '))?.[0] ?? '';

const disabledWebhook = (webhooks: Row[]) =>
  webhooks.find((webhook) => webhook.disabledAtDueToRetryLimit !== undefined);

export const gladlyTasks: Task[] = [
  {
    id: 'customer-known-by-an-old-id',
    person: 'engineer',
    request: `Our CRM has Gladly customer ${jonasOldId}. Which order number did this customer give our bot today?`,
    replyFormat: 'the order number',
    check: expectValues(async (tenant) => {
      const { id } = (await customer(tenant, 'jonas.okafor@example.com')) ?? {};
      const [conversation] = rows(await tenant.call('list_all_gladly_customer_conversations', { customer_id: id }));
      return [
        orderNumber(await tenant.call('list_all_gladly_conversation_items', { conversation_id: conversation?.id })),
      ];
    }, 'constant'),
    steps: [
      { tool: 'list_all_gladly_customer_conversations', args: { customer_id: jonasOldId } },
      ...[0, 1].map((index) => ({
        tool: 'list_all_gladly_customer_conversations',
        args: (answers: Answer[]) => ({ customer_id: textAt(answers[index], 'error.retry.arguments.customer_id') }),
      })),
      {
        tool: 'list_all_gladly_conversation_items',
        args: ([, , conversations]) => ({
          conversation_id: openConversation(rows(conversations))?.id,
          fields: ['timestamp', 'initiator.type', 'text'],
        }),
      },
    ],
    reply: ([, , , items]) => [orderNumber(items)],
    wrong: { reply: () => ['NO-48213'] },
    expectedErrors: ['merged'],
  },
  {
    id: 'newest-of-many-conversations',
    person: 'supervisor',
    request:
      'What is the newest conversation with Harborview Hotels (frontdesk@harborview.example) about, and is it still open?',
    replyFormat: 'its topic; its status',
    check: expectValues(async (tenant) => {
      const { id } = (await customer(tenant, 'frontdesk@harborview.example')) ?? {};
      const last = newestConversation(rows(await tenant.call('create_a_gladly_report', conversationReportFor(id))));
      return [textAt(last, 'Topics'), textAt(last, 'Status')];
    }, 'constant'),
    steps: [
      { tool: 'list_all_gladly_customers', args: { email: 'frontdesk@harborview.example', fields: ['id'] } },
      {
        tool: 'create_a_gladly_report',
        args: ([customers]) => ({
          ...conversationReportFor(rows(customers)[0]?.id),
          columns: ['Created At', 'Status', 'Topics'],
        }),
      },
    ],
    reply: ([, report]) => {
      const last = newestConversation(rows(report));
      return [textAt(last, 'Topics'), textAt(last, 'Status')];
    },
    // The last row of the customer's list of conversations, which Gladly truncates.
    wrong: { reply: () => ['Billing', 'CLOSED'] },
  },
  {
    id: 'is-the-agent-there',
    person: 'lead',
    request: 'Is Bilal Haddad working in Gladly right now? If he is not, do we know why?',
    replyFormat: '"here", "away" or "logged out"; the reason he gave, or "none"',
    check: expectValues(async (tenant) => {
      const events = rows(await tenant.call('list_all_gladly_events', { entities: ['AGENT_STATUS'], limit: 1000 }));
      return presence(events.filter((event) => textAt(event, 'content.agentName') === 'Bilal Haddad'));
    }),
    steps: [
      {
        tool: 'list_all_gladly_events',
        args: { entities: ['AGENT_STATUS'], agentId: 'Bilal Haddad', from_end: 1 },
      },
    ],
    reply: ([events]) => presence(rows(events)),
    wrong: { reply: () => ['here', 'none'] },
  },
  {
    id: 'lunch-break-in-oslo-time',
    person: 'supervisor',
    request:
      'At what time does our Gladly support (the primary schedule) close for the lunch break on the coming Friday? I need it in Oslo time.',
    replyFormat: 'the time as HH:MM on an Oslo clock',
    check: expectValues(
      async (tenant) => [lunchBreakStart(rows(await tenant.call('list_all_gladly_business_hours')))],
      'constant',
    ),
    steps: [{ tool: 'list_all_gladly_business_hours' }],
    reply: ([schedules]) => [lunchBreakStart(rows(schedules))],
    wrong: { reply: ([schedules]) => [textAt(rows(schedules), 'officeHours.friday.stop')] },
  },
  {
    id: 'words-on-the-phone',
    person: 'lead',
    request:
      'maya.lindqvist@example.com has an open conversation with a phone call in it. What were her last words in that call, literally?',
    replyFormat: 'the sentence',
    check: expectValues(async (tenant) => {
      const { id } = (await customer(tenant, 'maya.lindqvist@example.com')) ?? {};
      const conversation = openConversation(
        rows(await tenant.call('list_all_gladly_customer_conversations', { customer_id: id })),
      );
      const items = rows(
        await tenant.call('list_all_gladly_conversation_items', {
          conversation_id: conversation?.id,
          types: ['PHONE_CALL'],
        }),
      );
      return [lastWords(rows(await tenant.call('get_single_gladly_voice_transcript_by_id', { id: items[0]?.id }))[0])];
    }, 'constant'),
    steps: [
      { tool: 'list_all_gladly_customers', args: { email: 'maya.lindqvist@example.com', fields: ['id'] } },
      {
        tool: 'list_all_gladly_customer_conversations',
        args: ([customers]) => ({ customer_id: rows(customers)[0]?.id, fields: ['id', 'status'] }),
      },
      {
        tool: 'list_all_gladly_conversation_items',
        args: ([, conversations]) => ({
          conversation_id: openConversation(rows(conversations))?.id,
          types: ['PHONE_CALL'],
          fields: ['timestamp', 'text', 'fetch'],
        }),
      },
      {
        tool: 'get_single_gladly_voice_transcript_by_id',
        args: ([, , items]) => ({
          id: textAt(
            valuesAt(rows(items), 'fetch').find((entry) => textAt(entry, 'what') === 'transcript'),
            'arguments.id',
          ),
        }),
      },
    ],
    reply: ([, , , transcript]) => [lastWords(rows(transcript)[0])],
    // The summary of the call that Gladly generated.
    wrong: { reply: ([, , items]) => [textAt(rows(items), 'text')] },
  },
  {
    id: 'customers-of-a-town',
    person: 'engineer',
    request:
      'Which customers have an address in Portland? The latest finished export that covers a whole year will do.',
    replyFormat: 'the names of these customers',
    check: expectNames(async (tenant) => {
      const job = yearJob(rows(await tenant.call('list_all_gladly_export_jobs')));
      const file = await tenant.call('gladly_export_files_download', {
        job_id: job?.id,
        filename: 'customers.jsonl',
        limit: 1000,
      });
      const customers = valuesAt(file.result, 'preview');
      return customers.filter((one) => textAt(one, 'address').includes('Portland')).map((one) => textAt(one, 'name'));
    }, 'constant'),
    steps: [
      { tool: 'list_all_gladly_export_jobs', args: { status: 'COMPLETED' } },
      {
        tool: 'gladly_export_files_download',
        args: ([jobs]) => ({ job_id: yearJob(rows(jobs))?.id, filename: 'customers.jsonl', contains: 'Portland' }),
      },
    ],
    reply: ([, file]) => valuesAt(file?.result, 'preview.name').map(String),
    wrong: { reply: () => ['Jonas Okafor'] },
  },
  {
    id: 'webhook-that-was-switched-off',
    person: 'engineer',
    request:
      'Our task board gets no events any more. Has Gladly switched off one of our webhooks, and for which events?',
    replyFormat: 'the name of the webhook; then its events',
    check: expectValues(async (tenant) => {
      const webhook = disabledWebhook(rows(await tenant.call('list_all_gladly_webhooks')));
      return [textAt(webhook, 'name'), ...valuesAt(webhook, 'events').map(String)];
    }, 'constant'),
    steps: [{ tool: 'list_all_gladly_webhooks' }],
    reply: ([webhooks]) => [
      textAt(disabledWebhook(rows(webhooks)), 'name'),
      ...valuesAt(disabledWebhook(rows(webhooks)), 'events').map(String),
    ],
    wrong: { reply: () => ['CSAT survey', 'CONVERSATION/CLOSED'] },
  },
];

/** The newest finished export of at least 360 days; the list begins with what changed last. */
function yearJob(jobs: Row[]): Row | undefined {
  const days = (job: Row) =>
    (Date.parse(textAt(job, 'parameters.endAt')) - Date.parse(textAt(job, 'parameters.startAt'))) / 86_400_000;
  return jobs.find((job) => job.status === 'COMPLETED' && days(job) >= 360);
}
