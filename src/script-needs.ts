/*
 * Invisible characters that scripts need, each with the neighbours beside which it changes what a reader sees; beside any
 * other it is hidden text. Sources: the Unicode Standard, chapters 9 to 18 and 23, and Technical Standard 51 (emoji).
 */

/**
 * A character class (flag v) of all hidden characters: control characters except tab, line feed and carriage return;
 * format characters except the visible ones of Arabic, Syriac and Kaithi; everything that Unicode lets a renderer ignore
 * (fillers, selectors, tags); line and paragraph separators; noncharacters; halves of surrogate pairs.
 */
export const hiddenClass = String.raw`[[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]--[\t\n\r\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}]]`;

const hiddenCharacter = new RegExp(hiddenClass, 'v');
const letterOrMark = /[\p{L}\p{M}]/u;
const digit = /\p{N}/u;
const mark = /\p{M}/u;
const punctuation = /[\p{P}\p{Sc}]/u;
const closingPunctuation = /[)\]»”’"']/u;
const keycapBase = /[0-9#*]/;
const han = /\p{Ideographic}/u;
const pictograph = /\p{Extended_Pictographic}/u;
const emojiEnding = /\p{Emoji_Modifier}|\ufe0e|\ufe0f/u;

/** Blocks of scripts whose letters change their form with a joiner: Arabic, Syriac, N’Ko, the Indic ones, Mongolian. */
const joiningBlocks =
  /[\u0600-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u18af\u1900-\u194f\u1a20-\u1c4f\ua840-\ua87f\ua980-\uabff\ufb50-\ufdff\ufe70-\ufefc\u{10a00}-\u{11fff}\u{1e900}-\u{1e95f}]/u;

/** Blocks of scripts without blanks between words: Thai, Lao, Tibetan, Burmese, Khmer, Tai, Javanese, Chinese, Japanese. */
const unspacedBlocks =
  /[\u0e00-\u109f\u1780-\u17ff\u1950-\u1aaf\u1b00-\u1b7f\u2e80-\u9fff\ua000-\ua4cf\ua980-\uaadf\uf900-\ufaff\uff00-\uff9f\u{1b000}-\u{1b16f}\u{20000}-\u{3ffff}]/u;

/** Bases of standardised variants: mathematics, zero, Myanmar, Phags-pa, Manichaean; punctuation that can be centred. */
const variantBase = /[\p{Sm}0\u1000-\u103f\uaa60-\uaa7f\ua840-\ua87f\u{10ac0}-\u{10aff}]/u;
const centredPunctuation = /[\u2018\u2019\u201c\u201d\u3001\u3002\uff01\uff0c\uff0e\uff1a\uff1b\uff1f]/;
const mongolianLetter = /[\u1820-\u18aa]/;

const isWordChar = (char: string) => (letterOrMark.test(char) || digit.test(char)) && !hiddenCharacter.test(char);
const isLetter = (char: string) => letterOrMark.test(char) && !hiddenCharacter.test(char);
const isJoining = (char: string) => joiningBlocks.test(char) && isWordChar(char);
const isUnspaced = (char: string) => unspacedBlocks.test(char) && (isWordChar(char) || punctuation.test(char));

const inTags = (region: string) =>
  [...`${region}\u{7f}`].map((tag) => String.fromCodePoint(0xe0000 + (tag.codePointAt(0) ?? 0))).join('');
/** The flags of England, Scotland and Wales are a black flag (U+1F3F4) and the region in tags, 12 UTF-16 units long. */
const flagTags = ['gbeng', 'gbsct', 'gbwls'].map(inTags);
const tagsLength = 12;

/** The character right before an index of a text; '' at the beginning. */
const characterBefore = (text: string, index: number): string => {
  const pair = text.slice(Math.max(0, index - 2), index);
  return (pair.codePointAt(0) ?? 0) > 0xffff ? pair : pair.slice(-1);
};
/** The character at an index of a text; '' at the end. */
const characterAt = (text: string, index: number): string => {
  const point = text.codePointAt(index);
  return point === undefined ? '' : String.fromCodePoint(point);
};

/** The length, in UTF-16 units, of the invisible characters at this index that the text needs; 0 for hidden text. */
export function neededLength(text: string, index: number): number {
  const char = characterAt(text, index);
  const before = characterBefore(text, index);
  if (before === '\u{1f3f4}' && flagTags.includes(text.slice(index, index + tagsLength))) return tagsLength;
  return isNeeded(char, before, characterAt(text, index + char.length), text, index) ? char.length : 0;
}

function isNeeded(char: string, before: string, next: string, text: string, index: number): boolean {
  switch (char) {
    case '\u200c':
      // Zero-width non-joiner: also before a Persian ending at a foreign word or number, which may be in brackets or quotes.
      return shapesBefore(before, next) || ((isWordChar(before) || closingPunctuation.test(before)) && isJoining(next));
    case '\u200d':
      // Zero-width joiner.
      return shapesBefore(before, next) || shapesNext(before, next) || joinsEmoji(before, next, text, index);
    case '\u200b':
    case '\u2060':
      // Zero-width space, where a line may break, and word joiner, where it may not.
      return (isUnspaced(before) && !hiddenCharacter.test(next)) || (isUnspaced(next) && !hiddenCharacter.test(before));
    case '\u00ad':
      // Soft hyphen: real ones have at least two letters on either side.
      return (
        isLetter(before) &&
        isLetter(characterBefore(text, index - before.length)) &&
        isLetter(next) &&
        isLetter(characterAt(text, index + 1 + next.length))
      );
    case '\u034f':
      // Combining grapheme joiner, which keeps the order of combining marks.
      return isLetter(before) && mark.test(next) && !hiddenCharacter.test(next);
    case '\u180b':
    case '\u180c':
    case '\u180d':
    case '\u180f':
      // Mongolian variation selectors.
      return mongolianLetter.test(before);
    case '\u180e':
      // Mongolian vowel separator.
      return mongolianLetter.test(before) && mongolianLetter.test(next);
    case '\ufe0e':
    case '\ufe0f':
      // Variation selectors for text and emoji.
      return pictograph.test(before) || (next === '\u20e3' && keycapBase.test(before));
    default:
      return (
        isVariant(char, before) &&
        !(han.test(before) && countSelectorsBefore(text, index - before.length) >= maxSelectorsInRow)
      );
  }
}

/** Whether a joiner or non-joiner shapes the letter before it: Persian compounds and plurals, half forms, chillu letters. */
const shapesBefore = (before: string, next: string) =>
  isJoining(before) && (isJoining(next) || digit.test(next) || !(isWordChar(next) || hiddenCharacter.test(next)));

/** Whether a joiner shapes the letter after it: the final form of a letter that stands alone. */
const shapesNext = (before: string, next: string) =>
  isJoining(next) && !isWordChar(before) && !hiddenCharacter.test(before);

const joinsEmoji = (before: string, next: string, text: string, index: number) =>
  pictograph.test(next) &&
  (pictograph.test(before) ||
    (emojiEnding.test(before) && pictograph.test(characterBefore(text, index - before.length))));

const isVariant = (char: string, before: string) =>
  (/[\ufe00-\ufe02\u{e0100}-\u{e01ef}]/u.test(char) && han.test(before)) ||
  (char === '\ufe00' && variantBase.test(before)) ||
  (/[\ufe00\ufe01]/.test(char) && centredPunctuation.test(before));

/** A name has few ideographs in a row that each have a selector; a longer row spells a second text. */
const maxSelectorsInRow = 4;

function countSelectorsBefore(text: string, index: number): number {
  let count = 0;
  let end = index;
  while (count < maxSelectorsInRow) {
    const selector = characterBefore(text, end);
    const base = characterBefore(text, end - selector.length);
    if (!han.test(base) || !isVariant(selector, base)) break;
    end -= selector.length + base.length;
    count += 1;
  }
  return count;
}
