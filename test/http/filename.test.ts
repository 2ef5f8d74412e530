import { sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mediaTypeOf, safeFilename } from '../../src/http/filename.js';

const encoded = (name: string) => `attachment; filename*=UTF-8''${encodeURIComponent(name)}`;
const named = (name: string) => safeFilename(encoded(name), 'fallback', 'audio/wav');

describe('a file name from the vendor', () => {
  it.each([
    ['plain', 'attachment; filename="call 1.wav"', 'call 1.wav'],
    ['unquoted', 'attachment; filename=call.wav', 'call.wav'],
    ['RFC 5987', "attachment; filename*=UTF-8''na%C3%AFve.wav", 'naïve.wav'],
    ['RFC 5987 before the plain one', `attachment; filename="a.wav"; filename*=UTF-8''b.wav`, 'b.wav'],
    ['raw UTF-8', `attachment; filename="${Buffer.from('blåbær.wav').toString('latin1')}"`, 'blåbær.wav'],
  ])('is read from a %s header', (_, header, expected) => {
    expect(safeFilename(header, 'fallback', 'audio/wav')).toBe(expected);
  });

  it.each(['', 'attachment', 'attachment; filename=""', 'attachment; filename="...."', ';;;===', '\u0000'])(
    'falls back to the own name and the extension of the media type for %j',
    (header) => {
      expect(safeFilename(header, 'recording-1', 'audio/mpeg; charset=x')).toMatch(/^recording-1\.(mp3|mpga)$/);
    },
  );

  const hostile = [
    '../../etc/passwd',
    '..\\..\\x',
    '/etc/passwd',
    '//server/share/x',
    '\\\\server\\share\\x',
    'C:\\x',
    'C:x',
    '.',
    '..',
    '...',
    '.ssh',
    '~/.profile',
    '-rf',
    'CON',
    'con.txt',
    'AUX.',
    'LPT1.wav',
    'NUL',
    'x:stream',
    'x::$DATA',
    'a\u0000b',
    'a\r\nSet-Cookie: x',
    'a\u202Egpj.exe',
    'a\u200Bb',
    '\uFEFFx',
    '\u2024\u2024\u2215x',
    '\uFF0E\uFF0E\uFF0Fx',
    '%2e%2e%2fx',
    'x'.repeat(4096),
    `${'é'.repeat(300)}.wav`,
    'x. ',
    'x...',
    '   ',
    '\t',
    'a/b/c/',
    'a\\',
    '?',
    '*',
    '"<>|',
    '\u{E0041}tag',
    '\u009Bx',
  ];
  it.each(hostile)('is harmless in any folder: %j', (name) => {
    const safe = named(name);
    expect(safe).not.toBe('');
    expect(safe).not.toContain(sep);
    expect(safe).not.toMatch(/[/\\:*?"<>|]/);
    expect(safe).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(safe).not.toMatch(/^[.~\s-]/);
    expect(safe).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i);
    expect(safe).not.toMatch(/[. ]$/);
    expect(Buffer.byteLength(safe)).toBeLessThanOrEqual(128);
  });

  it.each([' ', '.'])('does not end in %j where a long name was cut', (end) => {
    expect(safeFilename(encoded(`${'x'.repeat(119)}${end}${'y'.repeat(50)}`), 'fallback', '')).toBe('x'.repeat(119));
  });

  it('keeps the extension of a name that is too long', () => {
    expect(named(`${'x'.repeat(500)}.wav`)).toMatch(/^x+\.wav$/);
  });
});

describe('the media type', () => {
  it('is the vendor’s word, unless that says no more than octets', () => {
    expect(mediaTypeOf('audio/mpeg; charset=binary', 'x.bin')).toBe('audio/mpeg');
    expect(mediaTypeOf('application/octet-stream', 'x.wav')).toBe('audio/wav');
    expect(mediaTypeOf(undefined, 'x.unknown')).toBe('application/octet-stream');
  });

  it('is in lower case when it is a registered one, else letter by letter, so that a secret in it is still found', () => {
    expect(mediaTypeOf('Audio/MPEG', 'x.bin')).toBe('audio/mpeg');
    expect(mediaTypeOf('audio/gl.aZ09_Secret', 'x.bin')).toBe('audio/gl.aZ09_Secret');
  });
});
