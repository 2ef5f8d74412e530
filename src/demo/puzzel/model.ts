import type { Variable } from './arguments.js';

// Times in this file are milliseconds since 1970.

export type ContactCentreStatus = 'LoggedOff' | 'LoggedOn' | 'Pause';
export type UserStatus = 'Available' | 'Alerting' | 'Connected' | 'Busy' | 'NoAnswer' | 'WrapUp' | 'System';

/** What a user is doing, and since when. */
export interface Presence {
  contactCentreStatus: ContactCentreStatus;
  userStatus: UserStatus;
  pauseTypeId: number;
  since: number;
  /** For a status that ends by itself: when, and what follows. */
  until?: { at: number; next: Omit<Presence, 'since'> };
}

/** The status of an agent who waits for a call. */
export const availablePresence = { contactCentreStatus: 'LoggedOn', userStatus: 'Available', pauseTypeId: 0 } as const;

/** One profile of a user: a phone number, and the skills that count while the profile is in use. */
export interface Profile {
  id: number;
  number: number;
  name: string;
  phoneNumber: string;
  lastPhoneNumber: string;
  /** Skill element id → level. */
  skills: Map<number, number>;
}

export interface User {
  id: number;
  groupId: number;
  firstName: string;
  lastName: string;
  userName: string;
  eMail: string;
  mobilePhone: string;
  presence: Presence;
  currentProfileId: number;
  profiles: Profile[];
}

type RequestKind = 'call' | 'chat' | 'callback' | 'eTask' | 'callout' | 'outbound';
type MediaType = 'Undefined' | 'Phone' | 'EMail' | 'Sms' | 'Web' | 'Chat' | 'Social';
type RequestStatus =
  | 'Alerting'
  | 'Allocated'
  | 'CallbackInQueue'
  | 'Connected'
  | 'Connecting'
  | 'Disconnected'
  | 'InQueue'
  | 'OnHold'
  | 'Setup';

/** A call, chat, callback, eTask, callout or dialler request (`outbound`). */
export interface PuzzelRequest {
  id: number;
  kind: RequestKind;
  mediaType: MediaType;
  status: RequestStatus;
  queueId: number;
  from: string;
  to: string;
  subject: string;
  uri: string;
  description: string;
  category: string;
  vip: number;
  variables: Variable[];
  xdrCopy: unknown;
  queueEntered: number;
  reservedUserId: number;
  reservedUntil?: number;
  connectedUserId?: number;
  /** For a request in conversation: when it was answered. */
  connectedAt?: number;
  iqSessionId: string;
  history: HistoryLine[];
  outbound?: OutboundInfo;
}

/** A new request: a phone call in the queue without further details, unless `fields` say otherwise. */
export function newRequest(
  fields: Pick<PuzzelRequest, 'kind' | 'queueId' | 'from' | 'to' | 'queueEntered'> & Partial<PuzzelRequest>,
): PuzzelRequest {
  return {
    id: 0,
    mediaType: 'Phone',
    status: 'InQueue',
    subject: '',
    uri: '',
    description: '',
    category: '',
    vip: 0,
    variables: [],
    xdrCopy: null,
    reservedUserId: 0,
    iqSessionId: '',
    history: [],
    ...fields,
  };
}

interface HistoryLine {
  time: number;
  type: string;
  message: string;
  userId: number;
}

interface OutboundInfo {
  listName: string;
  maxAttempts: number;
  attempts: number;
  secondsBetweenAttempts: number;
  scheduled?: number;
  ciqType: string;
  feedback: string | null;
  comment: string | null;
  nextAttempt?: number;
}

/** How far a missed call has been dealt with: values of the SOAP contract of 2015 (puzzel.md, section 5). */
export const tagLevels = ['NotProcessed', 'ProcessedLevel1', 'ProcessedLevel2'] as const;

/** Who tagged a missed call, how and when. */
export interface MissedCallTag {
  tagLevel: (typeof tagLevels)[number];
  userId: number;
  time: number;
}

/** One recording of a live call. */
export interface Recording {
  index: number;
  start: number;
  /** Three of the ten states in the SOAP contract of 2015 (puzzel.md, section 5). */
  state: 'Recording' | 'Censoring' | 'Completed';
  end?: number;
}

export interface ScheduledTask {
  id: number;
  contactId: string;
  name: string;
  phone: string;
  /** Minutes (inferred). */
  duration: number;
  queueKey: string;
  reservedUserId: number;
  title: string;
  description: string;
  scheduledAt?: number;
  variables: Variable[];
}
