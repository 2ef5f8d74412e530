/** An argument that only some reports take; `times` stands for startAtTime and endAtTime. */
export type ReportOption = 'aggregationLevel' | 'channel' | 'inboxes' | 'teams' | 'phoneNumber' | 'times';

interface ReportFacts {
  /** The options that the vendor's texts allow (`x-appliesTo` and "Applies to …" in the OpenAPI document). */
  takes: readonly ReportOption[];
  /** What one row of the report is. */
  row: string;
  /** The date of a row that has to lie in the period. */
  chosenBy: string;
  /** Row and date are in the vendor's documents or were seen by clients; else they are inferred from the name. */
  isKnown?: true;
}

const level = ['aggregationLevel'] as const;
const levelAndTeams = ['aggregationLevel', 'teams'] as const;
const levelAndInboxes = ['aggregationLevel', 'inboxes'] as const;
const contactFilters = ['aggregationLevel', 'channel', 'inboxes'] as const;
const sessionFilters = ['channel', 'inboxes', 'teams'] as const;

const inferred = (row: string, chosenBy: string, takes: readonly ReportOption[] = []): ReportFacts => ({
  takes,
  row,
  chosenBy,
});
const known = (row: string, chosenBy: string, takes: readonly ReportOption[] = []): ReportFacts => ({
  ...inferred(row, chosenBy, takes),
  isKnown: true,
});
/** A report with figures by aggregationLevel. */
const figures = (of: string, takes: readonly ReportOption[] = level): ReportFacts =>
  inferred(`figures per period and ${of}`, 'time of what is counted', takes);

/** The values of `metricSet` (2026 document, complete). */
const reports = {
  AgentAwayTimeReport: figures('agent'),
  AgentAvailableTimeReportV2: figures('agent'),
  AgentDurationsReport: inferred('status of an agent, with its duration', 'time of the status', ['teams']),
  AgentDurationsReportV2: inferred('status of an agent, with its duration', 'time of the status', ['teams']),
  AgentLoginTimeReport: figures('agent', levelAndTeams),
  // The text on startAtTime says AgentSummaryReport; the enum has no such name (gladly.md, defect 9).
  AgentSummary: figures('agent', ['aggregationLevel', 'teams', 'times']),
  AgentSummaryV2: figures('agent', levelAndTeams),
  AgentSummaryGlanceReport: figures('agent', levelAndTeams),
  AgentSummaryGlanceReportV2: figures('agent', levelAndTeams),
  AgentTimestampsReport: known('event of an agent', 'time of the event', ['teams']),
  FirstContactResolutionByAgentV2Report: figures('agent', ['aggregationLevel', 'channel', 'inboxes', 'teams']),
  PaymentsByAgentReport: inferred('payment requests of an agent', 'time of the request'),
  WorkSessionEventsReportV3: inferred('work session', 'end of the contact'),
  WorkSessionEventsReportV4: inferred('work session', 'end of the contact'),
  WorkSessionsReport: inferred('work session', 'end of the contact', sessionFilters),
  WorkSessionsReportV3: inferred('work session', 'end of the contact', sessionFilters),
  AnswerUsageReport: figures('answer'),
  AnswerUsageByAgentReport: figures('agent', levelAndTeams),
  ChannelMixReportV2: figures('channel', contactFilters),
  ChannelWaitTimeReport: figures('channel', levelAndInboxes),
  ChannelWaitTimeReportV2: figures('channel', levelAndInboxes),
  ContactExportReportV3: inferred('contact (one call, chat session, message)', 'start of the contact', [
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
  ConversationSidekickExportReport: inferred('conversation with Gladly AI', 'creation'),
  ConversationSummaryReport: figures('channel', levelAndInboxes),
  ConversationTimestampsReport: known('event of a conversation', 'time of the event'),
  AbandonedCallsInIVRReport: figures('end state'),
  AutoThrottleMissedConversationsReport: figures('channel'),
  IVRExecutiveSummaryReportV2: inferred('figure of the IVR of one number', 'time of the call', ['phoneNumber']),
  IvrEndStatesReportV2: inferred('end state in the IVR of one number', 'time of the call', ['phoneNumber']),
  PaymentsSummaryReport: figures('kind of payment'),
  ProactiveVoiceSummaryReport: figures('campaign'),
  TopicHierarchyReport: figures('topic, with its parents', contactFilters),
  TaskExportReport: inferred('task', 'creation', ['inboxes', 'teams']),
  TaskSummaryReport: figures('agent', ['aggregationLevel', 'inboxes', 'teams']),
  TaskTimestampsReport: known('event of a task', 'time of the event'),
  TopicSummaryReport: inferred('topic', 'creation of the conversation', ['channel', 'inboxes']),
  AutoThrottleChangesReport: inferred('change of a limit', 'time of the change'),
  ChatDisplayPctChangesReport: inferred('change of the share of chats shown', 'time of the change'),
  HelpCenterAnswerSearchReport: inferred('search in a help center', 'time of the search'),
  HelpCenterAnswerUsageReport: figures('answer in a help center'),
  QuickActionsUsageReport: figures('quick action'),
  SelfServiceThreadsReport: inferred('self-service thread', 'start of the thread'),
  SidekickAssistsByClassificationTopicReport: inferred('topic that Gladly AI found', 'time of the assist'),
  GladAppAnswerSearchReport: inferred('search in the chat widget', 'time of the search'),
  GladAppAnswerUsageReport: figures('answer in the chat widget'),
  GladAppContactPointsReport: inferred('contact from the chat widget', 'time of the contact'),
  GladlyAISessionsDetailReport: inferred('session of Gladly AI', 'start of the session'),
  GladlyAISessionsDetailWithMessagesReport: inferred('session of Gladly AI, with its messages', 'start of the session'),
} as const satisfies Record<string, ReportFacts>;

export type ReportName = keyof typeof reports;

export const reportNames = Object.keys(reports) as ReportName[];

/** Names in the vendor's texts or older documents, and what these reports are called now. */
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

/** A CSV table with a row for every report. "?" marks what is inferred from its name: nothing public says it. */
export function reportList(): string {
  const lines = reportNames.map((name) => {
    const { row, chosenBy, isKnown }: ReportFacts = reports[name];
    const takes = optionsOf(name).map((option) => (option === 'times' ? 'startAtTime+endAtTime' : option));
    const mark = isKnown ? '' : ' ?';
    return [name, row + mark, chosenBy + mark, takes.join(' ')];
  });
  return [['metricSet', 'one row is', 'chosen by', 'takes'], ...lines]
    .map((cells) => cells.map((cell) => `"${cell}"`).join(','))
    .join('\n');
}
