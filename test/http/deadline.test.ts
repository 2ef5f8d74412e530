import { getEventListeners } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Failure } from '../../src/failure.js';
import { unlessAborted } from '../../src/http/deadline.js';

const unhandled: unknown[] = [];
const note = (error: unknown) => void unhandled.push(error);
beforeEach(() => {
  unhandled.length = 0;
  process.on('unhandledRejection', note);
});
afterEach(() => void process.off('unhandledRejection', note));

it.each(['before', 'during'])(
  'work that fails when nobody waits for it any more is no crash (aborted %s the wait)',
  async (when) => {
    const cancellation = new AbortController();
    const cancel = () => cancellation.abort(new Failure('cancelled', 'The call was cancelled.'));
    let fail: (error: Error) => void = () => {};
    const work = new Promise<never>((_, reject) => {
      fail = reject;
    });
    if (when === 'before') cancel();
    const outcome = unlessAborted(work, cancellation.signal).catch((error: Failure) => error.kind);
    cancel();
    expect(await outcome).toBe('cancelled');
    fail(new Error('The client is destroyed.'));
    await nextTurn();
    await nextTurn();
    expect(unhandled).toEqual([]);
  },
);

it('a wait that is over leaves no listener', async () => {
  const { signal } = new AbortController();
  await unlessAborted(Promise.resolve(), signal);
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

it('a call that has been aborted gets no result, even if there is one already', async () => {
  await expect(unlessAborted(Promise.resolve('done'), AbortSignal.abort())).rejects.toMatchObject({
    kind: 'cancelled',
  });
});
