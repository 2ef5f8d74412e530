import { catalogue } from '../../src/tools/index.js';
import { outlineOf } from '../../src/tools/manifest.js';

/** Every tool as settings and filters see it. */
export const outlines = catalogue.map(outlineOf);
