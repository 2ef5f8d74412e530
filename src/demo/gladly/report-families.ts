/** One row stands for one of these. */
export type Subject =
  | 'agent'
  | 'answer'
  | 'channel'
  | 'contact'
  | 'conversation'
  | 'conversationEvent'
  | 'endState'
  | 'search'
  | 'task'
  | 'topic'
  | 'workSession';

/** Columns of the reports that share a shape. The vendor's headers are display names; most here are made up. */
interface Family {
  subject: Subject;
  columns: readonly string[];
}

const workSessionColumns = [
  'id',
  'contact_session_id',
  'contact_session_created_at',
  'customer_id',
  'conversation_id',
  'inbox_id',
  'channel',
  'direction',
  'agent_accepted_at',
  'contact_session_routed_at',
  'agent_id',
  'sla_fulfilled_at',
  'contact_session_ended_at',
  'status',
  'within_sla',
  'work_session_handle_time_sec',
  'work_session_after_contact_time_sec',
  'work_session_unknown_time_sec',
  'accepted_inbox_id',
] as const;

const contactColumns = ['Total Contacts', 'Fulfilled Contacts', 'Contacts Within SLA %'] as const;

export const families = {
  agentTime: { subject: 'agent', columns: ['Agent ID', 'Agent Name', 'Sessions Count', 'Total Time (sec)'] },
  agentSummary: {
    subject: 'agent',
    columns: [
      'Agent ID',
      'Agent Name',
      'Contacts Count',
      'Conversations Closed Count',
      'Avg Handle Time (sec)',
      'CSAT %',
    ],
  },
  agentEvents: { subject: 'agent', columns: ['Agent ID', 'Agent Name', 'Event', 'Occurred At', 'Duration (sec)'] },
  agentResolution: { subject: 'agent', columns: ['Agent ID', 'Agent Name', 'Conversations Count', 'First Contact %'] },
  agentPayments: { subject: 'agent', columns: ['Agent ID', 'Agent Name', 'Requests Count', 'Completed Amount'] },
  workSessions: { subject: 'workSession', columns: workSessionColumns },
  answers: { subject: 'answer', columns: ['Answer ID', 'Answer Name', 'Views Count', 'Inserts Count', 'Usage %'] },
  agentAnswers: { subject: 'agent', columns: ['Agent ID', 'Agent Name', 'Answers Used Count', 'Usage %'] },
  channels: { subject: 'channel', columns: ['Channel', ...contactColumns, 'Share %'] },
  waits: {
    subject: 'channel',
    columns: ['Channel', 'Avg Wait Time (sec)', 'Longest Wait Time (sec)', 'Abandoned Count'],
  },
  contactCounts: { subject: 'channel', columns: ['Channel', ...contactColumns] },
  contactTimes: { subject: 'channel', columns: ['Channel', 'Avg Handle Time (sec)', 'Avg Response Time (sec)'] },
  contacts: {
    subject: 'contact',
    columns: [
      'Contact ID',
      'Conversation ID',
      'Customer ID',
      'Channel',
      'Direction',
      'Started At',
      'Inbox ID',
      'Inbox Name',
      'Agent ID',
      'Response Time (sec)',
    ],
  },
  conversations: {
    subject: 'conversation',
    columns: [
      'Conversation ID',
      'Customer ID',
      'Created At',
      'Closed At',
      'Status',
      'Inbox ID - Current',
      'Inbox Name - Current',
      'Assigned Agent ID - Current',
      'Assigned Agent Name - Current',
      'Topics',
      'Channels',
      'First Channel',
      'Items Count',
      'Inbound Messages Count',
      'Outbound Messages Count',
      'Time to Close (sec)',
    ],
  },
  conversationEvents: {
    subject: 'conversationEvent',
    columns: ['Conversation ID', 'Customer ID', 'Event', 'Timestamp', 'Initiator ID', 'Initiator Type'],
  },
  conversationSummary: { subject: 'channel', columns: ['Channel', 'Created Count', 'Closed Count', 'Reopened Count'] },
  calls: { subject: 'endState', columns: ['End State', 'Calls Count', 'Calls %', 'Avg Time in IVR (sec)'] },
  missed: { subject: 'channel', columns: ['Channel', 'Missed Count', 'Missed %'] },
  payments: { subject: 'channel', columns: ['Channel', 'Requests Count', 'Completed Count', 'Completed Amount'] },
  topics: {
    subject: 'topic',
    columns: ['Topic ID', 'Topic Name', 'Parent Topic ID', 'Conversations Count', 'Share %'],
  },
  tasks: {
    subject: 'task',
    columns: [
      'Task ID',
      'Customer ID',
      'Created At',
      'Due At',
      'Status',
      'Inbox ID - Current',
      'Assigned Agent ID - Current',
      'Body',
    ],
  },
  taskSummary: {
    subject: 'agent',
    columns: ['Agent ID', 'Agent Name', 'Created Count', 'Closed Count', 'Overdue Count'],
  },
  settings: { subject: 'agent', columns: ['Agent ID', 'Agent Name', 'Changed At', 'Old %', 'New %'] },
  searches: { subject: 'search', columns: ['Search Term', 'Searches Count', 'Without Result Count', 'Clicks %'] },
  threads: { subject: 'search', columns: ['Thread', 'Started Count', 'Completed Count', 'Handed Off %'] },
} as const satisfies Record<string, Family>;
