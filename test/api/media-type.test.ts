import { describe, expect, it } from 'vitest';
import { extensionOf, mediaTypeOf, soundTypeOf } from '../../src/api/media-type.js';

describe('the media type', () => {
  it('is the vendor’s, unless that is missing or one that any file may have', () => {
    expect(mediaTypeOf('audio/mpeg; charset=binary', 'x.bin')).toBe('audio/mpeg');
    for (const type of ['application/octet-stream', 'binary/octet-stream', 'application/force-download', '*/*'])
      expect.soft([type, mediaTypeOf(type, 'x.wav')]).toEqual([type, 'audio/wav']);
    expect(mediaTypeOf(undefined, 'x.unknown')).toBe('application/octet-stream');
  });

  it('is in lower case when it is registered, else unchanged, so that redaction still finds a secret in it', () => {
    for (const type of ['Audio/MPEG', 'Text/CSV', 'Audio/X-MP3'])
      expect(mediaTypeOf(type, 'x.bin')).toBe(type.toLowerCase());
    expect(mediaTypeOf('audio/gl.aZ09_Secret', 'x.bin')).toBe('audio/gl.aZ09_Secret');
  });
});

it('a type named like a member of every object has no extension', () => {
  expect(['constructor', '__proto__'].map(extensionOf)).toEqual(['', '']);
});

it('a recording has the extension that people know, whatever its type is called', () => {
  const types = ['audio/mpeg', 'audio/mp3', 'audio/mpga', 'audio/mpeg3', 'audio/x-mpeg'];
  expect(types.map(extensionOf)).toEqual(types.map(() => '.mp3'));
  const others = {
    wav: ['audio/x-wav', 'audio/vnd.wave'],
    ogg: ['audio/ogg', 'application/ogg'],
    m4a: ['audio/x-m4a'],
    aac: ['audio/aac', 'audio/x-aac'],
    flac: ['audio/flac', 'audio/x-flac'],
    opus: ['audio/opus'],
    webm: ['audio/webm'],
    '3gp': ['audio/3gpp'],
    wma: ['audio/x-ms-wma'],
    mov: ['video/quicktime'],
  };
  for (const [extension, names] of Object.entries(others))
    expect(new Set(names.map(extensionOf))).toEqual(new Set([`.${extension}`]));
});

it('a file of an unknown type gets no extension', () => {
  expect(['application/x-of-nobody', 'application/octet-stream', ''].map(extensionOf)).toEqual(['', '', '']);
});

it('the type of a recording is recognised by its first bytes', () => {
  const firstBytes: Record<string, string> = {
    'audio/wav': 'RIFF\x24\n\0\0WAVEfmt ',
    'audio/ogg': 'OggS\0\x02',
    'audio/mp4': '\0\0\n\x20ftypM4A ',
    'audio/mpeg': '\xff\xfb\x90\x44',
  };
  const recognised = Object.values(firstBytes).map((head) => soundTypeOf(Buffer.from(head, 'latin1')));
  expect(recognised).toEqual(Object.keys(firstBytes));
  for (const head of ['ID3\x04', '\xff\xe2', '\xff\xe3', '\xff\xf2', '\xff\xf3', '\xff\xfa'])
    expect(soundTypeOf(Buffer.from(head, 'latin1')), head).toBe('audio/mpeg');
  expect(['RIFF\0\0\0\0AVI ', 'hello', '', '\xff\xfe'].map((head) => soundTypeOf(Buffer.from(head, 'latin1')))).toEqual(
    Array(4).fill(undefined),
  );
});
