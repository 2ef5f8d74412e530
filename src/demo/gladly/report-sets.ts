import { agentTables } from './agent-reports.js';
import { answerTables } from './answer-reports.js';
import { contactTables } from './contact-reports.js';
import { conversationTables } from './conversation-reports.js';
import { taskTables } from './task-reports.js';

export const tables = { ...agentTables, ...answerTables, ...contactTables, ...conversationTables, ...taskTables };

type TableName = keyof typeof tables;

/** Which table a report of this metric set shows, and whether it takes an aggregationLevel. */
export interface MetricSet {
  table: TableName;
  isAggregated: boolean;
}

/** The 28 metric sets of the 2026 document that take an aggregationLevel, by table. */
const aggregatedSets: [TableName, names: string][] = [
  ['agentAway', 'AgentAwayTimeReport'],
  ['agentAvailable', 'AgentAvailableTimeReportV2'],
  ['agentLogin', 'AgentLoginTimeReport'],
  ['agentSummary', 'AgentSummary AgentSummaryV2 AgentSummaryGlanceReport AgentSummaryGlanceReportV2'],
  ['agentResolution', 'FirstContactResolutionByAgentV2Report'],
  ['answers', 'AnswerUsageReport HelpCenterAnswerUsageReport QuickActionsUsageReport GladAppAnswerUsageReport'],
  ['agentAnswers', 'AnswerUsageByAgentReport'],
  ['channels', 'ChannelMixReportV2'],
  ['waits', 'ChannelWaitTimeReport ChannelWaitTimeReportV2'],
  ['contactCounts', 'ContactSummaryReport ContactSummaryReportV2 ContactSummaryCountsReport'],
  ['contactTimes', 'ContactSummaryDurationsReport ContactSummaryDurationsReportV2'],
  ['conversationSummary', 'ConversationSummaryReport'],
  ['calls', 'AbandonedCallsInIVRReport'],
  ['proactiveCalls', 'ProactiveVoiceSummaryReport'],
  ['missedContacts', 'AutoThrottleMissedConversationsReport'],
  ['payments', 'PaymentsSummaryReport'],
  ['topics', 'TopicHierarchyReport'],
  ['taskSummary', 'TaskSummaryReport'],
];

/** The 27 metric sets that take no aggregationLevel, by table. */
const otherSets: [TableName, names: string][] = [
  ['agentEvents', 'AgentDurationsReport AgentDurationsReportV2 AgentTimestampsReport'],
  ['agentPayments', 'PaymentsByAgentReport'],
  ['workSessions', 'WorkSessionEventsReportV3 WorkSessionEventsReportV4 WorkSessionsReport WorkSessionsReportV3'],
  ['contacts', 'ContactExportReportV3 ContactTimestampsReport'],
  ['conversations', 'ConversationExportReport'],
  ['automatedConversations', 'ConversationSidekickExportReport GladlyAISessionsDetailReport'],
  ['conversationEvents', 'ConversationTimestampsReport'],
  ['automatedEvents', 'GladlyAISessionsDetailWithMessagesReport'],
  ['calls', 'IVRExecutiveSummaryReportV2 IvrEndStatesReportV2'],
  ['tasks', 'TaskExportReport TaskTimestampsReport'],
  ['topics', 'TopicSummaryReport SidekickAssistsByClassificationTopicReport'],
  ['settings', 'AutoThrottleChangesReport ChatDisplayPctChangesReport'],
  ['searches', 'HelpCenterAnswerSearchReport GladAppAnswerSearchReport'],
  ['threads', 'SelfServiceThreadsReport'],
  ['channels', 'GladAppContactPointsReport'],
];

const entries = (sets: [TableName, names: string][], isAggregated: boolean) =>
  sets.flatMap(([table, names]) =>
    names.split(' ').map((name): [string, MetricSet] => [name, { table, isAggregated }]),
  );

/** Each of the 55 metric sets. */
export const metricSets = new Map([...entries(aggregatedSets, true), ...entries(otherSets, false)]);

/** Sets that report about one phone number, which their filter must name. */
export const phoneNumberSets = ['IVRExecutiveSummaryReportV2', 'IvrEndStatesReportV2'];

/** Sets that take dates or times; the document's text calls the first one AgentSummaryReport. */
export const timedSets = ['AgentSummary', 'ContactExportReportV3'];
