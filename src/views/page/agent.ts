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

/** In the order in which a supervisor asks: who could help, who is busy, who has been away for too long. */
export const lanes = ['ready', 'call', 'wrapup', 'pause', 'other', 'unknown', 'off'] as const;
export type Lane = (typeof lanes)[number];

export const laneWords = {
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
  answered: number | undefined;
  /** Seconds in the present status; `atLeast` when it began before this page first saw the agent. */
  seconds: number | undefined;
  atLeast: boolean;
}

/** A wrap-up or a pause that takes more seconds than this stands out. */
export interface Limits {
  wrapup: number;
  pause: number;
}
export const defaultLimits: Limits = { wrapup: 300, pause: 900 };

export const isOver = ({ lane, seconds }: Agent, limits: Limits): boolean =>
  (lane === 'wrapup' || lane === 'pause') && seconds !== undefined && seconds > limits[lane];

/** Remembers since when each agent has been seen in a status, for tenants whose answers do not say it. */
export class StatusWatch {
  readonly #seen = new Map<string, { status: string; since: number; exact: boolean }>();

  /** @returns milliseconds since 1970; `exact` when the change to this status was seen */
  since(key: string, status: string, now: number): { since: number; exact: boolean } {
    const known = this.#seen.get(key);
    if (known?.status === status) return known;
    const seen = { status, since: now, exact: known !== undefined };
    this.#seen.set(key, seen);
    return seen;
  }
}

/** Below so many seconds, "at least so long" tells nothing and is not shown. */
const leastWatched = 60;

/** The agents of a tool's answer. @param asOf when it was read */
export function readAgents(result: unknown, asOf: Date, watch: StatusWatch): Agent[] {
  return records(result).map((record, index) => {
    const read = agentSchema.parse(record);
    const key = String(read.userId ?? index);
    const status = [read.contactCentreStatus, read.userStatus, read.pauseDescription].filter(Boolean).join(' · ');
    const watched = watch.since(key, status, asOf.getTime());
    const reported = read.timeInStatusSeconds ?? read.timeInStatus ?? secondsSince(read.statusSince, asOf);
    const watchedFor = (asOf.getTime() - watched.since) / 1_000;
    return {
      key,
      name: [read.firstName, read.lastName].filter(Boolean).join(' ') || `Agent ${key}`,
      group: read.userGroupName ?? '',
      lane: laneOf(read.contactCentreStatus, read.userStatus),
      status: read.pauseDescription ?? (read.contactCentreStatus === 'Pause' ? '' : (read.userStatus ?? '')),
      answered: read.callsAnswered,
      seconds: reported ?? (watchedFor < leastWatched && !watched.exact ? undefined : watchedFor),
      atLeast: reported === undefined && !watched.exact,
    };
  });
}

function secondsSince(text: string | undefined, now: Date): number | undefined {
  const since = Date.parse(text ?? '');
  return Number.isNaN(since) ? undefined : Math.max(0, (now.getTime() - since) / 1_000);
}

/** Statuses of an agent for whom a call is reserved, rings or goes on, with a customer or with a colleague. */
const onCall = new Set(['Allocated', 'Alerting', 'Connected', 'ConsultCall']);

function laneOf(centre: string | undefined, user: string | undefined): Lane {
  if (centre === 'LoggedOff') return 'off';
  if (centre === 'Pause') return 'pause';
  if (user === undefined) return 'unknown';
  if (user === 'Available') return 'ready';
  if (user === 'WrapUp') return 'wrapup';
  return onCall.has(user) ? 'call' : 'other';
}

/** Letters that are no base letter with a mark, as people type them who do not have them on their keyboard. */
const plainLetters: Record<string, string> = { ø: 'o', æ: 'ae', ß: 'ss', ł: 'l', đ: 'd', ı: 'i' };

const plain = (text: string) =>
  text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[øæßłđı]/g, (letter) => plainLetters[letter] ?? letter);

/** Whether a name contains what was typed; upper case and diacritics do not matter. */
export const matches = ({ name }: Agent, typed: string): boolean => plain(name).includes(plain(typed.trim()));

/** By time in status (those over their limit first), by name, or by calls answered. */
export type Order = 'time' | 'name' | 'answered';

export function sorted(agents: readonly Agent[], order: Order, limits: Limits, locale: string): Agent[] {
  const byName = new Intl.Collator(locale);
  return [...agents].sort((a, b) => {
    if (order === 'name') return byName.compare(a.name, b.name);
    if (order === 'answered') return (b.answered ?? -1) - (a.answered ?? -1);
    return Number(isOver(b, limits)) - Number(isOver(a, limits)) || (b.seconds ?? 0) - (a.seconds ?? 0);
  });
}
