import { z } from 'zod';
import type { DemoRoutes } from '../router.js';
import { parseBody, textUpTo } from './body.js';
import { bodilessNotFound, type ErrorShape, refusal } from './errors.js';
import { webhookEvents } from './event-types.js';
import { demoWebhooks, newId } from './ids.js';
import { created, noContent, ok } from './responses.js';

/** "You are limited to 20 webhooks for your organization." */
const maxWebhooks = 20;

const webhookBody = z.object({
  url: z.url({ protocol: /^https$/, error: 'must be an HTTPS URL' }),
  events: z.array(z.enum(webhookEvents)).min(1),
  name: textUpTo(200).optional(),
  credentials: z.object({ username: z.string(), password: z.string(), realm: z.string().optional() }).optional(),
  headers: z.record(z.string(), z.string()).optional(),
  enabled: z.boolean().optional(),
});

type Webhook = z.infer<typeof webhookBody> & {
  id: string;
  enabled: boolean;
  disabledAtDueToRetryLimit?: string;
  createdAt: string;
  updatedAt: string;
};

export function webhookRoutes(): DemoRoutes {
  const webhooks = seededWebhooks();
  const webhookById = (id = ''): Webhook => {
    const webhook = webhooks.get(id);
    if (!webhook) throw bodilessNotFound();
    return webhook;
  };
  return {
    'POST /webhooks': (request) => {
      const body = parseBody(request, webhookBody);
      if (webhooks.size >= maxWebhooks) {
        throw refusal(400, { code: 'invalid_state', detail: `limited to ${maxWebhooks} webhooks` });
      }
      const now = new Date().toISOString();
      const webhook: Webhook = { ...body, enabled: body.enabled ?? false, id: newId(), createdAt: now, updatedAt: now };
      checkWebhook(webhook, webhooks, webhook.enabled, 'list');
      webhooks.set(webhook.id, webhook);
      return created(`/webhooks/${webhook.id}`);
    },
    'GET /webhooks': () => ok([...webhooks.values()].map(withoutSecrets)),
    'GET /webhooks/{webhookId}': ({ params }) => ok(withoutSecrets(webhookById(params.webhookId))),
    'PATCH /webhooks/{webhookId}': (request) => {
      const webhook = webhookById(request.params.webhookId);
      // The bodies of this operation's 400 and 404 are undocumented: none.
      const body = parseBody(request, webhookBody.partial(), 'none');
      if (Object.keys(body).length === 0) throw refusal(400, [], 'none');
      const changedWebhook: Webhook = {
        ...webhook,
        ...body,
        url: body.url ?? webhook.url,
        events: body.events ?? webhook.events,
        enabled: body.enabled ?? webhook.enabled,
        updatedAt: new Date().toISOString(),
      };
      // A webhook that is switched on again is no longer marked as disabled by failures.
      if (body.enabled === true) delete changedWebhook.disabledAtDueToRetryLimit;
      const isPinged = (body.enabled === true && !webhook.enabled) || changedWebhook.url !== webhook.url;
      checkWebhook(changedWebhook, webhooks, isPinged, 'none');
      webhooks.set(webhook.id, changedWebhook);
      return noContent;
    },
    'DELETE /webhooks/{webhookId}': ({ params }) => {
      const webhook = webhookById(params.webhookId);
      // "Webhook must be disabled to be deleted"
      if (webhook.enabled) throw refusal(400, [], 'none');
      webhooks.delete(webhook.id);
      return noContent;
    },
  };
}

/** The url must be unique and answer a PING. The demo tenant sends none: only hosts below .invalid count as unanswered. */
function checkWebhook(webhook: Webhook, webhooks: Map<string, Webhook>, isPinged: boolean, shape: ErrorShape): void {
  for (const other of webhooks.values()) {
    if (other.id !== webhook.id && other.url === webhook.url) {
      throw refusal(400, { attr: 'url', code: 'taken', detail: 'another webhook already has this url' }, shape);
    }
  }
  if (isPinged && new URL(webhook.url).hostname.endsWith('.invalid')) {
    throw refusal(400, { attr: 'url', code: 'invalid', detail: 'the PING event was not answered with 200' }, shape);
  }
}

/** Credentials and header values are write-only. */
function withoutSecrets({ credentials, headers, ...webhook }: Webhook) {
  return { ...webhook, hasCredentials: credentials !== undefined, headerKeys: Object.keys(headers ?? {}) };
}

function seededWebhooks(): Map<string, Webhook> {
  const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
  const webhooks: Webhook[] = [
    {
      id: demoWebhooks.enabled,
      name: 'CSAT survey',
      url: 'https://hooks.nordlys.example/gladly/csat',
      events: ['CONVERSATION/CLOSED'],
      credentials: { username: 'gladly', password: 'write-only' },
      headers: { 'X-Gladly-Token': 'write-only' },
      enabled: true,
      createdAt: daysAgo(210),
      updatedAt: daysAgo(12),
    },
    {
      id: demoWebhooks.disabled,
      name: 'Task board',
      url: 'https://board.nordlys.example/gladly/tasks',
      events: ['TASK/CREATED', 'TASK/CLOSED'],
      enabled: false,
      disabledAtDueToRetryLimit: daysAgo(3),
      createdAt: daysAgo(95),
      updatedAt: daysAgo(3),
    },
  ];
  return new Map(webhooks.map((webhook) => [webhook.id, webhook]));
}
