import type { Config } from '../config/index.js';
import { offeredVendors } from '../config/offered.js';
import { type FilteredTool, keptOutBy, statusToolName } from '../config/selection.js';
import type { SeenLimit } from '../http/client.js';
import { version } from '../version.js';
import type { Tool } from './define.js';
import { type Vendor, vendors } from './effect.js';
import { record } from './output.js';
import { pinThatDisables } from './pinned-arguments.js';
import { isReadOnly } from './read-only-lock.js';
import { inputSchemasOf } from './schema.js';

/** What the status tool reports on. */
interface StatusSource {
  config: Config;
  catalogue: readonly FilteredTool[];
  /** What each vendor last said about its rate limit. */
  limits: () => Partial<Record<Vendor, SeenLimit>>;
}

const definition = {
  name: statusToolName,
  title: 'About this server',
  effect: 'custom-read',
  description:
    'This server: version, time now, vendors set up or what is missing, tools switched off and why, pins, expiry, folders, rate limits last seen. Asks no vendor.',
  input: {},
  output: record({
    server: 'name, version, node, demo, running_s (seconds), now (UTC) and time_zone of this computer',
    vendors: 'by vendor: set_up, missing (variables), rate_limit with seconds_ago',
    tools: 'listed, of (all there are), off (how many, by the setting or reason)',
    access: 'read_only, confirm, methods and tags of the tools listed (if not all), and if set: pins, expires_at',
    limits: 'timeout_ms',
    places: 'if set: download_dir, audit_log, own_routes (how many)',
  }),
} as const;

/**
 * The tool with which this server reports on itself. Most hosts hide standard error, so a model has no other way to
 * learn why a tool is missing or a call is refused.
 */
export function statusTool(source: StatusSource): Tool {
  const startedAt = Date.now();
  return {
    ...definition,
    schemas: () => inputSchemasOf(definition),
    run: async () => ({ data: statusOf(source, startedAt) }),
  };
}

function statusOf({ config, catalogue, limits }: StatusSource, startedAt: number) {
  const { pins, expiresAt, auditLog } = config;
  const offByReason = countsByReason(config, catalogue);
  const listedCount = catalogue.length - Object.values(offByReason).reduce((sum, count) => sum + count, 0);
  const ownRouteCount = Object.keys(config.routes).length;
  return {
    server: {
      name: 'puzzel-mcp',
      version,
      node: process.versions.node,
      demo: config.demo,
      running_s: Math.round((Date.now() - startedAt) / 1000),
      now: new Date().toISOString(),
      time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    },
    vendors: Object.fromEntries(vendors.map((vendor) => [vendor, vendorStatus(config, vendor, limits()[vendor])])),
    tools: { listed: listedCount, of: catalogue.length, off: offByReason },
    access: {
      read_only: isReadOnly(config, catalogue),
      confirm: config.confirm,
      ...methodsAndTags(config, catalogue),
      ...(Object.keys(pins).length > 0 && {
        pins: Object.fromEntries(Object.values(pins).map(({ setting, ids, names }) => [setting, [...ids, ...names]])),
      }),
      ...(expiresAt && { expires_at: expiresAt.toISOString() }),
    },
    limits: { timeout_ms: config.timeoutMs },
    places: {
      ...(config.downloadDir !== undefined && { download_dir: config.downloadDir }),
      ...(auditLog !== undefined && { audit_log: auditLog }),
      ...(ownRouteCount > 0 && { own_routes: ownRouteCount }),
    },
  };
}

function vendorStatus(config: Config, vendor: Vendor, seenLimit: SeenLimit | undefined) {
  const missing = config.demo ? undefined : config[vendor].missing;
  return { set_up: missing === undefined, ...(missing && { missing }), ...(seenLimit && limitStatus(seenLimit)) };
}

const limitStatus = ({ limit, at }: SeenLimit) => ({
  rate_limit: { ...limit, seconds_ago: Math.round((Date.now() - at) / 1000) },
});

/** How many tools are switched off, by the reason. */
function countsByReason(config: Config, catalogue: StatusSource['catalogue']): Record<string, number> {
  const vendorsOffered = offeredVendors(config);
  const counts: Record<string, number> = {};
  for (const tool of catalogue) {
    const reason = vendorsOffered.includes(tool.vendor) ? reasonOff(config, tool) : `no settings for ${tool.vendor}`;
    if (reason !== undefined) counts[reason] = (counts[reason] ?? 0) + 1;
  }
  return counts;
}

/** The owner's setting that keeps a tool out, if any. */
const reasonOff = ({ selection, pins }: Config, tool: FilteredTool): string | undefined =>
  keptOutBy(tool, selection) ?? pinThatDisables(tool, pins);

/**
 * The methods and tags of the listed tools. Methods are given only if they keep out a tool whose tag is listed, tags only
 * if they keep out a tool whose method is listed. They are taken from the tools and not from the filters, because the
 * filters of `.env` may reach the selection as names of excluded tools (config/trust.ts).
 */
function methodsAndTags(config: Config, catalogue: StatusSource['catalogue']) {
  const vendorsOffered = offeredVendors(config);
  const offeredTools = catalogue.filter(({ vendor }) => vendorsOffered.includes(vendor));
  const listedTools = offeredTools.filter((tool) => reasonOff(config, tool) === undefined);
  const methods = new Set(listedTools.map(({ effect }) => effect));
  const tags = new Set(listedTools.map(({ tag }) => tag));
  return {
    ...(offeredTools.some(({ effect, tag }) => tags.has(tag) && !methods.has(effect)) && { methods: [...methods] }),
    ...(offeredTools.some(({ effect, tag }) => methods.has(effect) && !tags.has(tag)) && { tags: [...tags] }),
  };
}
