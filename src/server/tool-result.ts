import { pathToFileURL } from 'node:url';
import type { CallToolResult } from '@modelcontextprotocol/server';
import type { Result } from '../calls/result.js';

/**
 * Member of `_meta` in results with text from outside, for hosts that show or filter such text. A customer's text cannot
 * forge it, since that is always a string of the structured content.
 */
export const untrustedMark = 'puzzel-mcp/untrusted';

/** The first revision with `resource_link`. Strict clients of older ones reject a result that holds one. */
const firstWithLinks = '2025-06-18';

/** The MCP tool result: the text is exactly the JSON of the structured content. */
export function toolResult(
  { structured, isError, file, isUntrusted }: Result,
  protocolVersion: string | undefined,
): CallToolResult {
  const knowsLinks = protocolVersion !== undefined && protocolVersion >= firstWithLinks;
  return {
    content: [
      { type: 'text', text: JSON.stringify(structured) },
      ...(file && knowsLinks
        ? [
            {
              type: 'resource_link' as const,
              uri: pathToFileURL(file.path).href,
              name: file.filename,
              mimeType: file.mime_type,
              size: file.bytes,
            },
          ]
        : []),
    ],
    structuredContent: structured,
    ...(isError && { isError: true }),
    ...(isUntrusted === true && { _meta: { [untrustedMark]: true } }),
  };
}
