import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { catalogue } from '../../src/tools/index.js';
import { fakeServer, json } from '../support/fake-server.js';
import { inProcessServer } from '../support/in-process-server.js';
import { initialize, initialized, type Message, modernMeta } from '../support/raw-conversation.js';
import { clientKinds, connect, type TestClient, toolCall } from '../support/server-process.js';
import { closedAfterAll, newFolder } from '../support/set-up.js';

/** The chat tools are offered only when the Chat API is configured. */
const withoutChat = catalogue.filter(({ vendor }) => vendor !== 'chat');

const folder = newFolder();
const gladly = closedAfterAll(await fakeServer());
let client: TestClient | undefined;
const env = () => ({
  GLADLY_API_URL: gladly.url,
  GLADLY_EMAIL: 'api@example.com',
  GLADLY_API_TOKEN: 'gladly-token-1234',
});
const writes = () => gladly.seen.filter(({ method }) => method !== 'GET');

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
const message = 'create_a_gladly_sms_message';
const sms = { customer: { mobileNumber: '+15550123456' }, from: '+15550100200', body: 'Hi' };
/** `asked`, `ok`, or the kind of the error. */
const outcomeOf = ({ method, result }: Message): string => {
  const { resultType, structuredContent } = (result ?? {}) as {
    resultType?: string;
    structuredContent?: { error?: { kind: string } };
  };
  if (method !== undefined || resultType === 'input_required') return 'asked';
  return structuredContent?.error?.kind ?? (structuredContent ? 'ok' : 'no result');
};

describe.each(clientKinds)('confirmation, with %s', (kind) => {
  it('asks the person, names the target, sends the request after a yes, and sends nothing after any other answer', async () => {
    const asked: string[] = [];
    let answer: PersonsAnswer = { action: 'accept', content: { confirm: true } };
    client = await connect(kind, env(), [], (message) => {
      asked.push(message);
      return answer;
    });
    expect((await remove())?.structuredContent).toEqual({ result: { id: 'cus-1', status: 'deleted' } });
    expect((await client.call(message, sms)).isError).toBeUndefined();
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
          send(call);
          const said = await until(({ id, method }) => id === 1 || method === 'elicitation/create');
          outcomes[`${era}, ${what}`] = outcomeOf(said);
          end();
        }
      }
      await engine.close(AbortSignal.timeout(500));
      expect(writes()).toHaveLength(Object.values(outcomes).filter((outcome) => outcome === 'ok').length);
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
  const yes = { inputResponses: { confirm: { action: 'accept', content: { confirm: true } } } };

  it('by an answer without a question, for another target, or used a second time', async () => {
    const { connect: open, engine } = inProcessServer(env(), [removal]);
    const { send, until, end } = open();
    let calls = 0;
    const call = async (id: string, more: object) => {
      calls += 1;
      const { params, ...rest } = toolCall(calls, removal, { id }, modernMeta({ elicitation: { form: {} } }));
      send({ ...rest, params: { ...params, ...more } });
      const said = await until((message) => message.id === calls);
      const { requestState } = said.result as { requestState?: string };
      return { outcome: outcomeOf(said), requestState, written: writes().length };
    };
    const unasked = await call('cus-1', yes);
    expect(unasked).toMatchObject({ outcome: 'asked', requestState: expect.any(String), written: 0 });
    const answer = { ...yes, requestState: unasked.requestState };
    expect(await call('cus-2', answer)).toMatchObject({ outcome: 'asked', written: 0 });
    expect(await call('cus-1', answer)).toMatchObject({ outcome: 'ok', written: 1 });
    expect(await call('cus-1', answer)).toMatchObject({ outcome: 'asked', written: 1 });
    end();
    await engine.close(AbortSignal.timeout(500));
  });
});

describe('the list of tools', () => {
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
    const path = join(folder, 'audit.jsonl');
    const { connect: open, engine } = inProcessServer({ ...env(), PUZZEL_MCP_AUDIT_LOG: path }, [message, removal]);
    const { send, until, end } = open();
    for (const one of [initialize(), initialized]) send(one);
    const calls = [
      toolCall(1, message, sms),
      toolCall(2, removal, { id: 'cus-1' }),
      toolCall(3, removal, { idd: 'x' }),
    ];
    for (const call of calls) {
      send(call);
      await until(({ id }) => id === call.id);
    }
    end();
    await engine.close(AbortSignal.timeout(500));
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
  });
});
