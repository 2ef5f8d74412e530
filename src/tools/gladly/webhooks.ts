import * as z from 'zod';
import type { Failure } from '../../failure.js';
import type { Arguments } from '../../http/route.js';
import { flag, id, object, text, texts } from '../arguments.js';
import { changed, created, record, rows } from '../output.js';
import { documented, get, patch, post, remove } from '../routes.js';
import { defineGladlyTool } from './define.js';
import { demo } from './demo-ids.js';
import { knownEvents } from './event-names.js';
import { named } from './targets.js';

const webhook = {
  id: 'string',
  name: 'string',
  url: 'string',
  events: 'array of event names',
  enabled: 'boolean',
  disabledAtDueToRetryLimit: 'ISO time at which Gladly switched it off after failed deliveries',
  hasCredentials: 'boolean',
  headerKeys: 'array of header names; values are never shown',
  createdAt: 'ISO time',
  updatedAt: 'ISO time',
};

const webhookId = () => id('from list_all_gladly_webhooks');

const settings = () => ({
  name: text('label', { max: 200 }).optional(),
  credentials: object(
    { username: text('user'), password: text('password'), realm: text('realm').optional() },
    'Basic auth; write-only',
  ).optional(),
  // `z.record` would write a schema for the names, too.
  headers: z.object({}).catchall(z.string()).meta({ description: 'write-only' }).optional(),
  enabled: flag('on sends a PING that must get a 200').optional(),
});

/** Names of events; knownEvents answers "?" with them all. */
const events = (examples: string) => texts(`e.g. ${examples}; "?" answers all 52`);

const spelled = <T extends { events?: string[] | undefined }>(args: T): Arguments =>
  args.events === undefined ? args : { ...args, events: knownEvents(args.events) };

/** Write-only by the documents; nothing of it may reach a model even when an answer holds it. */
function withoutSecrets(data: unknown): unknown {
  if (Array.isArray(data)) return data.map(withoutSecrets);
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(Object.entries(data).filter(([name]) => name !== 'credentials' && name !== 'headers'));
}

/** "Webhook must be disabled to be deleted" is the one 400 of this operation; it comes without a body. */
function enabled(failure: Failure, args: Arguments): Failure {
  if (failure.kind !== 'invalid_input') return failure;
  return failure.with({
    kind: 'locked',
    message: `Webhook ${String(args.id)} is still enabled; only a disabled one can be deleted.`,
    details: { webhook: { id: args.id, enabled: true } },
    hint: `1. update_a_gladly_webhook_by_id with id "${String(args.id)}" and enabled false. 2. delete_a_gladly_webhook_by_id again.`,
  });
}

export const webhookTools = [
  defineGladlyTool({
    name: 'create_a_gladly_webhook',
    title: 'Register a webhook',
    tag: 'webhooks',
    effect: 'create',
    description: 'Lets Gladly post events to a url. At most 20; off unless enabled is true.',
    input: {
      url: text('https target, unique over all webhooks'),
      events: events('CONVERSATION/CLOSED, CONTACT/ENDED, TASK/CREATED, CUSTOMER_PROFILE/UPDATED'),
      ...settings(),
    },
    prepare: spelled,
    output: created,
    route: post('/api/v1/webhooks', documented),
    example: { url: 'https://hooks.example.com/gladly', events: ['CONVERSATION/CLOSED'], name: 'Survey' },
    shape: withoutSecrets,
  }),
  defineGladlyTool({
    name: 'list_all_gladly_webhooks',
    title: 'All webhooks',
    tag: 'webhooks',
    effect: 'list',
    description: 'Every webhook: url, events, whether Gladly switched it off after failed deliveries.',
    input: {},
    output: rows(webhook),
    route: get('/api/v1/webhooks', documented),
    example: {},
    shape: withoutSecrets,
  }),
  defineGladlyTool({
    name: 'update_a_gladly_webhook_by_id',
    title: 'Change a webhook',
    tag: 'webhooks',
    effect: 'update',
    description: 'Changes a webhook or switches it on or off. A new url gets a PING.',
    input: {
      id: webhookId(),
      url: text('https target').optional(),
      events: events('CONVERSATION/CLOSED').optional(),
      ...settings(),
    },
    prepare: spelled,
    output: changed,
    route: patch('/api/v1/webhooks/{id}', documented),
    example: { id: demo.webhook, enabled: false },
  }),
  defineGladlyTool({
    name: 'delete_a_gladly_webhook_by_id',
    title: 'Delete a webhook',
    tag: 'webhooks',
    effect: 'delete',
    description: 'Deletes a webhook that is switched off (update_a_gladly_webhook_by_id, enabled false).',
    input: { id: webhookId() },
    output: changed,
    route: remove('/api/v1/webhooks/{id}', documented),
    example: { id: demo.disabledWebhook },
    refused: enabled,
    target: named('Webhook', 'get_single_gladly_webhook_by_id', 'name', 'url'),
  }),
  defineGladlyTool({
    name: 'get_single_gladly_webhook_by_id',
    title: 'One webhook',
    tag: 'webhooks',
    effect: 'get',
    description: 'One webhook, without its credentials and header values.',
    input: { id: webhookId() },
    output: record(webhook),
    route: get('/api/v1/webhooks/{id}', documented),
    example: { id: demo.disabledWebhook },
    shape: withoutSecrets,
  }),
];
