import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeServer, json } from '../support/fake-server.js';
import { inProcessServer } from '../support/in-process-server.js';
import { type Message, rawConversation } from '../support/raw-conversation.js';
import { handshake, initialize, initialized, modernMeta } from '../support/server-process.js';
import { closedAfterAll, newFolder } from '../support/set-up.js';

const tool = 'delete_a_gladly_customer_by_id';

const folder = newFolder();
const gladly = closedAfterAll(
  await fakeServer(({ method }, response) =>
    method === 'DELETE' ? void response.writeHead(204).end() : json(response, { name: 'Maya' }),
  ),
);
const env = { GLADLY_API_URL: gladly.url, GLADLY_EMAIL: 'a@x.example', GLADLY_API_TOKEN: 'gladly-token-1234' };
const server = inProcessServer(env, [tool]);
beforeEach(() => {
  gladly.seen.length = 0;
});
afterAll(() => server.engine.close(AbortSignal.timeout(500)));

const deletionCount = () => gladly.seen.filter(({ method }) => method === 'DELETE').length;
/** A call of the tool; `more` are further params. */
const deletion = (id: unknown, more: Message = {}): Message => ({
  jsonrpc: '2.0',
  id,
  method: 'tools/call',
  params: { name: tool, arguments: { id: 'cus-1' }, ...more },
});
const isAnswerTo = (id: unknown) => (message: Message) => message.id === id && message.method === undefined;
const isQuestion = ({ method }: Message) => method === 'elicitation/create';
const errorOf = (answer: Message) =>
  (answer.result as { structuredContent?: { error?: { kind: string; message: string; hint?: string } } } | undefined)
    ?.structuredContent?.error;

/** Params of an initialize request that make no sense. */
const nonsense: Record<string, Message> = {
  'a number as title': { clientInfo: { name: 'c', version: '1', title: 5 } },
  'no client': { clientInfo: undefined },
  'a number as revision': { protocolVersion: 20251125 },
  'no capabilities': { capabilities: undefined },
  'null as capabilities': { capabilities: null },
  'a list as capabilities': { capabilities: ['elicitation'] },
  'true as elicitation': { capabilities: { elicitation: true } },
  'a text as elicitation': { capabilities: { elicitation: 'form' } },
  'a list as elicitation': { capabilities: { elicitation: ['form'] } },
  'true as form': { capabilities: { elicitation: { form: true } } },
  'true as an experimental capability': { capabilities: { elicitation: {}, experimental: { x: true } } },
  'a text as sampling': { capabilities: { elicitation: {}, sampling: 'yes' } },
};

describe('a client that sends nonsense', { timeout: 180_000 }, () => {
  it('never deletes without a question, whatever its initialize request says', async () => {
    /** The answer to a deletion, or the question about it, after such an initialize request. */
    const deletionAfter = async (params: Message) => {
      const { send, until, end } = server.connect();
      for (const message of [initialize(params), initialized, deletion('mine')]) send(message);
      const response = await until((message) => isQuestion(message) || isAnswerTo('mine')(message));
      end();
      return response;
    };
    const offenders: string[] = [];
    for (const [what, params] of Object.entries(nonsense)) {
      const response = await deletionAfter(params);
      const isHeldBack = isQuestion(response) || response.error !== undefined || errorOf(response)?.kind === 'declined';
      if (!isHeldBack) offenders.push(`${what}: ${JSON.stringify(response).slice(0, 300)}`);
    }
    expect(offenders).toEqual([]);
    expect(deletionCount()).toBe(0);
    // A client that validly says that it cannot ask may delete: only the nonsense stopped the others.
    expect(await deletionAfter({ capabilities: {} })).toHaveProperty('result.structuredContent.result');
    expect(deletionCount()).toBe(1);
  });

  it('is asked as its initialize request says, whatever a call says', async () => {
    // The only test here of the real program; the others use its parts in this process.
    const { process, until } = rawConversation(env);
    for (const message of [initialize({ capabilities: { elicitation: {} } }), initialized]) process.send(message);
    process.send(deletion(1, { _meta: modernMeta({}) }));
    expect(isQuestion(await until((message) => isQuestion(message) || isAnswerTo(1)(message)))).toBe(true);
    process.child.kill('SIGKILL');
    expect(deletionCount()).toBe(0);
  });

  it('is refused in every message that names an unsupported revision, in the newer era', async () => {
    const { send, until } = server.connect();
    const key = 'io.modelcontextprotocol/protocolVersion';
    const revisions = ['1999-01-01', '2025-06-18', '2099-01-01', ''];
    const answers: Message[] = [];
    // The SDK checks only the first message.
    for (const round of ['first', 'later']) {
      for (const [index, revision] of revisions.entries()) {
        const id = `${round} ${index}`;
        send(deletion(id, { _meta: { ...modernMeta({}), [key]: revision } }));
        answers.push(await until(isAnswerTo(id)));
      }
      send({ jsonrpc: '2.0', id: round, method: 'tools/list', params: { _meta: modernMeta() } });
      expect(await until(isAnswerTo(round))).toHaveProperty('result.tools');
    }
    const errorFor = (requested: string) => ({
      code: -32022,
      message: `Unsupported protocol version: ${requested}`,
      data: { supported: ['2026-07-28'], requested },
    });
    expect(answers.map((answer) => answer.error)).toEqual([...revisions, ...revisions].map(errorFor));
    expect(deletionCount()).toBe(0);
  });

  it('of the older era may name any revision in its requests', async () => {
    const { send, until } = server.connect();
    const discover = { jsonrpc: '2.0', id: 'd', method: 'server/discover', params: { _meta: modernMeta() } };
    for (const message of [discover, ...handshake]) send(message);
    for (const revision of ['2025-11-25', '1999-01-01', '2099-01-01']) {
      const _meta = { 'io.modelcontextprotocol/protocolVersion': revision };
      send({ jsonrpc: '2.0', id: revision, method: 'tools/list', params: { _meta } });
      expect(await until(isAnswerTo(revision)), revision).toHaveProperty('result.tools');
    }
  });

  it('never deletes without a question before initialize, or in the newer era with invalid capabilities', async () => {
    const { send, until } = server.connect();
    const invalid = Object.values(nonsense).flatMap(({ capabilities }) => capabilities ?? []);
    const metas = [true, 'x', [], null, { elicitation: [] }, ...invalid].map(modernMeta);
    const { 'io.modelcontextprotocol/clientCapabilities': _, ...without } = modernMeta();
    const paramsOfCalls = [{}, ...[without, ...metas].map((_meta) => ({ _meta }))];
    const offenders: string[] = [];
    for (const [index, more] of paramsOfCalls.entries()) {
      send(deletion(index, more));
      const response = await until(isAnswerTo(index));
      const isAsked = (response.result as Message | undefined)?.resultType === 'input_required';
      if (isAsked || response.error !== undefined || errorOf(response)?.kind === 'declined') continue;
      offenders.push(`${JSON.stringify(more)}: ${JSON.stringify(response).slice(0, 300)}`);
    }
    expect(offenders).toEqual([]);
    expect(deletionCount()).toBe(0);
  });
});

/** Answers to a question, none of them a yes, each with a pattern for the message of the error. */
const answersOtherThanYes: [what: string, answer: Message, pattern: RegExp][] = [
  ['a no', { result: { action: 'decline' } }, /said no/],
  ['an unticked box', { result: { action: 'accept', content: { confirm: false } } }, /said no/],
  ['a cancel', { result: { action: 'cancel' } }, /no answer was given/i],
  ['an accept without content', { result: { action: 'accept' } }, /no answer was given/i],
  ['an accept with nothing in it', { result: { action: 'accept', content: {} } }, /no answer was given/i],
  ['the text "true"', { result: { action: 'accept', content: { confirm: 'true' } } }, /no answer was given/i],
  ['a box of another name', { result: { action: 'accept', content: { confirmed: true } } }, /no answer was given/i],
  ['a word that is no action', { result: { action: 'yes' } }, /no answer was given/i],
  ['no action', { result: {} }, /no answer was given/i],
  ['neither a result nor an error', {}, /no answer was given/i],
  ['null as method', { method: null }, /no answer was given/i],
  ['an error', { error: { code: -32601, message: 'Method not found: raw words' } }, /no answer was given/i],
];

describe('the answer of a client', { timeout: 180_000 }, () => {
  /** The response, if it is not an error that declines the call in our own words, without the client's. */
  const offendersIn = (what: string, response: Message, pattern: RegExp): string[] => {
    const error = errorOf(response);
    const isRight =
      error?.kind === 'declined' &&
      error.hint === 'Do not try again unless the person asks for it.' &&
      pattern.test(error.message) &&
      !/raw words|MCP error|-32/.test(error.message);
    return isRight ? [] : [`${what}: ${JSON.stringify(response).slice(0, 300)}`];
  };

  it('other than yes declines the call, in the older era', async () => {
    const { send, until } = server.connect();
    send(initialize({ capabilities: { elicitation: {} } }));
    send(initialized);
    const offenders: string[] = [];
    const answered = new Set<unknown>();
    for (const [index, [what, answer, pattern]] of answersOtherThanYes.entries()) {
      send(deletion(index));
      const question = await until((message) => isQuestion(message) && !answered.has(message.id));
      answered.add(question.id);
      send({ jsonrpc: '2.0', id: question.id, ...answer });
      offenders.push(...offendersIn(what, await until(isAnswerTo(index)), pattern));
    }
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    send(deletion('slow'));
    const { id } = await until((message) => isQuestion(message) && !answered.has(message.id));
    // A person may take almost ten minutes.
    vi.advanceTimersByTime(599_000);
    vi.useRealTimers();
    send({ jsonrpc: '2.0', id, result: { action: 'decline' } });
    offenders.push(...offendersIn('slow', await until(isAnswerTo('slow')), /said no/));
    expect(offenders).toEqual([]);
    expect(deletionCount()).toBe(0);
  });

  it('other than yes declines the call, in the newer era', async () => {
    const { send, until } = server.connect();
    const _meta = modernMeta({ elicitation: { form: {} } });
    const offenders: string[] = [];
    for (const [index, [what, { result }, pattern]] of answersOtherThanYes.entries()) {
      if (result === undefined) continue;
      send(deletion(`ask ${index}`, { _meta }));
      const asked = (await until(isAnswerTo(`ask ${index}`))).result as { requestState: string };
      send(deletion(index, { _meta, requestState: asked.requestState, inputResponses: { confirm: result } }));
      const response = await until(isAnswerTo(index));
      // What the SDK does not accept as an answer is refused, or the person is asked again.
      const isHeldBack = response.error !== undefined || (response.result as Message).resultType === 'input_required';
      if (!isHeldBack) offenders.push(...offendersIn(what, response, pattern));
    }
    expect(offenders).toEqual([]);
    expect(deletionCount()).toBe(0);
    // A yes counts although another question was asked meanwhile.
    for (const id of ['one', 'two']) send(deletion(id, { _meta }));
    const { requestState } = (await until(isAnswerTo('one'))).result as { requestState: string };
    await until(isAnswerTo('two'));
    const confirm = { action: 'accept', content: { confirm: true } };
    send(deletion('yes', { _meta, requestState, inputResponses: { confirm } }));
    expect(await until(isAnswerTo('yes'))).toHaveProperty('result.structuredContent.result');
    expect(deletionCount()).toBe(1);
  });
});

it('secrets of a call are redacted in later answers once it was sent, and in no question or audit line of other calls', async () => {
  const audit = join(folder, 'audit.jsonl');
  const [webhook, read] = ['create_a_gladly_webhook', 'get_single_gladly_customer_by_id'];
  const { connect, engine } = inProcessServer({ ...env, PUZZEL_MCP_AUDIT_LOG: audit }, [tool, webhook, read]);
  const { send, until, end } = connect();
  for (const message of [initialize({ capabilities: { elicitation: {} } }), initialized]) send(message);
  const answerTo = async (id: string, name: string, args: Message) => {
    send({ jsonrpc: '2.0', id, method: 'tools/call', params: { name, arguments: args } });
    return JSON.stringify((await until(isAnswerTo(id))).result);
  };
  // Words that the other calls and the question hold, too, so that each redaction shows.
  const secrets = { credentials: { username: 'u', password: 'cus-1', realm: 'Maya' } };
  expect(await answerTo('refused', webhook, { ...secrets, Maya: 1 })).not.toContain('Maya');
  expect(await answerTo('after a refused call', read, { id: 'cus-1' })).toContain('Maya');
  const headers = [{ name: 'x', value: 'This cannot be undone' }];
  const sent = { url: 'https://h.example', events: ['TASK/CREATED'], ...secrets, headers };
  expect(await answerTo('sent', webhook, sent)).toContain('"structuredContent":{"result":');
  expect(await answerTo('after a sent call', read, { id: 'cus-1' })).not.toContain('Maya');
  send(deletion('asked'));
  const { id, params } = await until(isQuestion);
  expect((params as Message).requestedSchema).toMatchObject({
    properties: { confirm: { type: 'boolean', title: 'Delete a customer' } },
    required: ['confirm'],
  });
  expect((params as Message).message).toMatch(/This cannot be undone\.\n.*Maya.*\nid: cus-1$/);
  send({ jsonrpc: '2.0', id, result: { action: 'decline' } });
  await until(isAnswerTo('asked'));
  end();
  await engine.close(AbortSignal.timeout(500));
  expect(await readFile(audit, 'utf8')).not.toContain('[redacted]');
});

it('a call that is cancelled while the person is asked is recorded as cancelled, not as declined', async () => {
  const audit = join(folder, 'cancelled.jsonl');
  const { connect, engine } = inProcessServer({ ...env, PUZZEL_MCP_AUDIT_LOG: audit }, [tool]);
  const { send, until, end } = connect();
  for (const message of [initialize({ capabilities: { elicitation: {} } }), initialized, deletion(1)]) send(message);
  await until(isQuestion);
  send({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } });
  // The question is withdrawn, too.
  await until(({ method }) => method === 'notifications/cancelled');
  await expect.poll(() => readFile(audit, 'utf8')).toContain('"outcome":"cancelled"');
  end();
  await engine.close(AbortSignal.timeout(500));
});
