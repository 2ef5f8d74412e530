import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { closedAfterAll } from '../support/set-up.js';
import { callChat, requestChatToken, requestVisitorToken, startPuzzel } from './puzzel-tenant.js';

const tenant = closedAfterAll(await startPuzzel());

interface Tokens {
  access_token: string;
  refresh_token: string;
  expires_in: number;
  visitor_id: string;
}

const newVisitor = async () => (await requestVisitorToken(tenant)).body as Tokens;

const chat = (token: string, method: string, path: string, body?: unknown) =>
  callChat(tenant, token, method, path, body);

interface Messages {
  messages: { content: string; timestamp: string; sender: { type: string } }[];
}

describe('a visitor token', () => {
  it('is issued for the tenant, is valid for fifteen minutes and is renewed once, for the same visitor', async () => {
    const first = await newVisitor();
    expect(first).toMatchObject({ expires_in: 900, token_type: 'Bearer', visitor_id: expect.any(String) });
    const refresh = { grant_type: 'refresh_token', refresh_token: first.refresh_token };
    expect((await requestChatToken(tenant, refresh)).body).toMatchObject({ visitor_id: first.visitor_id });
    const again = await requestChatToken(tenant, refresh);
    expect(again).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  it('is refused to another tenant or client', async () => {
    expect((await requestChatToken(tenant, { grant_type: 'visitor', tenant_id: 'other' })).status).toBe(400);
    expect(
      (await requestChatToken(tenant, { grant_type: 'visitor', tenant_id: '4711001', client_id: 'other' })).status,
    ).toBe(400);
  });

  it('is required by the communication server, which refuses the token of an agent', async () => {
    for (const token of ['', 'a.b.c', tenant.token]) {
      const answer = await chat(token, 'GET', '/queue/info/q_chat');
      expect(answer).toMatchObject({ status: 401, text: '' });
    }
  });
});

describe('a chat', () => {
  it('is for a queue whose opening hours are found by its key and both of its ids', async () => {
    const { access_token } = await newVisitor();
    for (const id of ['q_chat', '401', '16']) {
      expect((await chat(access_token, 'GET', `/queue/info/${id}`)).body).toMatchObject({
        queueKey: 'q_chat',
        isOpen: true,
        openingHours: expect.any(String),
      });
    }
    expect((await chat(access_token, 'GET', '/queue/info/q_none')).status).toBe(404);
  });

  it('goes from queue to agent, who greets and answers, and takes no message after its end', async () => {
    const { access_token } = await newVisitor();
    const id = randomUUID();
    const call = (method: string, path: string, body?: unknown) => chat(access_token, method, path, body);
    const messages = async (since = '') =>
      ((await call('GET', `/conversation?conversationId=${id}${since}`)).body as Messages).messages;
    expect((await call('PUT', `/conversation/${id}/route/q_chat`, [])).body).toMatchObject({ status: 'InQueue' });
    expect((await call('GET', `/allocation/requestStatus/${id}`)).body).toMatchObject({
      requestStatus: 'InQueue',
      agent: null,
    });
    expect((await call('GET', `/allocation/requestStatus/${id}`)).body).toMatchObject({ requestStatus: 'Connected' });
    expect((await call('PUT', `/conversation/${id}/route/q_chat`, [])).body).toMatchObject({ status: 'Connected' });
    const greeting = await messages();
    expect(greeting.at(-1)).toMatchObject({ sender: { type: 'Agent' }, content: expect.stringContaining('Astrid') });

    await call('POST', `/conversation/${id}/message`, { content: 'Where is my parcel?' });
    expect((await messages()).at(-1)).toMatchObject({ content: 'Where is my parcel?', sender: { type: 'Visitor' } });
    const since = encodeURIComponent(greeting.at(-1)?.timestamp ?? '');
    expect((await messages(`&since=${since}`)).map(({ sender }) => sender.type)).toEqual(['Visitor', 'Agent']);

    expect((await call('POST', `/conversation/${id}/end`)).status).toBe(200);
    expect((await call('POST', `/conversation/${id}/message`, { content: 'Hello?' })).status).toBe(409);
    expect((await call('GET', `/allocation/requestStatus/${id}`)).body).toMatchObject({
      requestStatus: 'Disconnected',
    });
  });

  it('belongs to its visitor', async () => {
    const [one, other] = [await newVisitor(), await newVisitor()];
    const id = randomUUID();
    await chat(one.access_token, 'PUT', `/conversation/${id}/route/q_chat`, []);
    expect((await chat(other.access_token, 'GET', `/conversation?conversationId=${id}`)).status).toBe(404);
    expect((await chat(other.access_token, 'PUT', `/conversation/${id}/route/q_chat`, [])).status).toBe(409);
  });

  it('needs a UUID as its id, a list as the body of its routing, and a text in each message', async () => {
    const { access_token } = await newVisitor();
    const id = randomUUID();
    expect((await chat(access_token, 'PUT', '/conversation/one/route/q_chat', [])).status).toBe(400);
    expect((await chat(access_token, 'PUT', `/conversation/${id}/route/q_chat`)).status).toBe(400);
    expect((await chat(access_token, 'PUT', `/conversation/${id}/route/q_chat`, [])).status).toBe(200);
    expect((await chat(access_token, 'POST', `/conversation/${id}/message`, {})).status).toBe(400);
  });
});

describe('a visitor with an identity', () => {
  const authenticate = (path: string, body: unknown) =>
    tenant.send('POST', 'PUZZEL_CHAT_ID_URL', `/api/authenticate/${path}`, { body: JSON.stringify(body) });

  it('proves the identity with exactly one token', async () => {
    const codeChallenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';
    expect((await authenticate('4711001?providerId=3', { codeChallenge, idToken: 'eyJ' })).body).toMatchObject({
      userInfoId: expect.any(String),
    });
    expect((await authenticate('4711001', { codeChallenge, idToken: 'a', accessToken: 'b' })).status).toBe(400);
    expect((await authenticate('4711001', { codeChallenge })).status).toBe(400);
    expect((await authenticate('4711001', { idToken: 'a' })).status).toBe(400);
    expect((await authenticate('9999', { codeChallenge, idToken: 'a' })).status).toBe(404);
  });
});
