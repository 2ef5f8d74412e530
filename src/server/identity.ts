import { version } from '../version.js';

const hour = 3_600_000;

/** Our lists never change during the life of a process, and hold nothing personal. */
const fixed = { ttlMs: hour, cacheScope: 'public' } as const;

/** What depends on the tenant, or on what was saved meanwhile. */
const momentary = { ttlMs: 0, cacheScope: 'private' } as const;

export const serverInfo = { name: 'puzzel-mcp', title: 'Puzzel and Gladly', version };

export const capabilities = {
  tools: { listChanged: false },
  prompts: { listChanged: false },
  resources: { listChanged: false },
  completions: {},
};

/** How long a client of the newer era may keep what it was told. */
export const cacheHints = {
  'tools/list': fixed,
  'prompts/list': fixed,
  'resources/list': momentary,
  'resources/templates/list': fixed,
  'resources/read': momentary,
  'server/discover': fixed,
} as const;

/**
 * The revisions of the older era, the newest first: what `initialize` may ask for, and what it gets when it asks for
 * something else. test/server/front-desk.test.ts holds both against the SDK.
 */
export const legacyVersions = ['2025-11-25', '2025-06-18', '2025-03-26', '2024-11-05', '2024-10-07'] as const;

/** The revision of the newer era. */
export const modernVersion = '2026-07-28';
