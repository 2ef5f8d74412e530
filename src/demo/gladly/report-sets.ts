import { agentTables } from './agent-reports.js';
import { contactTables } from './contact-reports.js';
import { conversationTables } from './conversation-reports.js';

export const tables = { ...agentTables, ...contactTables, ...conversationTables };

type Family = keyof typeof tables;

/** The 28 metric sets of the 2026 document that take an aggregationLevel, by what they tell. */
const aggregated: Partial<Record<Family, string>> = {
  agentAway: 'AgentAwayTimeReport',
  agentAvailable: 'AgentAvailableTimeReportV2',
  agentLogin: 'AgentLoginTimeReport',
  agentSummary: 'AgentSummary AgentSummaryV2 AgentSummaryGlanceReport AgentSummaryGlanceReportV2',
  agentResolution: 'FirstContactResolutionByAgentV2Report',
  answers: 'AnswerUsageReport HelpCenterAnswerUsageReport QuickActionsUsageReport GladAppAnswerUsageReport',
  agentAnswers: 'AnswerUsageByAgentReport',
  channels: 'ChannelMixReportV2',
  waits: 'ChannelWaitTimeReport ChannelWaitTimeReportV2',
  contactCounts: 'ContactSummaryReport ContactSummaryReportV2 ContactSummaryCountsReport',
  contactTimes: 'ContactSummaryDurationsReport ContactSummaryDurationsReportV2',
  conversationSummary: 'ConversationSummaryReport',
  calls: 'AbandonedCallsInIVRReport',
  proactiveCalls: 'ProactiveVoiceSummaryReport',
  missed: 'AutoThrottleMissedConversationsReport',
  payments: 'PaymentsSummaryReport',
  topics: 'TopicHierarchyReport',
  taskSummary: 'TaskSummaryReport',
};

/** The 27 metric sets that take none. */
const plain: Partial<Record<Family, string>> = {
  agentEvents: 'AgentDurationsReport AgentDurationsReportV2 AgentTimestampsReport',
  agentPayments: 'PaymentsByAgentReport',
  workSessions: 'WorkSessionEventsReportV3 WorkSessionEventsReportV4 WorkSessionsReport WorkSessionsReportV3',
  contacts: 'ContactExportReportV3 ContactTimestampsReport',
  conversations: 'ConversationExportReport',
  automated: 'ConversationSidekickExportReport GladlyAISessionsDetailReport',
  conversationEvents: 'ConversationTimestampsReport',
  automatedEvents: 'GladlyAISessionsDetailWithMessagesReport',
  calls: 'IVRExecutiveSummaryReportV2 IvrEndStatesReportV2',
  tasks: 'TaskExportReport TaskTimestampsReport',
  topics: 'TopicSummaryReport SidekickAssistsByClassificationTopicReport',
  settings: 'AutoThrottleChangesReport ChatDisplayPctChangesReport',
  searches: 'HelpCenterAnswerSearchReport GladAppAnswerSearchReport',
  threads: 'SelfServiceThreadsReport',
  channels: 'GladAppContactPointsReport',
};

const rows = (sets: Partial<Record<Family, string>>, isAggregated: boolean) =>
  Object.entries(sets).flatMap(([family, names]) =>
    names.split(' ').map((name) => [name, { family: family as Family, aggregated: isAggregated }] as const),
  );

/** Each of the 55 metric sets. */
export const metricSets = new Map([...rows(aggregated, true), ...rows(plain, false)]);

export const metricSetNames = [...metricSets.keys()];

/** Sets that report about one phone number, which their filter must name. */
export const phoneNumberSets = ['IVRExecutiveSummaryReportV2', 'IvrEndStatesReportV2'];

/** Sets that take times instead of dates; the document's text calls the first one AgentSummaryReport. */
export const timedSets = ['AgentSummary', 'ContactExportReportV3'];
