import type { Arguments } from '../../api/route.js';
import { Failure } from '../../failure.js';
import { isObject } from '../../json.js';
import { flag, id, object, text, texts } from '../arguments.js';
import { without } from '../members.js';
import { record, rows } from '../output.js';
import { documented, get, patch, post, remove } from '../routes.js';
import { defineGladlyTool } from './define.js';
import { demo } from './demo-ids.js';
import { vendorEventNames } from './event-names.js';
import { asObject, namedValues } from './named-values.js';
import { recordTarget } from './targets.js';

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

const webhookId = () => id('webhook');

const settings = () => ({
  name: text('label', { max: 200 }).optional(),
  credentials: object(
    { username: text('user'), password: text('password'), realm: text('realm').optional() },
    'Basic auth; write-only',
  ).optional(),
  headers: namedValues('write-only').optional(),
  enabled: flag('on: a PING must get a 200').optional(),
});

/** Names of events; `vendorEventNames` refuses "?" with a list of all. */
const events = (examples: string) => texts(`e.g. ${examples}; "?" answers all 52`);

/** Settings of a webhook that no answer may hold. */
const secrets = ['credentials', 'headers'] as const;

interface Settings {
  events?: string[] | undefined;
  headers?: { name: string; value: unknown }[] | undefined;
}

/** The settings with the names of events in Gladly's spelling, and headers in its form, an object. */
function settingsOf<T extends Settings>({ events: eventNames, headers, ...args }: T): Arguments {
  const pairs = headers?.map(({ name, value }) => ({ name, value: typeof value === 'number' ? String(value) : value }));
  const badHeader = pairs?.find(({ value }) => typeof value !== 'string');
  if (badHeader)
    throw new Failure('invalid_input', `The header "${badHeader.name.slice(0, 100)}" needs a text as its value.`);
  return {
    ...args,
    ...(eventNames && { events: vendorEventNames(eventNames) }),
    ...(pairs && { headers: asObject(pairs) }),
  };
}

/** By the documents no answer holds credentials or headers; if one does, they must not reach a model. */
function withoutSecrets(data: unknown): unknown {
  if (Array.isArray(data)) return data.map(withoutSecrets);
  return isObject(data) ? without(data, secrets) : data;
}

/** By the document this operation answers 400, without a body, only when the webhook is enabled. */
function explainEnabled(failure: Failure, args: { id: string }): Failure {
  if (failure.kind !== 'invalid_input') return failure;
  return failure.with({
    kind: 'locked',
    message: `Webhook ${args.id} is still enabled; only a disabled one can be deleted.`,
    details: { webhook: { id: args.id, enabled: true } },
    hint: `1. update_a_gladly_webhook_by_id with id "${args.id}" and enabled false. 2. delete_a_gladly_webhook_by_id again.`,
  });
}

/** Gladly's 400 for an update comes without a body. A PING that was not answered with a 200 is the likely cause. */
function explainFailedPing(
  failure: Failure,
  args: { url?: string | undefined; enabled?: boolean | undefined },
): Failure {
  const sendsPing = args.url !== undefined || args.enabled === true;
  if (failure.kind !== 'invalid_input' || failure.details !== undefined || !sendsPing) return failure;
  return failure.with({
    hint: 'Enabling a webhook or changing its url sends a PING to the url, which perhaps did not answer it with a 200.',
  });
}

export const webhookTools = [
  defineGladlyTool({
    name: 'create_a_gladly_webhook',
    title: 'Register a webhook',
    tag: 'webhooks',
    effect: 'create',
    description:
      'Lets Gladly post events to a url, which must answer 2xx within 15 s. At most 20; off unless enabled is true.',
    input: {
      url: text('https target, unique'),
      events: events('CONVERSATION/CLOSED, TASK/CREATED'),
      ...settings(),
    },
    prepare: settingsOf,
    secrets,
    route: post('/api/v1/webhooks', documented),
    example: { url: 'https://hooks.example.com/gladly', events: ['CONVERSATION/CLOSED'], name: 'Survey' },
    transform: withoutSecrets,
  }),
  defineGladlyTool({
    name: 'list_all_gladly_webhooks',
    title: 'All webhooks',
    tag: 'webhooks',
    effect: 'list',
    description:
      'Every webhook: id, name, url, events, enabled; disabledAtDueToRetryLimit = switched off after failed deliveries.',
    input: {},
    output: rows(webhook),
    route: get('/api/v1/webhooks', documented),
    transform: withoutSecrets,
  }),
  defineGladlyTool({
    name: 'update_a_gladly_webhook_by_id',
    title: 'Change a webhook',
    tag: 'webhooks',
    effect: 'update',
    description:
      'Changes a webhook or switches it on or off; what is left out stays, events replace the stored list. A new url gets a PING.',
    input: {
      id: webhookId(),
      url: text('https target').optional(),
      events: events('CONVERSATION/CLOSED').optional(),
      ...settings(),
    },
    prepare: settingsOf,
    secrets,
    route: patch('/api/v1/webhooks/{id}', documented),
    example: { id: demo.webhook, enabled: false },
    explainRefusal: explainFailedPing,
  }),
  defineGladlyTool({
    name: 'delete_a_gladly_webhook_by_id',
    title: 'Delete a webhook',
    tag: 'webhooks',
    effect: 'delete',
    description: 'Deletes a webhook that is switched off (update_a_gladly_webhook_by_id, enabled false).',
    input: { id: webhookId() },
    route: remove('/api/v1/webhooks/{id}', documented),
    example: { id: demo.disabledWebhook },
    explainRefusal: explainEnabled,
    target: recordTarget('Webhook', 'get_single_gladly_webhook_by_id', 'name', 'url'),
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
    transform: withoutSecrets,
  }),
];
