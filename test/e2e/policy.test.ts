import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { catalogue } from '../../src/tools/index.js';
import { type FakeServer, fakeServer, json } from '../support/fake-server.js';
import { inProcessServer } from '../support/in-process-server.js';
import { initialize, initialized, type Message, modernMeta } from '../support/raw-conversation.js';
import { clientKinds, connect, spawnRaw, type TestClient, toolCall } from '../support/server-process.js';

/** The chat tools are offered only when the Chat API is configured. */
const withoutChat = catalogue.filter(({ vendor }) => vendor !== 'chat');

let gladly: FakeServer;
let client: TestClient | undefined;
const env = () => ({
  GLADLY_API_URL: gladly.url,
  GLADLY_EMAIL: 'api@example.com',
  GLADLY_API_TOKEN: 'gladly-token-1234',
});
const writes = () => gladly.seen.filter(({ method }) => method !== 'GET');

beforeAll(async () => {
  gladly = await fakeServer();
});
afterAll(() => gladly.close());
beforeEach(() => {
  gladly.seen.length = 0;
  gladly.answer((request, response) =>
    request.method === 'DELETE'
      ? void response.writeHead(204).end()
      : json(response, { customerId: 'c', conversationItemId: 'i' }),
  );
});
afterEach(async () => {
  await client?.close();
  client = undefined;
});

type PersonsAnswer = ReturnType<NonNullable<Parameters<typeof connect>[3]>>;

const removal = 'delete_a_gladly_customer_by_id';
const remove = () => client?.call(removal, { id: 'cus-1' });
/** `asked`, `ok`, or the kind of the error. */
const outcomeOf = ({ method, result }: Message): string => {
  const { resultType, structuredContent } = (result ?? {}) as {
    resultType?: string;
    structuredContent?: { error?: { kind: string } };
  };
  if (method !== undefined || resultType === 'input_required') return 'asked';
  return structuredContent?.error?.kind ?? (structuredContent ? 'ok' : 'no result');
};
const send = () =>
  client?.call('create_a_gladly_sms_message', {
    customer: { mobileNumber: '+15550123456' },
    from: '+15550100200',
    body: 'Hi',
  });

describe.each(clientKinds)('confirmation, with %s', (kind) => {
  it('asks the person, names the target, sends the request after a yes, and sends nothing after any other answer', async () => {
    const asked: string[] = [];
    let answer: PersonsAnswer = { action: 'accept', content: { confirm: true } };
    client = await connect(kind, env(), [], (message) => {
      asked.push(message);
      return answer;
    });
    expect((await remove())?.structuredContent).toEqual({ result: { id: 'cus-1', status: 'deleted' } });
    expect((await send())?.isError).toBeUndefined();
    expect(asked).toHaveLength(2);
    expect(asked[0]).toContain('cus-1');
    expect(asked[1]).toContain('+15550123456');
    const others: Record<string, PersonsAnswer> = {
      'a no': { action: 'decline' },
      'an unticked box': { action: 'accept', content: { confirm: false } },
    };
    for (const [what, other] of Object.entries(others)) {
      answer = other;
      gladly.seen.length = 0;
      expect((await remove())?.structuredContent, what).toMatchObject({ error: { kind: 'declined' } });
      expect(writes(), what).toEqual([]);
    }
  });
});

describe('a setting about confirmation', () => {
  it('`always` refuses when the client cannot ask', async () => {
    client = await connect('sdk1', env(), ['--confirm', 'always']);
    expect((await remove())?.structuredContent).toMatchObject({ error: { kind: 'declined' } });
    expect(writes()).toEqual([]);
  });

  it('`never` never asks', async () => {
    client = await connect('sdk2-modern', env(), ['--confirm', 'never'], () => {
      throw new Error('asked');
    });
    expect((await remove())?.isError).toBeUndefined();
  });

  it.each(['always', 'never', 'auto'])(
    '%s does the same with both protocol versions, whether the client can ask or not',
    async (mode) => {
      const { connect: open, engine } = inProcessServer({ ...env(), PUZZEL_MCP_CONFIRM: mode }, [removal]);
      const outcomes: Record<string, string> = {};
      for (const era of ['older', 'newer']) {
        for (const [what, capabilities] of Object.entries({ asks: { elicitation: { form: {} } }, cannot: {} })) {
          const { send, until, end } = open();
          if (era === 'older') for (const message of [initialize({ capabilities }), initialized]) send(message);
          const call = toolCall(1, removal, { id: 'cus-1' }, era === 'newer' ? modernMeta(capabilities) : undefined);
          send(call as unknown as Message);
          const said = await until(({ id, method }) => id === 1 || method === 'elicitation/create');
          outcomes[`${era}, ${what}`] = outcomeOf(said);
          end();
        }
      }
      await engine.close(AbortSignal.timeout(500));
      const [asks, cannot] = { always: ['asked', 'declined'], never: ['ok', 'ok'], auto: ['asked', 'ok'] }[mode] ?? [];
      expect(outcomes).toEqual({
        'older, asks': asks,
        'older, cannot': cannot,
        'newer, asks': asks,
        'newer, cannot': cannot,
      });
    },
  );
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

  it('by an answer without a question, for another target, or used a second time', async () => {
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

describe('the list of tools', () => {
  it('has no tool that writes when read-only, and such a call is refused', async () => {
    client = await connect('sdk2-modern', env(), ['--read-only']);
    const listed = await client.list();
    expect(listed.length).toBeGreaterThan(20);
    await expect(remove()).rejects.toThrow(/not found/);
    expect(gladly.seen).toEqual([]);
  });

  it('has every tool without credentials, and each call says what is missing', async () => {
    client = await connect('sdk2-modern', {});
    expect((await client.list()).filter(({ name }) => name !== 'server_status')).toHaveLength(withoutChat.length);
    const answer = await client.call('list_all_gladly_inboxes');
    expect(answer.structuredContent).toMatchObject({
      error: { kind: 'not_configured', message: expect.stringMatching(/GLADLY_HOST.*GLADLY_EMAIL.*GLADLY_API_TOKEN/) },
    });
  });
});

describe('the audit log', () => {
  it('has every call, with personal data masked and ids kept', async () => {
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
