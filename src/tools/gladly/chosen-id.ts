import { id } from '../arguments.js';

/** `id` of a create. A repeat after a lost answer needs none: see own-ids.ts. */
export const ownId = () => id('optional own id').optional();
