import { beforeEach, describe, expect, it, vi } from 'vitest';
import { catalogue } from '../../src/tools/index.js';
import { CommandsHost } from '../support/commands-host.js';
import { fakePuzzel } from '../support/fake-puzzel.js';
import { fakeServer, json } from '../support/fake-server.js';
import { inProcessServer } from '../support/in-process-server.js';
import type { Message } from '../support/raw-conversation.js';
import { clientKinds, connect, initialize, initialized, modernMeta, toolCall } from '../support/server-process.js';
import { closedAfterAll, closedAfterTest, newFolder } from '../support/set-up.js';

/** The chat tools are offered only when the Chat API is configured. */
const withoutChat = catalogue.filter(({ vendor }) => vendor !== 'chat');

const gladly = closedAfterAll(await fakeServer());
const env = { GLADLY_API_URL: gladly.url, GLADLY_EMAIL: 'api@example.com', GLADLY_API_TOKEN: 'gladly-token-1234' };
const writes = () => gladly.seen.filter(({ method }) => method !== 'GET');
beforeEach(() => {
  gladly.seen.length = 0;
  gladly.answer((request, response) =>
    request.method === 'DELETE'
      ? void response.writeHead(204).end()
      : json(response, { customerId: 'c', conversationItemId: 'i' }),
  );
});

type PersonsAnswer = ReturnType<NonNullable<Parameters<typeof connect>[3]>>;

const deletion = 'delete_a_gladly_customer_by_id';
/** `asked`, `ok`, the kind of the error, or `no result`. */
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
    const questions: string[] = [];
    let answer: PersonsAnswer = { action: 'accept', content: { confirm: true } };
    const client = closedAfterTest(
      await connect(kind, env, [], (question) => {
        questions.push(question);
        return answer;
      }),
    );
    const deleted = await client.call(deletion, { id: 'cus-1' });
    expect(deleted.structuredContent).toEqual({ result: { id: 'cus-1', status: 'deleted' } });
    const sms = { customer: { mobileNumber: '+15550123456' }, from: '+15550100200', body: 'Hi' };
    expect((await client.call('create_a_gladly_sms_message', sms)).isError).toBeUndefined();
    expect(questions).toHaveLength(2);
    expect(questions[0]).toContain('cus-1');
    expect(questions[1]).toContain('+15550123456');
    const refusals: Record<string, PersonsAnswer> = {
      'a no': { action: 'decline' },
      'an unticked box': { action: 'accept', content: { confirm: false } },
    };
    for (const [what, refusal] of Object.entries(refusals)) {
      answer = refusal;
      gladly.seen.length = 0;
      const { structuredContent } = await client.call(deletion, { id: 'cus-1' });
      expect(structuredContent, what).toMatchObject({ error: { kind: 'declined' } });
      expect(writes(), what).toEqual([]);
    }
  });
});

describe('PUZZEL_MCP_CONFIRM', () => {
  it.each(['always', 'never', 'auto'])(
    '%s has the same effect in both protocol versions, for clients that can ask and for those that cannot',
    async (mode) => {
      const { connect: open, engine } = inProcessServer({ ...env, PUZZEL_MCP_CONFIRM: mode }, [deletion]);
      const outcomes: Record<string, string> = {};
      for (const era of ['older', 'newer']) {
        for (const [what, capabilities] of Object.entries({
          'can ask': { elicitation: { form: {} } },
          'can ask, and names no mode': { elicitation: {} },
          'cannot ask': {},
          'can only open an address': { elicitation: { url: {} } },
        })) {
          const { send, until, end } = open();
          if (era === 'older') for (const message of [initialize({ capabilities }), initialized]) send(message);
          send(toolCall(1, deletion, { id: 'cus-1' }, era === 'newer' ? modernMeta(capabilities) : undefined));
          const reply = await until(({ id, method }) => id === 1 || method === 'elicitation/create');
          outcomes[`${era}, ${what}`] = outcomeOf(reply);
          end();
        }
      }
      await engine.close(AbortSignal.timeout(500));
      expect(writes()).toHaveLength(Object.values(outcomes).filter((outcome) => outcome === 'ok').length);
      const [ifAble, ifUnable] =
        { always: ['asked', 'declined'], never: ['ok', 'ok'], auto: ['asked', 'ok'] }[mode] ?? [];
      expect(outcomes).toEqual({
        'older, can ask': ifAble,
        'older, can ask, and names no mode': ifAble,
        'older, cannot ask': ifUnable,
        'older, can only open an address': ifUnable,
        'newer, can ask': ifAble,
        'newer, can ask, and names no mode': ifAble,
        'newer, cannot ask': ifUnable,
        'newer, can only open an address': ifUnable,
      });
    },
  );
});

describe('confirmation cannot be forged', () => {
  const yes = { inputResponses: { confirm: { action: 'accept', content: { confirm: true } } } };

  it('by an answer without a question, for another target or tool, used a second time, or too late', async () => {
    const otherTool = 'delete_a_gladly_answer_by_id';
    const { connect: open, engine } = inProcessServer(env, [deletion, otherTool]);
    const { send, until, end } = open();
    let calls = 0;
    const call = async (id: string, more: object, tool = deletion) => {
      calls += 1;
      const { params, ...rest } = toolCall(calls, tool, { id }, modernMeta({ elicitation: { form: {} } }));
      send({ ...rest, params: { ...params, ...more } });
      const reply = await until((message) => message.id === calls);
      const { requestState } = reply.result as { requestState?: string };
      return { outcome: outcomeOf(reply), requestState, written: writes().length };
    };
    const unasked = await call('cus-1', yes);
    expect(unasked).toMatchObject({ outcome: 'asked', requestState: expect.any(String), written: 0 });
    const answer = { ...yes, requestState: unasked.requestState };
    // An answer counts within ten minutes of its question.
    vi.setSystemTime(Date.now() + 590_000);
    expect(await call('cus-2', answer)).toMatchObject({ outcome: 'asked', written: 0 });
    expect(await call('cus-1', answer, otherTool)).toMatchObject({ outcome: 'asked', written: 0 });
    expect(await call('cus-1', answer)).toMatchObject({ outcome: 'ok', written: 1 });
    const askedAgain = await call('cus-1', answer);
    expect(askedAgain).toMatchObject({ outcome: 'asked', written: 1 });
    vi.setSystemTime(Date.now() + 610_000);
    const late = { ...yes, requestState: askedAgain.requestState };
    expect(await call('cus-1', late)).toMatchObject({ outcome: 'asked', written: 1 });
    vi.useRealTimers();
    end();
    await engine.close(AbortSignal.timeout(500));
  });
});

describe('the list of tools', () => {
  it('has every tool without credentials, and a call says which are missing', async () => {
    const client = closedAfterTest(await connect('sdk2-modern', {}));
    expect((await client.list()).filter(({ name }) => name !== 'server_status')).toHaveLength(withoutChat.length);
    const answer = await client.call('list_all_gladly_inboxes');
    expect(answer.structuredContent).toMatchObject({
      error: { kind: 'not_configured', message: expect.stringMatching(/GLADLY_HOST.*GLADLY_EMAIL.*GLADLY_API_TOKEN/) },
    });
  });
});

describe('when access expires', () => {
  it('the session is logged out, every call fails with `expired`, and no more requests are sent', async () => {
    // Long enough for a busy machine to start the program and make the first calls.
    const expiry = Date.now() + 12_000;
    const puzzel = closedAfterTest(await fakePuzzel());
    const settings = { ...puzzel.env, PUZZEL_MCP_EXPIRES_AT: new Date(expiry).toISOString() };
    const client = closedAfterTest(await connect('sdk2-modern', settings));
    // The tools are loaded with the first call, which may come after the expiry.
    const late = closedAfterTest(await connect('sdk2-modern', settings));
    expect((await client.call('list_all_puzzel_queues')).isError).toBeUndefined();
    const listedBefore = (await client.list()).length;
    // Completions and the directory are cached for a minute, but not beyond the expiry.
    expect(await client.complete('missed_call_recovery', 'queue', '')).toEqual([]);
    expect(await client.read('puzzel-mcp://directory')).toHaveProperty('text');

    // A call that is still under way at the expiry.
    puzzel.api = async (_path, _request, response) => {
      await new Promise((resolve) => setTimeout(resolve, 30_000).unref());
      json(response, { result: [], code: 0 });
    };
    const underWay = client.call('list_all_puzzel_services');
    await vi.waitUntil(() => puzzel.logouts > 0, 60_000);
    expect(Date.now()).toBeGreaterThanOrEqual(expiry);
    expect((await underWay).structuredContent).toMatchObject({ error: { kind: 'expired' } });

    const sent = puzzel.seen.length;
    for (const { call, list, complete, read, prompt } of [client, late]) {
      for (const name of ['list_all_puzzel_queues', 'create_a_puzzel_sm', 'puzzel_access_token_logout']) {
        expect((await call(name, {})).structuredContent).toMatchObject({ error: { kind: 'expired' } });
      }
      expect((await list()).length).toBe(listedBefore);
      await expect(complete('missed_call_recovery', 'queue', '')).rejects.toThrow(/ended at/);
      await expect(read('puzzel-mcp://directory')).rejects.toThrow(/ended at/);
      await expect(read('ui://puzzel-mcp/queues')).rejects.toThrow(/ended at/);
      await expect(prompt('live_queue_feed')).rejects.toThrow(/ended at/);
    }
    await client.close();
    expect(puzzel.seen.length).toBe(sent);
    expect(puzzel.logouts).toBe(1);
    expect(await puzzel.sockets()).toBe(0);
  });
});

describe('pins', () => {
  const host = closedAfterAll(new CommandsHost());
  const folder = newFolder();

  it('apply to calls of a model and of the command line', async () => {
    const puzzel = closedAfterTest(await fakePuzzel());
    const flags = ['--pin-user-id', '9948', '--pin-queues', '201'];
    const client = closedAfterTest(await connect('sdk2-modern', puzzel.env, flags));
    const tool = (await client.list()).find(({ name }) => name === 'list_all_puzzel_user_call_logs');
    expect(JSON.stringify(tool?.inputSchema)).not.toContain('user_id');
    await client.call('list_all_puzzel_user_call_logs');
    expect(puzzel.seen.at(-1)?.target).toContain('/users/9948/calllog');
    expect(puzzel.tokenInformationReads).toBe(0);
    const sent = puzzel.seen.length;
    const refused = await client.call('list_all_puzzel_missed_calls', { queue_id: 202 });
    expect(refused.structuredContent).toMatchObject({
      error: { kind: 'invalid_input', message: expect.stringContaining('must be 201') },
    });
    expect(puzzel.seen.length).toBe(sent);
    const args = ['call', 'list_all_puzzel_missed_calls', '{"queue_id": 202}', '--pin-queues', '201', '--json'];
    expect((await host.run(args, puzzel.env, folder)).out).toContain('must be 201');
  });
});
