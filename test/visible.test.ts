import { describe, expect, it } from 'vitest';
import { maybeHidden, oneLine, visible } from '../src/visible.js';
import { forbiddenIn, hidden, huge, shown } from './security/payloads.js';

const entries = (texts: Record<string, string>) => Object.entries(texts);

describe('text from outside', () => {
  it.each(entries(shown))('keeps %s letter by letter', (_, text) => {
    expect(visible(text)).toBe(text);
  });

  it.each(entries(hidden))('brings %s to light', (_, text) => {
    expect(visible(text)).not.toBe(text);
    expect(visible(text)).toContain('\u{fffd}');
    expect(forbiddenIn(visible(text))).toEqual([]);
    expect(maybeHidden(JSON.stringify({ text })), 'is found in JSON').toBe(true);
  });

  it.each([...entries(shown), ...entries(hidden), ...entries(huge)])(
    'is the same after a second time: %s',
    (_, text) => {
      expect(visible(visible(text))).toBe(visible(text));
      expect(visible(text).length).toBeLessThanOrEqual(text.length);
    },
  );

  it('is not joined where something was taken out, and a run leaves one mark', () => {
    expect(visible('de\u200blete')).toBe('de\u{fffd}lete');
    expect(visible('a\u200b\u200b\u202e\u{e0041}b')).toBe('a\u{fffd}b');
  });

  it('keeps every character that Unicode assigns and that shows', () => {
    const lost: string[] = [];
    for (let point = 0x20; point <= 0x2ffff; point += 1) {
      const char = String.fromCodePoint(point);
      const shows = /[\p{L}\p{N}\p{P}\p{S}\p{Zs}\p{Mc}\p{Me}]/u.test(char) && forbiddenIn(char).length === 0;
      if (shows && visible(char) !== char) lost.push(point.toString(16));
    }
    expect(lost).toEqual([]);
  });

  it('lets a joiner or selector through only where writing needs it', () => {
    for (const text of [
      'a\u200db',
      '1\u200d2',
      'a\u200cb',
      'م\u200ca',
      'x\ufe0f',
      '1\ufe0f',
      '😀\u200dx',
      'م\u200c\u200cم',
    ]) {
      expect(visible(text), JSON.stringify(text)).toContain('\u{fffd}');
    }
  });

  it('takes time in proportion to its length, whatever it is', () => {
    for (const [name, text] of entries(huge)) {
      const long = text.repeat(10);
      const started = performance.now();
      visible(long);
      expect(performance.now() - started, name).toBeLessThan(2_000);
    }
  });

  it('stays on one line where a line break would begin something new', () => {
    expect(oneLine('  Maya\r\n  id: 7\n')).toBe('Maya id: 7');
    expect(oneLine('Maya\u2028id: 7')).toBe('Maya\u{fffd}id: 7');
  });
});
