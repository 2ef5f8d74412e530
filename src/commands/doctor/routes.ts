import type { Arguments, Endpoint } from '../../api/route.js';
import type { VendorTool } from '../../tools/define.js';
import { isRead } from '../../tools/effect.js';
import type { Runtime } from '../runtime.js';
import { runPaced } from './pace.js';
import { type FoundRecords, idOfRequest, minutesAgo, type Probe, probeArguments, probes } from './probes.js';
import { argumentsFor, endsReads, isSmallRead, type ReadResult, read } from './reads.js';

/** What was found out about the route of one inferred read. It contains no data of the tenant. */
export interface RouteFinding {
  tool: string;
  outcome: 'confirmed' | 'alternative' | 'missing' | 'unclear' | 'not_tried';
  /**
   * Our own route; or the alternative in use, when that did not answer with data. Undefined when the owner's routes file has
   * a route that is none of ours, which may contain data of the tenant.
   */
  route: Endpoint | undefined;
  /** The alternative that answered instead. */
  found?: Endpoint;
  /** Why nothing was tried, or the kind of the error that was answered. */
  reason?: string;
}

/** Milliseconds for all reads. */
const allReadsMs = 60_000;

const weekMinutes = 7 * 24 * 60;
const idOfCall = { tool: 'list_all_puzzel_archive_records', member: 'callId' };
const idOfScheduledTask = { tool: 'list_all_puzzel_scheduled_tasks', member: 'id' };

/** Probes for this command alone; they take precedence over those in probes.ts. */
const routeProbes: readonly Probe[] = [
  { tool: 'list_all_puzzel_scheduled_tasks', arguments: () => ({ from: minutesAgo(0), to: minutesAgo(-weekMinutes) }) },
  {
    tool: 'list_all_puzzel_archive_records',
    arguments: () => ({ from: minutesAgo(weekMinutes), to: minutesAgo(0), maxMatches: 1 }),
  },
  { tool: 'list_all_puzzel_system_properties', arguments: () => ({ property_group: 'prof_call' }) },
  { tool: 'list_all_puzzel_enquiry_registrations_categories', arguments: () => ({ result: 'All' }) },
  { tool: 'list_all_puzzel_request_extended_information', ids: { request_id: idOfRequest } },
  { tool: 'get_single_puzzel_scheduled_task_by_id', ids: { id: idOfScheduledTask } },
  { tool: 'get_single_puzzel_survey_by_id', ids: { id: idOfCall } },
  { tool: 'get_single_puzzel_enquiry_registration_by_id', ids: { id: idOfCall } },
];

/** The probe of a tool. A tool without an entry is asked for the last five minutes, if it takes a time span. */
const probeOf = (name: string): Probe =>
  [...routeProbes, ...Object.values(probes.puzzel).flat(), ...Object.values(probes.chat).flat()].find(
    ({ tool }) => tool === name,
  ) ?? { tool: name, arguments: () => ({ from: minutesAgo(5), to: minutesAgo(0) }) };

/**
 * Finds out at which routes the inferred reads of Puzzel and its chat answer. The small ones that the settings offer are
 * called through the same pipeline as every call, so that the alternatives are tried after a router's 404 or 405. No write
 * is sent. Stops at the first 429, at the expiry, and when the time is over.
 */
export async function findRoutes(runtime: Runtime): Promise<RouteFinding[]> {
  const { pins } = runtime.config;
  const inferredReads = runtime.tools.filter(
    (tool) => tool.vendor !== 'gladly' && isRead(tool) && tool.route.provenance === 'inferred',
  );
  const records = new Map<string, Record<string, unknown>[]>();
  const results = new Map<string, ReadResult>();
  const endAt = Date.now() + allReadsMs;
  let endedBy: string | undefined;
  const isOver = () => endedBy !== undefined || Date.now() > endAt;
  const argumentsOf = (tool: VendorTool, foundRecords: FoundRecords): Arguments | undefined =>
    argumentsFor(tool, probeArguments(probeOf(tool.name), foundRecords), pins);
  const toolsWithoutId = inferredReads.filter((tool) => argumentsOf(tool, new Map()) === undefined);
  const namesOfLists = toolsWithoutId.flatMap(({ name }) =>
    Object.values(probeOf(name).ids ?? {}).map(({ tool }) => tool),
  );
  // Lists whose routes are certain, read only for their ids.
  const lists = runtime.tools.filter((tool) => namesOfLists.includes(tool.name) && !inferredReads.includes(tool));
  // In two passes: the second has the ids in the lists that the first has read.
  for (const tools of [[...lists, ...inferredReads], inferredReads]) {
    const earlierRecords = new Map(records);
    const reads = tools
      .filter(({ name }) => !results.has(name))
      .map((tool) => ({ tool, args: isSmallRead(tool) ? argumentsOf(tool, earlierRecords) : undefined }));
    // Puzzel names no limit of reads a second, so there is no gap between them.
    await runPaced(reads, { gapMs: 0, isOver }, async ({ tool, args }) => {
      if (args === undefined) return;
      const result = await read(runtime, tool, args);
      records.set(tool.name, result.rows);
      results.set(tool.name, result);
      if (endsReads(result.outcome)) endedBy ??= result.outcome;
    });
  }
  // The alternatives that answered in these reads.
  const { foundRoutes } = await runtime.connect();
  const reasonUntried = endedBy ?? (Date.now() > endAt ? 'late' : 'needs_id');
  return inferredReads.map((tool) => {
    const ourRoutes = ourRoutesOf(tool, runtime.config.routes[tool.name] ?? foundRoutes().get(tool.name));
    const result = results.get(tool.name);
    const reason = isSmallRead(tool) ? reasonUntried : 'saves_a_file';
    return result === undefined
      ? { tool: tool.name, outcome: 'not_tried', route: ourRoutes.alternativeInUse ?? ourRoutes.route, reason }
      : { tool: tool.name, ...judge(result, ourRoutes) };
  });
}

interface OurRoutes {
  route: Endpoint | undefined;
  alternativeInUse?: Endpoint;
}

const isSame = (a: Endpoint, b: Endpoint): boolean => a.method === b.method && a.path === b.path;
const endpointOf = ({ method, path }: Endpoint): Endpoint => ({ method, path });

/** A tool's route, and the alternative in use, if any; no route when the one in use is none of ours. */
function ourRoutesOf({ route }: VendorTool, endpoint: Endpoint | undefined): OurRoutes {
  if (endpoint === undefined || isSame(endpoint, route)) return { route: endpointOf(route) };
  const alternative = route.alternatives.find((candidate) => isSame(candidate, endpoint));
  return alternative === undefined
    ? { route: undefined }
    : { route: endpointOf(route), alternativeInUse: endpointOf(alternative) };
}

/**
 * Data prove a route. A refusal by the operation itself (a missing right, no such record) proves our own route too; an
 * alternative counts only when it answered with data, because it is written to a file.
 */
function judge(
  { outcome, isFromOperation }: ReadResult,
  { route, alternativeInUse }: OurRoutes,
): Omit<RouteFinding, 'tool'> {
  if (outcome === 'ok') {
    return alternativeInUse === undefined
      ? { outcome: 'confirmed', route }
      : { outcome: 'alternative', route, found: alternativeInUse };
  }
  const triedRoute = alternativeInUse ?? route;
  if (outcome === 'unverified_route') return { outcome: 'missing', route: triedRoute };
  const isRefusal =
    isFromOperation && ['forbidden', 'not_found', 'invalid_input', 'conflict', 'upstream'].includes(outcome);
  const isProof = isRefusal && alternativeInUse === undefined;
  return { outcome: isProof ? 'confirmed' : 'unclear', route: triedRoute, reason: outcome };
}
