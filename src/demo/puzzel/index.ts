import type { DemoApi, DemoOptions } from '../api.js';
import { accessTokenRoutes } from './access-token.js';
import { demoCustomerKey, demoUser } from './accounts.js';
import { agentStateRoutes } from './agent-state.js';
import { appointmentRoutes } from './appointments.js';
import { archiveRoutes } from './archive.js';
import { auditRoutes } from './audit.js';
import { callRoutes } from './calls.js';
import { catalogRoutes } from './catalog.js';
import { chatServerApi } from './chat-server.js';
import { chatTokenApi } from './chat-token-server.js';
import { ChatTokens } from './chat-tokens.js';
import { directoryRoutes } from './directory.js';
import { enquiryRoutes } from './enquiries.js';
import { eTaskRoutes } from './etasks.js';
import { liveCallRoutes } from './live-call.js';
import { loginApi, puzzelIdApi } from './login.js';
import { messagingRoutes } from './messaging.js';
import { missedCallRoutes } from './missed-calls.js';
import { profileRoutes } from './profiles.js';
import { queueRoutes } from './queues.js';
import { realtimeRoutes } from './realtime.js';
import { recorderRoutes } from './recorder.js';
import { recordingRoutes } from './recordings.js';
import { requestRoutes } from './requests.js';
import { answerUnrouted, ContactCentreRouter, contactCentreRoutes } from './routes.js';
import { scheduledTaskRoutes } from './scheduled-tasks.js';
import { PuzzelState } from './state.js';
import { systemRoutes } from './system.js';

export { chatClientId, demoCustomerKey, demoOidc, demoUser, lockedUserName, twoFactorUserName } from './accounts.js';

const contactCentreOperations = {
  ...accessTokenRoutes,
  ...directoryRoutes,
  ...profileRoutes,
  ...queueRoutes,
  ...realtimeRoutes,
  ...agentStateRoutes,
  ...requestRoutes,
  ...eTaskRoutes,
  ...scheduledTaskRoutes,
  ...missedCallRoutes,
  ...callRoutes,
  ...liveCallRoutes,
  ...recorderRoutes,
  ...archiveRoutes,
  ...recordingRoutes,
  ...enquiryRoutes,
  ...catalogRoutes,
  ...appointmentRoutes,
  ...messagingRoutes,
  ...systemRoutes,
  ...auditRoutes,
};

/** The variables that connect a client to the Puzzel half. */
export const puzzelEnv = (origin: string) => ({
  PUZZEL_CUSTOMER_KEY: demoCustomerKey,
  PUZZEL_USERNAME: demoUser.userName,
  PUZZEL_PASSWORD: demoUser.password,
  PUZZEL_API_URL: `${origin}/ContactCentre5`,
  PUZZEL_AUTH_URL: origin,
  PUZZEL_ID_URL: `${origin}/id`,
  PUZZEL_CHAT_TENANT_ID: demoCustomerKey,
  PUZZEL_CHAT_ID_URL: `${origin}/consumeridp`,
  PUZZEL_CHAT_API_URL: `${origin}/commsrv`,
});

/**
 * The Puzzel half of the demo tenant: ContactCentre5, password login, Puzzel ID and both servers of the Chat API. Comments
 * in this folder mark as `inferred` what no source shows. The "SOAP contract of 2015" that they cite belongs to the
 * service which became this API (docs/contract.md).
 */
export function createPuzzelApis(options: DemoOptions): DemoApi[] {
  const usesAlternatives = options.usesAlternatives === true;
  const state = new PuzzelState(options.tokenSeconds ?? 900);
  const chatTokens = new ChatTokens(options.tokenSeconds ?? 900);
  return [
    {
      base: '/ContactCentre5',
      router: new ContactCentreRouter(contactCentreRoutes(state, contactCentreOperations, usesAlternatives)),
      answerUnrouted,
    },
    loginApi(state),
    puzzelIdApi(state),
    chatTokenApi(chatTokens),
    chatServerApi(state, chatTokens, usesAlternatives),
  ];
}
