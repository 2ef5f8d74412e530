import { version } from '../version.js';

/** The first revision without a handshake, and the one of its kind that is supported: each request names it. */
export const newerEra = '2026-07-28';

const hour = 3_600_000;

/** Our lists never change during the life of a process, and hold nothing personal. */
const fixed = { ttlMs: hour, cacheScope: 'public' } as const;

/** What depends on the tenant, or on what was saved meanwhile. */
const momentary = { ttlMs: 0, cacheScope: 'private' } as const;

export const serverInfo = { name: 'puzzel-mcp', title: 'Puzzel and Gladly', version };

/** Declared even where a list is empty: clients that probe then get `[]` instead of an error. */
export const capabilities = {
  tools: { listChanged: false },
  prompts: { listChanged: false },
  resources: { listChanged: false },
  completions: {},
};

/** How long a client of the newer era may cache a list. */
export const cacheHints = {
  'tools/list': fixed,
  'prompts/list': fixed,
  'resources/list': momentary,
  'resources/templates/list': fixed,
  'resources/read': momentary,
  'server/discover': fixed,
} as const;
