import { z } from 'zod';
import type { DemoRoutes } from '../router.js';
import { chosenId, nonBlank, parseBody } from './body.js';
import { badRequest, notExist, taken } from './errors.js';
import { newId } from './ids.js';
import type { Topic } from './model.js';
import { created, noContent, ok } from './responses.js';
import type { Store } from './store.js';

const topicBody = z.object({
  id: chosenId.optional(),
  name: nonBlank(),
  disabled: z.boolean().optional(),
  parentId: z.string().optional(),
});

/** Topics and the definitions of freeform topics (custom attributes). */
export function topicRoutes(store: Store): DemoRoutes {
  return {
    'GET /topics': () => ok([...store.topics.values()]),
    'POST /topics': (request) => {
      const { id = newId(), disabled = false, ...rest } = parseBody(request, topicBody);
      if (store.topics.has(id)) throw taken('id', 'the topic with specified id already exists');
      checkTopic(store, { id, disabled, ...rest });
      store.topics.set(id, { id, disabled, ...rest });
      return created(`/topics/${id}`);
    },
    'GET /topics/{topicId}': ({ params }) => ok(topicById(store, params.topicId)),
    'PATCH /topics/{topicId}': (request) => {
      const topic = topicById(store, request.params.topicId);
      const { id: _, ...changes } = parseBody(request, topicBody);
      const changedTopic = { ...topic, ...changes, disabled: changes.disabled ?? topic.disabled };
      checkTopic(store, changedTopic);
      store.topics.set(topic.id, changedTopic);
      return noContent;
    },
    'GET /custom-attributes/{customAttributeId}': ({ params: { customAttributeId = '' } }) => {
      const attribute = store.customAttributes.get(customAttributeId);
      if (!attribute) throw notExist(`custom attribute ${customAttributeId} does not exist`, 'object');
      return ok(attribute);
    },
  };
}

function topicById(store: Store, id = ''): Topic {
  const topic = store.topics.get(id);
  if (!topic) throw notExist(`conversation topic [${id}] does not exist`, 'object');
  return topic;
}

function checkTopic(store: Store, { id, name, parentId }: Topic): void {
  const namesake = [...store.topics.values()].find((other) => other.name === name && other.id !== id);
  if (namesake) throw taken('name', 'another topic already has this name', { id: namesake.id });
  if (parentId !== undefined && !store.topics.has(parentId)) {
    throw badRequest({ attr: 'parentId', code: 'present', detail: 'parent topic does not exist' });
  }
}
