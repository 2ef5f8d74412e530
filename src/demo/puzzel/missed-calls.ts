import { minute, optionalDate, puzzelDate } from './dates.js';
import { done, invalid, ok, unknown } from './envelope.js';
import type { PuzzelCall, PuzzelRoute } from './routes.js';
import { missedCallSeeds, missedRhythm } from './seed/missed-calls.js';
import { accessPoints, queues } from './seed/queues.js';
import type { PuzzelState } from './state.js';
import { fullName, userById } from './users.js';

interface MissedCall {
  requestId: number;
  queueId: number;
  from: string;
  queueEntered: number;
  inQueueSeconds: number;
  category: string;
  description: string;
  reservedUserId: number;
}

export const missedCallRoutes: PuzzelRoute[] = [
  {
    at: 'GET /{customerKey}/queues/{queueId}/missedcalls',
    moved: 'GET /{customerKey}/missedcalls',
    run: ({ state, args, now }) => {
      const asked = args.requiredText('queueId');
      const queue = queues.find(({ id }) => String(id) === asked);
      if (!queue) throw unknown('Queue', asked);
      return ok(list(state, now, (call) => call.queueId === queue.id));
    },
  },
  {
    at: 'GET /{customerKey}/users/{userId}/missedcalls',
    run: ({ state, user, now }) => ok(list(state, now, (call) => call.reservedUserId === user.id)),
  },
  {
    at: 'POST /{customerKey}/missedcalls/{missedCallId}/tag',
    moved: 'POST /{customerKey}/queues/{queueId}/missedcalls/{missedCallId}/tag',
    run: tag,
  },
];

function tag({ state, args, bearer, now }: PuzzelCall) {
  const requestId = args.id('missedCallId');
  if (!allMissed(state, now).some((call) => call.requestId === requestId)) {
    throw unknown('Missed call', args.requiredText('missedCallId'));
  }
  const level = args.requiredText('tagLevel');
  const userId = args.integer('userId') ?? bearer.session.userId;
  if (!state.users.has(userId)) throw invalid('userId', `user ${userId} does not exist`);
  // Whether a level is a word or a number is unproven (puzzel.md, row 47): what was given comes back.
  state.missedCallTags.set(requestId, { tagLevel: /^\d+$/.test(level) ? Number(level) : level, userId, time: now });
  return done(requestId);
}

function list(state: PuzzelState, now: number, wanted: (call: MissedCall) => boolean) {
  return allMissed(state, now)
    .filter(wanted)
    .sort((a, b) => b.queueEntered - a.queueEntered)
    .map((call) => {
      const found = state.missedCallTags.get(call.requestId);
      const tagger = found ? userById(state, found.userId) : undefined;
      return {
        queueId: call.queueId,
        queueName: queues.find(({ id }) => id === call.queueId)?.description ?? null,
        requestId: call.requestId,
        requestRemoteAddress: call.from,
        destination: accessPoints.find(({ queueId }) => queueId === call.queueId)?.address ?? null,
        queueEntered: puzzelDate(call.queueEntered),
        inQueueSeconds: call.inQueueSeconds,
        category: call.category,
        description: call.description,
        reservedUserId: call.reservedUserId,
        mediaType: 'Phone',
        tagLevel: found?.tagLevel ?? 0,
        userIdTagged: found?.userId ?? 0,
        userNameTagged: tagger ? fullName(tagger) : null,
        dateTimeTagged: optionalDate(found?.time),
      };
    });
}

/**
 * The seeded calls, and those since the start. VIP Sales misses a call in a rhythm that repeats every thirty minutes,
 * so any thirty minutes hold exactly three, however long the tenant has been running.
 */
function allMissed(state: PuzzelState, now: number): MissedCall[] {
  const seeded = missedCallSeeds.map(({ minutesAgo, ...call }) => {
    return { ...call, queueEntered: state.startedAt - minutesAgo * minute };
  });
  const later: MissedCall[] = [];
  for (let index = 0; ; index += 1) {
    const slot = missedRhythm[index % missedRhythm.length];
    if (!slot) return [...seeded, ...later];
    const round = 1 + Math.floor(index / missedRhythm.length);
    const queueEntered = state.startedAt + (round * 30 - slot.minutesAgo) * minute;
    if (queueEntered > now) return [...seeded, ...later];
    const { minutesAgo, ...call } = slot;
    later.push({ ...call, requestId: 70_500 + index, reservedUserId: 0, queueEntered });
  }
}
