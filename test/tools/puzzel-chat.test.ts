import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/index.js';
import { type DemoTenant, startDemo } from '../../src/demo/index.js';
import { createLog } from '../../src/log.js';
import { Redactor } from '../../src/redact.js';
import { chatTools } from '../../src/tools/chat/index.js';
import { newer } from '../../src/tools/chat/messages.js';
import { type Clients, createClients } from '../../src/tools/clients.js';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

describe('a visitor of the demo tenant', () => {
  let demo: DemoTenant;
  let clients: Clients;

  beforeAll(async () => {
    demo = await startDemo();
    const redactor = new Redactor();
    clients = createClients(loadConfig(demo.env, chatTools), createLog('silent', redactor), redactor);
  });

  afterAll(async () => {
    await clients.close(AbortSignal.timeout(2000));
    await demo.close();
  });

  async function call(name: string, args: Record<string, unknown> = {}) {
    const tool = chatTools.find((one) => one.name === name);
    if (!tool) throw new Error(`${name} does not exist`);
    const signal = AbortSignal.timeout(10_000);
    return (await tool.run(args, { clients: clients.apis, signal, progress: () => {} })).data;
  }

  it('gets a conversation id with the session, and no token', async () => {
    const data = await call('create_a_puzzel_chat_session');
    expect(data).toEqual({
      conversationId: expect.stringMatching(uuid),
      visitorId: expect.any(String),
      expiresAt: expect.stringMatching(/Z$/),
    });
  });

  it('gets a conversation id from routing when it gives none, and keeps its own when it does', async () => {
    const made = await call('puzzel_chat_conversations_route', { queue_key: 'q_chat' });
    expect(made).toMatchObject({ conversationId: expect.stringMatching(uuid), route: { queueKey: 'q_chat' } });
    const own = '0d8f7f7e-5a2b-4a39-8a9c-0f4f1c6f3a10';
    const kept = await call('puzzel_chat_conversations_route', { queue_key: 'q_chat', conversation_id: own });
    expect(kept).toMatchObject({ conversationId: own });
  });

  it('sees only new messages when it polls with the time of the last one', async () => {
    const conversation_id = '5b1c0f52-7f43-4f6f-a1d5-0a2f7c8e9d11';
    await call('puzzel_chat_conversations_route', { queue_key: 'q_chat', conversation_id });
    await call('puzzel_chat_messages_send', { conversation_id, content: 'Hello' });
    const seen = (await call('list_all_puzzel_chat_messages', { conversation_id })) as { timestamp: string }[];
    await call('puzzel_chat_messages_send', { conversation_id, content: 'Are you there?' });
    const since = seen.at(-1)?.timestamp;
    const fresh = (await call('list_all_puzzel_chat_messages', { conversation_id, since })) as { content: string }[];
    expect(fresh.map(({ content }) => content)).toContain('Are you there?');
    expect(fresh.map(({ content }) => content)).not.toContain('Hello');
  });

  it.each([{}, { accessToken: 'a', idToken: 'b' }])(
    'is refused before anything is sent with the tokens %o',
    async (tokens) => {
      const attempt = call('puzzel_chat_visitor_authenticate', { codeChallenge: 'c', ...tokens });
      await expect(attempt).rejects.toMatchObject({ kind: 'invalid_input', status: undefined });
    },
  );

  it('is identified with one token', async () => {
    const data = await call('puzzel_chat_visitor_authenticate', { codeChallenge: 'c', idToken: 'b', providerId: 1 });
    expect(data).toMatchObject({ userInfoId: expect.any(String), providerId: 1 });
  });
});

describe('messages since a time', () => {
  const first = { id: 'a', sentAt: '2026-01-31T09:00:00Z' };
  const second = { id: 'b', sentAt: '2026-01-31T09:00:05Z' };
  const undated = { id: 'c' };

  it('are the newer ones in whatever order they come, and those without a time', () => {
    expect(newer([second, undated, first], { since: first.sentAt })).toEqual([second, undated]);
  });

  it('are taken out of their wrapper', () => {
    expect(newer({ ended: false, messages: [first] }, {})).toEqual([first]);
  });

  it('are all there without a time, or with one that cannot be read', () => {
    expect(newer([first, second], {})).toEqual([first, second]);
    expect(newer([first, second], { since: 'last' })).toEqual([first, second]);
  });

  it('stay as they are when they are no list', () => {
    expect(newer('none', { since: first.sentAt })).toBe('none');
  });
});
