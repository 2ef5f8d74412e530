/** What a report can be narrowed by, beside its period. */
export type ReportOption = 'aggregationLevel' | 'channel' | 'inboxes' | 'teams' | 'phoneNumber' | 'times';

interface About {
  /** The options that the vendor's texts allow (`x-appliesTo` and "Applies to …" in the OpenAPI document). */
  takes: readonly ReportOption[];
  /** What one row of the report is. */
  row: string;
  /** The date of a row that has to lie in the period. */
  by: string;
  /** Row and date are in the vendor's documents or were seen by clients; else they are concluded from the name. */
  known?: true;
}

const level = ['aggregationLevel'] as const;
const levelAndTeams = ['aggregationLevel', 'teams'] as const;
const levelAndInboxes = ['aggregationLevel', 'inboxes'] as const;
const contactFilters = ['aggregationLevel', 'channel', 'inboxes'] as const;
const sessionFilters = ['channel', 'inboxes', 'teams'] as const;

const each = (row: string, by: string, takes: readonly ReportOption[] = []): About => ({ takes, row, by });
const known = (row: string, by: string, takes: readonly ReportOption[] = []): About => ({
  takes,
  row,
  by,
  known: true,
});
/** Figures by aggregationLevel. */
const figures = (of: string, takes: readonly ReportOption[] = level): About => ({
  takes,
  row: `figures per period and ${of}`,
  by: 'time of what is counted',
});

/** The values of `metricSet` (2026 document, complete). */
const reports = {
  AgentAwayTimeReport: figures('agent'),
  AgentAvailableTimeReportV2: figures('agent'),
  AgentDurationsReport: each('status of an agent, with its duration', 'time of the status', ['teams']),
  AgentDurationsReportV2: each('status of an agent, with its duration', 'time of the status', ['teams']),
  AgentLoginTimeReport: figures('agent', levelAndTeams),
  // The text on startAtTime says AgentSummaryReport; the enum has no such name (gladly.md, defect 9).
  AgentSummary: figures('agent', ['aggregationLevel', 'teams', 'times']),
  AgentSummaryV2: figures('agent', levelAndTeams),
  AgentSummaryGlanceReport: figures('agent', levelAndTeams),
  AgentSummaryGlanceReportV2: figures('agent', levelAndTeams),
  AgentTimestampsReport: known('event of an agent', 'time of the event', ['teams']),
  FirstContactResolutionByAgentV2Report: figures('agent', ['aggregationLevel', 'channel', 'inboxes', 'teams']),
  PaymentsByAgentReport: each('payment requests of an agent', 'time of the request'),
  WorkSessionEventsReportV3: each('work session', 'end of the contact'),
  WorkSessionEventsReportV4: each('work session', 'end of the contact'),
  WorkSessionsReport: each('work session', 'end of the contact', sessionFilters),
  WorkSessionsReportV3: each('work session', 'end of the contact', sessionFilters),
  AnswerUsageReport: figures('answer'),
  AnswerUsageByAgentReport: figures('agent', levelAndTeams),
  ChannelMixReportV2: figures('channel', contactFilters),
  ChannelWaitTimeReport: figures('channel', levelAndInboxes),
  ChannelWaitTimeReportV2: figures('channel', levelAndInboxes),
  ContactExportReportV3: each('contact (one call, chat session, message)', 'start of the contact', [
    'channel',
    'inboxes',
    'times',
  ]),
  ContactSummaryReport: figures('channel', contactFilters),
  ContactSummaryReportV2: figures('channel', contactFilters),
  ContactSummaryCountsReport: figures('channel', contactFilters),
  ContactSummaryDurationsReport: figures('channel', contactFilters),
  ContactSummaryDurationsReportV2: figures('channel', contactFilters),
  ContactTimestampsReport: known('event of a contact', 'time of the event'),
  ConversationExportReport: known('conversation', 'creation', ['inboxes']),
  ConversationSidekickExportReport: each('conversation with Gladly AI', 'creation'),
  ConversationSummaryReport: figures('channel', levelAndInboxes),
  ConversationTimestampsReport: known('event of a conversation', 'time of the event'),
  AbandonedCallsInIVRReport: figures('end state'),
  AutoThrottleMissedConversationsReport: figures('channel'),
  IVRExecutiveSummaryReportV2: each('figure of the IVR of one number', 'time of the call', ['phoneNumber']),
  IvrEndStatesReportV2: each('end state in the IVR of one number', 'time of the call', ['phoneNumber']),
  PaymentsSummaryReport: figures('kind of payment'),
  ProactiveVoiceSummaryReport: figures('campaign'),
  TopicHierarchyReport: figures('topic, with its parents', contactFilters),
  TaskExportReport: each('task', 'creation', ['inboxes', 'teams']),
  TaskSummaryReport: figures('agent', ['aggregationLevel', 'inboxes', 'teams']),
  TaskTimestampsReport: known('event of a task', 'time of the event'),
  TopicSummaryReport: each('topic', 'creation of the conversation', ['channel', 'inboxes']),
  AutoThrottleChangesReport: each('change of a limit', 'time of the change'),
  ChatDisplayPctChangesReport: each('change of the share of chats shown', 'time of the change'),
  HelpCenterAnswerSearchReport: each('search in a help center', 'time of the search'),
  HelpCenterAnswerUsageReport: figures('answer in a help center'),
  QuickActionsUsageReport: figures('quick action'),
  SelfServiceThreadsReport: each('self-service thread', 'start of the thread'),
  SidekickAssistsByClassificationTopicReport: each('topic that Gladly AI found', 'time of the assist'),
  GladAppAnswerSearchReport: each('search in the chat widget', 'time of the search'),
  GladAppAnswerUsageReport: figures('answer in the chat widget'),
  GladAppContactPointsReport: each('contact from the chat widget', 'time of the contact'),
  GladlyAISessionsDetailReport: each('session of Gladly AI', 'start of the session'),
  GladlyAISessionsDetailWithMessagesReport: each('session of Gladly AI, with its messages', 'start of the session'),
} as const satisfies Record<string, About>;

export type ReportName = keyof typeof reports;

export const reportNames = Object.keys(reports) as ReportName[];

/** Names that texts or older documents use, and what they are called now. */
export const formerNames: Record<string, ReportName> = {
  AgentSummaryReport: 'AgentSummary',
  ContactExportReport: 'ContactExportReportV3',
  ContactExportReportV2: 'ContactExportReportV3',
};

export const isReportName = (name: string): name is ReportName => Object.hasOwn(reports, name);

/** What a report takes beside its period, by the vendor's texts. */
export const optionsOf = (name: ReportName): readonly ReportOption[] => reports[name].takes;

/** Whether the vendor's texts allow the option for this report. */
export const allows = (name: ReportName, option: ReportOption): boolean => optionsOf(name).includes(option);

/** Every report in a line of CSV. "?" marks what is concluded from the name: nothing public says it. */
export function reportList(): string {
  const lines = reportNames.map((name) => {
    const { row, by, known }: About = reports[name];
    const takes = optionsOf(name).map((option) => (option === 'times' ? 'startAtTime+endAtTime' : option));
    return [name, known ? row : `${row} ?`, known ? by : `${by} ?`, takes.join(' ')];
  });
  return [['metricSet', 'one row is', 'chosen by', 'takes'], ...lines]
    .map((cells) => cells.map((cell) => `"${cell}"`).join(','))
    .join('\n');
}
