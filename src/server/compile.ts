import { catalogue } from '../tools/index.js';
import { listed } from './listing.js';
import type { Compiled } from './offer.js';
import { statusRecord } from './status.js';

/** The catalogue as the build writes it down; see scripts/catalogue.mjs. */
export const compileCatalogue = (): Compiled => ({
  outlines: catalogue.map(({ name, vendor, tag, effect, input }) => ({
    name,
    vendor,
    tag,
    effect,
    input: Object.fromEntries(Object.keys(input).map((argument) => [argument, 1])),
  })),
  entries: {
    status: JSON.stringify(listed(statusRecord)),
    tools: catalogue.map((tool) => JSON.stringify(listed(tool))),
  },
});
