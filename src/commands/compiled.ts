import { readFileSync } from 'node:fs';
import type { Compiled } from '../server/offer.js';
import type { Outline } from '../tools/define.js';

/**
 * What scripts/catalogue.mjs wrote beside the built program. The entries of the list stay text: nothing here looks into
 * them.
 */
export function readCompiled(): Compiled {
  const read = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8');
  const [status = '', ...tools] = read('./listing.ndjson').trimEnd().split('\n');
  return { outlines: JSON.parse(read('./outlines.json')) as Outline[], entries: { status, tools } };
}
