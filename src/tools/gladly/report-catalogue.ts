/** An argument that only some reports take; `times` stands for startAtTime and endAtTime. */
export type ReportOption = 'aggregationLevel' | 'channel' | 'inboxes' | 'teams' | 'phoneNumber' | 'times';

interface ReportFacts {
  /** The options that the vendor's texts allow (`x-appliesTo` and "Applies to …" in the OpenAPI document). */
  options: readonly ReportOption[];
  /** What one row of the report is. */
  row: string;
  /** The date of a row that has to lie in the period. */
  chosenBy: string;
  /** Row and date are known from the vendor's documents or public client code; else they are inferred from the name. */
  isKnown?: true;
}

const levelOnly = ['aggregationLevel'] as const;
const levelAndTeams = ['aggregationLevel', 'teams'] as const;
const levelAndInboxes = ['aggregationLevel', 'inboxes'] as const;
const levelChannelAndInboxes = ['aggregationLevel', 'channel', 'inboxes'] as const;
const sessionFilters = ['channel', 'inboxes', 'teams'] as const;

const inferredReport = (row: string, chosenBy: string, options: readonly ReportOption[] = []): ReportFacts => ({
  options,
  row,
  chosenBy,
});
const knownReport = (row: string, chosenBy: string, options: readonly ReportOption[] = []): ReportFacts => ({
  ...inferredReport(row, chosenBy, options),
  isKnown: true,
});
/** A report with figures for each interval of its aggregationLevel. */
const figuresReport = (countedBy: string, options: readonly ReportOption[] = levelOnly): ReportFacts =>
  inferredReport(`figures per interval and ${countedBy}`, 'time of what is counted', options);

/** The values of `metricSet` (2026 document, complete). */
const reports = {
  AgentAwayTimeReport: figuresReport('agent'),
  AgentAvailableTimeReportV2: figuresReport('agent'),
  AgentDurationsReport: inferredReport('status of an agent, with its duration', 'time of the status', ['teams']),
  AgentDurationsReportV2: inferredReport('status of an agent, with its duration', 'time of the status', ['teams']),
  AgentLoginTimeReport: figuresReport('agent', levelAndTeams),
  // The text on startAtTime says AgentSummaryReport; the enum has no such name (gladly.md, defect 9).
  AgentSummary: figuresReport('agent', ['aggregationLevel', 'teams', 'times']),
  AgentSummaryV2: figuresReport('agent', levelAndTeams),
  AgentSummaryGlanceReport: figuresReport('agent', levelAndTeams),
  AgentSummaryGlanceReportV2: figuresReport('agent', levelAndTeams),
  AgentTimestampsReport: knownReport('event of an agent', 'time of the event', ['teams']),
  FirstContactResolutionByAgentV2Report: figuresReport('agent', ['aggregationLevel', 'channel', 'inboxes', 'teams']),
  PaymentsByAgentReport: inferredReport('payment requests of an agent', 'time of the request'),
  WorkSessionEventsReportV3: inferredReport('work session', 'end of the contact'),
  WorkSessionEventsReportV4: inferredReport('work session', 'end of the contact'),
  WorkSessionsReport: inferredReport('work session', 'end of the contact', sessionFilters),
  WorkSessionsReportV3: inferredReport('work session', 'end of the contact', sessionFilters),
  AnswerUsageReport: figuresReport('answer'),
  AnswerUsageByAgentReport: figuresReport('agent', levelAndTeams),
  ChannelMixReportV2: figuresReport('channel', levelChannelAndInboxes),
  ChannelWaitTimeReport: figuresReport('channel', levelAndInboxes),
  ChannelWaitTimeReportV2: figuresReport('channel', levelAndInboxes),
  ContactExportReportV3: inferredReport('contact (one call, chat session, message)', 'start of the contact', [
    'channel',
    'inboxes',
    'times',
  ]),
  ContactSummaryReport: figuresReport('channel', levelChannelAndInboxes),
  ContactSummaryReportV2: figuresReport('channel', levelChannelAndInboxes),
  ContactSummaryCountsReport: figuresReport('channel', levelChannelAndInboxes),
  ContactSummaryDurationsReport: figuresReport('channel', levelChannelAndInboxes),
  ContactSummaryDurationsReportV2: figuresReport('channel', levelChannelAndInboxes),
  ContactTimestampsReport: knownReport('event of a contact', 'time of the event'),
  ConversationExportReport: knownReport('conversation', 'creation', ['inboxes']),
  ConversationSidekickExportReport: inferredReport('conversation with Gladly AI', 'creation'),
  ConversationSummaryReport: figuresReport('channel', levelAndInboxes),
  ConversationTimestampsReport: knownReport('event of a conversation', 'time of the event'),
  AbandonedCallsInIVRReport: figuresReport('end state'),
  AutoThrottleMissedConversationsReport: figuresReport('channel'),
  IVRExecutiveSummaryReportV2: inferredReport('figure of the IVR of one number', 'time of the call', ['phoneNumber']),
  IvrEndStatesReportV2: inferredReport('end state in the IVR of one number', 'time of the call', ['phoneNumber']),
  PaymentsSummaryReport: figuresReport('kind of payment'),
  ProactiveVoiceSummaryReport: figuresReport('campaign'),
  TopicHierarchyReport: figuresReport('topic, with its parents', levelChannelAndInboxes),
  TaskExportReport: inferredReport('task', 'creation', ['inboxes', 'teams']),
  TaskSummaryReport: figuresReport('agent', ['aggregationLevel', 'inboxes', 'teams']),
  TaskTimestampsReport: knownReport('event of a task', 'time of the event'),
  TopicSummaryReport: inferredReport('topic', 'creation of the conversation', ['channel', 'inboxes']),
  AutoThrottleChangesReport: inferredReport('change of a limit', 'time of the change'),
  ChatDisplayPctChangesReport: inferredReport('change of the share of chats shown', 'time of the change'),
  HelpCenterAnswerSearchReport: inferredReport('search in a help center', 'time of the search'),
  HelpCenterAnswerUsageReport: figuresReport('answer in a help center'),
  QuickActionsUsageReport: figuresReport('quick action'),
  SelfServiceThreadsReport: inferredReport('self-service thread', 'start of the thread'),
  SidekickAssistsByClassificationTopicReport: inferredReport('topic that Gladly AI found', 'time of the assist'),
  GladAppAnswerSearchReport: inferredReport('search in the chat widget', 'time of the search'),
  GladAppAnswerUsageReport: figuresReport('answer in the chat widget'),
  GladAppContactPointsReport: inferredReport('contact from the chat widget', 'time of the contact'),
  GladlyAISessionsDetailReport: inferredReport('session of Gladly AI', 'start of the session'),
  GladlyAISessionsDetailWithMessagesReport: inferredReport(
    'session of Gladly AI, with its messages',
    'start of the session',
  ),
} as const satisfies Record<string, ReportFacts>;

export type ReportName = keyof typeof reports;

export const reportNames = Object.keys(reports) as ReportName[];

/** What reports are called now, by their names in the vendor's texts or older documents. */
export const currentNames: ReadonlyMap<string, ReportName> = new Map([
  ['AgentSummaryReport', 'AgentSummary'],
  ['ContactExportReport', 'ContactExportReportV3'],
  ['ContactExportReportV2', 'ContactExportReportV3'],
]);

export const isReportName = (name: string): name is ReportName => Object.hasOwn(reports, name);

/** What a report takes beside startAt and endAt, by the vendor's texts. */
export const optionsOf = (name: ReportName): readonly ReportOption[] => reports[name].options;

export const takesOption = (name: ReportName, option: ReportOption): boolean => optionsOf(name).includes(option);

/** A CSV table with a row for every report. "?" marks what is inferred from the report's name: nothing public says it. */
export function reportList(): string {
  const lines = reportNames.map((name) => {
    const { row, chosenBy, isKnown }: ReportFacts = reports[name];
    const options = optionsOf(name).map((option) => (option === 'times' ? 'startAtTime+endAtTime' : option));
    const mark = isKnown ? '' : ' ?';
    return [name, row + mark, chosenBy + mark, options.join(' ')];
  });
  return [['metricSet', 'one row is', 'chosen by', 'takes'], ...lines]
    .map((cells) => cells.map((cell) => `"${cell}"`).join(','))
    .join('\n');
}
