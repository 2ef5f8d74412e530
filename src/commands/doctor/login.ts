import { Failure } from '../../failure.js';
import { within } from '../../http/deadline.js';
import { scalarText } from '../../json.js';
import type { Vendor } from '../../tools/effect.js';
import { gladlyOrganization, puzzelTokenInformation } from '../login-reads.js';
import type { Runtime } from '../runtime.js';
import { type Check, ok, skipped, stepMs } from './check.js';

/** Logs in to Puzzel and reads which user that is. */
export const puzzelLoginCheck = (runtime: Runtime): Promise<Check> =>
  loginCheck(runtime, 'puzzel', async (signal) => {
    const token = await puzzelTokenInformation(runtime, signal);
    return `logged in as user ${token.userId} of customer ${token.customerKey}${untilText(token.accessTokenExpiry)}`;
  });

/** Logs in to all vendors that are set up, at the same time, and makes one harmless read at Puzzel and at Gladly. */
export const loginChecks = (runtime: Runtime): Promise<Check[]> =>
  Promise.all([
    puzzelLoginCheck(runtime),
    loginCheck(runtime, 'gladly', async (signal) => {
      const { name, id } = await gladlyOrganization(runtime, signal);
      return `reads organization ${name} (${id})`;
    }),
    loginCheck(runtime, 'chat', async (signal) => {
      const { apis } = await runtime.connect();
      const { expiresAt } = await apis.chat.logIn({ signal });
      return `visitor session until ${expiresAt.toISOString()}`;
    }),
  ]);

/** When the token expires. Puzzel writes `/Date(1767016200000-0000)/`, or ISO 8601 (puzzel.md, section 4). */
function untilText(expiry: unknown): string {
  const text = scalarText(expiry);
  const expiresAt = new Date(Number(/^\/Date\((-?\d+)/.exec(text)?.[1] ?? Date.parse(text)));
  return Number.isNaN(expiresAt.getTime()) ? '' : `, until ${expiresAt.toISOString()}`;
}

/** What to do when Gladly refuses the read that tests the login (gladly.md, d). */
const gladlyHints: Partial<Record<Failure['kind'], string>> = {
  forbidden: 'Give the user the permission “API User” in Gladly.',
  unauthorized:
    'Check GLADLY_EMAIL and GLADLY_API_TOKEN; a token of production does not work in the sandbox, nor the other way round.',
  not_found: 'There is no such organization: check GLADLY_HOST (acme.us-1.gladly.com) or GLADLY_ORGANIZATION.',
};

async function loginCheck(
  { config }: Runtime,
  vendor: Vendor,
  read: (signal: AbortSignal) => Promise<string>,
): Promise<Check> {
  const name = `${vendor} login`;
  if (!config.demo && !config[vendor].ready) return skipped(name, 'not set up');
  try {
    return ok(name, await within(stepMs, [], read));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const vendorHint = vendor === 'gladly' ? gladlyHints[error.kind] : undefined;
    const timeoutHint = error.kind === 'timeout' ? 'See the checks dns, proxy and tls; or try again later.' : undefined;
    const hint = vendorHint ?? timeoutHint ?? error.hint;
    return { name, status: 'fail', message: error.message, ...(hint !== undefined && { hint }) };
  }
}
