import { type Answer, fullName, maxBy, numberAt, type Row, rows, textAt, valuesAt } from '../answer.js';
import { expectNames, expectValues } from '../reply.js';
import type { Task } from '../task.js';
import { daysAgo, minutesAgo } from '../time.js';

const complainantNumber = '+442079460844';
const secondsInQueue = (call: Row) => numberAt(call, 'inQueueSeconds');

/** Old value, new value and author of the newest change of a setting; the list begins with the newest change. */
const newestChange = (changes: Row[], key: string) => {
  const change = changes.find((each) => textAt(each, 'key') === key);
  const [before = '', after = ''] = textAt(change, 'value').split(' -> ');
  return { before, after, userId: change?.userId };
};

/** The names of the agents of the calls with a survey below this score. @param surveys in the order of the calls */
const agentsScoredBelow = (score: number, calls: Row[], surveys: (Row | undefined)[]) => [
  ...new Set(
    calls
      .filter((_, index) => numberAt(surveys[index], 'score') < score)
      .map((call) => textAt(call, 'entries.userFullName')),
  ),
];

export const archiveTasks: Task[] = [
  {
    id: 'who-took-that-call',
    person: 'lead',
    request:
      'The customer with +44 20 7946 0844 says she waited twelve minutes when she rang us. Who took her call, and what score did she give us?',
    replyFormat: 'the name of the agent; the score',
    check: expectValues(async (tenant) => {
      const calls = rows(await tenant.call('list_all_puzzel_archive_records', { limit: 1000 }));
      const call = calls.find((each) => textAt(each, 'entries.remoteAddress') === complainantNumber);
      const [survey] = rows(await tenant.call('get_single_puzzel_survey_by_id', { id: call?.callId }));
      return [textAt(call, 'entries.userFullName'), numberAt(survey, 'score')];
    }, 'constant'),
    steps: [
      {
        tool: 'list_all_puzzel_archive_records',
        args: { searchString: '+44 20 7946 0844', fields: ['callId', 'comment', 'entries.userFullName'] },
      },
      { tool: 'get_single_puzzel_survey_by_id', args: ([calls]) => ({ id: rows(calls)[0]?.callId }) },
    ],
    reply: ([calls, survey]) => [textAt(rows(calls)[0], 'entries.userFullName'), numberAt(rows(survey)[0], 'score')],
    wrong: { reply: ([calls]) => [textAt(rows(calls)[0], 'entries.userFullName'), 12] },
  },
  {
    id: 'missed-and-not-dealt-with',
    person: 'supervisor',
    request:
      'Billing and Technical Support: how many calls have we missed there in the last three hours that nobody has dealt with?',
    replyFormat: 'the number of both queues together',
    check: expectValues(async (tenant) => {
      const calls = [];
      for (const queue_id of [111, 121]) {
        calls.push(...rows(await tenant.call('list_all_puzzel_missed_calls', { queue_id, limit: 1000 })));
      }
      const since = minutesAgo(180);
      return [calls.filter((call) => call.tagLevel === 'NotProcessed' && textAt(call, 'queueEntered') >= since).length];
    }),
    steps: [
      {
        tool: 'list_all_puzzel_missed_calls',
        args: () => ({
          queue_id: 'Billing',
          queue_ids: ['Technical Support'],
          from: minutesAgo(180),
          tagFilter: 'NotProcessed',
          fields: ['queueName', 'queueEntered'],
        }),
      },
    ],
    reply: ([calls]) => [rows(calls).length],
    wrong: { reply: ([calls]) => [rows(calls).filter(({ queueName }) => queueName === 'Billing').length] },
  },
  {
    id: 'waited-longest-in-vain',
    person: 'lead',
    request:
      'Of the calls that we missed in Primary Inbound in the last 24 hours, who waited longest before hanging up, and how long?',
    replyFormat: 'the number with +; the seconds',
    check: expectValues(async (tenant) => {
      const calls = rows(await tenant.call('list_all_puzzel_missed_calls', { queue_id: 101, limit: 1000 }));
      const longest = maxBy(
        calls.filter((call) => textAt(call, 'queueEntered') >= daysAgo(1)),
        secondsInQueue,
      );
      return [textAt(longest, 'requestRemoteAddress'), secondsInQueue(longest)];
    }),
    steps: [
      {
        tool: 'list_all_puzzel_missed_calls',
        args: () => ({
          queue_id: 'Primary Inbound',
          from: daysAgo(1),
          fields: ['requestRemoteAddress', 'inQueueSeconds'],
        }),
      },
    ],
    reply: ([calls]) => {
      const longest = maxBy(rows(calls), secondsInQueue);
      return [textAt(longest, 'requestRemoteAddress'), secondsInQueue(longest)];
    },
    wrong: {
      reply: ([calls]) => {
        const shortest = maxBy(rows(calls), (call) => -secondsInQueue(call));
        return [textAt(shortest, 'requestRemoteAddress'), secondsInQueue(shortest)];
      },
    },
  },
  {
    id: 'bad-scores-of-complaints',
    person: 'lead',
    request: 'Which agents had archived calls tagged as Complaint where the customer gave a score below 4?',
    replyFormat: 'the names of these agents',
    check: expectNames(async (tenant) => {
      const calls = rows(await tenant.call('list_all_puzzel_archive_records', { limit: 1000 })).filter(
        (call) => valuesAt(call, 'tags.value').includes('Complaint') && call.surveyExist === true,
      );
      const surveys = [];
      for (const { callId } of calls) {
        surveys.push(rows(await tenant.call('get_single_puzzel_survey_by_id', { id: callId }))[0]);
      }
      return agentsScoredBelow(4, calls, surveys);
    }, 'constant'),
    steps: [
      {
        tool: 'list_all_puzzel_archive_records',
        args: { searchString: 'Complaint', fields: ['callId', 'surveyExist', 'entries.userFullName'] },
      },
      // The demo has five such calls.
      ...[0, 1, 2, 3, 4].map((index) => ({
        tool: 'get_single_puzzel_survey_by_id',
        args: ([calls]: Answer[]) => ({ id: rows(calls)[index]?.callId }),
      })),
    ],
    reply: ([calls, ...surveys]) =>
      agentsScoredBelow(
        4,
        rows(calls),
        surveys.map((survey) => rows(survey)[0]),
      ),
    wrong: { reply: ([calls]) => valuesAt(rows(calls), 'entries.userFullName').map(String) },
  },
  {
    id: 'who-downloaded-recordings',
    person: 'engineer',
    request: 'Data protection asks: who has downloaded recordings of ours from the archive in the last seven days?',
    replyFormat: 'the names of these people',
    check: expectNames(async (tenant) => {
      const entries = rows(await tenant.call('list_all_puzzel_archive_audit_logs', { limit: 1000 })).filter(
        ({ operation, dateTime }) => operation === 'Download' && String(dateTime) >= daysAgo(7),
      );
      const people = rows(await tenant.call('list_all_puzzel_state_information', { limit: 100 }));
      return [...new Set(entries.map(({ userId }) => fullName(people.find((one) => one.userId === userId) ?? {})))];
    }),
    steps: [
      {
        tool: 'list_all_puzzel_archive_audit_logs',
        args: () => ({ from: daysAgo(7), operation: 'download', fields: ['userId', 'operation'] }),
      },
      {
        tool: 'list_all_puzzel_users_search',
        args: ([entries]) => ({
          user_ids: [...new Set(valuesAt(rows(entries), 'userId'))],
          fields: ['firstName', 'lastName'],
        }),
      },
    ],
    reply: ([, people]) => rows(people).map(fullName),
    wrong: { reply: ([, people]) => [...rows(people).map(fullName), 'Lars Bakken'] },
  },
  {
    id: 'who-changed-the-target',
    person: 'engineer',
    request: 'Somebody has changed the SLA of the billing queue. From which value to which, and who was it?',
    replyFormat: 'the old value; the new value; the name of the person',
    check: expectValues(async (tenant) => {
      const { before, after, userId } = newestChange(
        rows(await tenant.call('list_all_puzzel_changelogs', { limit: 1000 })),
        'q_billing sla',
      );
      const people = rows(await tenant.call('list_all_puzzel_state_information', { limit: 100 }));
      return [before, after, fullName(people.find((one) => one.userId === userId) ?? {})];
    }, 'constant'),
    steps: [
      { tool: 'list_all_puzzel_changelogs', args: { fields: ['dateTime', 'userId', 'key', 'value'] } },
      {
        tool: 'list_all_puzzel_users_search',
        args: ([changes]) => ({
          user_id: newestChange(rows(changes), 'q_billing sla').userId,
          fields: ['firstName', 'lastName'],
        }),
      },
    ],
    reply: ([changes, people]) => {
      const { before, after } = newestChange(rows(changes), 'q_billing sla');
      return [before, after, fullName(rows(people)[0] ?? {})];
    },
    wrong: { reply: () => [60, 90, 'Henrik Dahl'] },
  },
];
