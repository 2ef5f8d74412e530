/*
 * Bidirectional controls: marks, embeddings, isolates and overrides (Unicode Standard Annex 9). Right-to-left scripts
 * need them, and phones and address books put them around phone numbers; but they can also make one text look like another.
 */

/** A regular expression, as text, that matches one bidirectional control. */
export const bidiControls = String.raw`[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]`;
const anyControl = new RegExp(bidiControls);
export const everyBidiControl = new RegExp(bidiControls, 'g');

/** A letter in one of the blocks that Unicode reserves for right-to-left scripts. */
const rightToLeftLetter = /(?=\p{L})[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** Nobody writes five controls in a row, or more than a thousand in one paragraph: so many spell a hidden text. */
const longRun = new RegExp(`${bidiControls}{5}`);
const maxControls = 1_000;

/**
 * Finds each control. It is in group 1 when it stands beside a number or its signs and brackets (with at most four controls
 * and a blank between), in group 2 when it stands inside a word, otherwise in no group.
 */
const controlByPlace = new RegExp(
  [
    String.raw`((?<=[\p{Nd}\)] ?${bidiControls}{0,4})${bidiControls}|${bidiControls}(?=${bidiControls}{0,4} ?[+\(*#.]{0,2}\p{Nd}))`,
    String.raw`((?<=[\p{L}\p{M}]${bidiControls}{0,4})${bidiControls}(?=${bidiControls}{0,4}[\p{L}\p{M}]))`,
    bidiControls,
  ].join('|'),
  'gu',
);

const marks = '\u061c\u200e\u200f';
const rightToLeftOverride = '\u202e';
const overrides = `\u202d${rightToLeftOverride}`;
const closers = new Map([
  ...[...'\u202a\u202b\u202d\u202e'].map((opener) => [opener, '\u202c'] as const),
  ...[...'\u2066\u2067\u2068'].map((opener) => [opener, '\u2069'] as const),
]);

/**
 * Removes bidirectional controls or replaces each by `replacement`, paragraph by paragraph:
 * - Marks, and balanced pairs that override nothing, stay in a paragraph with right-to-left letters. In any other paragraph
 *   they are removed, or replaced where they stand inside a word.
 * - All others are replaced, but beside a number they are removed, so that a phone number stays usable; U+202E
 *   (right-to-left override) is always replaced.
 * - Every control is replaced in a paragraph that has five in a row, or more than 1,000.
 */
export function withoutHarmfulBidi(text: string, replacement: string): string {
  if (!anyControl.test(text)) return text;
  // Controls act up to the end of their paragraph.
  return text.replace(/[^\r\n]+/g, (paragraph) =>
    anyControl.test(paragraph) ? cleanedParagraph(paragraph, replacement) : paragraph,
  );
}

function cleanedParagraph(paragraph: string, replacement: string): string {
  const count = paragraph.match(everyBidiControl)?.length ?? 0;
  if (count > maxControls || longRun.test(paragraph)) return paragraph.replace(everyBidiControl, replacement);
  const isRightToLeft = rightToLeftLetter.test(paragraph);
  const pairedIndexes = harmlessPairs(paragraph);
  return paragraph.replace(controlByPlace, (control, atNumber?: string, inWord?: string, index = 0) => {
    const isHarmless = marks.includes(control) || pairedIndexes.has(index);
    if (isHarmless && isRightToLeft) return control;
    if (atNumber !== undefined && control !== rightToLeftOverride) return '';
    return isHarmless && inWord === undefined ? '' : replacement;
  });
}

/** The indexes, in the paragraph, of the controls of balanced pairs that override nothing. */
function harmlessPairs(paragraph: string): Set<number> {
  const indexes = new Set<number>();
  const openControls: { index: number; opener: string; closer: string }[] = [];
  for (const { 0: control, index } of paragraph.matchAll(everyBidiControl)) {
    const closer = closers.get(control);
    const last = openControls.at(-1);
    if (closer !== undefined) openControls.push({ index, opener: control, closer });
    else if (last?.closer === control) {
      openControls.pop();
      if (!overrides.includes(last.opener)) indexes.add(last.index).add(index);
    }
  }
  return indexes;
}
