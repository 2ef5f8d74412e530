import { catalogue } from '../../src/tools/index.js';
import { factsOf } from '../../src/tools/manifest.js';

/** Every tool as settings and filters see it. */
export const toolFacts = catalogue.map(factsOf);
