/**
 * Member of a result's `_meta` that says when the data were read. The board sets it, because pages share answers and show them
 * later; the pages read it.
 */
export const asOfMark = 'puzzel-mcp/as-of';
