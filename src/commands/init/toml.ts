import { parse as parseAny } from 'smol-toml';

export { stringify } from 'smol-toml';

/** Parses TOML; whole numbers that a number cannot hold become bigints. */
export const parse = (text: string): unknown => parseAny(text, { integersAsBigInt: 'asNeeded' });
