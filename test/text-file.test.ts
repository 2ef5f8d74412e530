import { describe, expect, it } from 'vitest';
import { decodeText, UnreadableText } from '../src/text-file.js';

const text = 'PUZZEL_PASSWORD=größer 東京 😀\r\n';
const utf16 = (value: string) => Buffer.from(value, 'utf16le');

describe('a text file', () => {
  it('is read in UTF-8 and in UTF-16 with a byte order mark, which is left out', () => {
    const files = [
      Buffer.from(text),
      Buffer.from(`\ufeff${text}`),
      utf16(`\ufeff${text}`),
      utf16(`\ufeff${text}`).swap16(),
    ];
    expect(files.map(decodeText)).toEqual(files.map(() => text));
    expect(['', '\ufeff'].map((empty) => decodeText(Buffer.from(empty)))).toEqual(['', '']);
  });

  it.each([
    ['UTF-16 without a byte order mark', utf16('A=b')],
    ['truncated UTF-16', utf16(`\ufeff${text}`).subarray(0, -1)],
    ['UTF-16 with half a surrogate pair', utf16('\ufeff\ud83d')],
    ['Windows-1252', Buffer.from('PUZZEL_PASSWORD=größer', 'latin1')],
    ['binary data', Buffer.from([0x50, 0x4b, 3, 4, 0, 0])],
  ])('is refused when it is %s, with a message that says what to do', (_, bytes) => {
    expect(() => decodeText(bytes)).toThrow(UnreadableText);
    expect(() => decodeText(bytes)).toThrow('save it as UTF-8');
  });
});
