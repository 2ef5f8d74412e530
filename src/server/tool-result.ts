import { pathToFileURL } from 'node:url';
import type { CallToolResult } from '@modelcontextprotocol/server';
import type { Result } from '../calls/result.js';

/**
 * Marks results with text from outside, for hosts that show or filter it. It stands beside the content, where no text of
 * a customer gets: that is always a JSON string inside `result`.
 */
export const untrustedMark = 'puzzel-mcp/untrusted';

/** The first revision that knows `resource_link`; strict clients of older ones take it for a failure. */
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
