import { describe, expect, it } from 'vitest';
import { failureOf } from '../support/failure-of.js';
import { type Answer, fakeGladly } from '../support/fake-gladly.js';

describe('events', () => {
  const stream = (body: string): Answer => ({ body, headers: { 'content-type': 'application/x-jsonlines' } });
  const args = { startAt: '2026-01-31T09:00:00Z', entities: ['CONVERSATION', 'TASK'] };
  const event = (id: number, rest: object = {}) => JSON.stringify({ id: String(id), type: 'TASK/CREATED', ...rest });

  const noObject = 'no line is a JSON object';
  it.each([
    ['a page', '<!doctype html><html><title>Sign in</title></html>', noObject],
    ['a text', 'Please\nsign\nin', noObject],
    ['a list', '[{"id":"1"}]', noObject],
    ['a very long page', '<p>\n'.repeat(200_000), 'too many lines are not JSON'],
  ])('that are answered as %s are an error', async (_, body, reason) => {
    const gladly = await fakeGladly(stream(body), stream(body));
    for (const given of [args, { ...args, types: ['TASK/CREATED'] }]) {
      expect(await failureOf(gladly.call('list_all_gladly_events', given))).toMatchObject({
        kind: 'upstream',
        message: `Gladly answered something other than JSON lines: ${reason}.`,
      });
    }
  });

  it.each(['application/json', 'text/plain', 'application/json-lines', ''])(
    'are read line by line under the content type "%s" too',
    async (type) => {
      const typed = (body: string): Answer => ({ body, headers: { 'content-type': type } });
      const gladly = await fakeGladly(
        typed(`${event(1)}\n${event(2)}\n`),
        typed(`${event(3)}\n`),
        typed('<p>Sign in</p>\n{ }'),
      );
      const call = () => gladly.call('list_all_gladly_events', args);
      expect((await call()).data).toMatchObject([{ id: '1' }, { id: '2' }]);
      expect((await call()).data).toMatchObject([{ id: '3' }]);
      expect((await failureOf(call())).message).toContain('not with data that can be read');
    },
  );

  it('are an error when the only line holds errors of Gladly', async () => {
    const gladly = await fakeGladly(stream('{"errors":[{"code":"invalid","attr":"startAt"}]}\n'));
    expect(await failureOf(gladly.call('list_all_gladly_events', args))).toMatchObject({ kind: 'upstream' });
  });

  it('that are too long to read are marked as unreadable, in JSON lines and in a single JSON object', async () => {
    const long = event(1, { texts: Array.from({ length: 3 }, () => 'x'.repeat(400_000)) });
    const whole: Answer = { body: long, headers: { 'content-type': 'application/json' } };
    const gladly = await fakeGladly(stream(`${long}\n`), whole);
    for (const _ of ['JSON lines', 'a single object']) {
      const { data } = await gladly.call('list_all_gladly_events', args);
      expect(data).toEqual([{ unreadable: 'a line too long to read' }]);
    }
  });

  it('are a list, in which unreadable lines keep their place', async () => {
    const lines = '{"id":"1","type":"CONVERSATION/CLOSED"}\n\n{"id":"2","ty\n{"id":"3","type":"TASK/CREATED"}\n';
    const gladly = await fakeGladly(stream(lines));
    const { data, hint } = await gladly.call('list_all_gladly_events', args);
    expect(data).toEqual([
      { id: '1', type: 'CONVERSATION/CLOSED' },
      { unreadable: '{"id":"2","ty' },
      { id: '3', type: 'TASK/CREATED' },
    ]);
    expect(hint).toContain('line 3');
    expect(gladly.seen[0]?.target).toBe(
      '/api/v1/events?startAt=2026-01-31T09%3A00%3A00Z&entities=CONVERSATION&entities=TASK',
    );
  });

  it('are filtered by type in this process, and an empty list has a hint', async () => {
    const gladly = await fakeGladly(
      stream('{"id":"1","type":"CONVERSATION/CLOSED"}\n{"id":"3","type":"TASK/CREATED"}\n'),
      stream(''),
    );
    expect((await gladly.call('list_all_gladly_events', { ...args, types: ['task/created'] })).data).toEqual([
      { id: '3', type: 'TASK/CREATED' },
    ]);
    expect(gladly.seen[0]?.target).not.toContain('types');
    const { data, hint } = await gladly.call('list_all_gladly_events', args);
    expect(data).toEqual([]);
    expect(hint).toContain('24 hours');
  });

  it('are filtered by an agent, wherever the event names the agent, and limited to the newest', async () => {
    const agent = 'Rlk5unIQue3_UiXJze-DZg';
    const texts = [
      event(1, { initiator: { id: agent, type: 'CUSTOMER' } }),
      event(2, { initiator: { id: 'other', type: 'SYSTEM' }, content: { context: { assignee: { agentId: agent } } } }),
      event(3, { initiator: { id: 'other', type: 'SYSTEM' } }),
    ];
    const gladly = await fakeGladly(stream(texts.join('\n')));
    gladly.lists.agents = [{ id: agent, name: 'Amy' }];
    const { data } = await gladly.call('list_all_gladly_events', { ...args, agentId: agent, from_end: 1 });
    expect(data).toMatchObject([{ id: '2', content: { context: { assignee: { agentId: agent, agentName: 'Amy' } } } }]);
  });

  it('start almost 24 hours ago by default, and may not end before that', async () => {
    const gladly = await fakeGladly(stream(''));
    const before = Date.now() - 24 * 3_600_000;
    await gladly.call('list_all_gladly_events', { entities: ['TASK'] });
    const startAt = Date.parse(new URLSearchParams(gladly.seen[0]?.target.split('?')[1]).get('startAt') ?? '');
    expect(startAt - before).toBeGreaterThan(0);
    expect(startAt - before).toBeLessThan(300_000);
    const old = { entities: ['TASK'], endAt: '2020-01-31T09:00:00Z' };
    const failure = await failureOf(gladly.call('list_all_gladly_events', old));
    expect(failure).toMatchObject({ kind: 'invalid_input', hint: expect.stringContaining('TimestampsReport') });
    expect(gladly.seen).toHaveLength(1);
  });

  it('have a hint that counts the lines that are no JSON, of which the first 20 are kept', async () => {
    const gladly = await fakeGladly(stream(`${'x\n'.repeat(500)}${event(1)}\n`));
    const { data, hint } = await gladly.call('list_all_gladly_events', args);
    expect(data).toHaveLength(21);
    expect(hint).toMatch(/^500 lines were no JSON/);
  });
});
