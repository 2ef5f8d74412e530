import { flag, id, text } from '../arguments.js';
import { record, rows } from '../output.js';
import { documented, get, patch, post } from '../routes.js';
import { defineGladlyTool } from './define.js';
import { demo } from './demo-ids.js';
import { topics } from './name-lists.js';
import { ownId } from './own-ids.js';

const topic = {
  id: 'string',
  name: 'string',
  disabled: 'boolean: no longer offered',
  parentId: 'string: the topic above, if any',
};

const topicId = () => id('topic: id or name');

export const topicTools = [
  defineGladlyTool({
    name: 'list_all_gladly_topics',
    title: 'All topics',
    tag: 'topics',
    effect: 'list',
    description: 'Every topic (label for conversations), disabled ones too: id, name, disabled, parentId.',
    input: {},
    output: rows(topic),
    route: get('/api/v1/topics', documented),
  }),
  defineGladlyTool({
    name: 'create_a_gladly_topic',
    title: 'Create a topic',
    tag: 'topics',
    effect: 'create',
    description: 'Adds a topic, which can be disabled but not deleted. A taken name answers conflict with its id.',
    input: {
      id: ownId(),
      name: text('name, unique'),
      disabled: flag('switched off').optional(),
      parentId: id('topic above').optional(),
    },
    takesOwnId: true,
    named: { parentId: topics },
    route: post('/api/v1/topics', documented),
    example: { name: 'Gift cards' },
  }),
  defineGladlyTool({
    name: 'get_single_gladly_topic_by_id',
    title: 'One topic',
    tag: 'topics',
    effect: 'get',
    description: 'One topic: name, disabled, parentId.',
    input: { id: topicId() },
    named: { id: topics },
    output: record(topic),
    route: get('/api/v1/topics/{id}', documented),
    example: { id: demo.topic },
  }),
  defineGladlyTool({
    name: 'update_a_gladly_topic_by_id',
    title: 'Change a topic',
    tag: 'topics',
    effect: 'update',
    named: { id: topics, parentId: topics },
    description: 'Renames, moves or disables a topic. name is needed even if unchanged.',
    input: {
      id: topicId(),
      name: text('name'),
      disabled: flag('true retires it').optional(),
      parentId: id('topic above').optional(),
    },
    route: patch('/api/v1/topics/{id}', documented),
    example: { id: demo.productTopic, name: 'Product questions' },
  }),
];

export const customAttributeTools = [
  defineGladlyTool({
    name: 'get_single_gladly_custom_attribute_by_id',
    title: 'One freeform topic',
    tag: 'topics',
    effect: 'get',
    description:
      'Key and label of a freeform topic, by the id in customAttributes of a conversation. No tool lists them.',
    input: { id: id('freeform topic') },
    output: record({
      id: 'string',
      key: 'string: name to add and remove it by',
      label: 'string',
      deactivated: 'boolean',
      createdAt: 'ISO time',
      createdBy: 'string',
    }),
    // Both documents write the path with ":customAttributeId" (gladly.md, defect 6).
    route: get('/api/v1/custom-attributes/{id}', documented),
    example: { id: demo.customAttribute },
  }),
];
