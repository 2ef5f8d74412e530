import type { Reply, Verdict } from './task.js';
import type { Tenant } from './tenant.js';

/** The pieces of the last line that begins with `ANSWER:`; none, when there is no such line. */
export function replyIn(words: string): string[] {
  const line = words
    .split('\n')
    .map((each) => each.replace(/[*`]/g, '').trim())
    .findLast((each) => /^ANSWER:/i.test(each));
  if (line === undefined) return [];
  const said = line.slice('ANSWER:'.length).trim();
  return said === '' ? [] : said.split(';').map((piece) => piece.trim());
}

export const lastLine = (reply: Reply): string => `ANSWER: ${reply.join('; ')}`;

/** A piece without case, accents, quotes, extra spaces and a full stop, none of which changes its meaning. */
const plain = (piece: string | number): string =>
  String(piece)
    .normalize('NFKD')
    .replace(/\p{M}|["'’“”]/gu, '')
    .replace(/\s+/g, ' ')
    .replace(/[.]$/, '')
    .trim()
    .toLowerCase();

const numeric = (piece: string): number => Number(/-?\d+(\.\d+)?/.exec(piece.replace(/(?<=\d),(?=\d{3})/g, ''))?.[0]);

/** Reads the right pieces with the tenant's own tools. */
export type Truth = (tenant: Tenant) => Promise<Reply>;

/** `changes`: the right pieces may change during a run, so they are read before and after it; `constant`: only before. */
type When = 'changes' | 'constant';

/**
 * The reply names exactly these, in any order; `none`, when there are none. The tenant changes during a run: what is true
 * before or after it may be named, and what is true before and after it must be named.
 */
export const names =
  (truth: Truth, when: When = 'changes') =>
  async (tenant: Tenant): Promise<Verdict> => {
    const before = (await truth(tenant)).map(plain);
    return async ({ reply }) => {
      const after = when === 'constant' ? before : (await truth(tenant)).map(plain);
      const said = reply.map(plain).filter((piece) => piece !== 'none');
      const missing = after.filter((name) => before.includes(name) && !said.includes(name));
      const surplus = said.filter((name) => !before.includes(name) && !after.includes(name));
      if (reply.length === 0) return ['there is no ANSWER line'];
      return [...missing.map((name) => `does not name "${name}"`), ...surplus.map((name) => `names "${name}"`)];
    };
  };

/** The reply has these pieces in this order, each as before or after the run; a number may also lie between the two. */
export const values =
  (truth: Truth, when: When = 'changes') =>
  async (tenant: Tenant): Promise<Verdict> => {
    const before = await truth(tenant);
    return async ({ reply }) => {
      const after = when === 'constant' ? before : await truth(tenant);
      if (after.some((piece) => piece === '' || Number.isNaN(piece)))
        throw new Error('the checker does not find the truth');
      if (reply.length !== after.length) return [`has ${reply.length} pieces, not ${after.length}`];
      return reply.flatMap((piece, index) => {
        const [one = '', other = ''] = [before[index], after[index]];
        return fits(piece, one, other) ? [] : [`says "${piece}" where "${other}" is right`];
      });
    };
  };

/** A number may be rounded to one decimal. */
function fits(piece: string, one: string | number, other: string | number): boolean {
  if (typeof one !== 'number' || typeof other !== 'number') return [plain(one), plain(other)].includes(plain(piece));
  const rounding = Number.isInteger(one) && Number.isInteger(other) ? 0 : 0.051;
  const said = numeric(piece);
  return said >= Math.min(one, other) - rounding && said <= Math.max(one, other) + rounding;
}
