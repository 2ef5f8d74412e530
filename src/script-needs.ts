/*
 * Invisible characters that writing needs. Each stands here with the neighbours that make it part of what shows; without
 * them it is hidden text. Sources: the Unicode Standard, chapters 9 to 18 and 23, and Technical Standard 51 (emoji).
 */

/**
 * Control characters but tab, line feed and carriage return; format characters but the visible ones of Arabic, Syriac
 * and Kaithi; everything that Unicode lets a renderer ignore (fillers, selectors, tags); line and paragraph separators;
 * code points that are no characters; halves of surrogate pairs.
 */
export const hiddenClass = String.raw`[[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]--[\t\n\r\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}]]`;

const hidden = new RegExp(hiddenClass, 'v');
const letterOrMark = /[\p{L}\p{M}]/u;
const digit = /\p{N}/u;
const mark = /\p{M}/u;
const signs = /[\p{P}\p{Sc}]/u;
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
const movable = /[\u2018\u2019\u201c\u201d\u3001\u3002\uff01\uff0c\uff0e\uff1a\uff1b\uff1f]/;
const mongolianLetter = /[\u1820-\u18aa]/;

const shows = (char: string) => (letterOrMark.test(char) || digit.test(char)) && !hidden.test(char);
const isLetter = (char: string) => letterOrMark.test(char) && !hidden.test(char);
const joins = (char: string) => joiningBlocks.test(char) && shows(char);
const isUnspaced = (char: string) => unspacedBlocks.test(char) && (shows(char) || signs.test(char));

const tagged = (region: string) =>
  [...`${region}\u{7f}`].map((tag) => String.fromCodePoint(0xe0000 + (tag.codePointAt(0) ?? 0))).join('');
/** The flags of England, Scotland and Wales are spelt in tags. */
const flags = ['gbeng', 'gbsct', 'gbwls'].map(tagged);
const flagLength = 12;

/** The character that ends before a place in a text, and the one that begins there; '' at the ends. */
const before = (text: string, place: number): string => {
  const pair = text.slice(Math.max(0, place - 2), place);
  return (pair.codePointAt(0) ?? 0) > 0xffff ? pair : pair.slice(-1);
};
const at = (text: string, place: number): string => {
  const point = text.codePointAt(place);
  return point === undefined ? '' : String.fromCodePoint(point);
};

/** How many UTF-16 units of invisible characters at this place belong to what stands around them; 0 for hidden text. */
export function neededAt(text: string, place: number): number {
  const char = at(text, place);
  const last = before(text, place);
  if (last === '\u{1f3f4}' && flags.includes(text.slice(place, place + flagLength))) return flagLength;
  return isNeeded(char, last, at(text, place + char.length), text, place) ? char.length : 0;
}

function isNeeded(char: string, last: string, next: string, text: string, place: number): boolean {
  switch (char) {
    case '\u200c':
      // Also a Persian ending at a foreign word or number, in brackets or quotation marks or without.
      return endsJoined(last, next) || ((shows(last) || closing.test(last)) && joins(next));
    case '\u200d':
      return endsJoined(last, next) || beginsJoined(last, next) || joinsEmoji(last, next, text, place);
    case '\u200b':
    case '\u2060':
      // Where a line may break, and where it may not.
      return (isUnspaced(last) && !hidden.test(next)) || (isUnspaced(next) && !hidden.test(last));
    case '\u00ad':
      // A text that was set for print has at least two letters on either side.
      return (
        isLetter(last) &&
        isLetter(before(text, place - last.length)) &&
        isLetter(next) &&
        isLetter(at(text, place + 1 + next.length))
      );
    case '\u034f':
      // Keeps the order of combining marks.
      return isLetter(last) && mark.test(next) && !hidden.test(next);
    case '\u180b':
    case '\u180c':
    case '\u180d':
    case '\u180f':
      return mongolianLetter.test(last);
    case '\u180e':
      return mongolianLetter.test(last) && mongolianLetter.test(next);
    case '\ufe0e':
    case '\ufe0f':
      return pictograph.test(last) || (next === '\u20e3' && keycap.test(last));
    default:
      return isVariant(char, last) && !(han.test(last) && selectedBefore(text, place - last.length) >= mostSelected);
  }
}

/** Persian compounds and plurals, half forms, chillu letters; also where the word ends. */
const endsJoined = (last: string, next: string) =>
  joins(last) && (joins(next) || digit.test(next) || !(shows(next) || hidden.test(next)));

/** The final form of a letter that stands alone. */
const beginsJoined = (last: string, next: string) => joins(next) && !shows(last) && !hidden.test(last);

const joinsEmoji = (last: string, next: string, text: string, place: number) =>
  pictograph.test(next) &&
  (pictograph.test(last) || (emojiEnding.test(last) && pictograph.test(before(text, place - last.length))));

const isVariant = (char: string, last: string) =>
  (/[\ufe00-\ufe02\u{e0100}-\u{e01ef}]/u.test(char) && han.test(last)) ||
  (char === '\ufe00' && variantBase.test(last)) ||
  (/[\ufe00\ufe01]/.test(char) && movable.test(last));

/** A name has few ideographs in a row that each have a selector; a longer row spells a second text. */
const mostSelected = 4;

function selectedBefore(text: string, place: number): number {
  let count = 0;
  let end = place;
  while (count < mostSelected) {
    const selector = before(text, end);
    const base = before(text, end - selector.length);
    if (!han.test(base) || !isVariant(selector, base)) break;
    end -= selector.length + base.length;
    count += 1;
  }
  return count;
}
