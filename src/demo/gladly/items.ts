import { z } from 'zod';
import type { DemoRequest, DemoRoutes } from '../router.js';
import { chosenId, instant, parseBody, textUpTo } from './body.js';
import { badRequest, bodilessNotFound, Refusal, taken } from './errors.js';
import type { Item } from './model.js';
import { customerKey, findOrCreateCustomer } from './profiles.js';
import { noContent, ok } from './responses.js';
import type { Store } from './store.js';
import { createTask, taskFields } from './tasks.js';
import { addItem, messageTypes } from './timeline.js';

const maxActivityAgeMs = 366 * 86_400_000;

const activityContent = z.object({
  type: z.literal('CUSTOMER_ACTIVITY'),
  activityType: z.enum(['EMAIL', 'ISSUE', 'SMS', 'SURVEY']),
  title: textUpTo(100).optional(),
  body: textUpTo(25_000).optional(),
  sourceName: textUpTo(50).optional(),
  link: z.object({ url: z.url().optional(), text: textUpTo(50).optional() }).optional(),
  expandByDefault: z.boolean().optional(),
  occurredAt: instant
    .refine((time) => Date.parse(time) > Date.now() - maxActivityAgeMs, 'must be at most one year old')
    // The client's clock may be a minute fast.
    .refine((time) => Date.parse(time) < Date.now() + 60_000, 'must not be in the future')
    .optional(),
});
/** Deprecated by the vendor in favour of the tasks operations. */
const taskContent = z.object({ type: z.literal('TASK'), ...taskFields });

const itemBody = z.object({
  id: chosenId.optional(),
  content: z.discriminatedUnion('type', [activityContent, taskContent]),
});

/** Content types that the API supports besides messages; items of all other types answer 400 on get and are not listed. */
const supportedNonMessageTypes = new Set([
  'CONVERSATION_NOTE',
  'CONVERSATION_STATUS_CHANGE',
  'CUSTOMER_ACTIVITY',
  'PHONE_CALL',
  'TASK',
  'TOPIC_CHANGE',
  'VOICEMAIL',
  'VOICE_AI_MESSAGE',
]);

export function isSupported({ content }: Item): boolean {
  return messageTypes.has(content.type) || supportedNonMessageTypes.has(content.type);
}

/** Timeline items: create, get and delete. */
export function itemRoutes(store: Store): DemoRoutes {
  return {
    'POST /conversation-items': (request) => {
      const { customer, ...body } = parseBody(request, itemBody.extend({ customer: customerKey }));
      refuseTaken(store, body.id);
      return ok(createItem(store, () => findOrCreateCustomer(store, customer).id, body));
    },
    'POST /customers/{customerId}/conversation-items': (request) => {
      const { customerId = '' } = request.params;
      const targetId = store.mergeTargets.get(customerId);
      if (targetId !== undefined) throw movedWithLocation(request, customerId, targetId);
      if (!store.customers.has(customerId)) throw bodilessNotFound();
      const body = parseBody(request, itemBody);
      refuseTaken(store, body.id);
      return ok(createItem(store, () => customerId, body));
    },
    'GET /conversation-items/{itemId}': ({ params }) => {
      const item = itemById(store, params.itemId);
      if (isSupported(item)) return ok(item);
      const detail = `Conversation item with id [${item.id}] exists but is not supported by the API.`;
      throw badRequest({ code: 'invalid', detail });
    },
    'DELETE /conversation-items/{itemId}': ({ params }) => deleteItem(store, itemById(store, params.itemId)),
    'DELETE /customers/{customerId}/conversation-items/{itemId}': ({ params }) => {
      const item = itemById(store, params.itemId);
      if (item.customerId !== params.customerId) throw bodilessNotFound();
      return deleteItem(store, item);
    },
  };
}

/** An item. @throws the 404 without a body */
export function itemById(store: Store, id = ''): Item {
  const item = store.items.get(id);
  if (!item) throw bodilessNotFound();
  return item;
}

/** 301 with an absolute Location; the 301 of `GET /customer-profiles/{customerId}` has none. */
function movedWithLocation({ headers }: DemoRequest, mergedId: string, targetId: string): Refusal {
  const detail = `the customer id has changed from [${mergedId}] to [${targetId}]`;
  return new Refusal({
    status: 301,
    headers: { Location: `http://${headers.host}/api/v1/customers/${targetId}/conversation-items` },
    body: { errors: [{ attr: 'customer id', code: 'moved', detail, meta: { old: mergedId, new: targetId } }] },
  });
}

function refuseTaken(store: Store, id: string | undefined): void {
  if (id !== undefined && store.items.has(id)) throw taken('newConversationItems', 'conversation item already exists');
}

/** Creates a task, or a customer activity, which belongs to no conversation. */
function createItem(store: Store, getCustomerId: () => string, { id, content }: z.output<typeof itemBody>): Item {
  if (content.type === 'TASK') return itemById(store, createTask(store, getCustomerId, { id, ...content }).id);
  const receivedAt = new Date().toISOString();
  return addItem(store, {
    id,
    customerId: getCustomerId(),
    timestamp: content.occurredAt ?? receivedAt,
    content: { ...content, receivedAt },
  });
}

/** Only CUSTOMER_ACTIVITY can be deleted; 404 is the one documented refusal. */
function deleteItem(store: Store, item: Item) {
  if (item.content.type !== 'CUSTOMER_ACTIVITY') throw bodilessNotFound();
  store.items.delete(item.id);
  return noContent;
}
