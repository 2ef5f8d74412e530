import type { Vendor } from '../../tools/effect.js';
import type { Runtime } from '../runtime.js';
import { type Check, ok, skipped } from './check.js';
import { type TagResult, tryTags } from './try-tags.js';

const checkNames: Record<Vendor, string> = {
  puzzel: 'puzzel rights',
  gladly: 'gladly permissions',
  chat: 'chat rights',
};

/** Checks which tags the logged-in users may read. The chat comes after Puzzel, because its read needs the key of a Puzzel queue. */
export async function permissionChecks(runtime: Runtime, logins: readonly Check[]): Promise<Check[]> {
  const isLoggedIn = (vendor: Vendor) =>
    logins.some(({ name, status }) => name === `${vendor} login` && status === 'ok');
  const foundRecords = new Map<string, Record<string, unknown>[]>();
  const check = async (vendor: Vendor): Promise<Check> => {
    const name = checkNames[vendor];
    if (!isLoggedIn(vendor)) return skipped(name, `needs the ${vendor} login`);
    return checkFrom(name, vendor, await tryTags(runtime, vendor, foundRecords));
  };
  const [[puzzel, chat], gladly] = await Promise.all([
    check('puzzel').then(async (puzzelCheck) => [puzzelCheck, await check('chat')] as const),
    check('gladly'),
  ]);
  return [puzzel, gladly, chat];
}

/** Whether a single Gladly record was read: then even `not_found` shows that the user may read such records. */
const isRecordRead = ({ tool }: TagResult): boolean => tool?.startsWith('get_single_gladly_') === true;

/** Tags that the report lists together. */
interface OutcomeGroup {
  /** Undefined: nothing to worry about. */
  status?: 'warn';
  /** Stands before the list of its tags. */
  label: string;
  hint?: string;
  /** Whether a tag belongs to this group. */
  includes: (result: TagResult) => boolean;
}

const hasOutcome =
  (...outcomes: string[]) =>
  ({ outcome }: TagResult): boolean =>
    outcomes.includes(outcome);

const isReadable = (result: TagResult): boolean =>
  hasOutcome('ok', 'merged')(result) || (result.outcome === 'not_found' && isRecordRead(result));

const outcomeGroups = (vendor: Vendor): OutcomeGroup[] => [
  {
    status: 'warn',
    label: vendor === 'gladly' ? "the token's user lacks the permission for" : 'not for this role',
    hint:
      vendor === 'gladly'
        ? 'An administrator of Gladly can give the user more permissions; else leave these out with PUZZEL_MCP_TAGS.'
        : 'An administrator of Puzzel can give the user more rights; else leave these tags out with PUZZEL_MCP_TAGS.',
    includes: hasOutcome('forbidden', 'unauthorized'),
  },
  {
    status: 'warn',
    label: 'route not found here',
    hint: 'Run `puzzel-mcp contract check --spec FILE` with the OpenAPI document of your tenant, or `puzzel-mcp doctor --routes`.',
    includes: (result) =>
      result.outcome === 'unverified_route' || (result.outcome === 'not_found' && !isReadable(result)),
  },
  {
    status: 'warn',
    label: 'stopped by the limit of requests before',
    hint: 'Another program uses up the limit: wait a minute, then run the doctor again.',
    includes: hasOutcome('rate_limited'),
  },
  { label: 'access ended before', includes: hasOutcome('expired') },
  {
    status: 'warn',
    label: 'no time left for',
    hint: 'Run the doctor again when the vendor answers faster.',
    includes: hasOutcome('late'),
  },
  {
    label: 'not tried, because no record was found to ask for',
    includes: hasOutcome('no_record', 'declined'),
  },
  {
    label: `not tried, because their tools have no harmless read${vendor === 'gladly' ? ' (reports need an Administrator)' : ''}`,
    includes: hasOutcome('no_read'),
  },
];

function checkFrom(name: string, vendor: Vendor, results: readonly TagResult[]): Check {
  const readableTags = results.filter(isReadable);
  const allGroups = outcomeGroups(vendor).map((group) => ({ ...group, results: results.filter(group.includes) }));
  const groups = allGroups.filter((group) => group.results.length > 0);
  const otherFailures = results.filter(
    (result) => !isReadable(result) && !groups.some((group) => group.includes(result)),
  );
  const parts = [
    `reads ${readableTags.length === 0 ? 'nothing' : tagList(readableTags)}`,
    ...groups.map((group) => `${group.label}: ${tagList(group.results)}`),
    ...(otherFailures.length > 0
      ? [`failed: ${otherFailures.map(({ tag, outcome }) => `${tag} (${outcome})`).join(', ')}`]
      : []),
  ];
  const hints = groups.flatMap(({ hint }) => hint ?? []);
  if (otherFailures.length > 0) hints.push(`\`puzzel-mcp call ${otherFailures[0]?.tool}\` shows the whole error.`);
  const isAnySent = results.some(({ tool }) => tool !== undefined);
  const isAnyBad = otherFailures.length > 0 || groups.some(({ status }) => status === 'warn');
  if (!isAnySent || !isAnyBad) return ok(name, parts.join('; '));
  // A limit that was reached says nothing about rights.
  const isRefused =
    otherFailures.length > 0 || results.some(hasOutcome('forbidden', 'unauthorized', 'unverified_route', 'not_found'));
  return {
    name,
    status: readableTags.length === 0 && isRefused ? 'fail' : 'warn',
    message: parts.join('; '),
    hint: hints.join(' '),
  };
}

const tagList = (results: readonly TagResult[]): string => results.map(({ tag }) => tag).join(', ');
