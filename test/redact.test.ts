import { describe, expect, it } from 'vitest';
import { cutAtWord, Redactor } from '../src/redact.js';
import { canaries, formsOf, leaksIn } from './support/canaries.js';

function knowing(...secrets: string[]): Redactor {
  const redactor = new Redactor();
  for (const secret of secrets) redactor.add(secret);
  return redactor;
}

const nested = (depth: number, innermost: unknown): unknown => {
  let value = innermost;
  for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { inner: value };
  return value;
};

describe('redaction', () => {
  it('leaves data alone, as the same object, when there is nothing to take out', () => {
    const data = { id: 1, name: 'Maya', list: [null, true, 'blåbær'] };
    expect(knowing('correct-horse').data(data)).toBe(data);
    expect(knowing('a!b?c').data(data), 'a secret without letters in a row').toBe(data);
    expect(knowing('correct-horse').data(undefined)).toBeUndefined();
  });

  it('takes every secret out in every form, however many there are', () => {
    const redactor = new Redactor();
    const secrets = [...Object.values(canaries), 'a!b?c#d$e%', 'ab\\\\\\cd', '密码是这个不是吗'];
    for (const secret of secrets) redactor.add(secret);
    redactor.given(Array.from({ length: 400 }, (_, turn) => `given${turn}${'x'.repeat(turn)}`));
    const leaking = secrets.flatMap((secret) =>
      Object.entries(formsOf(secret)).flatMap(([form, text]) => {
        const said = [redactor.text(text), JSON.stringify(redactor.data({ deep: [{ text }] }))];
        return said.some((clean) => leaksIn(clean, [secret]).length > 0 || clean.includes(secret)) ? [form] : [];
      }),
    );
    expect(leaking).toEqual([]);
  });

  it('takes a secret with other letters out as Latin-1, as HTML names and as JavaScript writes it', () => {
    const redactor = new Redactor();
    redactor.add('Bl§b@rsyltetøy!9Å');
    const echoes = [
      'Bl&sect;b@rsyltet&oslash;y!9&Aring;',
      'Bl§b&commat;rsyltet&amp;oslash;y&excl;9Å',
      'Bl%A7b@rsyltet%F8y%219%C5',
      'Bl\\xa7b@rsyltet\\xF8y!9\\xc5',
      'Bl\\u{a7}b@rsyltet\\u{00f8}y!9\\u{C5}',
    ];
    expect(echoes.filter((echo) => redactor.text(`was ${echo}, no`) !== 'was [redacted], no')).toEqual([]);
  });

  it('takes a secret with accents out in either form of Unicode', () => {
    for (const form of ['NFC', 'NFD']) {
      const redactor = knowing('Sömmer-Blåbær'.normalize(form));
      const texts = ['NFC', 'NFD'].map((other) => redactor.text('Sömmer-Blåbær'.normalize(other)));
      expect(texts).toEqual(['[redacted]', '[redacted]']);
    }
  });

  it('takes out a secret as a whole that has another one in it', () => {
    expect(knowing('ab12', 'ab12-horsebattery').text('ab12-horsebattery')).toBe('[redacted]');
  });

  it('never breaks the form of data, whatever the password is', () => {
    const data = { true: true, null: null, code: 4711, name: 'true 4711 null name code', list: [{ id: 12345678 }] };
    for (const password of ['true', 'null', 'name', 'code', '4711', '":"', '","', '{"id":', '12345']) {
      const clean = knowing(password).data(data);
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

  it('cleans data of any size like small ones, and lets others have their turn meanwhile', async () => {
    const redactor = knowing('correct-horse-battery');
    const text = 'a\u200bb correct-horse-battery '.repeat(1_000);
    const record = {
      id: 1,
      'na\u202eme': [text, null, 12345678901],
      nested: nested(150, text),
      deep: nested(300, 'x'),
    };
    const data = Array.from({ length: 100 }, () => record);
    let turns = 0;
    const count = () => {
      turns += 1;
      counting = setImmediate(count);
    };
    let counting = setImmediate(count);
    const cleaned = await redactor.dataInTurns(data);
    clearImmediate(counting);
    expect(turns).toBeGreaterThan(10);
    expect(cleaned).toEqual(redactor.data(data));
    expect(JSON.stringify(cleaned)).not.toMatch(/correct|[\u200b\u202e]/);
    expect(await redactor.dataInTurns(undefined)).toBeUndefined();
  });

  it('takes unmistakable secrets out of numbers and names of members too', () => {
    expect(knowing('1234567890').data([1234567890, -1234567890, 1234567890.5, 12345678901])).toEqual([
      '[redacted]',
      '[redacted]',
      '[redacted]',
      12345678901,
    ]);
    expect(knowing('correct-horse').data({ 'x correct-horse': 1 })).toEqual({ 'x [redacted]': 1 });
  });

  it('does not look for secrets of three characters, which stand in every text', () => {
    const redactor = knowing('abc', '');
    redactor.given(['abc', '']);
    expect(redactor.text('abc')).toBe('abc');
    expect(knowing('abcd').text('xabcdx')).toBe('x[redacted]x');
  });

  it('takes out what was hidden, and then the secret', () => {
    expect(knowing('correct\u00adhorse').text('correct\u00adhorse')).toBe('[redacted]');
    expect(knowing('correct\u200bhorse').text('correct\u200bhorse')).toBe('[redacted]');
    expect(knowing('12345678').text('1234\u200e5678')).toBe('[redacted]');
    expect(knowing('correct-horse').data(['\u001b[1mcorrect-horse\u202e'])).toEqual(['\u{fffd}[1m[redacted]\u{fffd}']);
  });

  it('takes out the beginning of a secret where a text was cut, at its end and before', () => {
    const redactor = knowing('correct horse battery');
    expect(redactor.data({ said: 'It was correct hor…' })).toEqual({ said: 'It was [redacted]…' });
    expect(redactor.text('Delete "correct hor…" of corr… now')).toBe('Delete "[redacted]…" of [redacted]… now');
    expect(redactor.text('It was cor…')).toBe('It was cor…');
    expect(redactor.data({ 'It was correct hor…': 1 })).toEqual({ 'It was [redacted]…': 1 });
    expect(knowing('abcdefg').data({ 'abcd…': 'abcd…' }), 'a short one may be a name by chance').toEqual({
      'abcd…': '[redacted]…',
    });
  });

  it('keeps data of any depth from the stack, and says where it was cut', () => {
    const redactor = knowing('correct-horse');
    for (const depth of [500, 10_000, 200_000]) {
      const said = JSON.stringify(redactor.data({ deep: nested(depth, 'correct-horse'), flat: 'correct-horse' }));
      expect(said, String(depth)).toContain('[too deep]');
      expect(said, String(depth)).toContain('"flat":"[redacted]"');
      expect(said, String(depth)).not.toContain('correct-horse');
    }
    expect(redactor.data(nested(190, 'correct-horse'))).toEqual(nested(190, '[redacted]'));
  });
});

describe('secrets that end', () => {
  it('are the latest tokens only, and those that are named again', () => {
    const redactor = knowing('configured-secret');
    const issue = (count: number) => {
      for (let turn = 1; turn <= count; turn += 1) redactor.issued(`token${turn}of${count}`);
    };
    redactor.issued('session-of-all');
    issue(20);
    redactor.issued('session-of-all');
    issue(21);
    redactor.issued('configured-secret');
    issue(30);
    expect(redactor.text('token30of30 configured-secret')).toBe('[redacted] [redacted]');
    expect(redactor.text('token1of20')).toBe('token1of20');
  });

  it('are the latest arguments, which later answers may echo', () => {
    const redactor = new Redactor();
    redactor.given(['hook-password', 'id-token-1']);
    for (let turn = 0; turn < 498; turn += 1) redactor.given([`argument${turn}ofmany`]);
    expect(redactor.text('hook-password id-token-1')).toBe('[redacted] [redacted]');
    redactor.given(['hook-password', 'one-more-argument']);
    expect(redactor.text('hook-password one-more-argument')).toBe('[redacted] [redacted]');
    expect(redactor.text('id-token-1')).toBe('id-token-1');
  });

  it('stay known while they are something else as well', () => {
    const redactor = new Redactor();
    redactor.given(['session-token', 'the-password']);
    redactor.issued('session-token');
    redactor.add('the-password');
    for (let turn = 0; turn < 500; turn += 1) redactor.given([`argument${turn}ofmany`]);
    expect(redactor.text('session-token the-password')).toBe('[redacted] [redacted]');
  });

  it('may be of any length and kind', () => {
    for (const unit of ['!&"ä\\', '\\', '-', '𝒳', 'x', ' ']) {
      const redactor = new Redactor();
      redactor.given([`begin${unit.repeat(20_000)}`]);
      expect(redactor.text(`begin${unit.repeat(20_000)}`).slice(0, 10), unit).toBe('[redacted]');
    }
  });
});

describe('a short text', () => {
  const redactor = knowing('correct horse battery', 'a!b"c\\d');

  it('has no part of a secret, wherever it is cut, and is no longer than asked', () => {
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

  it('is the text itself when it is short enough, and says where it was cut', () => {
    expect(redactor.short('Maya Olsen', 10)).toBe('Maya Olsen');
    expect(redactor.short('Maya Olsen!', 10)).toBe('Maya Olse…');
    expect(redactor.short('Maya 👩👩👩', 9)).toBe('Maya 👩…');
  });

  it('has none when many secrets shrink before the cut', () => {
    expect(redactor.short('correct horse battery'.repeat(400), 4_000)).toBe('[redacted]'.repeat(400).slice(0, 4_000));
    const long = redactor.short('correct horse battery'.repeat(4_000), 20_000);
    expect(long).toBe(`${'[redacted]'.repeat(2_000).slice(0, 19_999)}…`);
  });

  it('goes back to where a word ended when no redactor is at hand', () => {
    expect(cutAtWord('short', 10)).toBe('short');
    expect(cutAtWord('a token=abcdefgh and more', 12)).toBe('a …');
  });
});
