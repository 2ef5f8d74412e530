import { bidiControls, withoutHarmfulBidi } from './bidi.js';
import { hiddenClass, neededLength } from './script-needs.js';

/*
 * Text from outside may hold characters that a person does not see and a model reads: tags, variation selectors and
 * zero-width characters that spell a second text, bidirectional controls that show one text and mean another, escape
 * sequences that a terminal obeys. They are replaced, not deleted (except by bidi.ts): deleting would join what they
 * stood between (Unicode Technical Report 36, 3.5) and hide that something was there. Line breaks, tabs and everything
 * that shows stay, and so does what a script needs: a name in Khmer, Persian or Japanese arrives as it was written.
 */

/** Replaces one or more hidden characters. */
const replacementMark = '\u{fffd}';

const hiddenCharacter = new RegExp(hiddenClass, 'v');

/** Anything but printable ASCII, tabs and line breaks: most text has none. Ten times faster than `hiddenCharacter`. */
const unusualCharacter = /[^\t\n\r -~]/;

/** Stands for harmful bidirectional controls until `runsWithoutBidi` finds it: a noncharacter, which counts as hidden. */
const bidiPlaceholder = '\uffff';
const everyHiddenCharacter = new RegExp(hiddenClass, 'gv');
const everyRun = new RegExp(`[${hiddenClass}]+`, 'gv');

/** Most hidden characters of one text that are examined one by one, at 4 microseconds each. A book in Persian has fewer. */
const maxExamined = 20_000;
/** Runs of hidden characters other than bidirectional controls: bidi.ts has dealt with those before. */
const runsWithoutBidi = new RegExp(`[${hiddenClass}--${bidiControls}]+`, 'gv');

/** The text with hidden characters replaced, each run by one U+FFFD. What it needs stays, unless it has over `maxExamined`. */
export function visible(text: string): string {
  if (!unusualCharacter.test(text) || !hiddenCharacter.test(text)) return text;
  if (hidesTooMuch(text)) return text.replace(everyRun, replacementMark);
  const withoutBidi = withoutHarmfulBidi(text, bidiPlaceholder);
  return withoutBidi.replace(runsWithoutBidi, (run, start: number) => {
    let keptLength = 0;
    while (keptLength < run.length) {
      const needed = neededLength(withoutBidi, start + keptLength);
      if (needed === 0) return run.slice(0, keptLength) + replacementMark;
      keptLength += needed;
    }
    return run;
  });
}

function hidesTooMuch(text: string): boolean {
  let count = 0;
  for (const _ of text.matchAll(everyHiddenCharacter)) {
    count += 1;
    if (count > maxExamined) return true;
  }
  return false;
}

/** JSON writes most controls and broken surrogates as escapes. */
const hiddenEscape = /\\(?:u00[01]|ud[89a-f]|[bf])/;

/** Whether the strings in a JSON text may hold hidden characters. */
export const maybeHidden = (json: string): boolean =>
  hiddenEscape.test(json) || (unusualCharacter.test(json) && hiddenCharacter.test(json));

/** The visible text on one line, for places where a line break would begin something new. */
export const oneLine = (text: string): string =>
  visible(text)
    .replace(/\s+/g, (blanks) => (/[\r\n]/.test(blanks) ? ' ' : blanks))
    .trim();
