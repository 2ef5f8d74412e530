import { resolve } from 'node:path';
import type { Endpoint } from '../../api/route.js';
import { withHome } from '../../config/reader.js';
import type { RoutesFile } from '../../config/routes-file.js';
import { existingRoutes, writeRoutes } from '../../contract/sync.js';
import { within } from '../../http/deadline.js';
import { reportAddress, version } from '../../version.js';
import type { CommandLine } from '../command-line.js';
import type { Runtime } from '../runtime.js';
import { table } from '../table.js';
import { stepMs } from './check.js';
import { puzzelLoginCheck } from './login.js';
import { findRoutes, type RouteFinding } from './routes.js';

/** What was done with the file of `--write`. */
interface WrittenRoutes {
  file: string;
  /** Tools whose alternative was added. */
  added: string[];
  /** Tools whose entry was there before. */
  kept: string[];
}

/**
 * Runs `doctor --routes`. Exit code 1 without a Puzzel login, after an interruption, or when a read has one of the
 * {@link inconclusiveReasons}.
 * @throws UsageError when the file of `--write` is no routes file, or cannot be written
 */
export async function routesReport(
  runtime: Runtime,
  { json, writeTo, demo }: CommandLine,
  signal: AbortSignal,
): Promise<number> {
  const file = writeTo === undefined ? undefined : resolve(withHome(writeTo));
  const oldRoutes = file === undefined ? {} : existingRoutes(file);
  const login = await within(stepMs, [], (limited) => puzzelLoginCheck(runtime, limited));
  if (login.status !== 'ok') {
    const message = `${login.message}${login.hint === undefined ? '' : `\n${login.hint}`}`;
    const text = json ? `${JSON.stringify({ ok: false, message }, null, 2)}\n` : `Puzzel login: ${message}\n`;
    return print(runtime.redactor.data(text), 1);
  }
  const routes = await findRoutes(runtime);
  // After an interruption, the reads that failed or were not made say nothing about their routes.
  if (signal.aborted) return 1;
  const written = file === undefined ? undefined : await addAlternatives(file, oldRoutes, routes);
  const isConclusive = !routes.some(({ reason }) => reason !== undefined && inconclusiveReasons.includes(reason));
  const message = messageOf(routes);
  const text = json
    ? `${JSON.stringify({ ok: isConclusive, routes, ...(written && { written }), message }, null, 2)}\n`
    : reportText(routes, written, message, demo);
  return print(text, isConclusive ? 0 : 1);
}

/** Reasons that say nothing about the route, and may be gone the next time. */
const inconclusiveReasons = ['rate_limited', 'expired', 'late', 'unauthorized', 'network', 'timeout'];

/** Prints the text; resolves to the exit code. */
async function print(text: string, code: number): Promise<number> {
  await new Promise<void>((done) => process.stdout.write(text, () => done()));
  return code;
}

/** Adds to the routes file the alternatives that answered. An entry that is already there stays: the owner may have written it. */
async function addAlternatives(
  file: string,
  oldRoutes: RoutesFile,
  findings: readonly RouteFinding[],
): Promise<WrittenRoutes> {
  const foundRoutes = findings.flatMap(({ tool, found }): [string, Endpoint][] => (found ? [[tool, found]] : []));
  await writeRoutes(file, { ...Object.fromEntries(foundRoutes), ...oldRoutes });
  const added = foundRoutes.map(([tool]) => tool).filter((tool) => oldRoutes[tool] === undefined);
  return { file, added, kept: Object.keys(oldRoutes) };
}

const outcomeTexts: Record<RouteFinding['outcome'], string> = {
  confirmed: 'confirmed here',
  alternative: 'alternative found',
  missing: 'not there',
  unclear: 'unclear',
  not_tried: 'not tried',
};

const reasonTexts: Readonly<Record<string, string>> = {
  needs_id: 'needs an id',
  saves_a_file: 'saves a file',
  late: 'no time left',
};

/** The outcome in words. An error of the operation itself also confirms the route; the text names the error. */
function outcomeText({ outcome, reason }: RouteFinding): string {
  if (reason === undefined) return outcomeTexts[outcome];
  return `${outcomeTexts[outcome]} (${outcome === 'confirmed' ? 'it answered ' : ''}${reasonTexts[reason] ?? reason})`;
}

/** Tool, outcome and route of a finding, as cells of a table. */
function cellsOf(finding: RouteFinding): string[] {
  const endpoint = finding.found ?? finding.route;
  const route = endpoint === undefined ? '(the entry of your routes file)' : `${endpoint.method} ${endpoint.path}`;
  return [finding.tool, outcomeText(finding), route];
}

/** The text that a person may send us: names of tools, methods, templates of routes and outcomes, nothing else. */
function messageOf(findings: readonly RouteFinding[]): string {
  const lines = findings.map((finding) => cellsOf(finding).join(' | '));
  return [`puzzel-mcp ${version}, inferred Puzzel routes at one tenant`, ...lines].join('\n');
}

function reportText(
  findings: readonly RouteFinding[],
  written: WrittenRoutes | undefined,
  message: string,
  demo: boolean,
): string {
  const counts = Object.entries(outcomeTexts).map(
    ([outcome, words]) => `${findings.filter((finding) => finding.outcome === outcome).length} ${words}`,
  );
  return [
    findings.length === 0
      ? 'The settings offer no read whose route is inferred.\n'
      : table(['tool', 'here', 'route'], findings.map(cellsOf)),
    `${counts.join(', ')}. No write was sent.\n`,
    written === undefined
      ? ''
      : `${written.file}: ${written.added.length} added, ${written.kept.length} kept. Use it with PUZZEL_MCP_ROUTES=${written.file} or --routes ${written.file}.\n`,
    demo
      ? 'This was the demo tenant, so that there is nothing to report to us.\n'
      : `\nPlease send us the lines below (${reportAddress}):\nthe next version then knows these routes. They hold names of tools, routes and outcomes, and no value of yours.\n\n${message}\n`,
  ].join('');
}
