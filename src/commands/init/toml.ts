import { parse as parseAny } from 'smol-toml';

export { stringify } from 'smol-toml';

/** Parses TOML; integers beyond 2^53 become bigints. */
export const parse = (text: string): unknown => parseAny(text, { integersAsBigInt: 'asNeeded' });
