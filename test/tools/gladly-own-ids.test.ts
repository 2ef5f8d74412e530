import { describe, expect, it } from 'vitest';
import type { Arguments } from '../../src/api/route.js';
import { Failure, type FailureKind } from '../../src/failure.js';
import type { Outcome } from '../../src/tools/define.js';
import { OwnIds, randomId } from '../../src/tools/gladly/own-ids.js';
import { type Answer, type FakeGladly, fakeGladly } from '../support/fake-gladly.js';
import { refused } from '../support/gladly-errors.js';

// No two tests use the same name for a topic, since all share the ids that are kept for calls without an answer.
const createTopic = 'create_a_gladly_topic';
const idsSent = ({ seen }: FakeGladly) => seen.map(({ body }) => (body as { id?: string }).id);
const idTaken = refused(409, { attr: 'id', code: 'taken', detail: 'taken' });
const made = (id: string): Answer => ({ status: 201, headers: { location: `/api/v1/topics/${id}` } });

describe('a create that takes an id', () => {
  it('gets one of 22 URL-safe characters when the model gives none', async () => {
    const gladly = await fakeGladly(made('a'), made('b'), made('c'));
    await gladly.call(createTopic, { name: 'one' });
    await gladly.call(createTopic, { name: 'one' });
    await gladly.call(createTopic, { id: '', name: 'one' });
    const [first, second, inPlaceOfBlank] = idsSent(gladly);
    expect(first).toMatch(/^[\w-]{22}$/);
    expect(inPlaceOfBlank).toMatch(/^[\w-]{22}$/);
    // The first call was answered, so the same call again asks for a second topic.
    expect(second).not.toBe(first);
    expect(new Set(Array.from({ length: 100 }, randomId)).size).toBe(100);
  });

  it('keeps the id that the model chose', async () => {
    const gladly = await fakeGladly(made('mine'));
    expect((await gladly.call(createTopic, { id: 'mine', name: 'two' })).data).toEqual({ id: 'mine' });
    expect(idsSent(gladly)).toEqual(['mine']);
    for (const id of ['a b', 'a/b', 'ä', 'x'.repeat(51)])
      await expect(gladly.call(createTopic, { id, name: 'two' }), id).rejects.toThrow(/50 characters at most/);
    expect(gladly.seen).toHaveLength(1);
  });

  it('returns the last segment of a Location in any form, or its own id when there is none', async () => {
    const locations = [
      '/api/v1/topics/a%20b',
      'https://x.gladly.com/api/v1/topics/a%20b/',
      'a%20b?x=1#y',
      'topics/a%zz',
    ];
    for (const location of locations) {
      const gladly = await fakeGladly({ status: 201, headers: { location } });
      expect([location, (await gladly.call(createTopic, { name: location })).data]).toEqual([
        location,
        { id: location.endsWith('%zz') ? 'a%zz' : 'a b' },
      ]);
    }
    for (const location of ['/', '', '?', undefined]) {
      const body = location === undefined ? {} : null;
      const gladly = await fakeGladly({ status: 201, headers: location === undefined ? {} : { location }, body });
      const { data } = await gladly.call(createTopic, { name: `none ${location}` });
      expect([location, data]).toEqual([location, { id: idsSent(gladly)[0] }]);
    }
  });

  it('is recognised when it is repeated after a lost answer', async () => {
    const gladly = await fakeGladly({ hangUp: true }, idTaken);
    await expect(gladly.call(createTopic, { name: 'three', disabled: true })).rejects.toMatchObject({
      kind: 'network',
    });
    const { data, hint } = await gladly.call(createTopic, { disabled: true, name: 'three' });
    const [first, second] = idsSent(gladly);
    expect(second).toBe(first);
    expect(data).toEqual({ id: first });
    expect(hint).toContain('earlier attempt');
  });

  it('succeeds when the first attempt did not arrive', async () => {
    const gladly = await fakeGladly({ hangUp: true }, made('x'));
    await expect(gladly.call(createTopic, { name: 'five' })).rejects.toThrow();
    expect((await gladly.call(createTopic, { name: 'five' })).data).toEqual({ id: 'x' });
    expect(idsSent(gladly)[0]).toBe(idsSent(gladly)[1]);
  });

  it('fails with a conflict when the id was taken at the first attempt', async () => {
    const gladly = await fakeGladly(idTaken);
    await expect(gladly.call(createTopic, { name: 'six' })).rejects.toMatchObject({ kind: 'conflict' });
  });
});

it('a message gets no id, and is not repeated', async () => {
  const gladly = await fakeGladly({ hangUp: true });
  const sms = { customer: { mobileNumber: '+1 555 019 8472' }, from: '+15550100200', body: 'hi' };
  await expect(gladly.call('create_a_gladly_sms_message', sms)).rejects.toMatchObject({ kind: 'network' });
  expect(gladly.seen).toHaveLength(1);
  expect(gladly.seen[0]?.body).toEqual({
    customer: { mobileNumber: '+15550198472' },
    from: '+15550100200',
    body: 'hi',
  });
});

describe('the memory of generated ids', () => {
  const senderThatFails = (kind: FailureKind, more = {}) => {
    const sent: unknown[] = [];
    const send = (args: Arguments): Promise<Outcome> => {
      sent.push(args.id);
      return Promise.reject(new Failure(kind, kind, more));
    };
    return { sent, send };
  };

  it.each<[FailureKind, object]>([
    ['timeout', {}],
    ['network', {}],
    ['cancelled', {}],
    ['upstream', { status: 502 }],
    ['upstream', { status: 408 }],
    ['upstream', { status: 200 }],
  ])('keeps an id after %s %j', async (kind, more) => {
    const ids = new OwnIds();
    const { sent, send } = senderThatFails(kind, more);
    await expect(ids.send('t', { a: 1, b: { c: 2 } }, send)).rejects.toThrow();
    await expect(ids.send('t', { b: { c: 2 }, a: 1 }, send)).rejects.toThrow();
    expect(sent[1]).toBe(sent[0]);
  });

  it.each<[FailureKind, object]>([
    ['invalid_input', { status: 400 }],
    ['rate_limited', { status: 429 }],
    ['upstream', { status: 302 }],
  ])('keeps no id after %s %j', async (kind, more) => {
    const ids = new OwnIds();
    const { sent, send } = senderThatFails(kind, more);
    await expect(ids.send('t', { a: 1 }, send)).rejects.toThrow();
    await expect(ids.send('t', { a: 1 }, send)).rejects.toThrow();
    expect(sent[1]).not.toBe(sent[0]);
  });

  it('has an id for each tool and its arguments, and forgets the oldest', async () => {
    const ids = new OwnIds(2);
    const { sent, send } = senderThatFails('timeout');
    for (const [tool, a] of [
      ['t', 1],
      ['u', 1],
      ['t', 2],
      ['t', 1],
      ['t', 2],
    ] as const) {
      await expect(ids.send(tool, { a }, send)).rejects.toThrow();
    }
    expect(new Set(sent.slice(0, 4)).size).toBe(4);
    expect(sent[4]).toBe(sent[2]);
  });

  it('recognises its own id in a name conflict', async () => {
    const ids = new OwnIds();
    const { sent, send } = senderThatFails('timeout');
    await expect(ids.send('t', { name: 'n' }, send)).rejects.toThrow();
    const details = [{ attr: 'name', code: 'taken', meta: { existingAnswerId: sent[0] } }];
    const again = () => Promise.reject(new Failure('conflict', 'taken', { details }));
    expect((await ids.send('t', { name: 'n' }, again)).data).toEqual({ id: sent[0] });
  });
});
