import { pathToFileURL } from 'node:url';
import type { CallToolResult } from '@modelcontextprotocol/server';
import type { Result } from '../calls/result.js';
import { asOfMark } from '../views/as-of.js';

/**
 * Member of `_meta` in results with text from outside, for hosts that show or filter such text. A customer's text cannot
 * forge it, since such a text is always a string within the structured content.
 */
export const untrustedMark = 'puzzel-mcp/untrusted';

/** The first revision with `resource_link`. Strict clients of older ones reject a result that holds one. */
const firstRevisionWithLinks = '2025-06-18';

/** The MCP tool result: the text is exactly the JSON of the structured content. With `isDated`, `_meta` holds the time. */
export function toolResult(
  { structured, isError, file, isUntrusted }: Result,
  protocolVersion: string | undefined,
  isDated: boolean,
): CallToolResult {
  const _meta = {
    ...(isUntrusted === true && { [untrustedMark]: true }),
    ...(isDated && { [asOfMark]: new Date().toISOString() }),
  };
  const content: CallToolResult['content'] = [{ type: 'text', text: JSON.stringify(structured) }];
  if (file && protocolVersion !== undefined && protocolVersion >= firstRevisionWithLinks) {
    const { path, filename: name, mime_type: mimeType, bytes: size } = file;
    content.push({ type: 'resource_link', uri: pathToFileURL(path).href, name, mimeType, size });
  }
  return {
    content,
    structuredContent: structured,
    ...(isError && { isError: true }),
    ...(Object.keys(_meta).length > 0 && { _meta }),
  };
}
