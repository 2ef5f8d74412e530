/*
 * Text from outside may hold characters that a person does not see and a model reads: tags, variation selectors and
 * zero-width characters that spell a second text, bidirectional controls that show one text and mean another, escape
 * sequences that a terminal obeys. They are replaced, not deleted: deleting would join what they stood between (Unicode
 * Technical Report 36, 3.5) and hide that something was there. Line breaks, tabs and everything that shows stay.
 */

/** What stands for one or more neutralised characters. */
export const mark = '\u{fffd}';

/**
 * What may stay, although its characters are among the invisible ones: emoji presentation and keycaps (❤️ 1️⃣), emoji
 * joined into one (👩‍💻), the three flags that are spelt in tags, and joiners inside words of scripts that need them.
 */
const emoji = String.raw`\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|[\ufe0e\ufe0f])?`;
const joinedEmoji = String.raw`${emoji}(?:\u200d${emoji})*`;
const keycap = String.raw`[0-9#*]\ufe0f?\u20e3`;
const tagged = (region: string) =>
  [...`${region}\u{7f}`].map((tag) => String.fromCodePoint(0xe0000 + (tag.codePointAt(0) ?? 0)));
const flags = ['gbeng', 'gbsct', 'gbwls'].map((region) => `\u{1f3f4}${tagged(region).join('')}`).join('|');
const joining = ['Arabic', 'Syriac', 'Devanagari', 'Bengali', 'Gurmukhi', 'Gujarati', 'Oriya', 'Tamil', 'Telugu']
  .concat(['Kannada', 'Malayalam', 'Sinhala', 'Myanmar', 'Khmer', 'Mongolian'])
  .map((script) => String.raw`\p{Script=${script}}`)
  .join('');
const wordJoiner = String.raw`(?<=[${joining}])[\u200c\u200d](?=[${joining}])`;

/**
 * Control characters but tab, line feed and carriage return; format characters but the visible ones of Arabic, Syriac
 * and Kaithi; everything that Unicode lets a renderer ignore (fillers, selectors, tags); line and paragraph separators;
 * code points that are no characters; halves of surrogate pairs.
 */
const hidden = String.raw`(?:(?![\t\n\r\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}])`;

const suspicious = new RegExp(hidden, 'u');

/** Anything but printable ASCII and line breaks: most text has none, and this is ten times faster to find. */
const unusual = /[^\t\n\r -~]/;
const pieces = new RegExp(`(${flags}|${joinedEmoji}|${keycap}|${wordJoiner})|${hidden}+`, 'gu');

/** The text with every run of invisible or controlling characters replaced by one U+FFFD; the same text if it has none. */
export function visible(text: string): string {
  return unusual.test(text) && suspicious.test(text)
    ? text.replace(pieces, (_, kept: string | undefined) => kept ?? mark)
    : text;
}

/** JSON writes most controls and broken surrogates as escapes. */
const escaped = /\\(?:u00[01]|ud[89a-f]|[bf])/;

/** Whether the strings in a JSON text may hold such characters. */
export const maybeHidden = (json: string): boolean =>
  escaped.test(json) || (unusual.test(json) && suspicious.test(json));

/** On one line, for places where a line break would begin something new. */
export const oneLine = (text: string): string =>
  visible(text)
    .replace(/\s*[\r\n]+\s*/g, ' ')
    .trim();
