import { type Described, hintsOf, needsConfirmation } from '../tools/define.js';
import { inputOf, outputOf } from './schema.js';

/** The entry of a tool in `tools/list`. */
export function listed(tool: Described) {
  return {
    name: tool.name,
    title: tool.title,
    description: tool.description,
    inputSchema: { ...inputOf(tool).json, type: 'object' as const },
    outputSchema: outputOf(tool),
    annotations: { title: tool.title, ...hintsOf(tool) },
    // Claude Code then asks even where it was told to ask nothing (mcp-notes, client limits).
    ...(needsConfirmation(tool) && { _meta: { 'anthropic/requiresUserInteraction': true } }),
  };
}

/** What of a tool a model reads and pays for: name, description, input schema. */
export function billed(tool: Described): string {
  return JSON.stringify({ name: tool.name, description: tool.description, inputSchema: inputOf(tool).json });
}
