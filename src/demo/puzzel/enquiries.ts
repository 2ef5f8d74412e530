import { recordOf } from './archive.js';
import type { EnquiryRegistration } from './archive-records.js';
import { puzzelDate } from './dates.js';
import { done, invalid, notFound, ok, refused } from './envelope.js';
import type { ApiCall, PuzzelRoutes } from './routes.js';
import { enquiryCategories } from './seed/archive.js';
import { queues } from './seed/queues.js';
import { fullName } from './users.js';

const userPath = '/{customerKey}/users/{userId}';

/** Enquiry registrations: what a customer called about, as the agent noted it. */
export const enquiryRoutes: PuzzelRoutes = {
  [`GET ${userPath}/archive/{callId}/enquiryregistration`]: {
    alternative: `GET ${userPath}/enquiryregistrations/{callId}`,
    run: (call) => {
      const { callId } = recordOf(call, 'callId');
      const registration = call.state.enquiries.get(callId);
      if (!registration) throw notFound('Enquiry registration of call', callId);
      const agent = call.state.users.get(registration.agentId);
      return ok({
        id: registration.id,
        time: puzzelDate(registration.time),
        agentId: registration.agentId,
        agentName: agent ? fullName(agent) : null,
        queueKey: registration.queue?.key ?? null,
        queueDescription: registration.queue?.description ?? null,
        categories: registration.categories,
        data: registration.data,
      });
    },
  },
  [`POST ${userPath}/enquiryregistrations`]: { alternative: `POST ${userPath}/enquiryregistration`, run: register },
  [`GET ${userPath}/enquiryregistrations/categories/{result}`]: {
    // Values of {result} are unknown (puzzel.md, section 12): any word gives the whole list.
    alternative: `GET ${userPath}/enquiryregistration/categories/{result}`,
    run: () => ok(enquiryCategories.map(({ queueIds, ...category }) => category)),
  },
};

/**
 * No argument names the telephone call, as in the SOAP contract of 2015. inferred: it is the user's present call, or else
 * their last one.
 */
function register(call: ApiCall) {
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
  // A live call is known by its session id, which the archive uses as call id.
  state.enquiries.set(record?.callId ?? request?.iqSessionId ?? '', registration);
  return done(registration.id);
}

function readCategories(categories: unknown): EnquiryRegistration['categories'] {
  if (categories === undefined) return [];
  if (!Array.isArray(categories)) throw invalid('categories', 'must be a list of {id, topics: [{id}]}');
  return categories.map((item: unknown) => {
    const category = enquiryCategories.find(({ id }) => id === readId(item));
    if (!category) throw invalid('categories', `category ${readId(item)} does not exist`);
    const topicItems = typeof item === 'object' && item !== null && 'topics' in item ? item.topics : [];
    const topicIds = Array.isArray(topicItems) ? topicItems.map(readId) : [];
    const unknownTopic = topicIds.find((id) => !category.topics.some((topic) => topic.id === id));
    if (unknownTopic !== undefined)
      throw invalid('categories', `topic ${unknownTopic} does not exist in ${category.description}`);
    const topics = category.topics.filter(({ id }) => topicIds.includes(id));
    return { id: category.id, description: category.description, topics };
  });
}

function readId(item: unknown): number {
  return typeof item === 'object' && item !== null && 'id' in item ? Number(item.id) : Number.NaN;
}
