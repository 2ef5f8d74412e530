/** The records of the demo tenant, with the field names of the Gladly API. All times are ISO 8601 in UTC. */

export type CommunicatorType = 'AGENT' | 'API' | 'AUTOMATION' | 'CUSTOMER' | 'INTERNAL' | 'EXTERNAL' | 'SYSTEM';

export interface Communicator {
  id: string;
  type: CommunicatorType;
}

export interface Assignee {
  inboxId: string;
  agentId?: string | undefined;
}

export interface Agent {
  id: string;
  name: string;
  emailAddress: string;
}

export interface Inbox {
  id: string;
  name: string;
  disabled: boolean;
}

export interface Team {
  id: string;
  name: string;
  description: string;
  agentIds: string[];
}

export interface Topic {
  id: string;
  name: string;
  disabled: boolean;
  parentId?: string | undefined;
}

export interface CustomAttribute {
  id: string;
  key: string;
  label: string;
  deactivated: boolean;
  createdAt: string;
  createdBy: string;
}

export interface Email {
  original: string;
  normalized: string;
  primary: boolean;
}

export interface Phone {
  original: string;
  normalized: string;
  extension?: string | undefined;
  regionCode?: string | undefined;
  primary: boolean;
  smsPreference?: 'ON' | 'OFF' | 'FORBIDDEN' | undefined;
  /** Absent for a number of unknown use. */
  type?: 'HOME' | 'MOBILE' | 'OFFICE' | undefined;
}

export interface Customer {
  id: string;
  name?: string | undefined;
  image?: string | undefined;
  address?: string | undefined;
  emails: Email[];
  phones: Phone[];
  externalCustomerId?: string | undefined;
  externalCustomerIds?: Record<string, string> | undefined;
  customAttributes: Record<string, unknown>;
  createdAt: string;
  updatedAt: string;
}

export interface Conversation {
  id: string;
  customerId: string;
  createdAt: string;
  closedAt?: string | undefined;
  agentId?: string | undefined;
  inboxId: string;
  topicIds: string[];
  customAttributes: { id: string; value: string }[];
  status: 'OPEN' | 'WAITING' | 'CLOSED';
}

export interface Attachment {
  id: string;
  contentType: string;
  filename: string;
  /** Bytes. */
  fileSize: number;
}

/** Content of a timeline item; which fields there are depends on `type`. */
export interface ItemContent {
  type: string;
  content?: unknown;
  body?: string | undefined;
  attachments?: Attachment[] | undefined;
  recordingStatus?: 'AVAILABLE' | 'DELETED' | 'ERROR' | undefined;
  /** Seconds. */
  recordingDuration?: number | undefined;
  [field: string]: unknown;
}

export interface Item {
  id: string;
  customerId: string;
  conversationId?: string | undefined;
  sessionId?: string | undefined;
  timestamp: string;
  initiator?: Communicator | undefined;
  responder?: Communicator | undefined;
  content: ItemContent;
}

export interface Transcript {
  /** Times in seconds from the beginning of the recording. */
  paragraphs: { transcript: string; speaker: number; startTime: number; endTime: number }[];
  customerId: string;
  numberOfSpeakers: number;
  language: string;
  createdAt: string;
  updatedAt: string;
}

export interface Task {
  id: string;
  customerId: string;
  timestamp: string;
  createdBy: Communicator;
  assignee: Assignee;
  body: string;
  dueAt: string;
  status: 'OPEN' | 'CLOSED';
}

export interface TaskComment {
  id: string;
  agentId: string;
  comment: string;
  taskId: string;
  createdAt: string;
}

export interface GladlyEvent {
  id: string;
  type: string;
  timestamp: string;
  initiator: Communicator;
  content: Record<string, unknown>;
}
