import type { Config } from '../config/index.js';
import { offeredVendors } from '../config/offered.js';
import { keptOutBy, statusToolName } from '../config/selection.js';
import type { SeenLimit } from '../http/client.js';
import { type Callable, type Described, type Outline, type Vendor, vendors } from '../tools/define.js';
import { record } from '../tools/output.js';
import { version } from '../version.js';

/** What the status is told about. */
export interface StatusSource {
  config: Config;
  catalogue: readonly Outline[];
  /** What each vendor last said about its limits. */
  limits: () => Partial<Record<Vendor, SeenLimit>>;
}

/**
 * This server about itself. Most hosts hide standard error, so a model has no other way to learn why a tool is missing
 * or a call is refused. It asks no vendor anything.
 */
export const statusRecord = {
  name: statusToolName,
  title: 'About this server',
  effect: 'custom-read',
  description:
    'What this server is: version, which vendors are set up or what is missing, which tools are switched off and by which setting, pins, expiry, folders, and the rate limits that the vendors last reported. Asks no vendor.',
  input: {},
  output: record({
    server: 'name, version, node, demo, running_s (seconds)',
    vendors: 'by vendor: set_up, missing (variables), rate_limit with seconds_ago',
    tools: 'listed, of (all there are), off (how many, by the setting or reason)',
    access: 'read_only, confirm, and if set: methods, tags, pins, expires_at',
    limits: 'timeout_ms',
    places: 'download_dir, and if set: audit_log, own_routes (how many)',
  }),
} as const satisfies Described;

export function statusTool(source: StatusSource): Callable {
  const started = Date.now();
  return { ...statusRecord, run: async () => ({ data: statusOf(source, started) }) };
}

function statusOf({ config, catalogue, limits }: StatusSource, started: number) {
  const { selection, pins, expiresAt, auditLog } = config;
  const off = countedReasons(config, catalogue);
  const kept = catalogue.length - Object.values(off).reduce((sum, count) => sum + count, 0);
  const ownRoutes = Object.keys(config.routes).length;
  return {
    server: {
      name: 'puzzel-mcp',
      version,
      node: process.versions.node,
      demo: config.demo,
      running_s: Math.round((Date.now() - started) / 1000),
    },
    vendors: Object.fromEntries(vendors.map((vendor) => [vendor, vendorStatus(config, vendor, limits()[vendor])])),
    tools: { listed: kept, of: catalogue.length, off },
    access: {
      read_only: selection.readOnly,
      confirm: config.confirm,
      ...(selection.methods && { methods: selection.methods }),
      ...(selection.tags && { tags: selection.tags }),
      ...(Object.keys(pins).length > 0 && {
        pins: Object.fromEntries(Object.values(pins).map(({ setting, ids, names }) => [setting, [...ids, ...names]])),
      }),
      ...(expiresAt && { expires_at: expiresAt.toISOString() }),
    },
    limits: { timeout_ms: config.timeoutMs },
    places: {
      download_dir: config.downloadDir,
      ...(auditLog !== undefined && { audit_log: auditLog }),
      ...(ownRoutes > 0 && { own_routes: ownRoutes }),
    },
  };
}

function vendorStatus(config: Config, vendor: Vendor, seen: SeenLimit | undefined) {
  if (config.demo) return { set_up: true, ...(seen && limitStatus(seen)) };
  const { missing } = config[vendor];
  return { set_up: missing === undefined, ...(missing && { missing }), ...(seen && limitStatus(seen)) };
}

const limitStatus = ({ limit, at }: SeenLimit) => ({
  rate_limit: { ...limit, seconds_ago: Math.round((Date.now() - at) / 1000) },
});

/** How many tools are off, by the reason. */
function countedReasons(config: Config, catalogue: readonly Outline[]): Record<string, number> {
  const offered = offeredVendors(config);
  const off: Record<string, number> = {};
  for (const tool of catalogue) {
    const reason = offered.includes(tool.vendor) ? keptOutBy(tool, config.selection) : `no settings for ${tool.vendor}`;
    if (reason !== undefined) off[reason] = (off[reason] ?? 0) + 1;
  }
  return off;
}
