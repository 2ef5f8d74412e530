import fc from 'fast-check';

/** How many code points before the surrogates, and how many surrogates, of which none is a character alone. */
const [below, surrogates] = [0xd800, 0x800];

/** Any character. fast-check's unit `binary` is the same, but takes a second, since it lists all 1.1 million of them. */
const character = fc.integer({ min: 0, max: 0x10ffff - surrogates }).map(
  (index) => String.fromCodePoint(index < below ? index : index + surrogates),
  (char) => {
    const point = typeof char === 'string' ? char.codePointAt(0) : undefined;
    if (point === undefined || char !== String.fromCodePoint(point)) throw new Error('no character');
    return point < below ? point : point - surrogates;
  },
);

/** A text of any characters. */
export const anyText = (constraints: { maxLength?: number } = {}) => fc.string({ unit: character, ...constraints });
