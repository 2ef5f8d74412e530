import { parse as parseAny } from 'smol-toml';

export { stringify } from 'smol-toml';

/** Whole numbers of any size, as TOML has them. */
export const parse = (text: string): unknown => parseAny(text, { integersAsBigInt: 'asNeeded' });
