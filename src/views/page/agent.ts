import * as z from 'zod';
import { records } from './answer.js';

const figure = z.number().optional().catch(undefined);
const words = z.string().optional().catch(undefined);

const agentForm = z.object({
  userId: z.union([z.number(), z.string()]).optional().catch(undefined),
  firstName: words,
  lastName: words,
  userGroupName: words,
  contactCentreStatus: words,
  userStatus: words,
  pauseDescription: words,
  timeInStatusSeconds: figure,
  timeInStatus: figure,
  statusSince: words,
  callsAnswered: figure,
});

/** What the agents page uses of an agent. */
export const agentFields = Object.keys(agentForm.shape);

export type Lane = 'ready' | 'call' | 'wrapup' | 'pause' | 'other' | 'off';

/** In the order in which a supervisor asks: who could help, who is busy, who has been away for too long. */
export const lanes = ['ready', 'call', 'wrapup', 'pause', 'other', 'off'] as const;
export const laneWords = {
  ready: 'Ready',
  call: 'On a call',
  wrapup: 'Wrap-up',
  pause: 'Pause',
  other: 'Not ready',
  off: 'Logged off',
} satisfies Record<Lane, string>;

export interface Agent {
  key: string;
  name: string;
  group: string;
  lane: Lane;
  /** The vendor's own words for the state. */
  status: string;
  answered: number | undefined;
  /** Seconds in the present state; `atLeast` when only this page's own watching knows it. */
  seconds: number | undefined;
  atLeast: boolean;
}

/** Over this many seconds in it, a wrap-up or a pause stands out. */
export interface Limits {
  wrapup: number;
  pause: number;
}
export const usualLimits: Limits = { wrapup: 300, pause: 900 };

export const isOver = ({ lane, seconds }: Agent, limits: Limits): boolean =>
  (lane === 'wrapup' || lane === 'pause') && seconds !== undefined && seconds > limits[lane];

/** Remembers since when each agent was seen in a state, for tenants whose answers do not say it. */
export class StatusWatch {
  readonly #seen = new Map<string, { status: string; since: number; fromStart: boolean }>();
  #first: number | undefined;

  /** @returns milliseconds since 1970, and whether the change itself was seen */
  since(key: string, status: string, now: number): { since: number; exact: boolean } {
    this.#first ??= now;
    const known = this.#seen.get(key);
    if (known?.status === status) return { since: known.since, exact: !known.fromStart };
    const fromStart = known === undefined;
    this.#seen.set(key, { status, since: now, fromStart });
    return { since: now, exact: !fromStart };
  }
}

/** Seconds before "at least so long" says anything. */
const leastWatched = 60;

export function readAgents(result: unknown, asOf: Date, watch: StatusWatch): Agent[] {
  return records(result).map((record, index) => {
    const read = agentForm.parse(record);
    const key = String(read.userId ?? index);
    const status = [read.contactCentreStatus, read.userStatus, read.pauseDescription].filter(Boolean).join(' · ');
    const watched = watch.since(key, status, asOf.getTime());
    const told = read.timeInStatusSeconds ?? read.timeInStatus ?? secondsSince(read.statusSince, asOf);
    const watchedFor = (asOf.getTime() - watched.since) / 1_000;
    return {
      key,
      name: [read.firstName, read.lastName].filter(Boolean).join(' ') || `Agent ${key}`,
      group: read.userGroupName ?? '',
      lane: laneOf(read.contactCentreStatus, read.userStatus),
      status: read.pauseDescription ?? (read.contactCentreStatus === 'Pause' ? '' : (read.userStatus ?? '')),
      answered: read.callsAnswered,
      seconds: told ?? (watchedFor < leastWatched && !watched.exact ? undefined : watchedFor),
      atLeast: told === undefined && !watched.exact,
    };
  });
}

function secondsSince(text: string | undefined, now: Date): number | undefined {
  const since = Date.parse(text ?? '');
  return Number.isNaN(since) ? undefined : Math.max(0, (now.getTime() - since) / 1_000);
}

/** A call is reserved for the agent, rings, or goes on; with a customer or with a colleague. */
const onCall = new Set(['Allocated', 'Alerting', 'Connected', 'ConsultCall']);

function laneOf(centre: string | undefined, user: string | undefined): Lane {
  if (centre === 'LoggedOff') return 'off';
  if (centre === 'Pause') return 'pause';
  if (user === 'Available') return 'ready';
  if (user === 'WrapUp') return 'wrapup';
  return onCall.has(user ?? '') ? 'call' : 'other';
}

export type Order = 'time' | 'name' | 'answered';

export function sorted(agents: readonly Agent[], order: Order, limits: Limits, locale: string): Agent[] {
  const byName = new Intl.Collator(locale);
  return [...agents].sort((a, b) => {
    if (order === 'name') return byName.compare(a.name, b.name);
    if (order === 'answered') return (b.answered ?? -1) - (a.answered ?? -1);
    return Number(isOver(b, limits)) - Number(isOver(a, limits)) || (b.seconds ?? 0) - (a.seconds ?? 0);
  });
}
