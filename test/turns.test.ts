import { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { firstThatFit } from '../src/calls/fit.js';
import { readAnswer } from '../src/http/body.js';
import { parseJsonInTurns } from '../src/json.js';
import { Redactor } from '../src/redact.js';
import { findByName } from '../src/tools/names.js';
import { longStep, turn } from '../src/turns.js';

/** Blocks the event loop for this many milliseconds. */
function busy(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

/** How many turns of the event loop other callbacks got during the work. */
async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
  // Work of an earlier test that still waits for a turn gets it first.
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
describe('other calls get turns during', () => {
  /** `turns` is how many turns other calls must get at least; the work gives them between its steps or every 20 ms. */
  const longWork: [what: string, work: () => Promise<unknown>, turns: number][] = [
    ['the decoding of bytes', () => readAnswer(Readable.from([Buffer.from(mebibytes(12))]), {}, () => {}), 3],
    ['the parsing of JSON', () => parseJsonInTurns(`["x"${' '.repeat(2 * 1024 * 1024)}]`), 2],
    ['redaction', () => new Redactor().dataInTurns(Array.from({ length: 20_000 }, () => '\u200b'.repeat(20))), 4],
    ['the fitting of a page', () => firstThatFit(Array.from({ length: 12 }), async () => busy(8), 24_000), 2],
    [
      'the search for a name in a list',
      () => {
        const list = {
          thing: 'queue',
          tool: 'list_all_puzzel_queues',
          idPattern: /^\d+$/,
          read: async () => Array.from({ length: 12 }, (_, id) => ({ id, name: `queue ${id}` })),
          idOf: ({ id }: Record<string, unknown>) => id,
          namesOf: ({ name }: Record<string, unknown>) => {
            busy(8);
            return [name];
          },
        };
        return findByName('queue 3', 'id', list, { clients: {}, signal: new AbortController().signal } as never);
      },
      2,
    ],
  ];

  it.each(longWork)('%s', async (_, work, turns) => {
    expect(await turnsDuring(work)).toBeGreaterThanOrEqual(turns);
  });
});

it('sixteen concurrent long answers are finished one after the other', async () => {
  const order: string[] = [];
  const answer = async (number: number) => {
    for (const step of ['text', 'values', 'result'] as const) {
      await longStep(step, async () => {
        await nextTurn();
        order.push(`${number} ${step}`);
      });
      // A real answer also awaits promises between its steps.
      for (let awaited = 0; awaited < 20; awaited += 1) await null;
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
