/**
 * Member of a result's `_meta` that says when the data were read, for tools that have a view. The time at which a page receives
 * an answer can be much later: the pages of a board share answers, and a chat that is opened again hands over a kept one.
 */
export const asOfMark = 'puzzel-mcp/as-of';
