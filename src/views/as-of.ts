/**
 * Member of a result's `_meta` that says when the data were read, for tools that have a view. A page may receive the
 * answer much later: the pages of a board share answers, and a chat that is opened again hands over a kept answer.
 */
export const asOfMark = 'puzzel-mcp/as-of';
