import { Failure } from '../../failure.js';
import type { RequestContext } from '../../http/request-context.js';
import { scalarText } from '../../json.js';
import type { VendorClients } from '../../tools/define.js';
import type { Vendor } from '../../tools/effect.js';
import { membersOf } from '../../tools/members.js';
import type { Runtime } from '../runtime.js';
import { type Check, ok, skipped } from './check.js';

const organization = {
  name: 'login check',
  route: { method: 'GET', path: '/api/v1/organization', provenance: 'documented', alternatives: [] },
  isRead: true,
} as const;

/** Logs in to Puzzel and reads which user that is. */
export const puzzelLoginCheck = (runtime: Runtime, signal: AbortSignal): Promise<Check> =>
  loginCheck(runtime, 'puzzel', signal, async ({ puzzel }, context) => {
    const token = membersOf(await puzzel.tokenInformation(context));
    return `logged in as user ${token.userId} of customer ${token.customerKey}${untilText(token.accessTokenExpiry)}`;
  });

/** Logs in to all vendors that are set up, at the same time, and makes one harmless read at Puzzel and at Gladly. */
export const loginChecks = (runtime: Runtime, signal: AbortSignal): Promise<Check[]> =>
  Promise.all([
    puzzelLoginCheck(runtime, signal),
    loginCheck(runtime, 'gladly', signal, async ({ gladly }, context) => {
      const { name, id } = membersOf((await gladly.call(organization, {}, context)).data);
      return `reads organization ${name} (${id})`;
    }),
    loginCheck(runtime, 'chat', signal, async ({ chat }, context) => {
      const { expiresAt } = await chat.logIn(context);
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
  { config, connect }: Runtime,
  vendor: Vendor,
  signal: AbortSignal,
  read: (clients: VendorClients, context: RequestContext) => Promise<string>,
): Promise<Check> {
  const name = `${vendor} login`;
  if (!config.demo && !config[vendor].ready) return skipped(name, 'not set up');
  try {
    return ok(name, await read((await connect()).apis, { signal }));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const vendorHint = vendor === 'gladly' ? gladlyHints[error.kind] : undefined;
    const timeoutHint =
      error.kind === 'timeout'
        ? 'See the checks dns, proxy and tls of `puzzel-mcp doctor`; or try again later.'
        : undefined;
    const hint = vendorHint ?? timeoutHint ?? error.hint;
    return { name, status: 'fail', message: error.message, ...(hint !== undefined && { hint }) };
  }
}
