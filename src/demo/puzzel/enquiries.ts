import { recordOf } from './archive.js';
import type { EnquiryRegistration } from './archive-records.js';
import { puzzelDate } from './dates.js';
import { done, invalid, ok, refused, unknown } from './envelope.js';
import type { PuzzelCall, PuzzelRoutes } from './routes.js';
import { enquiryCategories } from './seed/archive.js';
import { queues } from './seed/queues.js';
import { fullName } from './users.js';

const own = '/{customerKey}/users/{userId}';

/** Enquiry registrations: what a customer called about, as the agent noted it. */
export const enquiryRoutes: PuzzelRoutes = {
  [`GET ${own}/archive/{callId}/enquiryregistration`]: {
    moved: `GET ${own}/enquiryregistrations/{callId}`,
    run: (call) => {
      const { callId } = recordOf(call, 'callId');
      const found = call.state.enquiries.get(callId);
      if (!found) throw unknown('Enquiry registration of call', callId);
      const agent = call.state.users.get(found.agentId);
      return ok({
        id: found.id,
        time: puzzelDate(found.time),
        agentId: found.agentId,
        agentName: agent ? fullName(agent) : null,
        queueKey: found.queue?.key ?? null,
        queueDescription: found.queue?.description ?? null,
        categories: found.categories,
        data: found.data,
      });
    },
  },
  [`POST ${own}/enquiryregistrations`]: { moved: `POST ${own}/enquiryregistration`, run: register },
  [`GET ${own}/enquiryregistrations/categories/{result}`]: {
    // Values of {result} are unknown (puzzel.md, section 12): any word gives the whole list.
    moved: `GET ${own}/enquiryregistration/categories/{result}`,
    run: () => ok(enquiryCategories.map(({ queueIds, ...category }) => category)),
  },
};

/** Nothing names the call (2015). inferred: it is the one that the user has, else the last one handled. */
function register(call: PuzzelCall) {
  const { state, args, user, now } = call;
  const request = state.connectedRequest(user.id);
  const record = request ? undefined : state.archive.find(({ userId }) => userId === user.id);
  if (!request && !record) throw refused(`User ${user.id} has no call, and had none`);
  const registration: EnquiryRegistration = {
    id: state.nextMessageId(),
    time: now,
    agentId: user.id,
    queue: record?.queue ?? queues.find(({ id }) => id === request?.queueId),
    categories: readCategories(args.raw('categories')),
    data: args.pairs('data') ?? [],
  };
  // A registration for a live call is kept under its session id, which is the call id in the archive later.
  state.enquiries.set(record?.callId ?? request?.iqSessionId ?? '', registration);
  return done(registration.id);
}

function readCategories(sent: unknown): EnquiryRegistration['categories'] {
  if (sent === undefined) return [];
  if (!Array.isArray(sent)) throw invalid('categories', 'must be a list of {id, topics: [{id}]}');
  return sent.map((item: unknown) => {
    const category = enquiryCategories.find(({ id }) => id === idOf(item));
    if (!category) throw invalid('categories', `category ${idOf(item)} does not exist`);
    const wanted = typeof item === 'object' && item !== null && 'topics' in item ? item.topics : [];
    const topicIds = Array.isArray(wanted) ? wanted.map(idOf) : [];
    const strange = topicIds.find((id) => !category.topics.some((topic) => topic.id === id));
    if (strange !== undefined)
      throw invalid('categories', `topic ${strange} does not exist in ${category.description}`);
    const topics = category.topics.filter(({ id }) => topicIds.includes(id));
    return { id: category.id, description: category.description, topics };
  });
}

function idOf(item: unknown): number {
  return typeof item === 'object' && item !== null && 'id' in item ? Number(item.id) : Number.NaN;
}
