import { z } from 'zod';
import type { DemoRoutes } from '../router.js';
import { assigneeBody, checkAssignee } from './assignee.js';
import { parseBody } from './body.js';
import { badRequest, bodilessNotFound, notExist } from './errors.js';
import { isSupported } from './items.js';
import type { Assignee, Conversation } from './model.js';
import { cappedList, noContent, ok } from './responses.js';
import type { Store } from './store.js';
import { changeStatus, conversationEvent, customerIsWaiting, itemsOf } from './timeline.js';

const conversationCap = 100;
const itemCap = 1000;

const changeBody = z
  .object({
    assignee: assigneeBody.optional(),
    // WAITING cannot be set.
    status: z.object({ value: z.enum(['OPEN', 'CLOSED']), force: z.boolean().optional() }).optional(),
  })
  .refine(({ assignee, status }) => assignee || status, { params: { code: 'blank' }, message: 'nothing to update' });

/** Conversations and the lists of their items. */
export function conversationRoutes(store: Store): DemoRoutes {
  return {
    'GET /customers/{customerId}/conversations': ({ params }) => {
      const conversations = store
        .conversationsOf(store.customer(params.customerId ?? '').id)
        .sort((a, b) => a.createdAt.localeCompare(b.createdAt));
      return cappedList(conversations, conversationCap);
    },
    'GET /conversations/{conversationId}': ({ params }) => ok(conversationById(store, params.conversationId)),
    'PATCH /conversations/{conversationId}': (request) => {
      const conversation = store.conversations.get(request.params.conversationId ?? '');
      if (!conversation) throw notExist('conversation does not exist');
      const { assignee, status } = parseBody(request, changeBody);
      if (assignee) checkReassignment(store, conversation, assignee, status?.value);
      if (status?.value === 'CLOSED') checkClosing(store, conversation, status.force ?? false);
      if (assignee) assign(store, conversation, assignee);
      if (status) changeStatus(store, conversation, status.value);
      return noContent;
    },
    'GET /conversations/{conversationId}/items': ({ params, query }) => {
      const conversation = conversationById(store, params.conversationId);
      const sessionId = query.get('sessionId');
      const items = itemsOf(store, conversation.id).filter(
        (item) => isSupported(item) && (sessionId === null || item.sessionId === sessionId),
      );
      return cappedList(items, itemCap);
    },
  };
}

/** A conversation. @throws the 404 without a body */
export function conversationById(store: Store, id = ''): Conversation {
  const conversation = store.conversations.get(id);
  if (!conversation) throw bodilessNotFound();
  return conversation;
}

function checkReassignment(
  store: Store,
  conversation: Conversation,
  assignee: Assignee,
  status: 'OPEN' | 'CLOSED' | undefined,
): void {
  checkAssignee(store, assignee);
  if (conversation.status === 'CLOSED' && status !== 'OPEN') {
    throw badRequest({ code: 'invalid_state', detail: 'closed conversation cannot be reassigned' });
  }
}

/** Refuses to close without topics, and while the customer waits unless `force` is set. */
function checkClosing(store: Store, conversation: Conversation, force: boolean): void {
  if (conversation.status === 'CLOSED') return;
  if (conversation.topicIds.length === 0) {
    throw badRequest({ code: 'invalid_state', detail: 'topics are required before closing of conversation' });
  }
  if (!force && customerIsWaiting(store, conversation)) {
    throw badRequest({
      code: 'invalid_state',
      detail: "cannot close conversation, customer waiting for response, set 'status.force' to true to override",
    });
  }
}

/** Assigns the conversation to an inbox, and to the assignee's agent or to none. */
export function assign(store: Store, conversation: Conversation, assignee: Assignee): void {
  // The event's `context` holds the assignee from before the change.
  const eventFields = conversationEvent(conversation);
  const isChanged = conversation.inboxId !== assignee.inboxId || conversation.agentId !== assignee.agentId;
  conversation.inboxId = assignee.inboxId;
  conversation.agentId = assignee.agentId;
  if (isChanged) store.emit('CONVERSATION_ASSIGNEE/UPDATED', { ...eventFields, reason: 'MANUAL', assignee });
}
