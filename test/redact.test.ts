import { describe, expect, it } from 'vitest';
import { createLog } from '../src/log.js';
import { cutAtWord, Redactor } from '../src/redact.js';
import { canaries, formsOf, leaksIn } from './support/canaries.js';

function redactorOf(...secrets: string[]): Redactor {
  const redactor = new Redactor();
  for (const secret of secrets) redactor.add(secret);
  return redactor;
}

const inHex = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

const nested = (depth: number, innermost: unknown): unknown => {
  let value = innermost;
  for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { inner: value };
  return value;
};

describe('redaction', () => {
  it('returns the same object when there is nothing to redact', () => {
    const data = { id: 1, name: 'Maya', list: [null, true, 'blåbær'] };
    expect(redactorOf('correct-horse').data(data)).toBe(data);
    expect(redactorOf('a!b?c').data(data), 'a secret without two letters in a row').toBe(data);
    expect(redactorOf('correct-horse').data(undefined)).toBeUndefined();
  });

  it.each(['add', 'addGiven'] as const)('redacts any number of secrets in many encodings (%s)', (method) => {
    const redactor = new Redactor();
    const secrets = [...Object.values(canaries), 'a!b?c#d$e%', 'ab\\\\\\cd', '密码是这个不是吗'];
    redactor.addGiven(Array.from({ length: 80 }, (_, index) => `secret${index}${'x'.repeat(index)}`));
    if (method === 'addGiven') redactor.addGiven(secrets);
    else for (const secret of secrets) redactor.add(secret);
    const leaking = secrets.flatMap((secret) =>
      Object.entries({
        ...formsOf(secret),
        'as base64 in a URL': encodeURIComponent(Buffer.from(secret).toString('base64')),
        'encoded twice, lower case': encodeURIComponent(encodeURIComponent(secret)).replace(/%25../g, (code) =>
          code.toLowerCase(),
        ),
        'as JSON in ASCII': JSON.stringify(secret).replace(/[^ -~]/g, (unit) => inHex(unit)),
        'as HTML in decimal': secret.replace(/[^A-Za-z0-9]/gu, (char) => `&#${char.codePointAt(0)};`),
      }).flatMap(([form, text]) => {
        const redacted = [redactor.text(text), JSON.stringify(redactor.data({ deep: [{ text }] }))];
        return redacted.some((clean) => leaksIn(clean, [secret]).length > 0 || clean.includes(secret)) ? [form] : [];
      }),
    );
    expect(leaking).toEqual([]);
  });

  it('redacts a secret with non-ASCII letters as HTML entities, Latin-1 percent encoding and JavaScript escapes', () => {
    const redactor = redactorOf('Bl§b@rsyltetøy!9Å');
    const echoes = [
      'Bl&sect;b@rsyltet&oslash;y!9&Aring;',
      'Bl§b&commat;rsyltet&amp;oslash;y&excl;9Å',
      'Bl%A7b@rsyltet%F8y%219%C5',
      'Bl\\xa7b@rsyltet\\xF8y!9\\xc5',
      'Bl\\u{a7}b@rsyltet\\u{00f8}y!9\\u{C5}',
    ];
    expect(redactorOf('half½secret').text('half&frac12;secret')).toBe('[redacted]');
    expect(echoes.filter((echo) => redactor.text(`was ${echo}, no`) !== 'was [redacted], no')).toEqual([]);
  });

  it('redacts a secret with line breaks and tabs in JSON, and in JSON within JSON', () => {
    const lines = JSON.stringify({ key: 'correct\n\thorse\r\n\b\fbattery' });
    const redactor = redactorOf('correct\n\thorse\r\n\b\fbattery');
    expect(redactor.text(lines)).toBe('{"key":"[redacted]"}');
    expect(redactor.text(JSON.stringify(lines))).not.toMatch(/correct|horse|battery/);
  });

  it('redacts a secret in base64, except for characters that also depend on what stands beside it', () => {
    const secret = 'correct-horse-4';
    const clean = ['', 'a', 'ab'].map((before) =>
      redactorOf(secret).text(Buffer.from(before + secret).toString('base64url')),
    );
    expect(clean).toEqual([
      '[redacted]',
      expect.stringMatching(/^YW\[redacted\].$/),
      expect.stringMatching(/^YWJ\[redacted\].$/),
    ]);
  });

  it('redacts a secret with accents in both Unicode normal forms', () => {
    for (const form of ['NFC', 'NFD']) {
      const redactor = redactorOf('Sömmer-Blåbær'.normalize(form));
      const texts = ['NFC', 'NFD'].map((other) => redactor.text('Sömmer-Blåbær'.normalize(other)));
      expect(texts).toEqual(['[redacted]', '[redacted]']);
    }
  });

  it('redacts the secrets of one call beside those of the owner and of earlier calls', () => {
    const redactor = redactorOf('of-the-owner');
    redactor.addGiven(['of-an-earlier-call']);
    const text = 'of-the-owner of-an-earlier-call of-this-call';
    expect(redactor.with(['of-this-call']).text(text)).toBe('[redacted] [redacted] [redacted]');
    expect(redactor.text(text)).toBe('[redacted] [redacted] of-this-call');
    expect(redactor.withoutGiven.text(text), 'for questions').toBe('[redacted] of-an-earlier-call of-this-call');
  });

  it('redacts the whole of a secret that contains another secret', () => {
    expect(redactorOf('ab12', 'ab12-horsebattery').text('ab12-horsebattery')).toBe('[redacted]');
  });

  it('keeps the structure of data, whatever the password is', () => {
    const data = { true: true, null: null, code: 4711, name: 'true 4711 null name code', list: [{ id: 12345678 }] };
    for (const password of ['true', 'null', 'name', 'code', '4711', '":"', '","', '{"id":', '12345']) {
      const clean = redactorOf(password).data(data);
      expect(Object.keys(clean), password).toEqual(Object.keys(data));
      expect([clean.true, clean.null, clean.code, clean.list], password).toEqual([
        true,
        null,
        4711,
        [{ id: 12345678 }],
      ]);
      expect(clean.name.split(' ')).not.toContain(password);
    }
  });

  it('gives the same result in turns as at once', async () => {
    const redactor = redactorOf('correct-horse-battery');
    const text = 'a\u200bb correct-horse-battery '.repeat(1_000);
    const record = {
      id: 1,
      'na\u202eme': [text, null, 12345678901],
      nested: nested(150, text),
      deep: nested(300, 'x'),
    };
    const data = Array.from({ length: 10 }, () => record);
    const cleaned = await redactor.dataInTurns(data);
    expect(cleaned).toEqual(redactor.data(data));
    expect(JSON.stringify(cleaned)).not.toMatch(/correct|[\u200b\u202e]/);
    expect(await redactor.dataInTurns(undefined)).toBeUndefined();
  });

  it('redacts secrets of eight characters or more in numbers and member names too', () => {
    expect(redactorOf('1234567890').data([1234567890, -1234567890, 1234567890.5, 12345678901])).toEqual([
      '[redacted]',
      '[redacted]',
      '[redacted]',
      12345678901,
    ]);
    expect(redactorOf('12345678', '7654321').data([12345678, 7654321])).toEqual(['[redacted]', 7654321]);
    expect(redactorOf('1234567890').data(1234567890)).toBe('[redacted]');
    expect(redactorOf('abcdefgh').data({ abcdefgh: 1, 'abcd…': 2 })).toEqual({ '[redacted]': 1, '[redacted]…': 2 });
    expect(redactorOf('correct-horse').data({ 'x correct-horse': 1 })).toEqual({ 'x [redacted]': 1 });
  });

  it('ignores secrets of up to three characters, which occur in too many texts', () => {
    const redactor = redactorOf('abc', '');
    redactor.addGiven(['abc', '']);
    expect(redactor.text('abc')).toBe('abc');
    expect(redactorOf('abcd').text('xabcdx')).toBe('x[redacted]x');
  });

  it('redacts a secret that contains hidden characters or is interrupted by them', () => {
    expect(redactorOf('correct\u00adhorse').text('correct\u00adhorse')).toBe('[redacted]');
    expect(redactorOf('correct\u200bhorse').text('correct\u200bhorse')).toBe('[redacted]');
    expect(redactorOf('correct\u200bhorse').text('correct\u200bho…')).toBe('[redacted]…');
    expect(redactorOf('12345678').text('1234\u200e5678')).toBe('[redacted]');
    expect(redactorOf('correct-horse').data(['\u001b[1mcorrect-horse\u202e'])).toEqual([
      '\u{fffd}[1m[redacted]\u{fffd}',
    ]);
  });

  it('redacts the beginning of a secret before an ellipsis, anywhere in a text', () => {
    const redactor = redactorOf('correct horse battery');
    expect(redactor.data({ said: 'It was correct hor…' })).toEqual({ said: 'It was [redacted]…' });
    expect(redactor.text('Delete "correct hor…" of corr… now')).toBe('Delete "[redacted]…" of [redacted]… now');
    expect(redactor.text('It was cor…')).toBe('It was cor…');
    expect(redactor.data({ 'It was correct hor…': 1 })).toEqual({ 'It was [redacted]…': 1 });
    expect(
      redactorOf('abcdefg').data({ 'abcd…': 'abcd…' }),
      'a short secret may equal a member name by chance',
    ).toEqual({
      'abcd…': '[redacted]…',
    });
  });

  it('does not overflow the stack on deep data, and marks the place where the data are cut', () => {
    const redactor = redactorOf('correct-horse');
    for (const depth of [500, 10_000, 200_000]) {
      const text = JSON.stringify(redactor.data({ deep: nested(depth, 'correct-horse'), flat: 'correct-horse' }));
      expect(text, String(depth)).toContain('[too deep]');
      expect(text, String(depth)).toContain('"flat":"[redacted]"');
      expect(text, String(depth)).not.toContain('correct-horse');
    }
    expect(redactor.data(nested(190, 'correct-horse'))).toEqual(nested(190, '[redacted]'));
  });
});

describe('temporary secrets', () => {
  it('are the latest 24 tokens: one that is issued again counts as new, and one that is also permanent is kept', () => {
    const redactor = redactorOf('configured-secret');
    const issue = (count: number) => {
      for (let index = 1; index <= count; index += 1) redactor.addIssued(`token${index}of${count}`);
    };
    redactor.addIssued('reissued-token');
    redactor.addIssued('-_-_-_-_');
    issue(20);
    redactor.addIssued('reissued-token');
    issue(21);
    const words = ['reissued-token', 'token20of20', 'token19of20', 'token18of20', '-_-_-_-_'];
    expect(words.map((word) => redactor.text(word))).toEqual([...Array(3).fill('[redacted]'), ...words.slice(3)]);
    redactor.addIssued('configured-secret');
    issue(30);
    expect(redactor.text('token30of30 configured-secret')).toBe('[redacted] [redacted]');
  });

  it('that begin like one that is forgotten are still recognised by their beginning', () => {
    const redactor = new Redactor();
    const others = Array.from({ length: 23 }, (_, index) => `${index}-of-others`);
    for (const token of ['eyJh-first', ...others, 'eyJh-second']) redactor.addIssued(token);
    expect(redactor.text('eyJh-se… eyJh-fi…')).toBe('[redacted]… eyJh-fi…');
  });

  it('are the latest 100 arguments, because later answers may repeat them', () => {
    const redactor = new Redactor();
    redactor.addGiven(['hook-password', 'id-token-1']);
    for (let index = 0; index < 98; index += 1) redactor.addGiven([`argument${index}ofmany`]);
    expect(redactor.text('hook-password id-token-1')).toBe('[redacted] [redacted]');
    redactor.addGiven(['hook-password', 'one-more-argument', 'other-token-1']);
    expect(redactor.text('hook-password one-more-argument')).toBe('[redacted] [redacted]');
    expect(redactor.text('id-token-1')).toBe('id-token-1');
    redactor.addGiven(['id-token-1']);
    expect(redactor.text('id-token-1'), 'given again').toBe('[redacted]');
  });

  it('are not forgotten as arguments while they are also tokens or permanent secrets', () => {
    const redactor = new Redactor();
    redactor.addGiven(['session-token', 'the-password']);
    redactor.addIssued('session-token');
    redactor.add('the-password');
    for (let index = 0; index < 100; index += 1) redactor.addGiven([`argument${index}ofmany`]);
    expect(redactor.text('session-token the-password')).toBe('[redacted] [redacted]');
  });

  it('are recognised at least by their beginning, whatever their length and characters', () => {
    for (const unit of ['!&"ä\\', '\\', '-', '𝒳', 'x', ' ']) {
      const redactor = new Redactor();
      redactor.addGiven([`begin${unit.repeat(20_000)}`]);
      expect(redactor.text(`begin${unit.repeat(20_000)}`).slice(0, 10), unit).toBe('[redacted]');
    }
  });
});

describe('a shortened text', () => {
  const redactor = redactorOf('correct horse battery', 'a!b"c\\d');

  it('contains no part of a secret, wherever it is cut, and is never longer than asked', () => {
    const leaks: string[] = [];
    for (const secret of ['correct horse battery', 'a!b"c\\d']) {
      for (const form of Object.values(formsOf(secret))) {
        for (let length = 1; length < 60; length += 1) {
          const short = redactor.short(`${'x '.repeat(10)}${form}${' y'.repeat(2_000)}`, length);
          const isClean = leaksIn(short, [secret]).length === 0 && !/corr|a!b|horse/.test(short);
          if (!isClean || short.length > length) leaks.push(`${length}: ${short}`);
        }
      }
    }
    expect(leaks).toEqual([]);
  });

  it('is the text itself when it is short enough, and otherwise ends in an ellipsis', () => {
    expect(redactor.short('Maya Olsen', 10)).toBe('Maya Olsen');
    expect(redactor.short('Maya Olsen!', 10)).toBe('Maya Olse…');
    expect(redactor.short('Maya 👩👩👩', 9)).toBe('Maya 👩…');
  });

  it('contains no part of a secret when redaction shortens the text before the cut', () => {
    expect(redactor.short('correct horse battery'.repeat(400), 4_000)).toBe('[redacted]'.repeat(400).slice(0, 4_000));
    for (const length of [13_447, 20_000]) {
      const long = redactor.short('correct horse battery'.repeat(4_000), length);
      expect(long).toBe(`${'[redacted]'.repeat(2_000).slice(0, length - 1)}…`);
    }
  });

  it('contains no part of a secret that escapes have made 17 times as long', () => {
    const secret = '&<>"'.repeat(10);
    const escaped = secret.replace(/./g, (char) => `&amp;amp;amp;#${char.charCodeAt(0)};`);
    expect(redactorOf(secret).short(escaped + ' y'.repeat(2_000), 60)).toMatch(/^\[redacted\] y y/);
  });

  it('ends at a word boundary when there is no redactor', () => {
    expect(cutAtWord('short', 10)).toBe('short');
    for (const length of [11, 12]) expect(cutAtWord('a token=abcdefgh and more', length)).toBe('a …');
    expect(cutAtWord('<b>abcdefgh</b>', 9)).toBe('<b>…');
  });
});

it('a log message becomes one line without secrets', () => {
  const lines: string[] = [];
  createLog('warn', redactorOf('hidden-secret'), (line) => lines.push(line)).warn('a hidden-secret\nin it');
  expect(lines).toEqual(['puzzel-mcp warn: a [redacted] in it\n']);
});
