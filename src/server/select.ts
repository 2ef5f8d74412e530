import type { Config } from '../config/index.js';
import { isOffered } from '../config/offered.js';
import type { Tool } from '../tools/define.js';
import { pinned } from './pins.js';

/** The tools of one process, pinned as the owner wants. */
export const selectTools = (catalogue: readonly Tool[], config: Config): readonly Tool[] =>
  catalogue.filter(isOffered(config)).map((tool) => pinned(tool, config.pins));
