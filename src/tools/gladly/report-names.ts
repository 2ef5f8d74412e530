/** What a report can be narrowed by, beside its period. */
export type ReportOption = 'aggregationLevel' | 'channel' | 'inboxes' | 'teams' | 'phoneNumber' | 'times';

const aggregation = ['aggregationLevel'] as const;
const teams = ['aggregationLevel', 'teams'] as const;
const waits = ['aggregationLevel', 'inboxes'] as const;
const contacts = ['aggregationLevel', 'channel', 'inboxes'] as const;
const sessions = ['channel', 'inboxes', 'teams'] as const;
const tasks = ['inboxes', 'teams'] as const;
const ivr = ['phoneNumber'] as const;

/**
 * The values of `metricSet` (2026 document, complete) and the options that its texts allow for each
 * (`x-appliesTo` and "Applies to …" in gladly-openapi.json).
 */
export const reports = {
  AgentAwayTimeReport: aggregation,
  AgentAvailableTimeReportV2: aggregation,
  AgentDurationsReport: ['teams'],
  AgentDurationsReportV2: ['teams'],
  AgentLoginTimeReport: teams,
  // The text on startAtTime says AgentSummaryReport; the enum has no such name (gladly.md, defect 9).
  AgentSummary: ['aggregationLevel', 'teams', 'times'],
  AgentSummaryV2: teams,
  AgentSummaryGlanceReport: teams,
  AgentSummaryGlanceReportV2: teams,
  AgentTimestampsReport: ['teams'],
  FirstContactResolutionByAgentV2Report: ['aggregationLevel', 'channel', 'inboxes', 'teams'],
  PaymentsByAgentReport: [],
  WorkSessionEventsReportV3: [],
  WorkSessionEventsReportV4: [],
  WorkSessionsReport: sessions,
  WorkSessionsReportV3: sessions,
  AnswerUsageReport: aggregation,
  AnswerUsageByAgentReport: teams,
  ChannelMixReportV2: contacts,
  ChannelWaitTimeReport: waits,
  ChannelWaitTimeReportV2: waits,
  ContactExportReportV3: ['channel', 'inboxes', 'times'],
  ContactSummaryReport: contacts,
  ContactSummaryReportV2: contacts,
  ContactSummaryCountsReport: contacts,
  ContactSummaryDurationsReport: contacts,
  ContactSummaryDurationsReportV2: contacts,
  ContactTimestampsReport: [],
  ConversationExportReport: ['inboxes'],
  ConversationSidekickExportReport: [],
  ConversationSummaryReport: waits,
  ConversationTimestampsReport: [],
  AbandonedCallsInIVRReport: aggregation,
  AutoThrottleMissedConversationsReport: aggregation,
  IVRExecutiveSummaryReportV2: ivr,
  IvrEndStatesReportV2: ivr,
  PaymentsSummaryReport: aggregation,
  ProactiveVoiceSummaryReport: aggregation,
  TopicHierarchyReport: contacts,
  TaskExportReport: tasks,
  TaskSummaryReport: ['aggregationLevel', 'inboxes', 'teams'],
  TaskTimestampsReport: [],
  TopicSummaryReport: ['channel', 'inboxes'],
  AutoThrottleChangesReport: [],
  ChatDisplayPctChangesReport: [],
  HelpCenterAnswerSearchReport: [],
  HelpCenterAnswerUsageReport: aggregation,
  QuickActionsUsageReport: aggregation,
  SelfServiceThreadsReport: [],
  SidekickAssistsByClassificationTopicReport: [],
  GladAppAnswerSearchReport: [],
  GladAppAnswerUsageReport: aggregation,
  GladAppContactPointsReport: [],
  GladlyAISessionsDetailReport: [],
  GladlyAISessionsDetailWithMessagesReport: [],
} as const satisfies Record<string, readonly ReportOption[]>;

export type ReportName = keyof typeof reports;

export const reportNames = Object.keys(reports) as ReportName[];

/** Names that texts or older documents use, and what they are called now. */
export const formerNames: Record<string, ReportName> = {
  AgentSummaryReport: 'AgentSummary',
  ContactExportReport: 'ContactExportReportV3',
  ContactExportReportV2: 'ContactExportReportV3',
};

export const isReportName = (name: string): name is ReportName => Object.hasOwn(reports, name);

/** Whether the vendor's texts allow the option for this report. */
export function allows(name: ReportName, option: ReportOption): boolean {
  const options: readonly ReportOption[] = reports[name];
  return options.includes(option);
}
