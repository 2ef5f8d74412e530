import type { Variable } from './arguments.js';

export type ContactCentreStatus = 'LoggedOff' | 'LoggedOn' | 'Pause';
export type UserStatus = 'Available' | 'Alerting' | 'Connected' | 'Busy' | 'NoAnswer' | 'WrapUp' | 'System';

/** What a user is doing, and since when (milliseconds since 1970). */
export interface Presence {
  contactCentreStatus: ContactCentreStatus;
  userStatus: UserStatus;
  pauseTypeId: number;
  since: number;
  /** For a status that ends by itself: when, and what follows. */
  until?: { at: number; next: Omit<Presence, 'since'> };
}

/** One profile of a user: a phone to be reached at and the skills that count there. */
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

/** A request: a call, a written item or a callout, from its arrival until it is done or deleted. */
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
  /** Milliseconds since 1970. */
  queueEntered: number;
  reservedUserId: number;
  reservedUntil?: number;
  connectedUserId?: number;
  /** For a request in conversation: when it was answered, in milliseconds since 1970. */
  connectedAt?: number;
  iqSessionId: string;
  history: HistoryLine[];
  outbound?: OutboundInfo;
}

/** A request as it comes in; whatever is not given is empty. */
export function newRequest(
  own: Pick<PuzzelRequest, 'kind' | 'queueId' | 'from' | 'to' | 'queueEntered'> & Partial<PuzzelRequest>,
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
    ...own,
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

/** One recording of a live call. */
export interface Recording {
  index: number;
  start: number;
  /** Three of the ten states of 2015 (puzzel.md, section 5). */
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
  scheduled?: number;
  variables: Variable[];
}
