import { resolve } from 'node:path';
import { type Config, loadConfig } from '../config/index.js';
import { withHome } from '../config/reader.js';
import type { RoutesFile } from '../config/routes-file.js';
import type { Environment, SettingName } from '../config/settings.js';
import { check } from '../contract/check.js';
import { readDocument } from '../contract/document.js';
import { checkReport, syncReport } from '../contract/report.js';
import { existingRoutes, sync } from '../contract/sync.js';
import { type ToolView, toolViewOf } from '../contract/tool-view.js';
import { didYouMean } from '../nearest.js';
import { Redactor } from '../redact.js';
import { type Vendor, vendors } from '../tools/effect.js';
import { catalogue } from '../tools/index.js';
import { factsOf } from '../tools/manifest.js';
import { UsageError } from '../usage-error.js';
import type { CommandLine } from './command-line.js';
import { table } from './table.js';

const usage =
  'Usage: `puzzel-mcp contract check --spec FILE|URL`, or `contract sync --spec FILE|URL --out FILE`; both take [--vendor puzzel|gladly|chat] [--json]';

/** Compares the tools with a vendor's OpenAPI document, or writes its routes into a routes file; resolves to the exit code. */
export async function contract(env: Environment, line: CommandLine): Promise<number> {
  const [action, ...extraWords] = line.rest;
  if (extraWords.length > 0 || (action !== 'check' && action !== 'sync')) {
    const hint = action === undefined ? '' : didYouMean(action, ['check', 'sync']);
    throw new UsageError(`${usage}.${hint}`);
  }
  if (line.options.spec === undefined) throw new UsageError(`contract ${action} needs --spec FILE|URL.`);
  const spec = withHome(line.options.spec);
  const vendor = vendorNamed(line.options.vendor ?? 'puzzel');
  if (action === 'sync') return runSync(env, spec, vendor, line);
  if (line.options.out !== undefined) throw new UsageError('--out belongs to `contract sync`.');
  return runCheck(env, spec, vendor, line);
}

/** @throws UsageError for a name that is no vendor */
function vendorNamed(name: string): Vendor {
  const vendor = vendors.find((candidate) => candidate === name.toLowerCase());
  if (vendor) return vendor;
  throw new UsageError(`--vendor: "${name}" is none of ${vendors.join(', ')}.${didYouMean(name, vendors)}`);
}

/** Compares the routes in use (PUZZEL_MCP_ROUTES, else our own) with the document. Exit code 1 for an unexplained difference. */
async function runCheck(env: Environment, spec: string, vendor: Vendor, { json }: CommandLine): Promise<number> {
  const { routes, timeoutMs } = settingsFor(env, 'PUZZEL_MCP_ROUTES', 'PUZZEL_MCP_TIMEOUT_MS');
  const result = withHiddenReplaced(check(await readDocument(spec, timeoutMs), vendor, viewsOf(vendor, routes)));
  const { differences } = result;
  const text = json ? JSON.stringify({ ok: differences === 0, spec, ...result }, null, 2) : checkReport(result, table);
  process.stdout.write(`${text.trimEnd()}\n`);
  return differences === 0 ? 0 : 1;
}

/** Writes the document's routes that differ into the file. Exit code 1 when tools are undecided, missing or refused. */
async function runSync(
  env: Environment,
  spec: string,
  vendor: Vendor,
  { options: { out }, json }: CommandLine,
): Promise<number> {
  if (out === undefined) throw new UsageError('contract sync needs --out FILE.');
  if (vendor === 'gladly')
    throw new UsageError(
      'contract sync is for puzzel and chat: the routes of Gladly are documented and stay as they are. Compare them with contract check --vendor gladly.',
    );
  const path = resolve(withHome(out));
  const oldRoutes = existingRoutes(path);
  const { timeoutMs } = settingsFor(env, 'PUZZEL_MCP_TIMEOUT_MS');
  const result = await sync(
    check(await readDocument(spec, timeoutMs), vendor, viewsOf(vendor, oldRoutes)),
    path,
    oldRoutes,
  );
  const isComplete = result.undecided.length + result.refused.length + result.missing.length === 0;
  const output = withHiddenReplaced(result);
  process.stdout.write(
    `${(json ? JSON.stringify({ ok: isComplete, spec, vendor, ...output }, null, 2) : syncReport(output, table)).trimEnd()}\n`,
  );
  return isComplete ? 0 : 1;
}

/** Replaces hidden characters: the document may come from anyone and must not control the terminal. */
const withHiddenReplaced = <T>(result: T): T => new Redactor().data(result);

/** Reads these settings alone: whether others are right does not matter for comparing a document. */
const settingsFor = (env: Environment, ...names: SettingName[]): Config =>
  loadConfig(Object.fromEntries(names.map((name) => [name, env[name]])), catalogue.map(factsOf));

/** The vendor's tools. Where `routes` has a route for a tool, our own becomes the first alternative. */
function viewsOf(vendor: Vendor, routes: RoutesFile): ToolView[] {
  return catalogue
    .filter((tool) => tool.vendor === vendor)
    .map((tool) => {
      const route = routes[tool.name];
      if (!route) return toolViewOf(tool);
      const { method, path, alternatives } = tool.route;
      return toolViewOf({
        ...tool,
        route: { ...tool.route, ...route, alternatives: [{ method, path }, ...alternatives] },
      });
    });
}
