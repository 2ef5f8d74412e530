import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type DemoTenant, startDemo } from '../../src/demo/index.js';
import { limits } from '../../src/limits.js';
import { messagesSince } from '../../src/tools/chat/messages.js';
import type { Clients } from '../../src/tools/clients.js';
import { clientsFor } from '../support/clients.js';
import { type FakeServer, fakeServer, json } from '../support/fake-server.js';
import { toolNamed } from '../support/tool-named.js';

const uuidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

describe('a visitor of the demo tenant', () => {
  let demo: DemoTenant;
  let clients: Clients;

  beforeAll(async () => {
    demo = await startDemo();
    clients = clientsFor(demo.env);
  });

  afterAll(async () => {
    await clients.close(AbortSignal.timeout(2000));
    await demo.close();
  });

  async function call(name: string, args: Record<string, unknown> = {}) {
    const tool = toolNamed(name);
    const context = { clients: clients.apis, signal: AbortSignal.timeout(10_000) };
    const given = tool.schemas().validator.parse(args);
    await tool.check?.(given, context);
    return (await tool.run(given, context)).data;
  }

  it('gets a conversation id with the session, and no token', async () => {
    const data = await call('create_a_puzzel_chat_session');
    expect(data).toEqual({
      conversationId: expect.stringMatching(uuidPattern),
      visitorId: expect.any(String),
      expiresAt: expect.stringMatching(/Z$/),
    });
  });

  it('gets a conversation id from routing when it gives none, and keeps its own when it does', async () => {
    const made = await call('puzzel_chat_conversations_route', { queue_key: 'q_chat' });
    expect(made).toMatchObject({ conversationId: expect.stringMatching(uuidPattern), route: { queueKey: 'q_chat' } });
    const own = '0d8f7f7e-5a2b-4a39-8a9c-0f4f1c6f3a10';
    const kept = await call('puzzel_chat_conversations_route', { queue_key: 'q_chat', conversation_id: own });
    expect(kept).toMatchObject({ conversationId: own });
    // The error has the id, by which the conversation can be found.
    const queue_key = 'no such queue';
    await expect(call('puzzel_chat_conversations_route', { queue_key })).rejects.toThrow(
      /\(conversation [0-9a-f-]{36}\)$/,
    );
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
    'with the tokens %o is refused before anything is sent',
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

  it('are the newer ones, in any order, and those without a time', () => {
    expect(messagesSince([second, undated, first], { since: first.sentAt })).toEqual([second, undated]);
  });

  it('are judged by UTC where their times have no zone, as a `since` without a zone is', () => {
    vi.stubEnv('TZ', 'Europe/Oslo');
    const unzoned = { id: 'd', sentAt: '2026-01-31T09:00:05' };
    expect(messagesSince([first, unzoned], { since: first.sentAt })).toEqual([unzoned]);
    vi.unstubAllEnvs();
  });

  it('are taken out of their wrapper', () => {
    expect(messagesSince({ ended: false, messages: [first] }, {})).toEqual([first]);
    expect(messagesSince({ entries: [first, second] }, { since: first.sentAt })).toEqual([second]);
  });

  it('are all messages when the time is missing or cannot be read', () => {
    expect(messagesSince([first, second], {})).toEqual([first, second]);
    expect(messagesSince([first, second], { since: 'last' })).toEqual([first, second]);
  });

  it('are returned unchanged when they are no list', () => {
    expect(messagesSince('none', { since: first.sentAt })).toBe('none');
  });
});

describe('a conversation', () => {
  let upstream: FakeServer;
  let env: Record<string, string>;
  let clients: Clients;
  let issued: number;
  let renewalStatus: number;
  let renewalHasRefreshToken: boolean;
  /** Tokens that the API accepts. */
  let valid: Set<string>;
  const { signal } = new AbortController();
  const call = async (name: string, args: Record<string, unknown> = {}) =>
    (await toolNamed(name).run(args, { clients: clients.apis, signal })).data;
  const begin = async () =>
    (await call('create_a_puzzel_chat_session')) as { conversationId: string; visitorId: string; expiresAt: string };
  /** Sends a message; returns its authorization header. */
  const sendMessage = async (conversation_id: string) => {
    await call('puzzel_chat_messages_send', { conversation_id, content: 'x' });
    return upstream.seen.at(-1)?.headers.authorization;
  };
  /** The requests for a token, renewals among them. */
  const logins = () => upstream.seen.filter(({ target }) => target === '/connect/token');

  const advanceClock = (milliseconds: number) => vi.setSystemTime(Date.now() + milliseconds);

  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    issued = 0;
    valid = new Set();
    renewalStatus = 200;
    renewalHasRefreshToken = true;
    upstream = await fakeServer((request, response) => {
      if (request.target !== '/connect/token') {
        const token = request.headers.authorization?.replace('Bearer ', '') ?? '';
        return valid.has(token) ? json(response, {}) : json(response, {}, 401);
      }
      if (renewalStatus !== 200 && request.body.includes('refresh_token')) {
        return void response.writeHead(renewalStatus, { 'content-type': 'text/html' }).end('<h1>No</h1>');
      }
      issued += 1;
      valid.add(`token-${issued}`);
      const visitor = { visitor_id: `v-${issued}`, expires_in: 600 };
      const isRefreshTokenSent = renewalHasRefreshToken || !request.body.includes('refresh_token');
      const refresh = isRefreshTokenSent ? { refresh_token: `refresh-${issued}` } : {};
      return json(response, { access_token: `token-${issued}`, ...visitor, ...refresh });
    });
    const { url } = upstream;
    env = { PUZZEL_CHAT_TENANT_ID: 't', PUZZEL_CHAT_API_URL: url, PUZZEL_CHAT_ID_URL: url };
    clients = clientsFor(env);
  });
  afterEach(async () => {
    vi.useRealTimers();
    await clients.close(AbortSignal.timeout(500));
    await upstream.close();
  });

  it('has a visitor of its own, with a token of its own', async () => {
    const [first, second] = [await begin(), await begin()];
    expect([first.visitorId, second.visitorId]).toEqual(['v-1', 'v-2']);
    expect(Date.parse(first.expiresAt) - Date.now()).toBe(600_000);
    expect(await sendMessage(first.conversationId)).toBe('Bearer token-1');
    expect(await sendMessage(second.conversationId)).toBe('Bearer token-2');
    await call('get_single_puzzel_chat_request_status_by_id', { id: first.conversationId });
    expect(upstream.seen.at(-1)?.headers.authorization).toBe('Bearer token-1');
    await call('list_all_puzzel_chat_messages', { conversation_id: second.conversationId });
    expect(upstream.seen.at(-1)?.headers.authorization).toBe('Bearer token-2');
    expect(logins()).toHaveLength(2);
  });

  it('that this process did not start gets one visitor, on first use', async () => {
    const tokens = [await sendMessage('elsewhere'), await sendMessage('another'), await sendMessage('elsewhere')];
    expect(tokens).toEqual(['Bearer token-1', 'Bearer token-2', 'Bearer token-1']);
    const routed = (await call('puzzel_chat_conversations_route', { queue_key: 'q_chat' })) as {
      conversationId: string;
    };
    expect(await sendMessage(routed.conversationId)).toBe('Bearer token-3');
  });

  it('has its token renewed by its own refresh token after a refusal', async () => {
    const first = await begin();
    await begin();
    valid.delete('token-1');
    expect(await sendMessage(first.conversationId)).toBe('Bearer token-3');
    expect(new URLSearchParams(logins().at(-1)?.body).get('refresh_token')).toBe('refresh-1');
  });

  it('keeps its refresh token when a renewal brings no new one', async () => {
    const { conversationId } = await begin();
    renewalHasRefreshToken = false;
    for (const token of ['token-1', 'token-2']) {
      valid.delete(token);
      await sendMessage(conversationId);
      expect(logins().at(-1)?.body).toContain('refresh_token=refresh-1');
    }
  });

  it('whose token is not renewed, or came without a refresh token, gets another visitor after one failed call', async () => {
    upstream.answer((request, response) => {
      if (request.target !== '/connect/token') return json(response, {});
      if (request.body.includes('refresh_token')) return json(response, {}, 404);
      issued += 1;
      const refresh = issued === 1 ? { refresh_token: 'refresh-1' } : {};
      return json(response, { access_token: `token-${issued}`, expires_in: 900, ...refresh });
    });
    const { conversationId, visitorId } = await begin();
    expect(visitorId).toBeUndefined();
    for (const [reason, next] of [
      ['.', 'token-2'],
      [', since it came without a refresh token.', 'token-3'],
    ]) {
      advanceClock(901_000);
      await expect(sendMessage(conversationId)).rejects.toMatchObject({
        kind: 'unauthorized',
        message: `The visitor of this conversation has ended: its token was not renewed${reason}`,
      });
      expect(await sendMessage(conversationId)).toBe(`Bearer ${next}`);
    }
    expect(logins()).toHaveLength(4);
    for (const token of ['token-4', 'token-5']) {
      await call('list_all_puzzel_chat_queue_info', { id: 'q_chat' });
      expect(upstream.seen.at(-1)?.headers.authorization, 'of no conversation').toBe(`Bearer ${token}`);
      advanceClock(901_000);
    }
  });

  it.each([
    ['gets another visitor after one failed call when its visitor is gone', 404, 'unauthorized', 'grant_type=visitor'],
    ['keeps its visitor when a renewal fails temporarily', 500, 'upstream', 'refresh_token=refresh-1'],
    ['keeps its visitor when a renewal is told to wait', 429, 'rate_limited', 'refresh_token=refresh-1'],
  ])('%s', async (_, status, kind, nextLogin) => {
    const { conversationId } = await begin();
    valid.delete('token-1');
    renewalStatus = status;
    await expect(sendMessage(conversationId)).rejects.toMatchObject({ kind, status });
    expect(upstream.seen.at(-1)?.target).toBe('/connect/token');
    renewalStatus = 200;
    await sendMessage(conversationId);
    expect(logins().at(-1)?.body).toContain(nextLogin);
  });

  it('whose token is never accepted does not log in at every call, and others still work', async () => {
    const refused = await begin();
    const other = await begin();
    upstream.seen.length = 0;
    upstream.answer((request, response) => {
      if (request.target === '/connect/token') return json(response, { access_token: 'bad', expires_in: 900 });
      return json(response, {}, request.headers.authorization === 'Bearer token-2' ? 200 : 401);
    });
    for (let index = 0; index < 5; index += 1) {
      await expect(sendMessage(refused.conversationId)).rejects.toMatchObject({ kind: 'unauthorized' });
    }
    expect(logins()).toHaveLength(1);
    expect(await sendMessage(other.conversationId)).toBe('Bearer token-2');
  });

  it.each([
    [200, {}],
    [200, { access_token: '' }],
    [400, { access_token: 'token-1' }],
  ])('that gets no token fails with the reason that the token server gives (status %i, %j)', async (status, token) => {
    upstream.answer((_, response) =>
      json(response, { error: 'invalid_request', error_description: 'Unknown tenant.', ...token }, status),
    );
    await expect(begin()).rejects.toMatchObject({
      kind: 'unauthorized',
      status,
      message: 'The chat token server refused this tenant: invalid_request: Unknown tenant',
    });
  });

  it('identifies nobody where the customer key is missing, and says so; with it, no token of a visitor is sent', async () => {
    const identify = () => call('puzzel_chat_visitor_authenticate', { codeChallenge: 'c', idToken: 'b' });
    await expect(identify()).rejects.toMatchObject({
      kind: 'not_configured',
      details: { missing: ['PUZZEL_CUSTOMER_KEY'] },
    });
    upstream.answer((_, response) => json(response, {}));
    clients = clientsFor({ ...env, PUZZEL_CUSTOMER_KEY: '4711' });
    await identify();
    expect(upstream.seen.map(({ target, headers }) => [target, headers.authorization])).toEqual([
      ['/api/authenticate/4711', undefined],
    ]);
  });

  it('has a result for a message whose answer is empty', async () => {
    const { conversationId } = await begin();
    upstream.answer((_, response) => json(response, { message: 'I cannot log in' }));
    const messages = await call('list_all_puzzel_chat_messages', { conversation_id: conversationId });
    expect(messages, 'a message is no refusal').toEqual({ message: 'I cannot log in' });
    upstream.answer((_, response) => void response.writeHead(204).end());
    expect(await call('puzzel_chat_messages_send', { conversation_id: conversationId, content: 'x' })).toEqual({
      id: conversationId,
      status: 'updated',
    });
  });

  it('fails in one way when it is unknown, and in another when the route of the call is', async () => {
    const { conversationId } = await begin();
    const kinds: unknown[] = [];
    for (const [status, text] of [
      [404, ' {"message":"Unknown."}'],
      [404, '<h1>404</h1>'],
      [405, ''],
    ] as const) {
      upstream.answer((_, response) => void response.writeHead(status).end(text));
      kinds.push(await sendMessage(conversationId).catch(({ kind }) => kind));
    }
    expect(kinds).toEqual(['not_found', 'unverified_route', 'unverified_route']);
    const hint = expect.stringContaining('Check PUZZEL_CHAT_ID_URL:');
    await expect(begin(), 'at a wrong address').rejects.toMatchObject({ hint });
  });

  it('keeps its visitor as long as its token works, although it cannot be renewed', async () => {
    const { conversationId } = await begin();
    renewalStatus = 404;
    advanceClock(550_000);
    expect([await sendMessage(conversationId), await sendMessage(conversationId)]).toEqual([
      'Bearer token-1',
      'Bearer token-1',
    ]);
  });

  it('keeps its visitor until limits.visitors others were used since', async () => {
    // A second each, since no more than limits.visitorsAMinute visitors are made in a minute.
    for (let index = 0; index < limits.visitors; index += 1) {
      await sendMessage(`c-${index}`);
      advanceClock(1_000);
    }
    expect(await sendMessage('c-0')).toBe('Bearer token-1');
    await sendMessage('another');
    expect(await sendMessage('c-0')).toBe('Bearer token-1');
    expect(logins()).toHaveLength(limits.visitors + 1);
    expect(await sendMessage('c-1')).toBe(`Bearer token-${limits.visitors + 2}`);
  });
});
