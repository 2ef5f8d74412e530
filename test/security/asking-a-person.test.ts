import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { startDemo } from '../../src/demo/index.js';
import { fakeServer, json } from '../support/fake-server.js';
import { inProcessServer } from '../support/in-process-server.js';
import { initialize, initialized, type Message, modernMeta, rawConversation } from '../support/raw-conversation.js';
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

const deleted = () => gladly.seen.filter(({ method }) => method === 'DELETE').length;
const remove = (id: unknown, more: Message = {}): Message => ({
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

/** What a client may say of itself that makes no sense. */
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
  'experimental that is none': { capabilities: { elicitation: {}, experimental: { x: true } } },
  'a text as sampling': { capabilities: { elicitation: {}, sampling: 'yes' } },
};

describe('a client that sends nonsense', { timeout: 180_000 }, () => {
  it('never deletes without a question, whatever its initialize request says', async () => {
    /** The answer to a deletion, or the question about it. */
    const deletionAfter = async (params: Message) => {
      const { send, until, end } = server.connect();
      for (const message of [initialize(params), initialized, remove('mine')]) send(message);
      const said = await until((message) => isQuestion(message) || isAnswerTo('mine')(message));
      end();
      return said;
    };
    const offenders: string[] = [];
    for (const [what, params] of Object.entries(nonsense)) {
      const said = await deletionAfter(params);
      const isHeldBack = isQuestion(said) || said.error !== undefined || errorOf(said)?.kind === 'declined';
      if (!isHeldBack) offenders.push(`${what}: ${JSON.stringify(said).slice(0, 300)}`);
    }
    expect(offenders).toEqual([]);
    expect(deleted()).toBe(0);
    // A client that validly says that it cannot ask may delete: only the nonsense stopped the others.
    expect(await deletionAfter({ capabilities: {} })).toHaveProperty('result.structuredContent.result');
    expect(deleted()).toBe(1);
  });

  it('is asked as its initialize request says, whatever a call says', async () => {
    // The only test here of the real program; the others use its parts in this process.
    const { process, until } = rawConversation(env);
    for (const message of [initialize({ capabilities: { elicitation: {} } }), initialized]) process.send(message);
    process.send(remove(1, { _meta: modernMeta({}) }));
    expect(isQuestion(await until((message) => isQuestion(message) || isAnswerTo(1)(message)))).toBe(true);
    process.child.kill('SIGKILL');
    expect(deleted()).toBe(0);
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
        send(remove(id, { _meta: { ...modernMeta({}), [key]: revision } }));
        answers.push(await until(isAnswerTo(id)));
      }
      send({ jsonrpc: '2.0', id: round, method: 'tools/list', params: { _meta: modernMeta() } });
      expect(await until(isAnswerTo(round))).toHaveProperty('result.tools');
    }
    const error = (requested: string) => ({
      code: -32022,
      message: `Unsupported protocol version: ${requested}`,
      data: { supported: ['2026-07-28'], requested },
    });
    expect(answers.map((answer) => answer.error)).toEqual([...revisions, ...revisions].map(error));
    expect(deleted()).toBe(0);
  });

  it('of the older era may name any revision in its calls', async () => {
    const { send, until } = server.connect();
    for (const message of [initialize(), initialized]) send(message);
    const _meta = { 'io.modelcontextprotocol/protocolVersion': '2025-11-25' };
    send({ jsonrpc: '2.0', id: 1, method: 'tools/list', params: { _meta } });
    expect(await until(isAnswerTo(1))).toHaveProperty('result.tools');
  });

  it('never deletes without a question before initialize, or in the newer era with invalid capabilities', async () => {
    const { send, until } = server.connect();
    const metas = [
      ...[true, 'x', [], null, { elicitation: true }, { elicitation: 'form' }, { elicitation: [] }],
      ...[
        { elicitation: {}, sampling: 'yes' },
        { elicitation: {}, experimental: { x: true } },
      ],
    ].map((capabilities) => ({ _meta: modernMeta(capabilities) }));
    const without = { ...modernMeta() };
    delete without['io.modelcontextprotocol/clientCapabilities'];
    const all = [{}, { _meta: without }, ...metas];
    const offenders: string[] = [];
    for (const [index, more] of all.entries()) {
      send(remove(index, more));
      const said = await until(isAnswerTo(index));
      const isAsked = (said.result as Message | undefined)?.resultType === 'input_required';
      if (isAsked || said.error !== undefined || errorOf(said)?.kind === 'declined') continue;
      offenders.push(`${JSON.stringify(more)}: ${JSON.stringify(said).slice(0, 300)}`);
    }
    expect(offenders).toEqual([]);
    expect(deleted()).toBe(0);
  });
});

/** Answers to a question, and what the error says of each. */
const answers: [what: string, answer: Message, words: RegExp][] = [
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
  /** Reports a call that was not declined in our own form, without the client's words. */
  const problem = (what: string, said: Message, words: RegExp): string[] => {
    const error = errorOf(said);
    const isRight =
      error?.kind === 'declined' && words.test(error.message) && !/raw words|MCP error|-32/.test(error.message);
    return isRight ? [] : [`${what}: ${JSON.stringify(said).slice(0, 300)}`];
  };

  it('other than yes declines the call, in the older era', async () => {
    const { send, until } = server.connect();
    send(initialize({ capabilities: { elicitation: {} } }));
    send(initialized);
    const offenders: string[] = [];
    const answered = new Set<unknown>();
    for (const [index, [what, answer, words]] of answers.entries()) {
      send(remove(index));
      const question = await until((message) => isQuestion(message) && !answered.has(message.id));
      answered.add(question.id);
      send({ jsonrpc: '2.0', id: question.id, ...answer });
      offenders.push(...problem(what, await until(isAnswerTo(index)), words));
    }
    expect(offenders).toEqual([]);
    expect(deleted()).toBe(0);
  });

  it('other than yes declines the call, in the newer era', async () => {
    const { send, until } = server.connect();
    const _meta = modernMeta({ elicitation: { form: {} } });
    const offenders: string[] = [];
    for (const [index, [what, { result }, words]] of answers.entries()) {
      if (result === undefined) continue;
      send(remove(`ask ${index}`, { _meta }));
      const asked = (await until(isAnswerTo(`ask ${index}`))).result as { requestState: string };
      send(remove(index, { _meta, requestState: asked.requestState, inputResponses: { confirm: result } }));
      const said = await until(isAnswerTo(index));
      // What the SDK does not accept as an answer is refused or asked again.
      const isHeldBack = said.error !== undefined || (said.result as Message).resultType === 'input_required';
      if (!isHeldBack) offenders.push(...problem(what, said, words));
    }
    expect(offenders).toEqual([]);
    expect(deleted()).toBe(0);
  });
});

it('no call takes words out of the question or the audit line of another, nor out of an answer unless it was sent', async () => {
  const [audit, webhook, read] = [
    join(folder, 'audit.jsonl'),
    'create_a_gladly_webhook',
    'get_single_gladly_customer_by_id',
  ];
  const { connect, engine } = inProcessServer({ ...env, PUZZEL_MCP_AUDIT_LOG: audit }, [tool, webhook, read]);
  const { send, until, end } = connect();
  for (const message of [initialize({ capabilities: { elicitation: {} } }), initialized]) send(message);
  const answerTo = async (id: string, name: string, args: Message) => {
    send({ jsonrpc: '2.0', id, method: 'tools/call', params: { name, arguments: args } });
    return JSON.stringify((await until(isAnswerTo(id))).result);
  };
  const secrets = { credentials: { username: 'u', password: 'cus-1', realm: 'Maya' } };
  expect(await answerTo('refused', webhook, { ...secrets, Maya: 1 })).not.toContain('Maya');
  expect(await answerTo('after a refused call', read, { id: 'cus-1' })).toContain('Maya');
  const headers = [{ name: 'x', value: 'This cannot be undone' }];
  const sent = { url: 'https://h.example', events: ['TASK/CREATED'], ...secrets, headers };
  expect(await answerTo('sent', webhook, sent)).toContain('result');
  expect(await answerTo('after a sent call', read, { id: 'cus-1' })).not.toContain('Maya');
  send(remove('asked'));
  const { id, params } = await until(isQuestion);
  expect((params as Message).message).toMatch(/This cannot be undone\.\n.*Maya.*\nid: cus-1$/);
  send({ jsonrpc: '2.0', id, result: { action: 'decline' } });
  await until(isAnswerTo('asked'));
  end();
  await engine.close(AbortSignal.timeout(500));
  expect(await readFile(audit, 'utf8')).not.toContain('[redacted]');
});

it('a saved file has a link in the revisions that have links, and in no other', { timeout: 180_000 }, async () => {
  const types: Record<string, string[]> = {};
  const name = 'puzzel_archive_recording_files_download';
  const tenant = await startDemo();
  const { connect, engine } = inProcessServer({ ...tenant.env, PUZZEL_MCP_DOWNLOAD_DIR: folder }, [name]);
  for (const revision of ['2024-10-07', '2024-11-05', '2025-03-26', '2025-06-18', '2025-11-25', '2026-07-28']) {
    const { send, until, end } = connect();
    const isModern = revision === '2026-07-28';
    if (!isModern) {
      for (const message of [initialize({ protocolVersion: revision }), initialized]) send(message);
      const initializeAnswer = await until(isAnswerTo('hello'));
      expect(initializeAnswer.result).toMatchObject({
        protocolVersion: revision,
        capabilities: { tools: { listChanged: false } },
      });
    }
    const given = { name, arguments: { iq_session_id: '8840310685', index: 1 } };
    send({
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: { ...given, ...(isModern && { _meta: modernMeta() }) },
    });
    const { result } = (await until(isAnswerTo(1))) as { result: { content: { type: string }[] } };
    types[revision] = result.content.map(({ type }) => type);
    end();
  }
  await engine.close(AbortSignal.timeout(500));
  await tenant.close();
  const [plain, linked] = [['text'], ['text', 'resource_link']];
  expect(types).toEqual({
    '2024-10-07': plain,
    '2024-11-05': plain,
    '2025-03-26': plain,
    '2025-06-18': linked,
    '2025-11-25': linked,
    '2026-07-28': linked,
  });
});
