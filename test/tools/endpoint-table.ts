import { expect } from 'vitest';
import type { VendorTool } from '../../src/tools/define.js';
import { hintsOf, isRead } from '../../src/tools/effect.js';
import type { EndpointFacts } from '../fixtures/facts.js';

/** A function that applies a rule to every tool with a row in its vendor's table, and returns the results by tool name. */
export function ruleApplier<R extends EndpointFacts>(rows: readonly R[], tools: readonly VendorTool[]) {
  const toolOf = new Map(tools.map((tool) => [tool.name, tool]));
  return <T>(rule: (row: R, tool: VendorTool) => T): Record<string, T> =>
    Object.fromEntries(
      rows.flatMap((row) => {
        const tool = toolOf.get(row.tool);
        return tool ? [[row.tool, rule(row, tool)]] : [];
      }),
    );
}

/** What kind of tool ours is, to compare with {@link traitsInTable}. */
export const traitsOf = (tool: VendorTool) => ({
  tag: tool.tag,
  effect: tool.effect,
  sends: tool.sends === true,
  hints: hintsOf(tool),
  read: isRead(tool),
  binary: tool.download !== undefined,
});

/** What kind of tool a row of the table describes. */
export const traitsInTable = (row: EndpointFacts) => ({
  tag: row.tag,
  effect: row.effect,
  sends: row.sends,
  hints: expect.objectContaining({
    readOnlyHint: row.readOnly,
    destructiveHint: row.destructive,
    idempotentHint: row.idempotent,
  }),
  read: row.readOnly,
  binary: row.binary,
});
