import type { DemoApi, DemoOptions } from '../api.js';
import { type DemoHandler, type DemoResponse, DemoRouter, type DemoRoutes } from '../router.js';
import { agentRoutes } from './agents.js';
import { answerRoutes } from './answers.js';
import { attachmentRoutes, fileBase, fileStore } from './attachments.js';
import { authenticate, GLADLY_API_TOKEN, GLADLY_EMAIL } from './auth.js';
import { automationRoutes } from './automation.js';
import { businessHoursRoutes } from './business-hours.js';
import { campaignRoutes } from './campaigns.js';
import { communicationRoutes } from './communications.js';
import { conversationRoutes } from './conversations.js';
import { customerRoutes } from './customers.js';
import { Refusal } from './errors.js';
import { eventRoutes } from './events.js';
import { exportRoutes } from './exports.js';
import { itemRoutes } from './items.js';
import { labelRoutes } from './labels.js';
import { RequestLimit, tooManyRequests } from './limits.js';
import { noteRoutes } from './notes.js';
import { publicAnswerRoutes } from './public-answers.js';
import { recordingRoutes } from './recordings.js';
import { replyRoutes } from './replies.js';
import { reportRoutes } from './reports.js';
import { seededLibrary } from './seed/answers.js';
import { seededStore } from './seed/index.js';
import { taskCommentRoutes } from './task-comments.js';
import { taskRoutes } from './tasks.js';
import { topicRoutes } from './topics.js';
import { webhookRoutes } from './webhooks.js';

export { GLADLY_API_TOKEN, GLADLY_EMAIL } from './auth.js';

const apiBase = '/api/v1';
export const gladlyBases = [apiBase, fileBase];

/** The variables that connect a client to the Gladly half. */
export const gladlyEnv = (origin: string) => ({ GLADLY_API_URL: origin, GLADLY_EMAIL, GLADLY_API_TOKEN });

/**
 * The Gladly half of the demo tenant: all 89 operations of the REST API below /api/v1 on one seeded, stateful
 * organization, and the file store that attachments redirect to.
 */
export function createGladlyApis({ gladlyRequestsPerSecond }: DemoOptions = {}): DemoApi[] {
  const store = seededStore(Date.now());
  const library = seededLibrary(Date.now());
  const routes: DemoRoutes = {
    ...agentRoutes(store),
    ...answerRoutes(library),
    ...attachmentRoutes(store),
    ...automationRoutes(store),
    ...businessHoursRoutes(),
    ...campaignRoutes(),
    ...communicationRoutes(store),
    ...conversationRoutes(store),
    ...customerRoutes(store),
    ...eventRoutes(store),
    ...exportRoutes(store),
    ...itemRoutes(store),
    ...labelRoutes(store),
    ...noteRoutes(store),
    ...publicAnswerRoutes(library),
    ...recordingRoutes(store),
    ...replyRoutes(store),
    ...reportRoutes(store, library),
    ...taskCommentRoutes(store),
    ...taskRoutes(store),
    ...topicRoutes(store),
    ...webhookRoutes(),
  };
  const limit = new RequestLimit(gladlyRequestsPerSecond);
  const counted = (method: string, response: DemoResponse): DemoResponse => ({
    ...response,
    headers: { ...limit.headers(method), ...response.headers },
  });
  const guarded =
    (handler: DemoHandler): DemoHandler =>
    async (request) => {
      try {
        return counted(request.method, await handler(request));
      } catch (error) {
        if (error instanceof Refusal) return counted(request.method, error.response);
        throw error;
      }
    };
  const api: DemoApi = {
    base: apiBase,
    router: new DemoRouter(Object.fromEntries(Object.entries(routes).map(([at, handler]) => [at, guarded(handler)]))),
    before: (request) => {
      const refused = authenticate(request);
      if (refused) return refused;
      return limit.take(request.method) ? undefined : counted(request.method, tooManyRequests);
    },
    // What the real front end says for an unknown path is undocumented; plain text, as for 401.
    unknown: ({ method }, allowed) =>
      counted(method, {
        status: allowed.length > 0 ? 405 : 404,
        headers: { 'content-type': 'text/plain', ...(allowed.length > 0 && { Allow: allowed.join(', ') }) },
        body: allowed.length > 0 ? 'Method Not Allowed' : '404 page not found',
      }),
  };
  return [api, fileStore(store)];
}
