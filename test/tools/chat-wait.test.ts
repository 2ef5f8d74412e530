import { describe, expect, it } from 'vitest';
import { hasAnswer, isDecided, waitFor } from '../../src/tools/chat/wait.js';
import { Refusal, startPuzzelStub } from '../support/puzzel-stub.js';

const conversation = '6f1d2a34-0b52-4c1e-9a57-2f3b8f6f4c11';

describe('waiting', () => {
  /** Gives the answers in turn, and then repeats the last one; `count` says how often it was asked. */
  const inTurn = (...answers: unknown[]) => {
    let asked = 0;
    const ask = async () => ({ data: answers[Math.min(asked++, answers.length - 1)] });
    return { ask, count: () => asked };
  };
  const signal = new AbortController().signal;
  const isNine = (latest: unknown) => latest === 9;

  it('asks once without seconds, and otherwise until the answer is ready', async () => {
    for (const [seconds, requests, last] of [
      [0, 1, 1],
      [20, 3, 9],
    ] as const) {
      const { ask, count } = inTurn(1, 2, 9);
      const { data } = await waitFor(seconds, { signal }, ask, isNine, 5);
      expect([seconds, count(), data]).toEqual([seconds, requests, last]);
    }
  });

  it('returns the last answer when the time is up, and reports progress meanwhile', async () => {
    const reported: unknown[] = [];
    const onProgress = (...progress: unknown[]) => reported.push(progress);
    const { ask, count } = inTurn(1);
    // The last request is made when the time is up, although the interval is longer.
    const { data } = await waitFor(0.1, { signal, onProgress }, ask, isNine, 1_000);
    expect(data).toBe(1);
    expect(count()).toBe(2);
    expect(reported).toEqual([[expect.any(Number), 0.1]]);
  });

  it('ends at once when the call is cancelled, and leaves no timer', async () => {
    const timers = () => process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
    const before = timers();
    const controller = new AbortController();
    const { ask, count } = inTurn(1);
    const waiting = waitFor(30, { signal: controller.signal }, ask, isNine);
    setImmediate(() => controller.abort());
    await expect(waiting).rejects.toMatchObject({ kind: 'cancelled' });
    expect(count()).toBe(1);
    expect(timers()).toBe(before);
  });
});

describe('the search for an agent', () => {
  it.each([
    [{ requestStatus: 'InQueue' }, { requestStatus: 'InQueue' }, false],
    [{ requestStatus: 'InQueue', queuePosition: 2 }, { requestStatus: 'InQueue', queuePosition: 1 }, false],
    [{ requestStatus: 'InQueue' }, { requestStatus: 'Connected' }, true],
    [{ requestStatus: 'Connected' }, { requestStatus: 'Connected' }, true],
    [{ requestStatus: 'InQueue' }, { requestStatus: 'Gone' }, true],
    ['searching', 'found', true],
    [{ step: 1 }, { step: 1 }, false],
    [{ step: 1 }, { step: 2 }, true],
  ])('from %o to %o is over: %s', (first, latest, isOver) => {
    expect(isDecided(latest, first)).toBe(isOver);
  });
});

describe('an answer in a chat', () => {
  it('is a message from anybody except the visitor', () => {
    const visitor = { content: 'Hi', sender: { type: 'Visitor', name: 'Visitor' } };
    expect(hasAnswer([visitor])).toBe(false);
    expect(hasAnswer([visitor, { content: 'Hello', sender: { type: 'Agent' } }])).toBe(true);
    expect(hasAnswer([{ text: 'of a shape that nobody knows' }])).toBe(true);
    expect(hasAnswer([])).toBe(false);
  });
});

describe('a chat tool', () => {
  it('waits in this process for an agent, and does not send wait_seconds', async () => {
    let asked = 0;
    const { call, seen } = await startPuzzelStub(() => ({ requestStatus: asked++ < 1 ? 'InQueue' : 'Connected' }));
    const args = { id: conversation, wait_seconds: 5 };
    expect((await call('get_single_puzzel_chat_request_status_by_id', args)).data).toEqual({
      requestStatus: 'Connected',
    });
    expect(seen.map(({ query }) => query)).toEqual([{}, {}]);
  });

  it('waits in this process for a message from somebody else', async () => {
    const messages = [{ content: 'Hi', timestamp: '2026-01-31T09:00:00Z', sender: { type: 'Visitor' } }];
    let asked = 0;
    const { call, seen } = await startPuzzelStub(() => {
      const answer = { content: 'Hello', timestamp: '2026-01-31T09:00:02Z', sender: { type: 'Agent' } };
      if (asked++ === 1) messages.push(answer);
      return { messages };
    });
    const args = { conversation_id: conversation, since: '2026-01-31T09:00:00Z', wait_seconds: 3 };
    expect((await call('list_all_puzzel_chat_messages', args)).data).toMatchObject([{ content: 'Hello' }]);
    expect(seen.map(({ query }) => query)).toEqual(
      [1, 2].map(() => ({ conversationId: conversation, since: '2026-01-31T09:00:00Z' })),
    );
  });

  it('says that a conversation that is not found may have to be routed first', async () => {
    const { call } = await startPuzzelStub(() => new Refusal(404, 'The conversation does not exist'));
    const attempt = call('get_single_puzzel_chat_request_status_by_id', { id: conversation });
    await expect(attempt).rejects.toMatchObject({
      kind: 'not_found',
      hint: expect.stringContaining('puzzel_chat_conversations_route'),
    });
  });
});
