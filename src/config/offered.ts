import { type Vendor, vendors } from '../tools/effect.js';
import type { Config } from './config.js';

/**
 * The vendors whose tools are offered: all in the demo, else those whose login is given, at least in part. When there is none,
 * Puzzel and Gladly, so that a newcomer sees their tools. The Chat API is offered only with its tenant.
 */
export function offeredVendors(config: Config): readonly Vendor[] {
  if (config.demo) return vendors;
  const presentVendors = vendors.filter((vendor) => config[vendor].isPresent);
  return presentVendors.length > 0 ? presentVendors : ['puzzel', 'gladly'];
}

/** Vendors that are offered without being set up, each with the variables that it lacks. */
export function missingSettings(config: Config): Partial<Record<Vendor, readonly string[]>> {
  return Object.fromEntries(
    offeredVendors(config).flatMap((vendor) => {
      const { missing } = config[vendor];
      return missing === undefined ? [] : [[vendor, missing]];
    }),
  );
}
