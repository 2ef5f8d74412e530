import type { Config } from '../config/index.js';
import { isSelected } from '../config/selection.js';
import { type Tool, type Vendor, vendors } from '../tools/define.js';
import { pinned } from './pins.js';

/**
 * The vendors whose tools exist: those with credentials; without any, Puzzel and Gladly, so that a newcomer sees what
 * there is. The Chat API only with its tenant.
 */
export function offeredVendors(config: Config): readonly Vendor[] {
  if (config.demo) return vendors;
  const present = vendors.filter((vendor) => config[vendor].present);
  return present.length > 0 ? present : ['puzzel', 'gladly'];
}

/** The tools of one process: of the offered vendors, as far as the owner's filters let them through, and pinned. */
export function selectTools(catalogue: readonly Tool[], config: Config): readonly Tool[] {
  const offered = offeredVendors(config);
  const selected = catalogue.filter((tool) => offered.includes(tool.vendor) && isSelected(tool, config.selection));
  return selected.map((tool) => pinned(tool, config.pins));
}
