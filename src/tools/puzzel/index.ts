import type { VendorTool } from '../define.js';
import { agentStateTools } from './agent-states.js';
import { appointmentTools } from './appointments.js';
import { archiveTools } from './archive.js';
import { auditTools } from './audit.js';
import { callTools } from './calls.js';
import { catalogTools } from './catalog.js';
import { eTaskTools } from './etasks.js';
import { messagingTools } from './messaging.js';
import { missedCallTools } from './missed-calls.js';
import { queueTools } from './queues.js';
import { recordingTools } from './recordings.js';
import { requestTools } from './requests.js';
import { scheduledTaskTools } from './scheduled-tasks.js';
import { sessionTools } from './session.js';
import { systemTools } from './system.js';
import { tickerTools } from './tickers.js';
import { userTools } from './users.js';

/**
 * In the order in which models read them: what happens now, the work that waits, calls, users, the archive, the
 * catalogue of contacts, messages, and last the tenant and its sessions. A new file stands beside those of its subject.
 */
export const puzzelTools: readonly VendorTool[] = [
  ...tickerTools,
  ...agentStateTools,
  ...queueTools,
  ...requestTools,
  ...eTaskTools,
  ...scheduledTaskTools,
  ...missedCallTools,
  ...callTools,
  ...userTools,
  ...archiveTools,
  ...recordingTools,
  ...catalogTools,
  ...appointmentTools,
  ...messagingTools,
  ...systemTools,
  ...auditTools,
  ...sessionTools,
];
