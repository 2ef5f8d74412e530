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
import { conversationTopicRoutes } from './conversation-topics.js';
import { conversationRoutes } from './conversations.js';
import { customerRoutes } from './customers.js';
import { Refusal } from './errors.js';
import { eventRoutes } from './events.js';
import { exportRoutes } from './exports.js';
import { itemRoutes } from './items.js';
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

const apiBase = '/api/v1';
/** Base paths of the Gladly half. */
export const gladlyBases = [apiBase, fileBase];

/** Environment variables that connect a server to the Gladly half. */
export const gladlyEnv = (origin: string) => ({ GLADLY_API_URL: origin, GLADLY_EMAIL, GLADLY_API_TOKEN });

/**
 * The Gladly half of the demo tenant: all operations of the REST API below /api/v1 on one seeded, stateful
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
    ...conversationTopicRoutes(store),
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
  const withLimitHeaders = (method: string, response: DemoResponse): DemoResponse => ({
    ...response,
    headers: { ...limit.headers(method), ...response.headers },
  });
  /** Answers with the response of a refusal that the handler throws; every response gets the headers of the limit. */
  const withRefusals =
    (handler: DemoHandler): DemoHandler =>
    async (request) => {
      try {
        return withLimitHeaders(request.method, await handler(request));
      } catch (error) {
        if (error instanceof Refusal) return withLimitHeaders(request.method, error.response);
        throw error;
      }
    };
  const api: DemoApi = {
    base: apiBase,
    router: new DemoRouter(
      Object.fromEntries(Object.entries(routes).map(([route, handler]) => [route, withRefusals(handler)])),
    ),
    precheck: (request) => {
      const refusal = authenticate(request);
      if (refusal) return refusal;
      return limit.take(request.method) ? undefined : withLimitHeaders(request.method, tooManyRequests);
    },
    // How the real API answers an unknown path is undocumented; plain text, as for 401.
    answerUnrouted: ({ method }, allowedMethods) => {
      const headers = { 'content-type': 'text/plain' };
      const response =
        allowedMethods.length > 0
          ? { status: 405, headers: { ...headers, Allow: allowedMethods.join(', ') }, body: 'Method Not Allowed' }
          : { status: 404, headers, body: '404 page not found' };
      return withLimitHeaders(method, response);
    },
  };
  return [api, fileStore(store)];
}
