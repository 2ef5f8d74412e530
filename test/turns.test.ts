import { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { fitting } from '../src/calls/fit.js';
import { readAnswer } from '../src/http/body.js';
import { parseJsonInTurns } from '../src/json.js';
import { Redactor } from '../src/redact.js';
import { findByName } from '../src/tools/names.js';
import { longStep, turn } from '../src/turns.js';

/** Keeps this process busy for so many milliseconds, as the worst values do. */
function busy(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

/** How often something else had its turn while the work was done. */
async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
  // The work before may still hold a turn.
  await turn();
  await nextTurn();
  let turns = 0;
  let next: NodeJS.Immediate | undefined;
  const count = () => {
    turns += 1;
    next = setImmediate(count);
  };
  next = setImmediate(count);
  await work();
  clearImmediate(next);
  return turns;
}

const mebibytes = (count: number) => 'x'.repeat(count * 1024 * 1024);
const slow = {
  toString: () => {
    busy(8);
    return 'slow';
  },
};

describe('long work gives other calls a turn', () => {
  const works: [what: string, work: () => Promise<unknown>, turns: number][] = [
    ['bytes to text', () => readAnswer(Readable.from([Buffer.from(mebibytes(12))]), {}, () => {}), 3],
    ['text to values', () => parseJsonInTurns(`["x"${' '.repeat(2 * 1024 * 1024)}]`), 2],
    [
      'secrets and hidden characters',
      () => new Redactor().dataInTurns(Array.from({ length: 20_000 }, () => '\u200b'.repeat(20))),
      4,
    ],
    ['records of a page', () => fitting(Array.from({ length: 12 }), async () => busy(8), 24_000), 2],
    [
      'names in a list',
      () => {
        const list = {
          thing: 'queue',
          tool: 'list_all_puzzel_queues',
          isId: /^\d+$/,
          read: async () => Array.from({ length: 12 }, (_, id) => ({ id, name: `queue ${id}` })),
          idOf: ({ id }: Record<string, unknown>) => id,
          namesOf: ({ name }: Record<string, unknown>) => [name, slow],
        };
        return findByName('queue 3', 'id', list, { clients: {}, signal: new AbortController().signal } as never);
      },
      2,
    ],
  ];

  it.each(works)('%s', async (_, work, turns) => {
    expect(await turnsDuring(work)).toBeGreaterThanOrEqual(turns);
  });
});

it('of sixteen long answers at once each is finished before the next is begun', async () => {
  const order: string[] = [];
  const answer = async (number: number) => {
    for (const step of ['text', 'values', 'result'] as const) {
      await longStep(step, async () => {
        await nextTurn();
        order.push(`${number} ${step}`);
      });
      // What lies between two steps of a real answer.
      for (let then = 0; then < 20; then += 1) await null;
    }
  };
  const numbers = Array.from({ length: 16 }, (_, number) => number);
  await Promise.all(numbers.map(answer));
  expect(order).toEqual(numbers.flatMap((number) => [`${number} text`, `${number} values`, `${number} result`]));
});

it('a long answer that fails lets the next one begin', async () => {
  const failing = longStep('text', () => Promise.reject(new Error('broken')));
  const next = longStep('text', async () => 'read');
  await expect(failing).rejects.toThrow('broken');
  expect(await next).toBe('read');
  expect(await longStep('result', async () => 'later')).toBe('later');
});
