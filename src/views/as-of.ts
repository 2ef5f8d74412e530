/**
 * Member of a result's `_meta` that says when the data were read, for tools that have a view; absent with a `cursor`. A view
 * may receive the answer much later: the views of a board share answers, and a chat that is opened again shows a stored one.
 */
export const asOfMark = 'puzzel-mcp/as-of';
