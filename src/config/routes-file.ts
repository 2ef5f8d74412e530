import { readFileSync } from 'node:fs';
import { type Endpoint, placeholdersOf } from '../api/route.js';
import { errorCode } from '../error-code.js';
import { didYouMean } from '../nearest.js';
import { decodeText, UnreadableText } from '../text-file.js';
import type { ToolFacts } from '../tools/manifest.js';
import type { Reader } from './reader.js';

/** Routes by tool name, as `contract sync` writes them. */
export type RoutesFile = Record<string, Endpoint>;

/** Reads the file of PUZZEL_MCP_ROUTES; reports unknown tools and placeholders as problems. */
export function readRoutes(reader: Reader, catalogue: readonly ToolFacts[]): RoutesFile {
  const path = reader.path('PUZZEL_MCP_ROUTES');
  if (path === undefined) return {};
  try {
    return checkedRoutes(JSON.parse(decodeText(readFileSync(path))), catalogue, (problem) =>
      reader.problems.push(`PUZZEL_MCP_ROUTES: ${problem}`),
    );
  } catch (error) {
    reader.problems.push(`PUZZEL_MCP_ROUTES: ${path} ${reasonFor(error)}`);
    return {};
  }
}

function reasonFor(error: unknown): string {
  if (error instanceof UnreadableText) return error.message;
  return error instanceof SyntaxError ? 'is no JSON.' : `cannot be read (${errorCode(error)}).`;
}

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

function checkedRoutes(file: unknown, catalogue: readonly ToolFacts[], problem: (text: string) => void): RoutesFile {
  const routes: RoutesFile = {};
  if (typeof file !== 'object' || file === null || Array.isArray(file)) {
    problem('must be an object { "<tool>": { "method", "path" } }.');
    return routes;
  }
  for (const [name, entry] of Object.entries(file as Record<string, { method?: unknown; path?: unknown } | null>)) {
    const tool = catalogue.find((candidate) => candidate.name === name);
    if (!tool) {
      problem(
        `unknown tool "${name}".${didYouMean(
          name,
          catalogue.map((candidate) => candidate.name),
        )}`,
      );
      continue;
    }
    const method = methods.find((candidate) => candidate === String(entry?.method).toUpperCase());
    const path = entry?.path;
    if (!method || typeof path !== 'string' || !path.startsWith('/')) {
      problem(`${name} needs a "method" (${methods.join(', ')}) and a "path" that begins with "/".`);
      continue;
    }
    const allowed = ['customerKey', ...tool.arguments];
    for (const placeholder of placeholdersOf(path).filter((candidate) => !allowed.includes(candidate))) {
      problem(
        `${name} has no argument for {${placeholder}}; there are ${allowed.join(', ')}.${didYouMean(placeholder, allowed)}`,
      );
    }
    routes[name] = { method, path };
  }
  return routes;
}
