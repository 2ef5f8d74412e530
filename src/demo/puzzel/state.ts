import { type ArchiveRecord, type EnquiryRegistration, seedArchive } from './archive-records.js';
import { CallSimulation } from './call-simulation.js';
import { seedLogs } from './logs.js';
import type { MissedCallTag, PuzzelRequest, Recording, ScheduledTask, User } from './model.js';
import { isWithin } from './opening-hours.js';
import { updateProgress } from './request-progress.js';
import { type Appointment, seedAppointments } from './seed/catalog.js';
import { type PropertyGroup, seedProperties } from './seed/properties.js';
import { queues } from './seed/queues.js';
import { seedRequests } from './seed/requests.js';
import { seedScheduledTasks } from './seed/scheduled-tasks.js';
import { type Bearer, Sessions } from './sessions.js';
import { seedUsers } from './users.js';

/** The data of the contact centre. The seeds are the same on every run; their times are relative to the start. */
export class PuzzelState {
  readonly startedAt = Date.now();
  readonly sessions: Sessions;
  readonly users: Map<number, User>;
  readonly requests: Map<number, PuzzelRequest>;
  readonly calls: CallSimulation;
  readonly scheduledTasks: Map<number, ScheduledTask>;
  /** By request id. */
  readonly missedCallTags = new Map<number, MissedCallTag>();
  readonly archive: ArchiveRecord[];
  /** By call id. */
  readonly enquiries = new Map<string, EnquiryRegistration>();
  readonly appointments: Map<number, Appointment>;
  /** Of live calls, by session id. */
  readonly recordings = new Map<string, Recording[]>();
  readonly properties: PropertyGroup[];
  readonly logs: ReturnType<typeof seedLogs>;
  timeZone = 'Europe/Oslo';
  #lastRequestId = 11_200;
  #lastLogId = 640_000;
  #lastMessageId = 5_500_120;

  constructor(tokenSeconds: number) {
    this.sessions = new Sessions(tokenSeconds);
    this.users = seedUsers(this.startedAt);
    this.requests = seedRequests(this.startedAt);
    this.properties = seedProperties();
    this.calls = new CallSimulation(this.startedAt, this.users, this.requests, (queueId, at) =>
      this.isOpen(queueId, at),
    );
    this.archive = seedArchive(this.startedAt, this.calls, this.enquiries);
    this.appointments = seedAppointments(this.startedAt);
    this.logs = seedLogs(this.startedAt, this.users, this.archive);
    this.scheduledTasks = seedScheduledTasks(this.startedAt);
  }

  /** The opening hours of a queue; they are a property, which an API call can change. */
  hoursOf(queueId: number): string {
    const hours = this.properties.find(({ name }) => name === 'opening_hours')?.properties ?? [];
    const queue = queues.find(({ id }) => id === queueId);
    return hours.find(({ key }) => key === queue?.key)?.value ?? '';
  }

  /** Whether the queue takes calls and chats at a moment; e-mails wait in it at any time. */
  isOpen(queueId: number, at: number): boolean {
    return isWithin(this.hoursOf(queueId), this.timeZone, at);
  }

  /** Id of a new request, eTask or scheduled task: they share one series. */
  nextRequestId(): number {
    this.#lastRequestId += 1;
    return this.#lastRequestId;
  }

  nextLogId(): number {
    this.#lastLogId += 1;
    return this.#lastLogId;
  }

  /** Id of a new message, enquiry registration or appointment: they share one series. */
  nextMessageId(): number {
    this.#lastMessageId += 1;
    return this.#lastMessageId;
  }

  /** The request as it is now. */
  requestById(id: number): PuzzelRequest | undefined {
    const request = this.requests.get(id);
    if (request) updateProgress(request, Date.now());
    return request;
  }

  /** All requests as they are now. */
  allRequests(): PuzzelRequest[] {
    return [...this.requests.keys()].flatMap((id) => this.requestById(id) ?? []);
  }

  /** How many chats the user is in. */
  chatCountOf(userId: number): number {
    return this.allRequests().filter((one) => one.connectedUserId === userId && one.mediaType === 'Chat').length;
  }

  /** The call that the user is in; chats, which a user may have at the same time, are left out. */
  connectedRequest(userId: number): PuzzelRequest | undefined {
    return this.allRequests().find((one) => one.connectedUserId === userId && one.mediaType !== 'Chat');
  }

  /** Whole seconds since a request was answered; before that, since it came into the queue. */
  waitOrTalkSeconds({ connectedAt, queueEntered }: PuzzelRequest, now: number): number {
    return Math.max(0, Math.floor((now - (connectedAt ?? queueEntered)) / 1000));
  }

  /** Adds an entry to the change log. */
  recordChange(
    { bearer, now }: { bearer: Bearer; now: number },
    auditType: string,
    operation: string,
    key: string,
    value: string,
  ): void {
    const { userId } = bearer.session;
    this.logs.changes.unshift({ id: this.nextLogId(), dateTime: now, userId, auditType, operation, key, value });
  }
}
