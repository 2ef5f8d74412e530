import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maybeHidden, oneLine, visible } from '../src/visible.js';
import { forbiddenPointsIn, hiddenTexts, hugeTexts, visibleTexts } from './security/payloads.js';
import { deceptiveTexts, realTexts, textsWithNeedlessMarks } from './security/real-texts.js';

/** Names of the texts that break a rule. */
const offenders = (texts: Record<string, string>, isRight: (text: string) => boolean) =>
  Object.entries(texts).flatMap(([name, text]) => (isRight(text) ? [] : [`${name}: ${JSON.stringify(visible(text))}`]));

const allTexts = {
  ...visibleTexts,
  ...hiddenTexts,
  ...hugeTexts,
  ...realTexts,
  ...deceptiveTexts,
  ...Object.fromEntries(Object.entries(textsWithNeedlessMarks).map(([name, [written]]) => [name, written])),
};

describe('text from outside', () => {
  it('is unchanged when all its characters are visible', () => {
    expect(offenders(visibleTexts, (text) => visible(text) === text)).toEqual([]);
  });

  it('is unchanged as people write it, in many scripts', () => {
    expect(offenders(realTexts, (text) => visible(text) === text)).toEqual([]);
  });

  it('keeps up to 20,000 needed joiners, and none when it has more', () => {
    const word = 'می\u200cشود ';
    expect(visible(word.repeat(20_000))).toBe(word.repeat(20_000));
    expect(visible(word.repeat(20_001))).toBe(word.replace('\u200c', '\ufffd').repeat(20_001));
  });

  it('loses the direction marks that it does not need, and nothing else', () => {
    const wrong = Object.entries(textsWithNeedlessMarks).filter(
      ([, [written, arrives]]) => visible(written) !== arrives,
    );
    expect(wrong.map(([name, [written]]) => [name, visible(written)])).toEqual([]);
  });

  it('keeps up to 1,000 direction marks in a paragraph, and none when it has more', () => {
    const word = 'שלום\u200f ';
    expect(visible(word.repeat(1_000))).toBe(word.repeat(1_000));
    expect(visible(word.repeat(1_001))).toBe(word.repeat(1_001).replaceAll('\u200f', '\u{fffd}'));
    expect(visible(`${word.repeat(600)}\n${word.repeat(600)}`)).toBe(`${word.repeat(600)}\n${word.repeat(600)}`);
  });

  it('shows a replacement character where something was hidden', () => {
    const isReplaced = (text: string) => visible(text) !== text && visible(text).includes('\u{fffd}');
    expect(offenders({ ...hiddenTexts, ...deceptiveTexts }, isReplaced)).toEqual([]);
    expect(offenders(hiddenTexts, (text) => forbiddenPointsIn(visible(text)).length === 0)).toEqual([]);
  });

  it('is found in JSON when something may be hidden in it', () => {
    const isFound = (text: string) => maybeHidden(JSON.stringify({ text }));
    const texts = { ...hiddenTexts, ...deceptiveTexts, 'a backspace': '\b', 'a form feed': '\f' };
    expect(offenders(texts, isFound)).toEqual([]);
  });

  it('does not change when it is cleaned again, and never becomes longer', () => {
    const isSettled = (text: string) => visible(visible(text)) === visible(text) && visible(text).length <= text.length;
    expect(offenders(allTexts, isSettled)).toEqual([]);
    const part = fc.constantFrom(
      ...['de', ...'a1+( \n.葛かกខم٥ש\u05b4क\u094dനᠮ❤👩', '🏽'],
      ...['\u200b', '\u200c', '\u200d', '\u2060', '\u00ad', '\u034f', '\u180b', '\u180e', '\ufe00', '\ufe0e', '\ufe0f'],
      ...['\u{e0100}', '\u{e0041}', '\u20e3', '\u061c', '\u200e', '\u200f', '\u202a', '\u202b', '\u202c', '\u202d'],
      ...['\u202e', '\u2066', '\u2067', '\u2068', '\u2069', '\u{fffd}', '\ud800', '\udc00', '\ufeff', '\u2028'],
    );
    const texts = fc.array(part, { maxLength: 16 }).map((parts) => parts.join(''));
    fc.assert(fc.property(texts, isSettled), { numRuns: 20_000, seed: 20_261_128 });
  });

  it('shows one replacement character for a run of hidden characters', () => {
    expect(visible('de\u200blete')).toBe('de\u{fffd}lete');
    expect(visible('a\u200b\u200b\u202e\u{e0041}b')).toBe('a\u{fffd}b');
    expect(visible('❤\ufe0f\u200b\u200bb'), 'a needed selector before the run stays').toBe('❤\ufe0f\u{fffd}b');
  });

  it('keeps every visible character that Unicode assigns', () => {
    const lost: string[] = [];
    for (let point = 0x20; point <= 0x3ffff; point += 1) {
      const char = String.fromCodePoint(point);
      const isVisible = /[\p{L}\p{N}\p{P}\p{S}\p{Zs}\p{Mc}\p{Me}]/u.test(char) && forbiddenPointsIn(char).length === 0;
      if (isVisible && visible(char) !== char) lost.push(point.toString(16));
    }
    expect(lost).toEqual([]);
  });

  it('loses a joiner or selector that the script does not need', () => {
    const texts = ['a\u200db', '1\u200d2', 'a\u200cb', 'م\u200ca', 'x\ufe0f', '1\ufe0f', '😀\u200dx', 'م\u200c\u200cم'];
    expect(texts.filter((text) => !visible(text).includes('\u{fffd}'))).toEqual([]);
    expect(visible('ᠮ\u180ex x\u180eᠮ')).toBe('ᠮ\u{fffd}x x\u{fffd}ᠮ');
  });

  it('is put on one line where a line break would start a new entry', () => {
    expect(oneLine('  Maya\r\n  id: 7\n')).toBe('Maya id: 7');
    expect(oneLine('Maya\rid: 7')).toBe('Maya id: 7');
    expect(oneLine('Maya\u2028id: 7')).toBe('Maya\u{fffd}id: 7');
    expect(oneLine('two  blanks')).toBe('two  blanks');
  });
});
