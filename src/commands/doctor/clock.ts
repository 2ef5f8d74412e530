import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import * as z from 'zod';
import { type Check, ok, skipped, warn } from './check.js';

/** Seconds that the clock may be wrong: tokens are renewed at most a minute before their end. */
const toleratedSeconds = 60;

/** Compares this machine's clock with the `Date` header of the answers to the doctor's other checks. */
interface ClockWatch {
  check: () => Check;
  stop: () => void;
}

/** undici's diagnostics channel reports every answer, including those to logins, which the API clients do not pass on. */
const channel = 'undici:request:headers';

export function watchClock(): ClockWatch {
  const offsetsMs: number[] = [];
  const listen = (message: unknown) => {
    const date = dateOf(message);
    if (date !== undefined) offsetsMs.push(date - Date.now());
  };
  subscribe(channel, listen);
  return {
    stop: () => unsubscribe(channel, listen),
    check: () => {
      const name = 'clock';
      if (offsetsMs.length === 0) return skipped(name, 'no vendor answered with its time');
      // A vendor's clock may be wrong as well: ours counts as right when it agrees with one of them.
      const smallestOffsetMs = offsetsMs.reduce((a, b) => (Math.abs(b) < Math.abs(a) ? b : a));
      const seconds = Math.round(Math.abs(smallestOffsetMs) / 1_000);
      if (seconds <= toleratedSeconds) return ok(name, `within ${Math.max(seconds, 1)} s of the vendor's`);
      return warn(
        name,
        `${seconds} s ${smallestOffsetMs > 0 ? 'behind' : 'ahead of'} the vendor's: ${new Date().toISOString()} here`,
        'Set this machine’s clock by the network (NTP): logins, tokens and certificates depend on the time.',
      );
    },
  };
}

const headersMessage = z.object({ response: z.object({ headers: z.array(z.instanceof(Uint8Array)) }) });

/** Milliseconds since 1970 by the answer's `Date`; undefined without one, and for an answer from a cache, whose time is old. */
function dateOf(message: unknown): number | undefined {
  const parsed = headersMessage.safeParse(message);
  if (!parsed.success) return undefined;
  // A flat list: each name is followed by its value.
  const namesAndValues = parsed.data.response.headers.map((part) => Buffer.from(part).toString('latin1'));
  const header = (name: string) =>
    namesAndValues.find((_, at) => at % 2 === 1 && namesAndValues[at - 1]?.toLowerCase() === name);
  const date = Date.parse(header('date') ?? '');
  return Number.isNaN(date) || header('age') !== undefined ? undefined : date;
}
