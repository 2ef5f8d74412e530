import type { Arguments, Endpoint } from '../../api/route.js';
import type { VendorTool } from '../../tools/define.js';
import { isRead } from '../../tools/effect.js';
import type { Runtime } from '../runtime.js';
import { paced } from './paced.js';
import { type Answers, ago, type Probe, probes, taking } from './probes.js';
import { argumentsFor, isEnd, isSmallRead, type Reading, read } from './reads.js';

/** What this tenant says about the route of one inferred read. Nothing in it is a value of the tenant. */
export interface RouteFinding {
  tool: string;
  outcome: 'confirmed' | 'alternative' | 'missing' | 'unclear' | 'not_tried';
  /** The route that this is about; undefined when the owner's routes file names one of its own, which may hold anything. */
  route: Endpoint | undefined;
  /** The alternative that answered instead. */
  found?: Endpoint;
  /** Why nothing was tried, or the kind of the error that was answered. */
  reason?: string;
}

/** Milliseconds for all reads. Puzzel names no limit for reads a second, so only how many are under way at a time is limited. */
const allMs = 60_000;

const week = 7 * 24 * 60;
const requestId = (argument: string) => taking(argument, 'list_all_puzzel_personal_queue_requests', 'requestId');
const callId = taking('id', 'list_all_puzzel_archive_records', 'callId');

/** What the reads need beside the probes of the rights: spans of time, and ids out of lists. */
const more: readonly Probe[] = [
  { tool: 'list_all_puzzel_scheduled_tasks', arguments: () => ({ from: ago(0), to: ago(-week) }) },
  { tool: 'list_all_puzzel_archive_records', arguments: () => ({ from: ago(week), to: ago(0), maxMatches: 1 }) },
  { tool: 'list_all_puzzel_system_properties', arguments: () => ({ property_group: 'prof_call' }) },
  { tool: 'list_all_puzzel_enquiry_registrations_categories', arguments: () => ({ result: 'All' }) },
  { tool: 'list_all_puzzel_request_extended_information', from: requestId('request_id') },
  { tool: 'get_single_puzzel_scheduled_task_by_id', from: taking('id', 'list_all_puzzel_scheduled_tasks', 'id') },
  { tool: 'get_single_puzzel_survey_by_id', from: callId },
  { tool: 'get_single_puzzel_enquiry_registration_by_id', from: callId },
];

const probeOf = (name: string): Probe =>
  [...more, ...Object.values(probes.puzzel).flat(), ...Object.values(probes.chat).flat()].find(
    ({ tool }) => tool === name,
  ) ?? { tool: name, arguments: () => ({ from: ago(5), to: ago(0) }) };

/** A confirmed list that is read for its ids alone, and the reads that need them. */
const idLists: Readonly<Record<string, readonly string[]>> = {
  list_all_puzzel_queues: ['list_all_puzzel_missed_calls'],
};

/**
 * Asks where the inferred reads of Puzzel and its chat live: one small read of each tool that the settings offer, through
 * the same pipeline as every call, whose route resolver tries the alternatives after a router's 404 or 405. Nothing is
 * written. Stops at the first 429.
 */
export async function findRoutes(runtime: Runtime): Promise<RouteFinding[]> {
  const { pins } = runtime.config;
  const wanted = runtime.tools.filter(
    (tool) => tool.vendor !== 'gladly' && isRead(tool) && tool.route.provenance === 'inferred',
  );
  const answers = new Map<string, Record<string, unknown>[]>();
  const readings = new Map<string, Reading>();
  const until = Date.now() + allMs;
  let end: string | undefined;
  const isOver = () => end !== undefined || Date.now() > until;
  const argumentsOf = (tool: VendorTool, known: Answers): Arguments | undefined => {
    const probe = probeOf(tool.name);
    return argumentsFor(tool, probe.from?.(known) ?? probe.arguments?.() ?? {}, pins);
  };
  const lists = runtime.tools.filter(({ name }) =>
    wanted.some((tool) => idLists[name]?.includes(tool.name) && argumentsOf(tool, new Map()) === undefined),
  );
  // Twice: the second time with the ids that the lists of the first one named.
  for (const tools of [[...lists, ...wanted], wanted]) {
    const known = new Map(answers);
    const reads = tools
      .filter(({ name }) => !readings.has(name))
      .map((tool) => ({ tool, args: isSmallRead(tool) ? argumentsOf(tool, known) : undefined }));
    await paced(reads, { gapMs: 0, isOver }, async ({ tool, args }) => {
      if (args === undefined) return;
      const reading = await read(runtime, tool, args);
      answers.set(tool.name, reading.rows);
      readings.set(tool.name, reading);
      if (isEnd(reading.outcome)) end ??= reading.outcome;
    });
  }
  const { foundRoutes } = await runtime.connect();
  const left = end ?? (Date.now() > until ? 'late' : 'needs_id');
  return wanted.map((tool) => {
    const used = usedRouteOf(tool, runtime.config.routes[tool.name] ?? foundRoutes().get(tool.name));
    const reading = readings.get(tool.name);
    const reason = isSmallRead(tool) ? left : 'saves_a_file';
    return reading === undefined
      ? { tool: tool.name, outcome: 'not_tried', route: used.route, reason }
      : { tool: tool.name, ...judged(reading, used) };
  });
}

type UsedRoute = Pick<RouteFinding, 'route' | 'found'>;

const isSame = (a: Endpoint, b: Endpoint): boolean => a.method === b.method && a.path === b.path;
const plain = ({ method, path }: Endpoint): Endpoint => ({ method, path });

/** Only our own routes are reported: what a person wrote into a routes file may hold values of the tenant. */
function usedRouteOf({ route }: VendorTool, used: Endpoint | undefined): UsedRoute {
  if (used === undefined || isSame(used, route)) return { route: plain(route) };
  const found = route.alternatives.find((alternative) => isSame(alternative, used));
  return found === undefined ? { route: undefined } : { route: plain(route), found: plain(found) };
}

/**
 * Data prove a route. A refusal by the operation itself (a right that is lacking, no such record) proves our own route
 * too; an alternative counts only when it answered data, because it is written to a file.
 */
function judged({ outcome, isVendorsOwn }: Reading, { route, found }: UsedRoute): Omit<RouteFinding, 'tool'> {
  if (outcome === 'ok')
    return { outcome: found === undefined ? 'confirmed' : 'alternative', route, ...(found && { found }) };
  const asked = found ?? route;
  if (outcome === 'unverified_route') return { outcome: 'missing', route: asked };
  const says = isVendorsOwn && ['forbidden', 'not_found', 'invalid_input', 'conflict', 'upstream'].includes(outcome);
  return { outcome: says && found === undefined ? 'confirmed' : 'unclear', route: asked, reason: outcome };
}
