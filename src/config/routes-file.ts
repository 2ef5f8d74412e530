import { readFileSync } from 'node:fs';
import { type Endpoint, placeholdersOf } from '../api/route.js';
import { errorCode } from '../error-code.js';
import { isObject, scalarText } from '../json.js';
import { didYouMean } from '../nearest.js';
import { decodeText, UnreadableText } from '../text-file.js';
import { isRead } from '../tools/effect.js';
import type { ToolFacts } from '../tools/manifest.js';
import type { Reader } from './reader.js';

/** Routes by tool name, as `contract sync` writes them. */
export type RoutesFile = Record<string, Endpoint>;

/** Reads the file of PUZZEL_MCP_ROUTES; whatever is wrong in it becomes a problem. */
export function readRoutes(reader: Reader, catalogue: readonly ToolFacts[]): RoutesFile {
  const path = reader.policy('PUZZEL_MCP_ROUTES') && reader.path('PUZZEL_MCP_ROUTES');
  if (path === undefined) return {};
  try {
    const file: unknown = JSON.parse(decodeText(readFileSync(path)));
    return checkedRoutes(file, catalogue, (problem) => reader.problems.push(`PUZZEL_MCP_ROUTES: ${problem}`));
  } catch (error) {
    reader.problems.push(`PUZZEL_MCP_ROUTES: ${path} ${reasonFor(error)}`);
    return {};
  }
}

function reasonFor(error: unknown): string {
  if (error instanceof UnreadableText) return error.message;
  return error instanceof SyntaxError ? 'is not JSON.' : `cannot be read (${errorCode(error)}).`;
}

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

function checkedRoutes(file: unknown, catalogue: readonly ToolFacts[], report: (problem: string) => void): RoutesFile {
  const routes: RoutesFile = {};
  if (!isObject(file)) {
    report('must be an object { "<tool>": { "method", "path" } }.');
    return routes;
  }
  const names = catalogue.map((tool) => tool.name);
  for (const [name, entry] of Object.entries(file)) {
    const tool = catalogue.find((candidate) => candidate.name === name);
    if (!tool) {
      report(`unknown tool "${name}".${didYouMean(name, names)}`);
      continue;
    }
    const { method: givenMethod, path } = isObject(entry) ? entry : {};
    const method = methods.find((candidate) => candidate === scalarText(givenMethod).toUpperCase());
    if (!method || typeof path !== 'string' || !path.startsWith('/')) {
      report(`${name} needs a "method" (${methods.join(', ')}) and a "path" that begins with "/".`);
      continue;
    }
    for (const problem of routeProblems(tool, { method, path })) report(problem);
    routes[name] = { method, path };
  }
  return routes;
}

/** Matches last words of paths to which a read may be sent by POST, as to a search. The tool's own last word counts, too. */
const searchPattern = /search|query|find|filter|list/i;

/**
 * Why a tool cannot have this route: a routes file corrects where an operation is, and must not turn it into another.
 * A read stays a read, a write keeps the ids of what it changes, and no path leads out of the API.
 */
export function routeProblems(tool: ToolFacts, { method, path }: Endpoint): string[] {
  const { name } = tool;
  if (tool.vendor === 'gladly')
    return [`${name} is a tool of Gladly, whose routes are documented and stay as they are.`];
  const validPlaceholders = ['customerKey', ...tool.arguments];
  const problems = placeholdersOf(path)
    .filter((placeholder) => !validPlaceholders.includes(placeholder))
    .map(
      (placeholder) =>
        `${name} has no argument for {${placeholder}}; there are ${validPlaceholders.join(', ')}.${didYouMean(placeholder, validPlaceholders)}`,
    );
  const segments = withoutQuery(path).replace(/\/$/, '').split('/').slice(1);
  if (segments.some((segment) => segment === '' || /^(?:\.|%2e){1,2}$/i.test(segment)) || /[\\#\s]/.test(path))
    problems.push(`${name}: "${path}" has a part that is empty, "." or "..", or holds "\\", "#" or a blank.`);
  if (isRead(tool)) {
    const word = lastWord(path);
    const isSearch = method === 'POST' && (searchPattern.test(word) || word === lastWord(tool.path));
    if (method !== 'GET' && !isSearch)
      problems.push(`${name} only reads: ${method} ${path} could change something. Take a GET, or a POST to a search.`);
    return problems;
  }
  const lostIds = placeholdersOf(withoutQuery(tool.path)).filter(
    (id) => !['customerKey', 'user_id', ...placeholdersOf(withoutQuery(path))].includes(id),
  );
  if (lostIds.length > 0) problems.push(`${name} needs ${lostIds.map((id) => `{${id}}`).join(', ')} in its path.`);
  return problems;
}

/** A path without its query. */
const withoutQuery = (path: string): string => path.split('?', 1)[0] ?? '';

/** The last part of a path that is no placeholder. */
const lastWord = (path: string): string =>
  withoutQuery(path)
    .split('/')
    .findLast((part) => part !== '' && !part.includes('{')) ?? '';
