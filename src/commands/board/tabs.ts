import type { ViewName } from '../../views/index.js';

/** A tab of the board, sent to the page as JSON; its schema there is in src/views/page/board/requests.ts. */
export interface Tab {
  view: ViewName;
  title: string;
  /** `live`: the answer may change within a minute, so it is asked for again and again. */
  calls: { title: string; tool: string; arguments: Record<string, unknown>; live?: boolean }[];
  /** The first of `calls` is made when the tab is opened. */
  opens: boolean;
  forms: { title: string; tool: string; fields: { name: string; label: string }[] }[];
  /** The tab has a search for customers. */
  findsCustomers: boolean;
}

const reportDays = 7;
/** Rows of a report that are requested at once: a chart of the first page would be taken for a chart of all rows. */
const maxRows = 1_000;
/** Titles of the reports by their metric set. */
const reportTitles = {
  ContactSummaryReportV2: 'Contacts by channel',
  ChannelWaitTimeReportV2: 'Waiting by channel',
  AgentSummaryV2: 'Agents',
  TopicSummaryReport: 'Topics',
};

/** Example arguments by tool name. */
type Examples = Record<string, Record<string, unknown>>;

/**
 * The tabs for the tools that the settings allow. There is no tab without a tool.
 * @param examples only for a tenant where the records that they name exist: the demo tenant
 * @param now the time to which Gladly's reports refer: they end with the day before
 */
export function tabsFor(tools: ReadonlySet<string>, examples: Examples, now: Date): Tab[] {
  const allTabs: Tab[] = [
    liveTab('queues', 'Queues', 'list_all_puzzel_visual_queue_state_info'),
    liveTab('agents', 'Agents', 'list_all_puzzel_state_information'),
    conversationTab(tools, examples),
    reportTab(now),
    recordingTab(examples),
  ];
  return allTabs
    .map((tab) => ({
      ...tab,
      calls: tab.calls.filter(({ tool }) => tools.has(tool)),
      forms: tab.forms.filter(({ tool }) => tools.has(tool)),
    }))
    .filter(({ calls, forms }) => calls.length + forms.length > 0);
}

function liveTab(view: ViewName, title: string, tool: string): Tab {
  const call = { title: `All ${title.toLowerCase()}`, tool, arguments: {}, live: true };
  return { view, title, calls: [call], forms: [], findsCustomers: false, opens: true };
}

function conversationTab(tools: ReadonlySet<string>, examples: Examples): Tab {
  const tool = 'list_all_gladly_conversation_items';
  return {
    view: 'timeline',
    title: 'Conversation',
    calls: exampleCalls(examples, tool, 'Example conversation'),
    forms: [{ title: 'Show', tool, fields: [{ name: 'conversation_id', label: 'Conversation id' }] }],
    findsCustomers: tools.has('list_all_gladly_customers') && tools.has('list_all_gladly_customer_conversations'),
    opens: true,
  };
}

function reportTab(now: Date): Tab {
  const day = (daysAgo: number) => new Date(now.getTime() - daysAgo * 86_400_000).toISOString().slice(0, 10);
  const period = { startAt: day(reportDays), endAt: day(1) };
  return {
    view: 'report',
    title: 'Report',
    calls: [
      {
        title: 'Queue counters, today',
        tool: 'list_all_puzzel_visual_queue_ticker',
        arguments: { limit: maxRows },
        live: true,
      },
      ...Object.entries(reportTitles).map(([metricSet, title]) => ({
        title: `${title}, ${period.startAt} to ${period.endAt}`,
        tool: 'create_a_gladly_report',
        arguments: { metricSet, ...period, limit: maxRows },
      })),
    ],
    forms: [],
    findsCustomers: false,
    opens: true,
  };
}

function recordingTab(examples: Examples): Tab {
  const gladlyTool = 'gladly_conversation_recordings_download';
  const puzzelTool = 'puzzel_archive_recording_files_download';
  return {
    view: 'recording',
    title: 'Recording',
    calls: [
      ...exampleCalls(examples, gladlyTool, 'Example of Gladly'),
      ...exampleCalls(examples, puzzelTool, 'Example of Puzzel'),
    ],
    forms: [
      { title: 'Fetch from Gladly', tool: gladlyTool, fields: [{ name: 'id', label: 'Gladly item id' }] },
      {
        title: 'Fetch from Puzzel',
        tool: puzzelTool,
        fields: [
          { name: 'iq_session_id', label: 'Puzzel session id' },
          { name: 'index', label: 'Recording number' },
        ],
      },
    ],
    findsCustomers: false,
    // Its first call would save a file.
    opens: false,
  };
}

function exampleCalls(examples: Examples, tool: string, title: string): Tab['calls'] {
  return examples[tool] ? [{ title, tool, arguments: examples[tool] }] : [];
}
