import * as z from 'zod';
import { optionalNumber, optionalText, records } from './answer.js';

const agentSchema = z.object({
  userId: z.union([z.number(), z.string()]).optional().catch(undefined),
  firstName: optionalText,
  lastName: optionalText,
  userGroupName: optionalText,
  contactCentreStatus: optionalText,
  userStatus: optionalText,
  pauseDescription: optionalText,
  timeInStatusSeconds: optionalNumber,
  timeInStatus: optionalNumber,
  statusSince: optionalText,
  callsAnswered: optionalNumber,
});

/** The members of an agent that the page uses. */
export const agentFields = Object.keys(agentSchema.shape);

/**
 * The groups of statuses that the page shows as columns, in the order in which a supervisor asks: who could help, who is
 * busy, who has been away for too long.
 */
export const lanes = ['ready', 'call', 'wrapup', 'pause', 'other', 'unknown', 'off'] as const;
export type Lane = (typeof lanes)[number];

export const laneLabels = {
  ready: 'Ready',
  call: 'On a call',
  wrapup: 'Wrap-up',
  pause: 'Pause',
  other: 'Not ready',
  unknown: 'Status unknown',
  off: 'Logged off',
} satisfies Record<Lane, string>;

export interface Agent {
  key: string;
  name: string;
  group: string;
  lane: Lane;
  /** In the vendor's words: the name of the pause, or the user's status. May be empty. */
  status: string;
  /** Calls answered in the period that was asked for. */
  callsAnswered: number | undefined;
  /** Seconds in the present status. */
  seconds: number | undefined;
  /** Whether the true number of seconds is higher: the status began before this page first saw the agent. */
  isLowerBound: boolean;
}

/** A wrap-up or a pause that takes more seconds than this stands out. */
export interface Limits {
  wrapup: number;
  pause: number;
}
export const defaultLimits: Limits = { wrapup: 300, pause: 900 };

export const isOverLimit = ({ lane, seconds }: Agent, limits: Limits): boolean =>
  (lane === 'wrapup' || lane === 'pause') && seconds !== undefined && seconds > limits[lane];

/** Remembers since when each agent has been in its status, for tenants whose answers do not say it. */
export class StatusWatch {
  readonly #statuses = new Map<string, { status: string; since: number; isExact: boolean }>();

  /** Notes an agent's status. @returns since when, in milliseconds since 1970; `isExact` when the change to it was seen */
  note(key: string, status: string, now: number): { since: number; isExact: boolean } {
    const previous = this.#statuses.get(key);
    if (previous?.status === status) return previous;
    const entry = { status, since: now, isExact: previous !== undefined };
    this.#statuses.set(key, entry);
    return entry;
  }
}

/** A lower bound of fewer seconds than this tells nothing and is not shown. */
const minWatchedSeconds = 60;

/** The agents of a tool's answer, whose statuses `watch` notes. @param asOf when the answer was read */
export function readAgents(result: unknown, asOf: Date, watch: StatusWatch): Agent[] {
  return records(result).map((record, index) => {
    const fields = agentSchema.parse(record);
    const { contactCentreStatus, userStatus, pauseDescription } = fields;
    const key = String(fields.userId ?? index);
    const wholeStatus = [contactCentreStatus, userStatus, pauseDescription].filter(Boolean).join(' · ');
    const { since, isExact } = watch.note(key, wholeStatus, asOf.getTime());
    const reportedSeconds = fields.timeInStatusSeconds ?? fields.timeInStatus ?? secondsSince(fields.statusSince, asOf);
    const watchedSeconds = (asOf.getTime() - since) / 1_000;
    return {
      key,
      name: [fields.firstName, fields.lastName].filter(Boolean).join(' ') || `Agent ${key}`,
      group: fields.userGroupName ?? '',
      lane: laneOf(contactCentreStatus, userStatus),
      status: pauseDescription ?? (contactCentreStatus === 'Pause' ? '' : (userStatus ?? '')),
      callsAnswered: fields.callsAnswered,
      seconds: reportedSeconds ?? (watchedSeconds < minWatchedSeconds && !isExact ? undefined : watchedSeconds),
      isLowerBound: reportedSeconds === undefined && !isExact,
    };
  });
}

function secondsSince(text: string | undefined, asOf: Date): number | undefined {
  const since = Date.parse(text ?? '');
  return Number.isNaN(since) ? undefined : Math.max(0, (asOf.getTime() - since) / 1_000);
}

/** Statuses of an agent for whom a call is reserved, rings or goes on, with a customer or with a colleague. */
const callStatuses = new Set(['Allocated', 'Alerting', 'Connected', 'ConsultCall']);

function laneOf(contactCentreStatus: string | undefined, userStatus: string | undefined): Lane {
  if (contactCentreStatus === 'LoggedOff') return 'off';
  if (contactCentreStatus === 'Pause') return 'pause';
  if (userStatus === undefined) return 'unknown';
  if (userStatus === 'Available') return 'ready';
  if (userStatus === 'WrapUp') return 'wrapup';
  return callStatuses.has(userStatus) ? 'call' : 'other';
}

/** As in tools/folded-names.ts, which pages cannot import. */
const plainLetters: Record<string, string> = { ø: 'o', æ: 'ae', œ: 'oe', ß: 'ss', ł: 'l', đ: 'd', ı: 'i' };

const withoutDiacritics = (text: string) =>
  text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[øæœßłđı]/g, (letter) => plainLetters[letter] ?? letter);

/** Whether a name contains what was typed; upper case and diacritics do not matter. */
export const nameMatches = ({ name }: Agent, typed: string): boolean =>
  withoutDiacritics(name).includes(withoutDiacritics(typed.trim()));

/** By time in status (those over their limit first), by name, or by calls answered. */
export type Order = 'time' | 'name' | 'answered';

export function sortAgents(agents: readonly Agent[], order: Order, limits: Limits, locale: string): Agent[] {
  const collator = new Intl.Collator(locale);
  return [...agents].sort((a, b) => {
    if (order === 'name') return collator.compare(a.name, b.name);
    if (order === 'answered') return (b.callsAnswered ?? -1) - (a.callsAnswered ?? -1);
    return Number(isOverLimit(b, limits)) - Number(isOverLimit(a, limits)) || (b.seconds ?? 0) - (a.seconds ?? 0);
  });
}
