import type { Vendor } from '../../tools/effect.js';
import type { Runtime } from '../runtime.js';
import { type Check, ok, skipped } from './check.js';
import { type Tried, tryTags } from './rights.js';

const rightsNames: Record<Vendor, string> = {
  puzzel: 'puzzel rights',
  gladly: 'gladly permissions',
  chat: 'chat rights',
};

/** Which tags the logged-in users can really read. The chat comes after Puzzel, whose queues name the key that it is asked about. */
export async function permissions(runtime: Runtime, logins: readonly Check[]): Promise<Check[]> {
  const isIn = (vendor: Vendor) => logins.some(({ name, status }) => name === `${vendor} login` && status === 'ok');
  const found = new Map<string, Record<string, unknown>[]>();
  const look = async (vendor: Vendor): Promise<Check> => {
    const name = rightsNames[vendor];
    if (!isIn(vendor)) return skipped(name, `needs the ${vendor} login`);
    return checkFrom(name, vendor, await tryTags(runtime, vendor, found));
  };
  const [[puzzel, chat], gladly] = await Promise.all([
    look('puzzel').then(async (first) => [first, await look('chat')] as const),
    look('gladly'),
  ]);
  return [puzzel, gladly, chat];
}

/** Reads of a single record at Gladly: the answer that there is no such record shows that the user may read. */
const isAboutRecord = ({ tool }: Tried): boolean => tool?.startsWith('get_single_gladly_') === true;

interface Group {
  /** Undefined: nothing to worry about. */
  status?: 'warn';
  /** Stands before the list of its tags. */
  words: string;
  hint?: string;
  /** Whether a tag belongs to this group, by what trying it showed. */
  has: (tried: Tried) => boolean;
}

const is =
  (...kinds: string[]) =>
  ({ outcome }: Tried): boolean =>
    kinds.includes(outcome);

const readable = (tried: Tried): boolean =>
  tried.outcome === 'ok' || tried.outcome === 'merged' || (tried.outcome === 'not_found' && isAboutRecord(tried));

const groupsOf = (vendor: Vendor): Group[] => [
  {
    status: 'warn',
    words: vendor === 'gladly' ? "the token's user lacks the permission for" : 'not for this role',
    hint:
      vendor === 'gladly'
        ? 'An administrator of Gladly can give the user more permissions; else leave these out with PUZZEL_MCP_TAGS.'
        : 'An administrator of Puzzel can give the user more rights; else leave these tags out with PUZZEL_MCP_TAGS.',
    has: is('forbidden', 'unauthorized'),
  },
  {
    status: 'warn',
    words: 'route not found here',
    hint: 'Run `puzzel-mcp contract check --spec FILE` with the OpenAPI document of your tenant, or `puzzel-mcp doctor --routes`.',
    has: (tried) => tried.outcome === 'unverified_route' || (tried.outcome === 'not_found' && !readable(tried)),
  },
  {
    status: 'warn',
    words: 'stopped by the limit of requests before',
    hint: 'Another program uses up the limit: wait a minute, then run the doctor again.',
    has: is('rate_limited'),
  },
  { words: 'access ended before', has: is('expired') },
  {
    status: 'warn',
    words: 'no time left for',
    hint: 'Run the doctor again when the vendor answers faster.',
    has: is('late'),
  },
  { words: 'not tried, because no record was found to ask for', has: is('no_record', 'invalid_input', 'declined') },
  {
    words: `not tried, because their tools have no harmless read${vendor === 'gladly' ? ' (reports need an Administrator)' : ''}`,
    has: is('no_read'),
  },
];

function checkFrom(name: string, vendor: Vendor, tried: readonly Tried[]): Check {
  const good = tried.filter(readable);
  const known = groupsOf(vendor).map((group) => ({ ...group, tried: tried.filter((one) => group.has(one)) }));
  const rest = tried.filter((one) => !readable(one) && !known.some((group) => group.has(one)));
  const groups = known.filter((group) => group.tried.length > 0);
  const parts = [
    `reads ${good.length === 0 ? 'nothing' : list(good)}`,
    ...groups.map((group) => `${group.words}: ${list(group.tried)}`),
    ...(rest.length > 0 ? [`failed: ${rest.map(({ tag, outcome }) => `${tag} (${outcome})`).join(', ')}`] : []),
  ];
  const hints = groups.flatMap(({ hint }) => hint ?? []);
  if (rest.length > 0) hints.push(`\`puzzel-mcp call ${rest[0]?.tool}\` shows the whole error.`);
  const isAnySent = tried.some(({ tool }) => tool !== undefined);
  const isAnyBad = rest.length > 0 || groups.some(({ status }) => status === 'warn');
  if (!isAnySent || !isAnyBad) return ok(name, parts.join('; '));
  // A limit that was reached says nothing about rights.
  const refused = rest.length > 0 || tried.some(is('forbidden', 'unauthorized', 'unverified_route', 'not_found'));
  return {
    name,
    status: good.length === 0 && refused ? 'fail' : 'warn',
    message: parts.join('; '),
    hint: hints.join(' '),
  };
}

const list = (tried: readonly Tried[]): string => tried.map(({ tag }) => tag).join(', ');
