import { describe, expect, it } from 'vitest';
import { safeFilename } from '../../src/api/filename.js';
import { limits } from '../../src/limits.js';

const encoded = (name: string) => `attachment; filename*=UTF-8''${encodeURIComponent(name)}`;
const quoted = (name: string) => `attachment; filename="${name}"`;
const base64 = (text: string, charset = 'utf-8', encoding: BufferEncoding = 'utf8') =>
  `=?${charset}?B?${Buffer.from(text, encoding).toString('base64')}?=`;

/** test/http/hostile-names.test.ts saves files under harmful names. */
describe('a file name from the vendor', () => {
  it('is read from each common form of the header', () => {
    const forms: [header: string, name: string][] = [
      [quoted('call 1.wav'), 'call 1.wav'],
      ['attachment; filename=call.wav', 'call.wav'],
      ["attachment; filename*=UTF-8''na%C3%AFve.wav", 'naïve.wav'],
      [encoded('Łask.wav'), 'Łask.wav'],
      [`attachment; filename="a.wav"; filename*=UTF-8''b.wav`, 'b.wav'],
      [quoted(Buffer.from('blåbær.wav').toString('latin1')), 'blåbær.wav'],
      [quoted(base64('blåbær.wav')), 'blåbær.wav'],
      [quoted(base64('blåbær.wav', 'ISO-8859-1', 'latin1')), 'blåbær.wav'],
      [quoted(base64('blåbær.wav').replace('?B?', '?b?')), 'blåbær.wav'],
      [quoted('=?utf-8?Q?bl=C3=A5b=C3=A6r_1.wav?='), 'blåbær 1.wav'],
      [quoted(`${base64('blå')} ${base64('bær.wav')}`), 'blåbær.wav'],
      [quoted(base64('../../etc/passwd')), 'passwd.wav'],
      [encoded('C:\\Calls\\call.wav'), 'call.wav'],
    ];
    expect(forms.map(([header]) => safeFilename(header, 'fallback', 'audio/wav'))).toEqual(
      forms.map(([, name]) => name),
    );
  });

  it('is the fallback name with the extension of the media type when the header has none', () => {
    for (const header of [undefined, '', 'attachment', quoted(''), quoted('....'), quoted('???'), ';;;===', '\u0000']) {
      expect(safeFilename(header, 'recording-1', 'audio/mpeg; charset=x'), String(header)).toBe('recording-1.mp3');
    }
    const extensions: [type: string, name: string][] = [
      ['audio/mpeg', 'x.mp3'],
      ['audio/wav', 'x.wav'],
      ['audio/x-wav', 'x.wav'],
      ['Audio/Vnd.Wave', 'x.wav'],
      ['audio/ogg', 'x.ogg'],
      ['video/mp4', 'x.mp4'],
      ['application/mp4', 'x.mp4'],
      ['image/jpeg', 'x.jpg'],
      ['application/octet-stream', 'x.mp3'],
      ['application/json', 'x.mp3'],
      ['', 'x.mp3'],
    ];
    expect(extensions.map(([type]) => safeFilename(undefined, 'x.mp3', type))).toEqual(
      extensions.map(([, name]) => name),
    );
    expect(safeFilename(undefined, 'x', 'text/csv')).toBe('x.csv');
    expect(safeFilename(undefined, 'x', 'application/octet-stream')).toBe('x');
    expect(safeFilename(undefined, '..', '')).toBe('download');
  });

  it('keeps as much of its name and extension as is safe', () => {
    const names: [name: string, safe: string | RegExp][] = [
      ['lpt2.mp3', '_lpt2.mp3'],
      ['CON.tar.gz', '_CON.tar.gz'],
      ['nul', '_nul.wav'],
      ['COM9.log', '_COM9.log'],
      [':..con', '_con.wav'],
      [`${'x'.repeat(500)}.wav`, /^x{100,}\.wav$/],
      [`${'é'.repeat(300)}.mp3`, /^é{50,}\.mp3$/],
      [`${'x'.repeat(119)}.${'y'.repeat(50)}`, /^x{100,}\.wav$/],
      ['.mp3', 'mp3.wav'],
      ['a.7z', 'a.7z'],
      ['a:b*c', 'a_b_c.wav'],
      ['\u2044\u2215\u2216\u2236x\u29f5\u29f8\u29f9\ua789', '____x____.wav'],
      ['x\u2028\u2029\ue000\u0378y', 'xy.wav'],
      // Digits after a dot are no extension.
      ['opptak 29.11.2026', 'opptak 29.11.2026.wav'],
      ['call_at_12.30', 'call_at_12.30.wav'],
    ];
    // Cut at its longest, this name would end with the dot.
    const cut = 'x'.repeat(limits.nameBytes - 1);
    expect(safeFilename(encoded(`${cut}. Recording of a call`), 'fallback', '')).toBe(cut);
    const safe = names.map(([name]) => safeFilename(encoded(name), 'fallback', 'audio/wav'));
    expect(safe).toEqual(
      names.map(([, expected]) => (typeof expected === 'string' ? expected : expect.stringMatching(expected))),
    );
  });

  it('is redacted before it is shortened', () => {
    const redact = (text: string) => text.replace(/Se(cret|\ufb01x)-0815/g, '[redacted]');
    const name = `${'x'.repeat(limits.nameBytes - 9)}Secret-0815.wav`;
    const disguised = ['Se\u200bcret', 'Ｓecret', 'Se\ufb01x'].map((word) => encoded(name.replace('Secret', word)));
    for (const header of [encoded(name), quoted(base64(name)), ...disguised]) {
      const cut = `${'x'.repeat(limits.nameBytes - 9)}[reda.wav`;
      expect(safeFilename(header, 'fallback', 'audio/wav', redact)).toBe(cut);
    }
  });
});
