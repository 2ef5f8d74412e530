import type { VendorTool } from '../define.js';
import { agentTools } from './agents.js';
import { answerTools } from './answers.js';
import { automationTools } from './automation.js';
import { businessHourTools } from './business-hours.js';
import { campaignTools } from './campaigns.js';
import { communicationTools, customChannelTools } from './communications.js';
import { conversationItemTools } from './conversation-items.js';
import { conversationTools, conversationTopicTools, noteTools } from './conversations.js';
import { customerTools } from './customers.js';
import { eventTools } from './events.js';
import { exportTools } from './exports.js';
import { inboxTools } from './inboxes.js';
import { organizationTools } from './organization.js';
import { publicAnswerTools } from './public-answers.js';
import { replyTools } from './replies.js';
import { reportTools } from './reports.js';
import { taskCommentTools, taskTools } from './tasks.js';
import { teamTools } from './teams.js';
import { customAttributeTools, topicTools } from './topics.js';
import { webhookTools } from './webhooks.js';

/** All operations, in the order of the vendor's document (gladly.md, a). */
export const gladlyTools: readonly VendorTool[] = [
  ...agentTools,
  ...publicAnswerTools,
  ...answerTools,
  ...businessHourTools,
  ...communicationTools,
  ...customChannelTools,
  ...conversationTools,
  ...conversationItemTools,
  ...conversationTopicTools,
  ...noteTools,
  ...replyTools,
  ...customerTools,
  ...eventTools,
  ...exportTools,
  ...customAttributeTools,
  ...inboxTools,
  ...automationTools,
  ...organizationTools,
  ...campaignTools,
  ...reportTools,
  ...taskTools,
  ...taskCommentTools,
  ...teamTools,
  ...topicTools,
  ...webhookTools,
];
