import { describe, expect, it } from 'vitest';
import { TokenKeeper } from '../../src/api/token.js';
import { Failure } from '../../src/failure.js';

const signal = new AbortController().signal;
const minute = 60_000;

/** A keeper of tokens that are numbered in the order of their issue. `at` sets its clock and gets a token. */
function keeper(lifeMs: number) {
  let now = 0;
  let issued = 0;
  const tokens = new TokenKeeper(
    async () => {
      issued += 1;
      return { token: `token-${issued}`, lifeMs };
    },
    () => now,
  );
  return {
    tokens,
    at: (time: number) => {
      now = time;
      return tokens.get(signal);
    },
  };
}

describe('a token', () => {
  it('is renewed a minute before it ends when it lives for a quarter of an hour', async () => {
    const { at } = keeper(15 * minute);
    expect(await at(0)).toBe('token-1');
    expect(await at(14 * minute - 1)).toBe('token-1');
    expect(await at(14 * minute)).toBe('token-2');
  });

  it('is renewed a tenth of its lifetime before it ends when it lives for less than ten minutes', async () => {
    const { at } = keeper(1000);
    await at(0);
    expect(await at(899)).toBe('token-1');
    expect(await at(900)).toBe('token-2');
  });

  it('is used until it ends when it cannot be renewed early', async () => {
    let [now, isDown] = [0, false];
    const issue = async () => {
      if (isDown) throw new Failure('upstream', 'down');
      return { token: `token-${now}`, lifeMs: 15 * minute };
    };
    const tokens = new TokenKeeper(issue, () => now);
    await tokens.get(signal);
    isDown = true;
    now = 15 * minute - 1;
    expect(await tokens.get(signal)).toBe('token-0');
    const cancelled = tokens.get(AbortSignal.abort(new Failure('cancelled', 'm')));
    await expect(cancelled).rejects.toMatchObject({ kind: 'cancelled', hint: 'The request was not sent.' });
    now = 15 * minute;
    await expect(tokens.get(signal)).rejects.toMatchObject({ kind: 'upstream' });
    isDown = false;
    expect(await tokens.get(signal)).toBe(`token-${now}`);
  });

  it('is replaced once when it was refused', async () => {
    const { tokens, at } = keeper(minute);
    await at(0);
    tokens.invalidate('token-1');
    expect(await at(1)).toBe('token-2');
    tokens.invalidate('token-1');
    expect(await at(2)).toBe('token-2');
  });

  it('causes an error that says that the request was not sent when it cannot be fetched', async () => {
    const failing = (failure: Error) => new TokenKeeper(() => Promise.reject(failure)).get(signal);
    const hint = 'The request was not sent. Wait.';
    for (const kind of ['timeout', 'network', 'upstream'] as const) {
      await expect(failing(new Failure(kind, 'm', { hint: 'Wait.' }))).rejects.toMatchObject({ kind, hint });
      await expect(failing(new Failure(kind, 'm', { hint }))).rejects.toMatchObject({ hint });
    }
    await expect(failing(new Failure('unauthorized', 'm', { hint: 'Wait.' }))).rejects.toMatchObject({ hint: 'Wait.' });
    const late = new TokenKeeper(() => new Promise(() => {})).get(AbortSignal.abort(new Failure('timeout', 'm')));
    await expect(late).rejects.toMatchObject({ kind: 'timeout', hint: 'The request was not sent.' });
  });

  it('is requested once for any number of callers; a failure reaches all of them, but not the next one', async () => {
    let attempts = 0;
    const tokens = new TokenKeeper(async () => {
      attempts += 1;
      await Promise.resolve();
      if (attempts === 1) throw new Error('down');
      return { token: 'late', lifeMs: minute };
    });
    const first = Promise.allSettled([1, 2, 3].map(() => tokens.get(signal)));
    await expect(tokens.waitForPending(), 'whoever only waits gets no failure').resolves.toBeUndefined();
    expect((await first).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(attempts).toBe(1);
    expect(await tokens.get(signal)).toBe('late');
  });

  it('is still fetched for other callers when one caller gives up', async () => {
    let deliver: () => void = () => {};
    const tokens = new TokenKeeper(
      () =>
        new Promise((resolve) => {
          deliver = () => resolve({ token: 'shared', lifeMs: minute });
        }),
    );
    const stop = new AbortController();
    const impatient = tokens.get(stop.signal);
    const patient = tokens.get(signal);
    stop.abort();
    await expect(impatient).rejects.toMatchObject({ kind: 'cancelled' });
    deliver();
    expect(await patient).toBe('shared');
  });

  it('begins the cooldown when it is new and refused, but not when it has been replaced since', async () => {
    let refusals = 0;
    const refused = () => {
      refusals += 1;
      return new Failure('unauthorized', 'm');
    };
    const { tokens } = keeper(minute);
    const sent: string[] = [];
    const send = async (token: string) => {
      sent.push(token);
      // Another call was refused with the second token as well, and has dropped it.
      if (token === 'token-2') tokens.invalidate(token);
      return { status: 401 };
    };
    expect(await tokens.sendWithToken(signal, send, refused)).toEqual({ status: 401 });
    expect([sent, tokens.cooldown.isOn]).toEqual([['token-1', 'token-2'], false]);
    await Promise.all([1, 2].map(() => tokens.sendWithToken(signal, send, refused)));
    expect([sent.slice(2), tokens.cooldown.isOn]).toEqual([['token-3', 'token-3', 'token-4', 'token-4'], true]);
    expect(refusals, 'the second refusal does not prolong it').toBe(1);
    // As no other token can be had now, the refused one is not sent twice.
    await tokens.sendWithToken(signal, send, refused);
    expect(sent.slice(6)).toEqual(['token-4']);
  });

  it('is sent again when the renewal issues the same token, and begins the cooldown when that is refused too', async () => {
    let logins = 0;
    const tokens = new TokenKeeper(async () => {
      logins += 1;
      return { token: 'same', lifeMs: minute };
    });
    const statuses = [401, 200, 401, 401, 401];
    const send = async () => ({ status: statuses.shift() ?? 0 });
    const call = () => tokens.sendWithToken(signal, send, () => new Failure('unauthorized', 'm'));
    expect([await call(), logins, tokens.cooldown.isOn]).toEqual([{ status: 200 }, 2, false]);
    expect([await call(), logins, tokens.cooldown.isOn]).toEqual([{ status: 401 }, 3, true]);
    expect([await call(), logins, statuses]).toEqual([{ status: 401 }, 3, []]);
  });
});
