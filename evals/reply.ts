import type { Checker, Reply } from './task.js';
import type { Tenant } from './tenant.js';

/** The pieces of the last line that begins with `ANSWER:`; none, when there is no such line. */
export function replyIn(text: string): string[] {
  const line = text
    .split('\n')
    .map((each) => each.replace(/[*`]/g, '').trim())
    .findLast((each) => /^ANSWER:/i.test(each));
  if (line === undefined) return [];
  const reply = line.slice('ANSWER:'.length).trim();
  return reply === '' ? [] : reply.split(';').map((piece) => piece.trim());
}

export const answerLine = (reply: Reply): string => `ANSWER: ${reply.join('; ')}`;

/** A piece without case, accents, quotes, extra spaces and a full stop, none of which changes its meaning. */
const normalized = (piece: string | number): string =>
  String(piece)
    .normalize('NFKD')
    .replace(/\p{M}|["'’“”]/gu, '')
    .replace(/\s+/g, ' ')
    .replace(/[.]$/, '')
    .trim()
    .toLowerCase();

const numberIn = (piece: string): number => Number(/-?\d+(\.\d+)?/.exec(piece.replace(/(?<=\d),(?=\d{3})/g, ''))?.[0]);

/** Reads the right reply with the tools. */
type ReadRightReply = (tenant: Tenant) => Promise<Reply>;

/** `changes`: the right pieces may change during a run, so they are read before and after it; `constant`: only before. */
type Stability = 'changes' | 'constant';

/**
 * Checks that the reply names exactly the right pieces, in any order, or `none` when there are none. They may change during
 * a run: what is right before or after it may be named, and what is right both times must be named.
 */
export const expectNames =
  (readRightReply: ReadRightReply, stability: Stability = 'changes') =>
  async (tenant: Tenant): Promise<Checker> => {
    const before = (await readRightReply(tenant)).map(normalized);
    return async ({ reply }) => {
      const after = stability === 'constant' ? before : (await readRightReply(tenant)).map(normalized);
      const namedPieces = reply.map(normalized).filter((piece) => piece !== 'none');
      const missingPieces = after.filter((name) => before.includes(name) && !namedPieces.includes(name));
      const surplusPieces = namedPieces.filter((name) => !before.includes(name) && !after.includes(name));
      if (reply.length === 0) return ['there is no ANSWER line'];
      return [
        ...missingPieces.map((name) => `does not name "${name}"`),
        ...surplusPieces.map((name) => `names "${name}"`),
      ];
    };
  };

/** Checks that the reply has the right pieces in order, each as before or after the run; a number may also lie between. */
export const expectValues =
  (readRightReply: ReadRightReply, stability: Stability = 'changes') =>
  async (tenant: Tenant): Promise<Checker> => {
    const before = await readRightReply(tenant);
    return async ({ reply }) => {
      const after = stability === 'constant' ? before : await readRightReply(tenant);
      if (after.some((piece) => piece === '' || Number.isNaN(piece)))
        throw new Error('the checker does not find the right pieces');
      if (reply.length !== after.length) return [`has ${reply.length} pieces, not ${after.length}`];
      return reply.flatMap((piece, index) => {
        const right = after[index] ?? '';
        return isRight(piece, before[index] ?? '', right) ? [] : [`says "${piece}" where "${right}" is right`];
      });
    };
  };

/** Whether a piece is as before or after the run, or a number between. A fraction may be rounded to one decimal. */
function isRight(piece: string, before: string | number, after: string | number): boolean {
  if (typeof before !== 'number' || typeof after !== 'number')
    return [normalized(before), normalized(after)].includes(normalized(piece));
  const rounding = Number.isInteger(before) && Number.isInteger(after) ? 0 : 0.051;
  const value = numberIn(piece);
  return value >= Math.min(before, after) - rounding && value <= Math.max(before, after) + rounding;
}
