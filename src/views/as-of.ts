/**
 * Member of a result's `_meta` that says when the data were read, in the results that a page shows: the pages of a board share
 * answers, and a chat that is opened again hands over the one that it has kept.
 */
export const asOfMark = 'puzzel-mcp/as-of';
