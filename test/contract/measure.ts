import { routeOf } from '../../src/contract/candidate.js';
import { match } from '../../src/contract/match.js';
import { operationsOf } from '../../src/contract/operations.js';
import { toolViewOf } from '../../src/contract/tool-view.js';
import { puzzelTools } from '../../src/tools/puzzel/index.js';
import { documentOf, expectedRoute, type GeneratedOperation, type Layout } from './generate.js';

interface Measured {
  /** Tools whose operation is in the document. */
  present: number;
  /** Tools whose operation was found, with the right argument in every placeholder. */
  right: number;
  /** Tools that got another operation, or another argument in a placeholder. */
  wrong: string[];
  /** Tools whose operation is in the document and was reported as undecided or missing. */
  notFound: string[];
}

const toolViews = puzzelTools.map(toolViewOf);

/** Matches a generated document with the tools, and counts the results. */
export function measure(operations: readonly GeneratedOperation[], layout: Layout): Measured {
  const root = documentOf(operations, layout);
  const documentOperations = operationsOf(
    { root, format: layout.format === 'openapi' ? 'OpenAPI 3' : 'Swagger 2', unresolved: [] },
    'puzzel',
  );
  const result: Measured = { present: 0, right: 0, wrong: [], notFound: [] };
  const operationsByTool = new Map(operations.map((operation) => [operation.tool, operation]));
  for (const { view, matched, candidates } of match('puzzel', toolViews, documentOperations)) {
    const { name } = view.tool;
    const operation = operationsByTool.get(name);
    const wanted = operation && expectedRoute(operation);
    if (operation) result.present += 1;
    if (matched) {
      const { method, path } = routeOf(matched);
      if (wanted && method === wanted.method && path === wanted.path) result.right += 1;
      else
        result.wrong.push(
          `${name}: ${method} ${path} instead of ${wanted ? `${wanted.method} ${wanted.path}` : 'nothing'}`,
        );
    } else if (wanted) {
      const [first] = candidates;
      result.notFound.push(
        `${name}: ${wanted.method} ${wanted.path} [${operation?.operationId ?? ''}] ${first ? `best ${first.operation.verb} ${first.operation.fullPath} ${first.mapping.problems.join('; ')}` : ''}`,
      );
    }
  }
  return result;
}
