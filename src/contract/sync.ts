import { existsSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Reader } from '../config/reader.js';
import { type RoutesFile, readRoutes, routeProblems } from '../config/routes-file.js';
import { errorCode } from '../error-code.js';
import { catalogue } from '../tools/index.js';
import { factsOf } from '../tools/manifest.js';
import { UsageError } from '../usage-error.js';
import type { Check, ToolCheck } from './check.js';

interface ChangedRoute {
  tool: string;
  from: string;
  to: string;
}

/** What a sync did to a routes file. */
export interface Sync {
  out: string;
  /** Tools whose route in use was replaced. */
  changed: ChangedRoute[];
  /** Tools whose route in use is the document's. */
  unchanged: string[];
  /** Tools that may be several operations: nothing was written for them. */
  undecided: ToolCheck[];
  /** Why the document's routes of some tools are not taken. */
  refused: string[];
  /** Tools that the document has no operation for, except those that explained.ts explains. */
  missing: string[];
  /** Entries of the file that were there before and stay as they are. */
  kept: string[];
}

/**
 * The entries of an existing routes file; none when there is no file.
 * @throws UsageError when it is no routes file: what cannot be understood is not overwritten
 */
export function existingRoutes(path: string): RoutesFile {
  if (!existsSync(path)) return {};
  const problems: string[] = [];
  const routes = readRoutes(new Reader({ PUZZEL_MCP_ROUTES: path }, problems), catalogue.map(factsOf));
  const [problem] = problems;
  if (problem === undefined) return routes;
  throw new UsageError(`${path} exists and is not a routes file: ${problem.replace(/^PUZZEL_MCP_ROUTES: /, '')}`);
}

/**
 * Writes the routes of the document that differ from those in use into a routes file, and keeps its other entries.
 * @throws UsageError when the file cannot be written
 */
export async function sync({ tools, explained }: Check, out: string, oldRoutes: RoutesFile): Promise<Sync> {
  const routes: RoutesFile = { ...oldRoutes };
  const changed: ChangedRoute[] = [];
  const refused: string[] = [];
  const toolsByName = new Map(catalogue.map((one) => [one.name, one]));
  for (const { tool, method, path, route } of tools) {
    if (!route) continue;
    const vendorTool = toolsByName.get(tool);
    const problems = vendorTool ? routeProblems(factsOf(vendorTool), route) : [];
    refused.push(...problems);
    if (problems.length > 0) continue;
    routes[tool] = route;
    changed.push({ tool, from: `${method} ${path}`, to: `${route.method} ${route.path}` });
  }
  await writeRoutes(out, routes);
  const toolsOfStatus = (status: ToolCheck['status']) =>
    tools.filter((one) => one.status === status).map(({ tool }) => tool);
  return {
    out,
    changed,
    unchanged: toolsOfStatus('found'),
    undecided: tools.filter(({ status }) => status === 'undecided'),
    refused,
    missing: toolsOfStatus('missing').filter((tool) => !explained.some(({ what }) => what === tool)),
    kept: Object.keys(oldRoutes).filter((name) => !changed.some(({ tool }) => tool === name)),
  };
}

const sortRoutes = (routes: RoutesFile): RoutesFile =>
  Object.fromEntries(Object.entries(routes).sort(([a], [b]) => (a < b ? -1 : 1)));

/**
 * Writes a routes file under a temporary name and renames it, so that nobody reads half of one.
 * @throws UsageError when it cannot be written
 */
export async function writeRoutes(path: string, routes: RoutesFile): Promise<void> {
  const temporaryPath = `${path}.${process.pid}.tmp`;
  try {
    await writeFile(temporaryPath, `${JSON.stringify(sortRoutes(routes), null, 2)}\n`, { flag: 'wx' });
    await rename(temporaryPath, path);
  } catch (error) {
    await rm(temporaryPath, { force: true });
    const code = errorCode(error);
    throw new UsageError(
      `${path} cannot be written (${code}${code === 'ENOENT' ? `: there is no folder ${dirname(path)}` : ''}).`,
    );
  }
}
