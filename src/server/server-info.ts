import { version } from '../version.js';

/** The one supported MCP revision of the newer era, in which requests name their revision and no handshake precedes them. */
export const newerEraRevision = '2026-07-28';

const hour = 3_600_000;

/** For answers that never change during the life of a process, and hold nothing personal. */
const fixedHint = { ttlMs: hour, cacheScope: 'public' } as const;

/** For answers that depend on the tenant, or on the files saved so far. */
const momentaryHint = { ttlMs: 0, cacheScope: 'private' } as const;

export const serverInfo = { name: 'puzzel-mcp', title: 'Puzzel and Gladly', version };

/** Declared even where a list is empty: clients that probe then get `[]` instead of an error. */
export const capabilities = {
  tools: { listChanged: false },
  prompts: { listChanged: false },
  resources: { listChanged: false },
  completions: {},
};

/** How long a client of the newer era may cache an answer. */
export const cacheHints = {
  'tools/list': fixedHint,
  'prompts/list': fixedHint,
  'resources/list': momentaryHint,
  'resources/templates/list': fixedHint,
  'resources/read': momentaryHint,
  'server/discover': fixedHint,
} as const;
