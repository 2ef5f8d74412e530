import { Failure } from '../../failure.js';
import { within } from '../../http/deadline.js';
import type { Vendor } from '../../tools/effect.js';
import { gladlyOrganization, puzzelTokenInformation } from '../login-checks.js';
import type { Runtime } from '../runtime.js';
import { type Check, ok, skipped, stepMs } from './check.js';

/** Logs in at Puzzel and asks who that is. */
export const puzzelLogin = (runtime: Runtime): Promise<Check> =>
  login(runtime, 'puzzel', async (signal) => {
    const who = await puzzelTokenInformation(runtime, signal);
    return `logged in as user ${who.userId} of customer ${who.customerKey}${until(who.accessTokenExpiry)}`;
  });

/** Logs in and asks one harmless question, for every vendor at once. */
export const logins = (runtime: Runtime): Promise<Check[]> =>
  Promise.all([
    puzzelLogin(runtime),
    login(runtime, 'gladly', async (signal) => {
      const { name, id } = await gladlyOrganization(runtime, signal);
      return `reads organization ${name} (${id})`;
    }),
    login(runtime, 'chat', async (signal) => {
      const { apis } = await runtime.connect();
      const { expiresAt } = await apis.chat.logIn({ signal });
      return `visitor session until ${expiresAt.toISOString()}`;
    }),
  ]);

/** Puzzel writes `/Date(1767016200000-0000)/`, or ISO 8601 (puzzel.md, section 4). */
function until(expiry: unknown): string {
  const text = String(expiry);
  const ends = new Date(Number(/^\/Date\((-?\d+)/.exec(text)?.[1] ?? Date.parse(text)));
  return Number.isNaN(ends.getTime()) ? '' : `, until ${ends.toISOString()}`;
}

/** What to do when Gladly refuses the read that tests the login (gladly.md, errors). */
const gladlyHints: Partial<Record<Failure['kind'], string>> = {
  forbidden: 'Give the user the permission “API User” in Gladly.',
  unauthorized:
    'Check GLADLY_EMAIL and GLADLY_API_TOKEN; a token of production does not work in the sandbox, nor the other way round.',
  not_found: 'There is no such organization: check GLADLY_HOST (acme.us-1.gladly.com) or GLADLY_ORGANIZATION.',
};

async function login(
  { config }: Runtime,
  vendor: Vendor,
  ask: (signal: AbortSignal) => Promise<string>,
): Promise<Check> {
  const name = `${vendor} login`;
  if (!config.demo && !config[vendor].ready) return skipped(name, 'not set up');
  try {
    return ok(name, await within(stepMs, [], ask));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const own = vendor === 'gladly' ? gladlyHints[error.kind] : undefined;
    const timing = error.kind === 'timeout' ? 'See the checks dns, proxy and tls; or try again later.' : undefined;
    const hint = own ?? timing ?? error.hint;
    return { name, status: 'fail', message: error.message, ...(hint !== undefined && { hint }) };
  }
}
