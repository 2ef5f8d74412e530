import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Answer, failedAnswer, readAnswer } from '../../src/views/page/answer.js';
import { Poller } from '../../src/views/page/poller.js';

const answerOf = (time?: string): Answer =>
  readAnswer({
    content: [],
    structuredContent: { result: [] },
    ...(time && { _meta: { 'puzzel-mcp/as-of': time } }),
  });

describe('the poller', () => {
  let poller: Poller;
  /** What its next call returns, and how many calls it has made. */
  let answer: Answer;
  let calls: number;
  beforeEach(() => {
    vi.useFakeTimers({ now: new Date('2026-11-28T10:00:00Z') });
    answer = answerOf();
    calls = 0;
    poller = new Poller(
      async () => {
        calls += 1;
        return answer;
      },
      10_000,
      () => {},
    );
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it.each(['expired', 'forbidden', 'not_configured'])('stops after %s, until the person refreshes', async (kind) => {
    answer = failedAnswer('network', 'down');
    poller.take(answerOf());
    await vi.advanceTimersByTimeAsync(60_000);
    expect(calls).toBe(2);
    answer = failedAnswer(kind, 'Access has ended.');
    await vi.advanceTimersByTimeAsync(60_000);
    const callsAtEnd = calls;
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(calls).toBe(callsAtEnd);
    expect(poller.state).toMatchObject({ nextAt: undefined, failure: { kind } });
    answer = answerOf();
    await poller.refresh(true);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(calls).toBe(callsAtEnd + 2);
  });

  it('stops when an answer that the host hands over says that access has ended', async () => {
    poller.take(answerOf());
    poller.take(failedAnswer('expired', 'Access has ended.'));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(calls).toBe(0);
  });

  it('asks again at once when it is handed an old answer, but not when its own call returns one', async () => {
    answer = answerOf('2026-11-27T10:00:00.000Z');
    poller.take(answerOf('2026-11-28T09:59:50.000Z'));
    await vi.advanceTimersByTimeAsync(0);
    expect(calls).toBe(0);
    poller.take(answer);
    await vi.advanceTimersByTimeAsync(9_000);
    expect(calls).toBe(1);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(calls).toBe(2);
  });

  it('does not ask while the page is hidden, although it is handed an old answer', async () => {
    poller.setHidden(true);
    poller.take(answerOf('2026-11-27T10:00:00.000Z'));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(calls).toBe(0);
    poller.setHidden(false);
    await vi.advanceTimersByTimeAsync(0);
    expect(calls).toBe(1);
  });

  it('asks no earlier after a refused login than the server tries another one', () => {
    poller.take(failedAnswer('network', 'down'));
    expect(poller.state.nextAt).toEqual(new Date('2026-11-28T10:00:20Z'));
    poller.take(failedAnswer('unauthorized', 'refused'));
    expect(poller.state.nextAt).toEqual(new Date('2026-11-28T10:01:00Z'));
  });

  it('has the time at which the data were read, or that of their arrival where the answer does not say', () => {
    poller.take(answerOf('2026-11-28T08:30:00.000Z'));
    expect(poller.state.asOf).toEqual(new Date('2026-11-28T08:30:00Z'));
    poller.take(answerOf());
    expect(poller.state.asOf).toEqual(new Date('2026-11-28T10:00:00Z'));
  });
});
