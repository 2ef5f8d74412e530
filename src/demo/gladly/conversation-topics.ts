import { z } from 'zod';
import type { DemoRoutes } from '../router.js';
import { nonBlank, parseBody } from './body.js';
import { conversationById } from './conversations.js';
import { badRequest, bodilessNotFound } from './errors.js';
import type { Conversation, CustomAttribute } from './model.js';
import { noContent } from './responses.js';
import type { Store } from './store.js';
import { addItem, conversationEvent } from './timeline.js';

// The document's list of required fields says `topicIDs`, but its property and the vendor's own code say `topicIds`.
const topicsBody = z.object({ topicIds: z.array(nonBlank()).min(1) });

const pairs = z.array(z.object({ key: nonBlank(), value: nonBlank() }));
const attributesBody = z
  .object({ add: pairs.optional(), remove: pairs.optional() })
  .refine(({ add, remove }) => add || remove, { params: { code: 'blank' }, message: 'add or remove is needed' });

/** Topics and freeform topics (custom attributes) on a conversation. */
export function conversationTopicRoutes(store: Store): DemoRoutes {
  return {
    'POST /conversations/{conversationId}/topics': (request) => {
      const conversation = conversationById(store, request.params.conversationId);
      const { topicIds } = parseBody(request, topicsBody);
      if (topicIds.some((id) => !store.topics.has(id))) {
        throw badRequest({ attr: 'topicIds', code: 'present', detail: 'the requested topic does not exist' });
      }
      const addedIds = [...new Set(topicIds)].filter((id) => !conversation.topicIds.includes(id));
      if (addedIds.length > 0) changeTopics(store, conversation, addedIds, []);
      return noContent;
    },
    'DELETE /conversations/{conversationId}/topics/{topicId}': ({ params: { conversationId, topicId = '' } }) => {
      const conversation = conversationById(store, conversationId);
      if (!conversation.topicIds.includes(topicId)) throw bodilessNotFound();
      changeTopics(store, conversation, [], [topicId]);
      return noContent;
    },
    'POST /customer-history/{customerId}/conversations/{conversationId}/custom-attributes': (request) => {
      const conversation = conversationById(store, request.params.conversationId);
      if (conversation.customerId !== request.params.customerId) throw bodilessNotFound();
      const { add = [], remove = [] } = parseBody(request, attributesBody);
      const resolve = ({ key, value }: { key: string; value: string }) => ({
        attribute: attributeByKey(store, key),
        value,
      });
      // All keys are looked up before anything changes.
      const pairsToAdd = add.map(resolve);
      const pairsToRemove = remove.map(resolve);
      for (const { attribute, value } of pairsToAdd) addAttribute(store, conversation, attribute, value);
      for (const { attribute, value } of pairsToRemove) removeAttribute(store, conversation, attribute, value);
      return noContent;
    },
  };
}

function changeTopics(store: Store, conversation: Conversation, addedIds: string[], removedIds: string[]): void {
  conversation.topicIds = [...conversation.topicIds.filter((id) => !removedIds.includes(id)), ...addedIds];
  addItem(store, {
    customerId: conversation.customerId,
    conversationId: conversation.id,
    content: {
      type: 'TOPIC_CHANGE',
      ...(addedIds.length > 0 && { addedTopicIds: addedIds }),
      ...(removedIds.length > 0 && { removedTopicIds: removedIds }),
    },
  });
  const event = conversationEvent(conversation);
  for (const topicId of addedIds) store.emit('CONVERSATION/TOPIC_ADDED', { ...event, topicId });
  for (const topicId of removedIds) store.emit('CONVERSATION/TOPIC_REMOVED', { ...event, topicId });
}

function attributeByKey(store: Store, key: string): CustomAttribute {
  const attribute = [...store.customAttributes.values()].find((candidate) => candidate.key === key);
  if (!attribute)
    throw badRequest({ attr: 'key', code: 'present', detail: `custom attribute [${key}] does not exist` });
  if (attribute.deactivated)
    throw badRequest({ attr: 'key', code: 'invalid', detail: `custom attribute [${key}] is inactive` });
  return attribute;
}

function attributeEvent({ id, customerId }: Conversation, attribute: CustomAttribute, value: string) {
  return {
    customerId,
    conversationId: id,
    customAttributeId: attribute.id,
    customAttributeKey: attribute.key,
    customAttributeValue: value,
  };
}

function addAttribute(store: Store, conversation: Conversation, attribute: CustomAttribute, value: string): void {
  const isPresent = conversation.customAttributes.some((one) => one.id === attribute.id && one.value === value);
  if (isPresent) return;
  conversation.customAttributes.push({ id: attribute.id, value });
  store.emit('CONVERSATION/CUSTOM_ATTRIBUTE_ADDED', attributeEvent(conversation, attribute, value));
}

function removeAttribute(store: Store, conversation: Conversation, attribute: CustomAttribute, value: string): void {
  const remainingAttributes = conversation.customAttributes.filter(
    (one) => one.id !== attribute.id || one.value !== value,
  );
  if (remainingAttributes.length === conversation.customAttributes.length) return;
  conversation.customAttributes = remainingAttributes;
  store.emit('CONVERSATION/CUSTOM_ATTRIBUTE_REMOVED', attributeEvent(conversation, attribute, value));
}
