import type { Config } from '../config/index.js';
import { isOffered, offeredVendors } from '../config/offered.js';
import { isStatusSelected } from '../config/selection.js';
import { offeredPrompts } from '../prompts/index.js';
import type { Outline } from '../tools/define.js';
import { listedPrompt, sectionsOf, standingResources } from './fixed-lists.js';
import { instructionsFor } from './instructions.js';

/** What the build wrote down of the catalogue, so that no start has to load it. */
export interface Compiled {
  outlines: readonly Outline[];
  /** The entries of `tools/list` as JSON: this server's own tool, then one for each outline. */
  entries: { status: string; tools: readonly string[] };
}

/** What a process tells every client about itself, the same for all its life. */
export interface Offer {
  instructions: string;
  /** JSON of each entry; undefined when pins have changed them and only the tools themselves know. */
  tools: readonly string[] | undefined;
  /** The filters leave no tool of any vendor. */
  empty: boolean;
  prompts: readonly object[];
  /** Before anything was saved. */
  resources: readonly object[];
}

export function offerOf(config: Config, { outlines, entries }: Compiled): Offer {
  const isHere = isOffered(config);
  const here = outlines.flatMap((outline, index) =>
    isHere(outline) ? [{ outline, entry: entries.tools[index] ?? '' }] : [],
  );
  const tools = here.map(({ outline }) => outline);
  const own = isStatusSelected(config.selection) ? [entries.status] : [];
  return {
    instructions: instructionsFor({
      tools,
      readOnly: config.selection.readOnly,
      demo: config.demo,
      missing: config.demo ? [] : missingIn(config),
    }),
    tools: Object.keys(config.pins).length > 0 ? undefined : [...own, ...here.map(({ entry }) => entry)],
    empty: tools.length === 0,
    prompts: offeredPrompts(tools).map(listedPrompt),
    resources: standingResources(sectionsOf(tools)),
  };
}

function missingIn(config: Config): string[] {
  return offeredVendors(config).flatMap((vendor) => {
    const { missing } = config[vendor];
    return missing === undefined ? [] : [`${vendor} (${missing.join(', ')})`];
  });
}
