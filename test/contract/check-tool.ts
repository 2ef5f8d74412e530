import { check, type ToolCheck } from '../../src/contract/check.js';
import { toolViewOf } from '../../src/contract/tool-view.js';
import type { Vendor } from '../../src/tools/effect.js';
import { catalogue } from '../../src/tools/index.js';

const views = catalogue.map(toolViewOf);

/** Compares a document of these paths with the tools of a vendor. @param root members of the document beside its paths */
export function checkDocument(
  paths: Record<string, unknown>,
  root: Record<string, unknown> = {},
  vendor: Vendor = 'puzzel',
) {
  const document = { root: { openapi: '3.0.0', paths, ...root }, format: 'OpenAPI 3' as const, unresolved: [] };
  return check(
    document,
    vendor,
    views.filter(({ tool }) => tool.vendor === vendor),
  );
}

/** The part of the same comparison about one tool. */
export function checkTool(
  name: string,
  paths: Record<string, unknown>,
  root?: Record<string, unknown>,
  vendor?: Vendor,
): ToolCheck {
  const result = checkDocument(paths, root, vendor).tools.find(({ tool }) => tool === name);
  if (!result) throw new Error(`no tool ${name}`);
  return result;
}
