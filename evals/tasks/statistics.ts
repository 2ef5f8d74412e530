import { fullName, maxBy, numberAt, type Row, rows, textAt, valuesAt } from '../answer.js';
import { expectNames, expectValues } from '../reply.js';
import type { Task } from '../task.js';
import type { Tenant } from '../tenant.js';
import { dateIn } from '../time.js';

/** Abandoned calls in per cent of the offered ones, with one decimal. */
const dropRate = (queue: Row): number => {
  const offered = numberAt(queue, 'callsOfferedToday');
  return offered === 0 ? 0 : Math.round((numberAt(queue, 'callsAbandonedToday') / offered) * 1000) / 10;
};

const fullMinutes = (seconds: number): number => Math.floor(seconds / 60);

const sum = (records: Row[], path: string): number =>
  records.reduce((total, record) => total + numberAt(record, path), 0);

const lunchSeconds = (stats: Row | undefined): number =>
  numberAt(
    valuesAt(stats, 'pause').find((pause) => textAt(pause, 'pauseDescription') === 'Lunch'),
    'inPauseSeconds',
  );

/** The arguments for a report about the last days. @param filters which rows it has; all, if empty */
const reportArgs = (metricSet: string, days: number, filters: readonly string[], columns: string[]) => ({
  metricSet,
  startAt: dateIn(-days),
  endAt: dateIn(0),
  rows: filters,
  columns,
});

/** All rows of a report. The checker reads them unfiltered, and filters them itself. */
async function wholeReport(tenant: Tenant, metricSet: string, days: number, columns: string[]): Promise<Row[]> {
  return rows(
    await tenant.call('create_a_gladly_report', { ...reportArgs(metricSet, days, [], columns), limit: 1000 }),
  );
}

const inboxColumn = 'Inbox Name - Current';
const isOverdue = (task: Row) => textAt(task, 'Status') === 'OPEN' && Date.parse(textAt(task, 'Due At')) < Date.now();

export const statisticsTasks: Task[] = [
  {
    id: 'worst-drop-rate',
    person: 'supervisor',
    request: 'Which of our queues loses the largest share of its calls today, and how many per cent is that?',
    replyFormat: 'the name of the queue; the per cent with one decimal',
    check: expectValues(async (tenant) => {
      const worst = maxBy(rows(await tenant.call('list_all_puzzel_visual_queue_state_info')), dropRate);
      return [textAt(worst, 'description'), dropRate(worst)];
    }),
    steps: [
      {
        tool: 'list_all_puzzel_visual_queue_state_info',
        args: { fields: ['description', 'callsOfferedToday', 'callsAbandonedToday'] },
      },
    ],
    reply: ([live]) => {
      const worst = maxBy(rows(live), dropRate);
      return [textAt(worst, 'description'), dropRate(worst)];
    },
    wrong: {
      reply: ([live]) => {
        const best = maxBy(rows(live), (queue) => -dropRate(queue));
        return [textAt(best, 'description'), dropRate(best)];
      },
    },
  },
  {
    id: 'minutes-in-pause',
    person: 'lead',
    request:
      'How many minutes has Jonas Eriksen been in pause today, and how many of them at lunch? Full minutes will do.',
    replyFormat: 'full minutes in pause; full minutes at lunch',
    check: expectValues(async (tenant) => {
      const { userId } = agentNamed(rows(await tenant.call('list_all_puzzel_state_information')), 'Jonas Eriksen');
      const [stats] = rows(await tenant.call('list_all_puzzel_agents_stats', { user_id: userId }));
      return [fullMinutes(numberAt(stats, 'queuesTotal.inPauseSeconds')), fullMinutes(lunchSeconds(stats))];
    }),
    steps: [{ tool: 'list_all_puzzel_agents_stats', args: { user_id: 'Jonas Eriksen' } }],
    reply: ([stats]) => [
      fullMinutes(numberAt(rows(stats)[0], 'queuesTotal.inPauseSeconds')),
      fullMinutes(lunchSeconds(rows(stats)[0])),
    ],
    wrong: {
      reply: ([stats]) => [numberAt(rows(stats)[0], 'queuesTotal.inPauseSeconds'), lunchSeconds(rows(stats)[0])],
    },
  },
  {
    id: 'most-answered',
    person: 'supervisor',
    request: 'Who has answered the most calls today, of all our agents?',
    replyFormat: 'the name of the agent',
    check: expectValues(async (tenant) => {
      const agents = rows(await tenant.call('list_all_puzzel_state_information', { limit: 100 }));
      return [fullName(maxBy(agents, (agent) => numberAt(agent, 'callsAnswered')))];
    }),
    steps: [
      { tool: 'list_all_puzzel_state_information', args: { fields: ['firstName', 'lastName', 'callsAnswered'] } },
    ],
    reply: ([agents]) => [fullName(maxBy(rows(agents), (agent) => numberAt(agent, 'callsAnswered')))],
    wrong: { reply: ([agents]) => [fullName(maxBy(rows(agents), (agent) => -numberAt(agent, 'callsAnswered')))] },
  },
  {
    id: 'callbacks-this-week',
    person: 'engineer',
    request:
      'For the weekly staffing sheet: how many call-backs have customers been offered this week, over all visual queues?',
    replyFormat: 'the number',
    check: expectValues(async (tenant) => [
      sum(
        rows(await tenant.call('list_all_puzzel_visual_queue_ticker', { ticker_period_window: 'ThisWeek' })),
        'ciqsOffered',
      ),
    ]),
    steps: [
      {
        tool: 'list_all_puzzel_visual_queue_ticker',
        args: { ticker_period_window: 'ThisWeek', fields: ['ciqsOffered', 'callsOffered'] },
      },
    ],
    reply: ([counters]) => [sum(rows(counters), 'ciqsOffered')],
    wrong: { reply: ([counters]) => [sum(rows(counters), 'callsOffered')] },
  },
  {
    id: 'no-history-in-puzzel',
    person: 'supervisor',
    request: 'How many calls did the Billing queue in Puzzel get on Tuesday three weeks ago?',
    replyFormat: 'the number, or "unknown" when these tools cannot tell it',
    check: expectValues(async () => ['unknown']),
    steps: [],
    reply: () => ['unknown'],
    wrong: { reply: () => [48] },
  },
  {
    id: 'where-customers-wait',
    person: 'lead',
    request:
      'In which Gladly inboxes are conversations that began in the last 60 days and stand on WAITING? Name each inbox once.',
    replyFormat: 'the names of the inboxes',
    check: expectNames(async (tenant) => {
      const conversations = await wholeReport(tenant, 'ConversationExportReport', 60, ['Status', inboxColumn]);
      return [
        ...new Set(conversations.filter(({ Status }) => Status === 'WAITING').map((row) => textAt(row, inboxColumn))),
      ];
    }, 'constant'),
    steps: [
      {
        tool: 'create_a_gladly_report',
        args: () => reportArgs('ConversationExportReport', 60, ['Status = WAITING'], [inboxColumn]),
      },
    ],
    reply: ([waiting]) => [...new Set(rows(waiting).map((row) => textAt(row, inboxColumn)))],
    wrong: { reply: () => ['General Support', 'VIP'] },
  },
  {
    id: 'overdue-tasks',
    person: 'supervisor',
    request: 'How many of the Gladly tasks that were made in the last 14 days are overdue now, over all customers?',
    replyFormat: 'the number',
    check: expectValues(async (tenant) => {
      const tasks = await wholeReport(tenant, 'TaskExportReport', 14, ['Status', 'Due At']);
      return [tasks.filter(isOverdue).length];
    }, 'constant'),
    steps: [
      {
        tool: 'create_a_gladly_report',
        args: () => reportArgs('TaskExportReport', 14, ['Status = OPEN'], ['Status', 'Due At']),
      },
    ],
    reply: ([open]) => [rows(open).filter(isOverdue).length],
    wrong: { reply: ([open]) => [rows(open).length] },
  },
];

function agentNamed(agents: Row[], name: string): Row {
  return agents.find((agent) => fullName(agent) === name) ?? {};
}
