import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Gathering } from '../../src/http/gathering.js';
import { filled, readBytes, spare } from '../../src/http/reads.js';

/** A read into memory that comes back. */
const shared = (octets: Buffer) => {
  const memory = spare();
  return filled(memory, octets.copy(memory));
};
/** What the next reads do to such memory. */
const useAgain = () => {
  for (let count = 0; count < 20; count += 1) spare().fill(0);
};

describe('a body that is gathered', () => {
  it.each([0, 400_000, 700_000])(
    'is what came, with %d octets announced, whatever becomes of the memory it came in',
    (announced) => {
      const octets = randomBytes(700_000);
      const gathering = new Gathering(announced);
      for (const [from, to] of [
        [0, 1],
        [1, 1 + readBytes],
        [1 + readBytes, 2 + readBytes],
        [2 + readBytes, 700_000],
      ] as const) {
        gathering.add(shared(octets.subarray(from, to)));
        useAgain();
      }
      expect(gathering.length).toBe(octets.length);
      expect(gathering.octets.equals(octets)).toBe(true);
    },
  );

  it('of one piece is what came, too', () => {
    const octets = randomBytes(100_000);
    const gathering = new Gathering();
    gathering.add(shared(octets));
    useAgain();
    expect(gathering.octets.equals(octets)).toBe(true);
  });

  it('is not copied when it came alone, in memory of its own', () => {
    const octets = randomBytes(100);
    const gathering = new Gathering();
    gathering.add(octets);
    expect(gathering.octets.buffer).toBe(octets.buffer);
    gathering.add(Buffer.from('more'));
    expect(gathering.octets.equals(Buffer.concat([octets, Buffer.from('more')]))).toBe(true);
  });

  it('may be nothing', () => {
    expect(new Gathering().octets).toHaveLength(0);
  });
});
