import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LoginCooldown } from '../../src/api/login-cooldown.js';
import { Failure } from '../../src/failure.js';
import { limits } from '../../src/limits.js';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});
const passTime = (milliseconds: number) => vi.setSystemTime(Date.now() + milliseconds);

describe('the login cooldown', () => {
  it.each([
    ['network', limits.failedLoginMs, undefined],
    ['unauthorized', limits.refusedLoginMs, undefined],
    ['rate_limited', limits.maxCooldownMs, { 'ratelimit-reset': 86_400 }],
  ] as const)('after %s makes calls fail with the reason and the seconds left', async (kind, pauseMs, rateLimit) => {
    const cooldown = new LoginCooldown();
    let logins = 0;
    const login = () => {
      logins += 1;
      return Promise.reject(new Failure(kind, 'why', { hint: 'Do this.', rateLimit }));
    };
    const pause = (seconds: number) => expect.stringMatching(`\\. No further login is tried for ${seconds} s\\.$`);
    await expect(cooldown.run(login)).rejects.toMatchObject({ kind, message: 'why', hint: pause(pauseMs / 1000) });
    passTime(4_000);
    await expect(cooldown.run(login)).rejects.toMatchObject({ kind, message: 'why', hint: pause(pauseMs / 1000 - 4) });
    expect(logins).toBe(1);
    passTime(pauseMs - 4_000);
    expect(await cooldown.run(async () => 'token')).toBe('token');
  });

  it('lasts a second at least, even when the vendor says that no wait is needed', () => {
    const cooldown = new LoginCooldown();
    const { hint } = cooldown.begin(new Failure('rate_limited', 'why', { rateLimit: { 'ratelimit-reset': 0 } }));
    expect([cooldown.isOn, hint]).toEqual([true, 'No further login is tried for 1 s.']);
  });

  it('does not apply after a timeout, which says that the login failed and counts as one of those in a minute', async () => {
    const cooldown = new LoginCooldown(2);
    const login = () => Promise.reject(new Failure('timeout', 'No answer.'));
    await expect(cooldown.run(login)).rejects.toMatchObject({
      kind: 'timeout',
      message: 'The login failed: No answer.',
      hint: expect.stringMatching(/^The login service may be slow .* PUZZEL_MCP_TIMEOUT_MS\.$/),
    });
    expect(await cooldown.run(async () => 'token')).toBe('token');
    await expect(cooldown.run(login)).rejects.toMatchObject({ kind: 'unauthorized' });
  });

  it.each(['cancelled', 'read_only'] as const)('does not apply after a login that failed here: %s', async (kind) => {
    const cooldown = new LoginCooldown();
    await expect(cooldown.run(() => Promise.reject(new Failure(kind, 'stop')))).rejects.toMatchObject({
      message: 'stop',
      hint: undefined,
    });
    expect(await cooldown.run(async () => 'token')).toBe('token');
  });
});
