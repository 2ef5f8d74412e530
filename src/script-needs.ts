/*
 * Invisible characters that scripts need, each with the neighbours that it needs to change what a reader sees; without them
 * it is hidden text. Sources: the Unicode Standard, chapters 9 to 18 and 23, and Technical Standard 51 (emoji).
 */

/**
 * Control characters except tab, line feed and carriage return; format characters except the visible ones of Arabic,
 * Syriac and Kaithi; everything that Unicode lets a renderer ignore (fillers, selectors, tags); line and paragraph separators;
 * code points that are no characters; halves of surrogate pairs.
 */
export const hiddenClass = String.raw`[[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]--[\t\n\r\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}]]`;

const hidden = new RegExp(hiddenClass, 'v');
const letterOrMark = /[\p{L}\p{M}]/u;
const digit = /\p{N}/u;
const mark = /\p{M}/u;
const punctuation = /[\p{P}\p{Sc}]/u;
const closing = /[)\]»”’"']/u;
const keycap = /[0-9#*]/;
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

const isVisible = (char: string) => (letterOrMark.test(char) || digit.test(char)) && !hidden.test(char);
const isLetter = (char: string) => letterOrMark.test(char) && !hidden.test(char);
const joins = (char: string) => joiningBlocks.test(char) && isVisible(char);
const isUnspaced = (char: string) => unspacedBlocks.test(char) && (isVisible(char) || punctuation.test(char));

const tagged = (region: string) =>
  [...`${region}\u{7f}`].map((tag) => String.fromCodePoint(0xe0000 + (tag.codePointAt(0) ?? 0))).join('');
/** The flags of England, Scotland and Wales are spelt in tags. */
const flags = ['gbeng', 'gbsct', 'gbwls'].map(tagged);
const flagLength = 12;

/** The character right before a place in a text; '' at the beginning. */
const characterBefore = (text: string, place: number): string => {
  const pair = text.slice(Math.max(0, place - 2), place);
  return (pair.codePointAt(0) ?? 0) > 0xffff ? pair : pair.slice(-1);
};
/** The character at a place in a text; '' at the end. */
const characterAt = (text: string, place: number): string => {
  const point = text.codePointAt(place);
  return point === undefined ? '' : String.fromCodePoint(point);
};

/** The length, in UTF-16 units, of the invisible characters at this place that the text needs; 0 for hidden text. */
export function neededAt(text: string, place: number): number {
  const char = characterAt(text, place);
  const last = characterBefore(text, place);
  if (last === '\u{1f3f4}' && flags.includes(text.slice(place, place + flagLength))) return flagLength;
  return isNeeded(char, last, characterAt(text, place + char.length), text, place) ? char.length : 0;
}

function isNeeded(char: string, last: string, next: string, text: string, place: number): boolean {
  switch (char) {
    case '\u200c':
      // Zero-width non-joiner: also before a Persian ending at a foreign word or number, which may be in brackets or quotes.
      return endsJoined(last, next) || ((isVisible(last) || closing.test(last)) && joins(next));
    case '\u200d':
      // Zero-width joiner.
      return endsJoined(last, next) || beginsJoined(last, next) || joinsEmoji(last, next, text, place);
    case '\u200b':
    case '\u2060':
      // Zero-width space, where a line may break, and word joiner, where it may not.
      return (isUnspaced(last) && !hidden.test(next)) || (isUnspaced(next) && !hidden.test(last));
    case '\u00ad':
      // Soft hyphen: real ones have at least two letters on either side.
      return (
        isLetter(last) &&
        isLetter(characterBefore(text, place - last.length)) &&
        isLetter(next) &&
        isLetter(characterAt(text, place + 1 + next.length))
      );
    case '\u034f':
      // Combining grapheme joiner, which keeps the order of combining marks.
      return isLetter(last) && mark.test(next) && !hidden.test(next);
    case '\u180b':
    case '\u180c':
    case '\u180d':
    case '\u180f':
      // Mongolian variation selectors.
      return mongolianLetter.test(last);
    case '\u180e':
      // Mongolian vowel separator.
      return mongolianLetter.test(last) && mongolianLetter.test(next);
    case '\ufe0e':
    case '\ufe0f':
      // Variation selectors for text and emoji.
      return pictograph.test(last) || (next === '\u20e3' && keycap.test(last));
    default:
      return isVariant(char, last) && !(han.test(last) && selectedBefore(text, place - last.length) >= mostSelected);
  }
}

/** Persian compounds and plurals, half forms, chillu letters; also where the word ends. */
const endsJoined = (last: string, next: string) =>
  joins(last) && (joins(next) || digit.test(next) || !(isVisible(next) || hidden.test(next)));

/** The final form of a letter that stands alone. */
const beginsJoined = (last: string, next: string) => joins(next) && !isVisible(last) && !hidden.test(last);

const joinsEmoji = (last: string, next: string, text: string, place: number) =>
  pictograph.test(next) &&
  (pictograph.test(last) || (emojiEnding.test(last) && pictograph.test(characterBefore(text, place - last.length))));

const isVariant = (char: string, last: string) =>
  (/[\ufe00-\ufe02\u{e0100}-\u{e01ef}]/u.test(char) && han.test(last)) ||
  (char === '\ufe00' && variantBase.test(last)) ||
  (/[\ufe00\ufe01]/.test(char) && centredPunctuation.test(last));

/** A name has few ideographs in a row that each have a selector; a longer row spells a second text. */
const mostSelected = 4;

function selectedBefore(text: string, place: number): number {
  let count = 0;
  let end = place;
  while (count < mostSelected) {
    const selector = characterBefore(text, end);
    const base = characterBefore(text, end - selector.length);
    if (!han.test(base) || !isVariant(selector, base)) break;
    end -= selector.length + base.length;
    count += 1;
  }
  return count;
}
