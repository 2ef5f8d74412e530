import type { Provenance } from '../api/route.js';
import type { Method } from '../http/request.js';
import type { Tool, VendorTool } from './define.js';
import { type Effect, hintsOf, needsConfirmation, type Vendor } from './effect.js';
import { type JsonSchema, outputSchemaOf } from './schema.js';

/** A tool as `tools/list` shows it to a client. */
export interface Listing {
  name: string;
  title: string;
  description: string;
  inputSchema: JsonSchema;
  outputSchema: JsonSchema;
  annotations: ReturnType<typeof hintsOf> & { title: string };
  _meta?: Record<string, unknown>;
}

/** A vendor's tool as the build writes it down, so that a start needs to load neither the tools nor a schema library. */
export interface ManifestEntry {
  name: string;
  vendor: Vendor;
  tag: string;
  effect: Effect;
  /** Names of its own arguments, without those for paging. */
  arguments: readonly string[];
  sends: boolean;
  method: Method;
  path: string;
  provenance: Provenance;
  /** What the tool costs a model to read: name, description and input schema (o200k); 0 until the build has counted. */
  tokens: number;
  listing: Listing;
}

/** What settings and filters need to know of a tool. */
export type ToolFacts = Pick<ManifestEntry, 'name' | 'vendor' | 'tag' | 'effect' | 'arguments' | 'method' | 'path'>;

export const factsOf = ({ name, vendor, tag, effect, input, route }: VendorTool): ToolFacts => ({
  name,
  vendor,
  tag,
  effect,
  arguments: Object.keys(input),
  method: route.method,
  path: route.path,
});

/** Everything that is known of the tools before any of them is loaded. */
export interface Manifest {
  /** The listing of this server's own tool. */
  status: Listing;
  tools: readonly ManifestEntry[];
}

export const manifestOf = (status: Tool, catalogue: readonly VendorTool[]): Manifest => ({
  status: listingOf(status),
  tools: catalogue.map((tool) => {
    const { provenance } = tool.route;
    const { sends = false } = tool;
    return { ...factsOf(tool), sends, provenance, tokens: 0, listing: listingOf(tool) };
  }),
});

export function listingOf(tool: Tool): Listing {
  return {
    name: tool.name,
    title: tool.title,
    description: tool.description,
    inputSchema: tool.schemas().json,
    outputSchema: outputSchemaOf(tool),
    annotations: { title: tool.title, ...hintsOf(tool) },
    // With this, Claude Code asks the person even when it is configured not to ask.
    ...(needsConfirmation(tool) && { _meta: { 'anthropic/requiresUserInteraction': true } }),
  };
}

/** The text of a tool that a model reads; its token cost is counted from this. */
export const billedText = ({ name, description, inputSchema }: Listing): string =>
  JSON.stringify({ name, description, inputSchema });
