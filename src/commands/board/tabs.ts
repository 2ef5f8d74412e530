import type { ViewName } from '../../views/index.js';

/** A tab of the board; src/views/page/board/requests.ts reads the same form. */
export interface Tab {
  view: ViewName;
  title: string;
  calls: { title: string; tool: string; arguments: Record<string, unknown>; live?: boolean }[];
  /** The first of the calls is made when the tab is opened. */
  opens: boolean;
  forms: { title: string; tool: string; fields: { name: string; label: string }[] }[];
  findsCustomers: boolean;
}

const reportDays = 7;
const reports = {
  ContactSummaryReportV2: 'Contacts by channel',
  ChannelWaitTimeReportV2: 'Waiting by channel',
  AgentSummaryV2: 'Agents',
  TopicSummaryReport: 'Topics',
};

/**
 * The tabs for the tools that the settings leave. Without a tool for it there is no tab.
 * @param examples arguments of records that exist: the demo tenant's
 */
export function tabsFor(
  tools: ReadonlySet<string>,
  examples: Record<string, Record<string, unknown>>,
  now: Date,
): Tab[] {
  const day = (back: number) => new Date(now.getTime() - back * 86_400_000).toISOString().slice(0, 10);
  const period = { startAt: day(reportDays), endAt: day(1) };
  const example = (tool: string, title: string) => (examples[tool] ? [{ title, tool, arguments: examples[tool] }] : []);
  const none = { calls: [], forms: [], findsCustomers: false, opens: true };
  const all: Tab[] = [
    {
      ...none,
      view: 'queues',
      title: 'Queues',
      calls: [{ title: 'All queues', tool: 'list_all_puzzel_visual_queue_state_info', arguments: {}, live: true }],
    },
    {
      ...none,
      view: 'agents',
      title: 'Agents',
      calls: [{ title: 'All agents', tool: 'list_all_puzzel_state_information', arguments: {}, live: true }],
    },
    {
      opens: true,
      view: 'timeline',
      title: 'Conversation',
      calls: example('list_all_gladly_conversation_items', 'Example conversation'),
      forms: [
        {
          title: 'Show',
          tool: 'list_all_gladly_conversation_items',
          fields: [{ name: 'conversation_id', label: 'Conversation id' }],
        },
      ],
      findsCustomers: tools.has('list_all_gladly_customers') && tools.has('list_all_gladly_customer_conversations'),
    },
    {
      ...none,
      view: 'report',
      title: 'Report',
      calls: [
        { title: 'Queue counters, today', tool: 'list_all_puzzel_visual_queue_ticker', arguments: {} },
        ...Object.entries(reports).map(([metricSet, title]) => ({
          title: `${title}, ${period.startAt} to ${period.endAt}`,
          tool: 'create_a_gladly_report',
          arguments: { metricSet, ...period },
        })),
      ],
    },
    {
      ...none,
      // Opening it would save a file.
      opens: false,
      view: 'recording',
      title: 'Recording',
      calls: [
        ...example('gladly_conversation_recordings_download', 'Example of Gladly'),
        ...example('puzzel_archive_recording_files_download', 'Example of Puzzel'),
      ],
      forms: [
        {
          title: 'Fetch from Gladly',
          tool: 'gladly_conversation_recordings_download',
          fields: [{ name: 'id', label: 'Gladly item id' }],
        },
        {
          title: 'Fetch from Puzzel',
          tool: 'puzzel_archive_recording_files_download',
          fields: [
            { name: 'iq_session_id', label: 'Puzzel session id' },
            { name: 'index', label: 'Number' },
          ],
        },
      ],
    },
  ];
  return all
    .map((tab) => ({
      ...tab,
      calls: tab.calls.filter(({ tool }) => tools.has(tool)),
      forms: tab.forms.filter(({ tool }) => tools.has(tool)),
    }))
    .filter(({ calls, forms }) => calls.length + forms.length > 0);
}
