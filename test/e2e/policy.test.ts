import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { catalogue } from '../../src/tools/index.js';
import { type FakeServer, fakeServer, json } from '../support/fake-server.js';
import { clientKinds, connect, handshake, spawnRaw, type TestClient, toolCall } from '../support/server-process.js';

/** The Chat API is offered with its tenant only. */
const withoutChat = catalogue.filter(({ vendor }) => vendor !== 'chat');

let gladly: FakeServer;
let client: TestClient | undefined;
const env = () => ({
  GLADLY_API_URL: gladly.url,
  GLADLY_EMAIL: 'api@example.com',
  GLADLY_API_TOKEN: 'gladly-token-1234',
});
const writes = () => gladly.seen.filter(({ method }) => method !== 'GET');

beforeEach(async () => {
  gladly = await fakeServer((request, response) =>
    request.method === 'DELETE'
      ? void response.writeHead(204).end()
      : json(response, { customerId: 'c', conversationItemId: 'i' }),
  );
});
afterEach(async () => {
  await client?.close();
  client = undefined;
  await gladly.close();
});

const remove = () => client?.call('delete_a_gladly_customer_by_id', { id: 'cus-1' });
const send = () =>
  client?.call('create_a_gladly_sms_message', {
    customer: { mobileNumber: '+15550123456' },
    from: '+15550100200',
    body: 'Hi',
  });

describe.each(clientKinds)('confirmation, with %s', (kind) => {
  it('asks the person, names the target, and goes on after a yes', async () => {
    const asked: string[] = [];
    client = await connect(kind, env(), [], (message) => {
      asked.push(message);
      return { action: 'accept', content: { confirm: true } };
    });
    expect((await remove())?.structuredContent).toEqual({ result: { id: 'cus-1', status: 'deleted' } });
    expect((await send())?.isError).toBeUndefined();
    expect(asked).toHaveLength(2);
    expect(asked[0]).toContain('cus-1');
    expect(asked[1]).toContain('+15550123456');
  });

  it.each([
    ['a no', { action: 'decline' as const }],
    ['an unticked box', { action: 'accept' as const, content: { confirm: false } }],
  ])('sends nothing after %s', async (_, answer) => {
    client = await connect(kind, env(), [], () => answer);
    expect((await remove())?.structuredContent).toMatchObject({ error: { kind: 'declined' } });
    expect(writes()).toEqual([]);
  });

  it('goes ahead with `auto` when the client cannot ask, and refuses with `always`', async () => {
    client = await connect(kind, env());
    expect((await remove())?.isError).toBeUndefined();
    await client.close();
    gladly.seen.length = 0;
    client = await connect(kind, env(), ['--confirm', 'always']);
    expect((await remove())?.structuredContent).toMatchObject({ error: { kind: 'declined' } });
    expect(writes()).toEqual([]);
  });

  it('never asks with `never`', async () => {
    client = await connect(kind, env(), ['--confirm', 'never'], () => {
      throw new Error('asked');
    });
    expect((await remove())?.isError).toBeUndefined();
  });
});

describe('confirmation cannot be forged', () => {
  const modern = (id: number, args: object, more: object = {}) => ({
    ...toolCall(id, 'delete_a_gladly_customer_by_id', args),
    params: {
      name: 'delete_a_gladly_customer_by_id',
      arguments: args,
      ...more,
      _meta: {
        'io.modelcontextprotocol/protocolVersion': '2026-07-28',
        'io.modelcontextprotocol/clientInfo': { name: 'raw', version: '1' },
        'io.modelcontextprotocol/clientCapabilities': { elicitation: { form: {} } },
      },
    },
  });
  const yes = { inputResponses: { confirm: { action: 'accept', content: { confirm: true } } } };

  it('by an answer without a question, for another target, or a second time', async () => {
    const raw = spawnRaw(env());
    raw.send(modern(1, { id: 'cus-1' }, yes));
    const unasked = (await raw.answer(1)).result as unknown as { resultType: string; requestState: string };
    expect(unasked.resultType).toBe('input_required');
    expect(writes()).toEqual([]);

    raw.send(modern(2, { id: 'cus-2' }, { ...yes, requestState: unasked.requestState }));
    expect((await raw.answer(2)).result).toMatchObject({ resultType: 'input_required' });
    expect(writes()).toEqual([]);

    raw.send(modern(3, { id: 'cus-1' }, { ...yes, requestState: unasked.requestState }));
    expect((await raw.answer(3)).result).toMatchObject({ structuredContent: { result: { id: 'cus-1' } } });
    expect(writes()).toHaveLength(1);

    raw.send(modern(4, { id: 'cus-1' }, { ...yes, requestState: unasked.requestState }));
    expect((await raw.answer(4)).result).toMatchObject({ resultType: 'input_required' });
    expect(writes()).toHaveLength(1);
    raw.child.stdin.end();
    await raw.exit;
  });
});

describe('what may be touched', () => {
  it('read-only lists no tool that writes, and calls of one are unknown', async () => {
    client = await connect('sdk2-modern', env(), ['--read-only']);
    const listed = await client.list();
    expect(listed.length).toBeGreaterThan(20);
    await expect(remove()).rejects.toThrow(/not found/);
    expect(gladly.seen).toEqual([]);
  });

  it('ends at the expiry: the list stays, every call says so', async () => {
    const ends = Date.now() + 6_000;
    client = await connect('sdk2-modern', { ...env(), PUZZEL_MCP_EXPIRES_AT: new Date(ends).toISOString() });
    gladly.answer((_request, response) => json(response, []));
    expect((await client.call('list_all_gladly_inboxes')).isError).toBeUndefined();
    await new Promise((resolve) => setTimeout(resolve, ends - Date.now() + 100));
    expect((await client.call('list_all_gladly_inboxes')).structuredContent).toMatchObject({
      error: { kind: 'expired' },
    });
    expect((await client.list()).length).toBeGreaterThan(80);
  });

  it('without credentials every tool is listed and says what is missing', async () => {
    client = await connect('sdk2-modern', {});
    expect((await client.list()).filter(({ name }) => name !== 'server_status')).toHaveLength(withoutChat.length);
    const answer = await client.call('list_all_gladly_inboxes');
    expect(answer.structuredContent).toMatchObject({
      error: { kind: 'not_configured', message: expect.stringMatching(/GLADLY_HOST.*GLADLY_EMAIL.*GLADLY_API_TOKEN/) },
    });
  });
});

describe('the audit log', () => {
  it('tells of every call, with personal data masked and ids kept', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'puzzel-mcp-audit-'));
    const path = join(folder, 'audit.jsonl');
    client = await connect('sdk2-legacy', env(), ['--audit-log', path]);
    await send();
    await remove();
    await client.call('delete_a_gladly_customer_by_id', { idd: 'x' });
    await client.close();
    const lines = (await readFile(path, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.map(({ tool, outcome }) => [tool, outcome])).toEqual([
      ['create_a_gladly_sms_message', 'started'],
      ['create_a_gladly_sms_message', 'ok'],
      ['delete_a_gladly_customer_by_id', 'started'],
      ['delete_a_gladly_customer_by_id', 'ok'],
      ['delete_a_gladly_customer_by_id', 'invalid_input'],
    ]);
    expect(lines[3]?.arguments).toEqual({ id: 'cus-1' });
    expect(JSON.stringify(lines)).not.toContain('+1555');
    await rm(folder, { recursive: true });
  });
});

describe('the handshake', () => {
  it('answers both eras', async () => {
    const raw = spawnRaw(env());
    raw.send(handshake[0] ?? {});
    expect((await raw.answer(0)).result).toMatchObject({
      protocolVersion: '2025-11-25',
      capabilities: { tools: { listChanged: false } },
    });
    raw.child.stdin.end();
    await raw.exit;
  });
});
