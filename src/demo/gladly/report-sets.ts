import type { families } from './report-families.js';

/** Each of the 55 metric sets of the 2026 document; `aggregated` ones take an aggregationLevel (28 of them). */
export const metricSets = {
  AgentAwayTimeReport: { family: 'agentTime', aggregated: true },
  AgentAvailableTimeReportV2: { family: 'agentTime', aggregated: true },
  AgentDurationsReport: { family: 'agentEvents' },
  AgentDurationsReportV2: { family: 'agentEvents' },
  AgentLoginTimeReport: { family: 'agentTime', aggregated: true },
  AgentSummary: { family: 'agentSummary', aggregated: true },
  AgentSummaryV2: { family: 'agentSummary', aggregated: true },
  AgentSummaryGlanceReport: { family: 'agentSummary', aggregated: true },
  AgentSummaryGlanceReportV2: { family: 'agentSummary', aggregated: true },
  AgentTimestampsReport: { family: 'agentEvents' },
  FirstContactResolutionByAgentV2Report: { family: 'agentResolution', aggregated: true },
  PaymentsByAgentReport: { family: 'agentPayments' },
  WorkSessionEventsReportV3: { family: 'workSessions' },
  WorkSessionEventsReportV4: { family: 'workSessions' },
  WorkSessionsReport: { family: 'workSessions' },
  WorkSessionsReportV3: { family: 'workSessions' },
  AnswerUsageReport: { family: 'answers', aggregated: true },
  AnswerUsageByAgentReport: { family: 'agentAnswers', aggregated: true },
  ChannelMixReportV2: { family: 'channels', aggregated: true },
  ChannelWaitTimeReport: { family: 'waits', aggregated: true },
  ChannelWaitTimeReportV2: { family: 'waits', aggregated: true },
  ContactExportReportV3: { family: 'contacts' },
  ContactSummaryReport: { family: 'contactCounts', aggregated: true },
  ContactSummaryReportV2: { family: 'contactCounts', aggregated: true },
  ContactSummaryCountsReport: { family: 'contactCounts', aggregated: true },
  ContactSummaryDurationsReport: { family: 'contactTimes', aggregated: true },
  ContactSummaryDurationsReportV2: { family: 'contactTimes', aggregated: true },
  ContactTimestampsReport: { family: 'contacts' },
  ConversationExportReport: { family: 'conversations' },
  ConversationSidekickExportReport: { family: 'conversations' },
  ConversationSummaryReport: { family: 'conversationSummary', aggregated: true },
  ConversationTimestampsReport: { family: 'conversationEvents' },
  AbandonedCallsInIVRReport: { family: 'calls', aggregated: true },
  AutoThrottleMissedConversationsReport: { family: 'missed', aggregated: true },
  IVRExecutiveSummaryReportV2: { family: 'calls' },
  IvrEndStatesReportV2: { family: 'calls' },
  PaymentsSummaryReport: { family: 'payments', aggregated: true },
  ProactiveVoiceSummaryReport: { family: 'calls', aggregated: true },
  TopicHierarchyReport: { family: 'topics', aggregated: true },
  TaskExportReport: { family: 'tasks' },
  TaskSummaryReport: { family: 'taskSummary', aggregated: true },
  TaskTimestampsReport: { family: 'tasks' },
  TopicSummaryReport: { family: 'topics' },
  AutoThrottleChangesReport: { family: 'settings' },
  ChatDisplayPctChangesReport: { family: 'settings' },
  HelpCenterAnswerSearchReport: { family: 'searches' },
  HelpCenterAnswerUsageReport: { family: 'answers', aggregated: true },
  QuickActionsUsageReport: { family: 'answers', aggregated: true },
  SelfServiceThreadsReport: { family: 'threads' },
  SidekickAssistsByClassificationTopicReport: { family: 'topics' },
  GladAppAnswerSearchReport: { family: 'searches' },
  GladAppAnswerUsageReport: { family: 'answers', aggregated: true },
  GladAppContactPointsReport: { family: 'channels' },
  GladlyAISessionsDetailReport: { family: 'conversations' },
  GladlyAISessionsDetailWithMessagesReport: { family: 'conversationEvents' },
} as const satisfies Record<string, { family: keyof typeof families; aggregated?: true }>;

export type MetricSet = keyof typeof metricSets;

export const metricSetNames = Object.keys(metricSets) as MetricSet[];

/** Sets that report about one phone number, which their filter must name. */
export const phoneNumberSets: readonly MetricSet[] = ['IVRExecutiveSummaryReportV2', 'IvrEndStatesReportV2'];

/** Sets that take times instead of dates; the document's text calls the first one AgentSummaryReport. */
export const timedSets: readonly MetricSet[] = ['AgentSummary', 'ContactExportReportV3'];
