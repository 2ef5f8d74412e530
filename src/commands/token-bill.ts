import { readFileSync } from 'node:fs';

/** Tokens (o200k) of name, description and input schema by tool; counted at build time, see scripts/token-bill.mjs. */
export function tokenBill(): Record<string, number> {
  return JSON.parse(readFileSync(new URL('./token-bill.json', import.meta.url), 'utf8')) as Record<string, number>;
}
