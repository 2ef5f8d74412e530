import fc from 'fast-check';

/** The code points of surrogates, which follow each other and are no characters by themselves. */
const [firstSurrogate, surrogateCount] = [0xd800, 0x800];

/** Any code point but those. fast-check's unit `binary` is the same, but takes a second, since it lists all 1.1 million of them. */
const character = fc.integer({ min: 0, max: 0x10ffff - surrogateCount }).map(
  (index) => String.fromCodePoint(index < firstSurrogate ? index : index + surrogateCount),
  // The way back, which fast-check needs to shrink a text.
  (char) => {
    const point = typeof char === 'string' ? char.codePointAt(0) : undefined;
    if (point === undefined || char !== String.fromCodePoint(point)) throw new Error('no character');
    return point < firstSurrogate ? point : point - surrogateCount;
  },
);

/** A text of any code points but surrogates. */
export const anyText = (constraints: { maxLength?: number } = {}) => fc.string({ unit: character, ...constraints });
