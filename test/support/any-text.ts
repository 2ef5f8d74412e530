import fc from 'fast-check';

/** Surrogates are the code points that are no characters: the first one, and how many there are. */
const [firstSurrogate, surrogates] = [0xd800, 0x800];

/** Any character. fast-check's unit `binary` is the same, but takes a second, since it lists all 1.1 million of them. */
const character = fc.integer({ min: 0, max: 0x10ffff - surrogates }).map(
  (index) => String.fromCodePoint(index < firstSurrogate ? index : index + surrogates),
  (char) => {
    const point = typeof char === 'string' ? char.codePointAt(0) : undefined;
    if (point === undefined || char !== String.fromCodePoint(point)) throw new Error('no character');
    return point < firstSurrogate ? point : point - surrogates;
  },
);

/** A text of any characters. */
export const anyText = (constraints: { maxLength?: number } = {}) => fc.string({ unit: character, ...constraints });
