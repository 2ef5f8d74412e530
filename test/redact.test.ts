import { describe, expect, it } from 'vitest';
import { cutAtWord, Redactor } from '../src/redact.js';

function knowing(...secrets: string[]): Redactor {
  const redactor = new Redactor();
  for (const secret of secrets) redactor.add(secret);
  return redactor;
}

describe('redaction', () => {
  it('leaves data alone, as the same object, when there is nothing to take out', () => {
    const data = { id: 1, name: 'Maya', list: [null, true, 'blåbær'] };
    expect(knowing('correct-horse').data(data)).toBe(data);
    expect(knowing('correct-horse').data(undefined)).toBeUndefined();
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

  it('takes unmistakable secrets out of numbers and names of members too', () => {
    expect(knowing('1234567890').data({ echoed: 1234567890, other: 12345678901 })).toEqual({
      echoed: '[redacted]',
      other: 12345678901,
    });
    expect(knowing('correct-horse').data({ 'x correct-horse': 1 })).toEqual({ 'x [redacted]': 1 });
  });

  it('does not look for secrets of three characters, which stand in every text', () => {
    expect(knowing('abc', '').text('abc')).toBe('abc');
    expect(knowing('abcd').text('xabcdx')).toBe('x[redacted]x');
  });

  it('takes out what was hidden, and then the secret', () => {
    expect(knowing('correct\u00adhorse').text('correct\u00adhorse')).toBe('[redacted]');
    expect(knowing('correct-horse').data(['\u001b[1mcorrect-horse\u202e'])).toEqual(['\u{fffd}[1m[redacted]\u{fffd}']);
  });

  it('takes out the beginning of a secret where a text was cut', () => {
    const redactor = knowing('correct horse battery');
    expect(redactor.data({ said: 'It was correct hor…' })).toEqual({ said: 'It was [redacted]…' });
    expect(redactor.text('It was cor…')).toBe('It was cor…');
  });

  it('remembers the latest tokens only, and those that are named again', () => {
    const redactor = knowing('configured-secret');
    const issue = (count: number) => {
      for (let turn = 1; turn <= count; turn += 1) redactor.issued(`token-${turn}-token-of-${count}`);
    };
    redactor.issued('session-of-all');
    issue(20);
    redactor.issued('session-of-all');
    issue(21);
    redactor.issued('configured-secret');
    expect(redactor.text('token-21-token-of-21 session-of-all configured-secret')).toBe(
      '[redacted] [redacted] [redacted]',
    );
    expect(redactor.text('token-1-token-of-20')).toBe('token-1-token-of-20');
  });

  it('costs little, for many tokens and large answers, and no text makes it slow', () => {
    const redactor = knowing('correct-horse-battery', '!&%\\"secret');
    for (let turn = 0; turn < 24; turn += 1)
      redactor.issued(`eyJhbGciOiJFUzI1NiJ9.${`${turn}abc`.repeat(200)}.sig-${turn}_x`);
    const rows = Array.from({ length: 500 }, (_, id) => ({ id, text: `Where is my parcel ${id}? `.repeat(8) }));
    const measure = (work: () => unknown) => {
      const started = performance.now();
      work();
      return performance.now() - started;
    };
    expect(Math.min(...[1, 2, 3].map(() => measure(() => redactor.data(rows))))).toBeLessThan(50);
    for (const evil of ['\\', '%25', '&amp;', '!&', 'eyJhbGciOiJFUzI1NiJ9.']) {
      expect(
        measure(() => redactor.text(`${evil.repeat(200_000)}secret`)),
        evil,
      ).toBeLessThan(1_500);
    }
  });
});

describe('a cut before redaction', () => {
  it('goes back to where a word ended', () => {
    expect(cutAtWord('short', 10)).toBe('short');
    expect(cutAtWord('a token=abcdefgh and more', 12)).toBe('a token=…');
  });
});
