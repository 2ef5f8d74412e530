import type { CallArguments } from './arguments.js';
import type { CallRecord } from './call-history.js';
import { optionalDate, puzzelDate, second } from './dates.js';
import { done, invalid, notFound, ok } from './envelope.js';
import { tagLevels } from './model.js';
import type { ApiCall, PuzzelRoutes } from './routes.js';
import { accessPoints, mediaOf, queues } from './seed/queues.js';
import type { PuzzelState } from './state.js';
import { fullName, userById } from './users.js';

export const missedCallRoutes: PuzzelRoutes = {
  'GET /{customerKey}/queues/{queueId}/missedcalls': {
    alternative: 'GET /{customerKey}/missedcalls',
    run: ({ state, args }) => {
      const queueId = args.requiredText('queueId');
      const queue = queues.find(({ id }) => String(id) === queueId);
      if (!queue) throw notFound('Queue', queueId);
      return ok(missedCalls(state, args, (call) => call.queueId === queue.id));
    },
  },
  'GET /{customerKey}/users/{userId}/missedcalls': ({ state, args, user }) =>
    ok(missedCalls(state, args, (call) => call.reservedUserId === user.id)),
  'POST /{customerKey}/missedcalls/{missedCallId}/tag': {
    alternative: 'POST /{customerKey}/users/{userId}/missedcalls/{missedCallId}/tag',
    run: setTag,
  },
};

function setTag({ state, args, bearer, now }: ApiCall) {
  const requestId = args.id('missedCallId');
  if (!state.calls.missedCalls.some((call) => call.requestId === requestId)) {
    throw notFound('Missed call', args.requiredText('missedCallId'));
  }
  const userId = args.integer('userId') ?? bearer.session.userId;
  if (!state.users.has(userId)) throw invalid('userId', `user ${userId} does not exist`);
  state.missedCallTags.set(requestId, { tagLevel: args.word('tagLevel', tagLevels), userId, time: now });
  return done(requestId);
}

/** `from`, `to`, `tagFilter` and `maxRows` are those of the SOAP contract of 2015, which demanded the first two. */
function missedCalls(state: PuzzelState, args: CallArguments, isWanted: (call: CallRecord) => boolean) {
  const from = args.moment('from') ?? Number.NEGATIVE_INFINITY;
  const to = args.moment('to') ?? Number.POSITIVE_INFINITY;
  const level = args.has('tagFilter') ? args.word('tagFilter', tagLevels) : undefined;
  const levelOf = ({ requestId }: CallRecord) => state.missedCallTags.get(requestId)?.tagLevel ?? 'NotProcessed';
  return state.calls.missedCalls
    .filter((call) => isWanted(call) && call.enteredAt >= from && call.enteredAt <= to)
    .filter((call) => level === undefined || levelOf(call) === level)
    .sort((a, b) => b.enteredAt - a.enteredAt)
    .slice(0, args.integer('maxRows') ?? Number.POSITIVE_INFINITY)
    .map((call) => {
      const tag = state.missedCallTags.get(call.requestId);
      const tagger = tag ? userById(state, tag.userId) : undefined;
      return {
        queueId: call.queueId,
        queueName: queues.find(({ id }) => id === call.queueId)?.description ?? null,
        requestId: call.requestId,
        requestRemoteAddress: call.from,
        destination: accessPoints.find(({ queueId }) => queueId === call.queueId)?.address ?? null,
        queueEntered: puzzelDate(call.enteredAt),
        inQueueSeconds: Math.round((call.leftQueueAt - call.enteredAt) / second),
        category: call.category,
        description: call.description,
        reservedUserId: call.reservedUserId,
        mediaType: mediaOf(call.queueId),
        tagLevel: levelOf(call),
        userIdTagged: tag?.userId ?? 0,
        userNameTagged: tagger ? fullName(tagger) : null,
        dateTimeTagged: optionalDate(tag?.time),
      };
    });
}
