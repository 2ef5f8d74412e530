import { parseDate } from '../../puzzel/dates.js';
import { atMost, id, namedUser, text, time, user } from '../arguments.js';
import { moreIds } from '../ask-each.js';
import type { CallContext, Outcome } from '../define.js';
import { rows } from '../output.js';
import { get, inferred, post } from '../routes.js';
import { definePuzzelTool } from './define.js';
import { between, filterRecords, same } from './filters.js';
import { queueIds } from './name-lists.js';

const missedCalls = rows({
  queueId: 'integer',
  queueName: 'string',
  requestId: 'string: id of the missed request, and of the missed call',
  requestRemoteAddress: 'string: number of the caller',
  destination: 'string: number called',
  queueEntered: 'ISO time at which the caller entered the queue',
  inQueueSeconds: 'integer: seconds waited before giving up',
  category: 'string',
  description: 'string',
  reservedUserId: 'integer',
  mediaType: 'string: Phone, Chat, …',
  tagLevel: 'string: NotProcessed, ProcessedLevel1, ProcessedLevel2, …',
  userIdTagged: 'integer: who tagged it',
  userNameTagged: 'string',
  dateTimeTagged: 'ISO time of the tag',
});

/** The SOAP contract of 2015 demanded `from` and `to`; whether REST does is unproven, so {@link inPeriod} always sends them. */
const filterArguments = {
  from: time('default 7 days before to').optional(),
  to: time('default now').optional(),
  tagFilter: text('NotProcessed, ProcessedLevel1, ProcessedLevel2').optional(),
  maxRows: atMost().optional(),
};

const noneMissedHint = (others: string) =>
  `No missed call in this period and level (default: 7 days). Calls of other ${others}, and calls that were answered, are not among these: list_all_puzzel_archive_records finds calls by number.`;

interface FilterArguments {
  from?: string | undefined;
  to?: string | undefined;
  tagFilter?: string | undefined;
}

const weekMs = 7 * 24 * 60 * 60 * 1000;

/**
 * Always sends a period. Where `from`, `to` and `tagFilter` were given, they are applied to the answer as well, because the
 * service may not know them. The defaults are not: they end now by our clock, and the vendor's may be ahead.
 */
async function inPeriod<A extends FilterArguments>(
  args: A,
  _: CallContext,
  call: (args: A & { from: string; to: string }) => Promise<Outcome>,
): Promise<Outcome> {
  const now = Date.now();
  const begin = parseDate(args.from) ?? now;
  const end = parseDate(args.to) ?? (begin > now ? begin + weekMs : now);
  const from = args.from ?? new Date(end - weekMs).toISOString();
  const to = args.to ?? new Date(end).toISOString();
  const outcome = await call({ ...args, from, to });
  return {
    ...outcome,
    data: filterRecords(outcome.data, { queueEntered: between(args.from, args.to), tagLevel: same(args.tagFilter) }),
  };
}

export const missedCallTools = [
  definePuzzelTool({
    name: 'list_all_puzzel_missed_calls',
    title: 'Missed calls of a queue',
    tag: 'missed-calls',
    effect: 'list',
    description:
      'Calls abandoned in system queues: requestId, requestRemoteAddress (caller), queueName, queueEntered, inQueueSeconds, tagLevel and userNameTagged (dealt with?). Answered ones: list_all_puzzel_archive_records. To call back: create_a_puzzel_etask or create_a_puzzel_user_callout_request.',
    input: { queue_id: id('id, key or name'), queue_ids: moreIds('more, beside queue_id'), ...filterArguments },
    output: missedCalls,
    route: get(
      '/{customerKey}/queues/{queue_id}/missedcalls',
      inferred('/{customerKey}/missedcalls?queueId={queue_id}'),
    ),
    example: { queue_id: '201' },
    untrustedContent: true,
    named: { queue_id: queueIds },
    perId: { idArgument: 'queue_id', listArgument: 'queue_ids', member: 'queueId' },
    whenEmpty: noneMissedHint('queues'),
    run: inPeriod,
  }),
  definePuzzelTool({
    name: 'list_all_puzzel_user_missed_calls',
    title: 'Missed calls of an agent',
    tag: 'missed-calls',
    effect: 'list',
    description: 'Calls offered to one agent and not answered; id is the USER. As list_all_puzzel_missed_calls.',
    // The user's argument is named `id` in the list of tools that this project started from (puzzel.md, section 8).
    input: { id: namedUser, user_ids: moreIds('several of them'), ...filterArguments },
    output: missedCalls,
    route: get('/{customerKey}/users/{id}/missedcalls', inferred()),
    example: { id: '9948' },
    untrustedContent: true,
    perId: { idArgument: 'id', listArgument: 'user_ids', member: 'offeredToUserId' },
    whenEmpty: noneMissedHint('agents'),
    run: inPeriod,
  }),
  definePuzzelTool({
    name: 'puzzel_missed_calls_tag',
    title: 'Tag a missed call',
    tag: 'missed-calls',
    effect: 'custom-write',
    description: 'Marks a missed call as dealt with, for everybody. Unverified.',
    input: {
      missed_call_id: id('requestId of a missed call'),
      tagLevel: text('NotProcessed, ProcessedLevel1 or ProcessedLevel2'),
      userId: user('in whose name; default own user'),
    },
    // The last alternative of puzzel.md (…/queues/{queueId}/missedcalls/…) needs a queue id, which is no argument here.
    route: post(
      '/{customerKey}/missedcalls/{missed_call_id}/tag',
      inferred('/{customerKey}/users/{userId}/missedcalls/{missed_call_id}/tag'),
    ),
    example: { missed_call_id: '70423', tagLevel: 'ProcessedLevel1' },
  }),
];
