/*
 * Bidirectional controls: marks, embeddings, isolates and overrides (Unicode Standard Annex 9). Right-to-left scripts
 * need them; phones and address books put them around phone numbers; and they can make a text look like another.
 */

const controls = String.raw`\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069`;
const anyControl = new RegExp(`[${controls}]`);
const everyControl = new RegExp(`[${controls}]`, 'g');

/** The blocks that Unicode keeps for scripts that run from right to left. */
const rightToLeft = /(?=\p{L})[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** Nobody writes five in a row, or a thousand in one paragraph: so many spell a hidden text. */
const longRun = new RegExp(`[${controls}]{5}`);
const most = 1_000;

/**
 * Finds each control. Group 1: it stands beside a number, with at most four controls and a blank between. Group 2: inside
 * a word. No group: anywhere else.
 */
const controlByPlace = new RegExp(
  [
    String.raw`((?<=[\p{Nd}\)] ?[${controls}]{0,4})[${controls}]|[${controls}](?=[${controls}]{0,4} ?[+\(*#.]{0,2}\p{Nd}))`,
    String.raw`((?<=[\p{L}\p{M}][${controls}]{0,4})[${controls}](?=[${controls}]{0,4}[\p{L}\p{M}]))`,
    `[${controls}]`,
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
 * Removes bidirectional controls, or replaces them by `suspect`. Marks and balanced pairs without override are kept in a
 * paragraph with right-to-left letters; elsewhere they are removed, but inside a word they become `suspect`. Beside a
 * number every other control is removed too, so that a phone number stays usable, except U+202E (right-to-left override).
 * All others become `suspect`, and so does every control of a paragraph that has five in a row or more than 1,000.
 */
export function withoutHarmfulBidi(text: string, suspect: string): string {
  if (!anyControl.test(text)) return text;
  // Controls act up to the end of their paragraph.
  return text.replace(/[^\r\n]+/g, (paragraph) =>
    anyControl.test(paragraph) ? cleanedParagraph(paragraph, suspect) : paragraph,
  );
}

function cleanedParagraph(paragraph: string, suspect: string): string {
  const found = paragraph.match(everyControl)?.length ?? 0;
  if (found > most || longRun.test(paragraph)) return paragraph.replace(everyControl, suspect);
  const keeps = rightToLeft.test(paragraph);
  const paired = harmlessPairs(paragraph);
  return paragraph.replace(controlByPlace, (control, atNumber?: string, inWord?: string, index = 0) => {
    const isHarmless = marks.includes(control) || paired.has(index);
    if (isHarmless && keeps) return control;
    if (atNumber !== undefined && control !== rightToLeftOverride) return '';
    return isHarmless && inWord === undefined ? '' : suspect;
  });
}

/** Places of the controls that open and close one another and override nothing. */
function harmlessPairs(paragraph: string): Set<number> {
  const pairs = new Set<number>();
  const open: { index: number; opener: string; closer: string }[] = [];
  for (const { 0: control, index } of paragraph.matchAll(everyControl)) {
    const closer = closers.get(control);
    const last = open.at(-1);
    if (closer !== undefined) open.push({ index, opener: control, closer });
    else if (last?.closer === control) {
      open.pop();
      if (!overrides.includes(last.opener)) pairs.add(last.index).add(index);
    }
  }
  return pairs;
}
