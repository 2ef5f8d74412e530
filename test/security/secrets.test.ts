import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { canaries, everyForm, formsOf, leaksIn, textsAround } from '../support/canaries.js';
import { type EchoingVendor, echoedRecord, echoingVendor, refusedLogins } from '../support/echoing-vendor.js';
import { json } from '../support/fake-server.js';
import { inProcessServer } from '../support/in-process-server.js';
import { modernMeta } from '../support/raw-conversation.js';
import { handshake, type RawProcess, spawnRaw, type ToolAnswer, toolCall } from '../support/server-process.js';

/** Calls that together read and write at both vendors and the chat. */
const calls: [name: string, args: object][] = [
  ['create_a_puzzel_chat_session', {}],
  ['list_all_puzzel_token_info', {}],
  ['list_all_gladly_customers', { email: 'a@x.example' }],
  ['get_single_gladly_customer_by_id', { id: 'c1' }],
  ['create_a_gladly_customer', { name: 'A' }],
  ['list_all_gladly_conversation_items', { conversation_id: 'x' }],
  ['list_all_gladly_organization', {}],
  ['list_all_puzzel_queues', {}],
  ['get_single_puzzel_request_by_id', { id: '1' }],
  ['update_a_puzzel_request_by_id', { id: '1', description: 'x' }],
  ['list_all_puzzel_chat_messages', { conversation_id: '1' }],
];

let vendor: EchoingVendor;
let server: RawProcess;
let folder: string;
/** Secrets that the vendor knows before any call. */
let configured: readonly string[];
let id = 0;
let cuts = 0;

/** All known secrets in every form, and each of them textsAround a place where a text may be truncated. */
const said = () => everyForm(vendor.known);
const cutAt = (place: number) => textsAround(vendor.known, place);

const start = (env: Record<string, string>) => {
  server = spawnRaw({
    ...env,
    PUZZEL_MCP_LOG_LEVEL: 'debug',
    PUZZEL_MCP_DOWNLOAD_DIR: folder,
    PUZZEL_MCP_AUDIT_LOG: join(folder, 'audit.jsonl'),
  });
  for (const message of handshake) server.send(message);
};
const call = async (name: string, args: object = {}): Promise<ToolAnswer> => {
  id += 1;
  server.send(toolCall(id, name, args));
  return (await server.answer(id)).result as ToolAnswer;
};

/** Ends the process and reads everything that left it. */
async function everything(): Promise<string> {
  server.child.stdin.end();
  await server.exit;
  return everythingSoFar();
}

async function everythingSoFar(): Promise<string> {
  const names = await readdir(folder);
  const audit = await readFile(join(folder, 'audit.jsonl'), 'utf8').catch(() => '');
  return [...server.lines, server.stderr(), audit, ...names].join('\n');
}

const open = async () => {
  vendor = await echoingVendor();
  configured = [...vendor.known];
  folder = await mkdtemp(join(tmpdir(), 'puzzel-mcp-secrets-'));
};
const shut = async () => {
  server.child.kill();
  await vendor.close();
  await rm(folder, { recursive: true, force: true });
};

it('the test itself finds the canaries in every form', () => {
  for (const secret of Object.values(canaries)) {
    for (const [form, text] of Object.entries(formsOf(secret))) expect(leaksIn(text, [secret]), form).not.toEqual([]);
  }
  expect(leaksIn('nothing of the kind [redacted]', Object.values(canaries))).toEqual([]);
});

describe('no secret leaves the process from a vendor', { timeout: 300_000 }, () => {
  beforeEach(open);
  afterEach(shut);

  const answers: Record<string, EchoingVendor['api']> = {
    'data that repeats it': (_, response) => json(response, [echoedRecord(vendor.known)]),
    'an envelope with data that repeats it': (_, response) =>
      json(response, { code: 0, result: [echoedRecord(vendor.known)], message: said() }),
    'an envelope that refuses': (_, response) => json(response, { code: 9, id: said(), message: said() }),
    'a bare string': (_, response) => json(response, vendor.known.at(-1)),
    'an error with details': (_, response) =>
      json(response, { errors: [{ attr: said(), code: said(), detail: said(), meta: { [said()]: said() } }] }, 400),
    'an HTML error': (_, response) =>
      void response.writeHead(500, { 'content-type': 'text/html' }).end(`<html>${said()}</html>`),
    'an HTML page with 200': (_, response) =>
      void response.writeHead(200, { 'content-type': 'text/html' }).end(`<html>${said()}</html>`),
    'a redirect': (_, response) =>
      void response
        .writeHead(302, { location: `https://x.example/?t=${encodeURIComponent(canaries.gladlyToken)}` })
        .end(),
    'a Location of something new': (_, response) =>
      void response.writeHead(201, { location: `/api/v1/customers/${encodeURIComponent(canaries.gladlyToken)}` }).end(),
    'a merged customer': (_, response) =>
      json(response, { errors: [{ code: 'moved', meta: { new: canaries.gladlyToken } }] }, 301),
    'a conflict': (_, response) =>
      json(response, { errors: [{ attr: 'name', code: 'taken', meta: { id: canaries.gladlyToken } }] }, 409),
    'a missing route': (_, response) => void response.writeHead(404).end(said()),
    headers: (_, response) =>
      json(response, [], 429, {
        'retry-after': canaries.gladlyToken,
        'ratelimit-limit': canaries.gladlyToken,
        'x-request': canaries.sessionId,
      }),
    'text that is cut in the middle of it': (_, response) =>
      json(response, { code: 0, result: [3_990, 19_990, 97_990].flatMap(cutAt).map((text) => ({ text })) }),
    'messages that are cut in the middle of it': (_, response) => {
      cuts += 1;
      json(response, { code: 9, message: cutAt(3_900 + 10 * (cuts % 12))[0] });
    },
  };

  /** One secret after the other. */
  const next = () => {
    cuts += 1;
    return vendor.known[cuts % vendor.known.length] ?? '';
  };
  const page = (body: string) => (_: unknown, response: Parameters<EchoingVendor['api']>[1]) =>
    void response.writeHead(502, { 'content-type': body.startsWith('<') ? 'text/html' : 'text/plain' }).end(body);
  const pages: Record<string, () => string> = {
    'a text in which much is blank': () => `Bad gateway${' '.repeat(1_170)}Authorization: ${next()}`,
    'a text that is longer than what is read': () => `${'x '.repeat(8_180)}${next()} ${'y '.repeat(9_000)}`,
    'a page whose words stand where it is cut': () =>
      `<html>${'<b> </b>'.repeat(2_044)}t=${next()}${'<i>'.repeat(9_000)}`,
    'a title that begins with blanks': () => `<html><title>${' '.repeat(485)}${next()}</title>`,
    'a title in HTML numbers, where it is cut': () =>
      `<html><title>${'x'.repeat(1_900 + (cuts % 10) * 10)} ${formsOf(next())['as HTML numbers']}</title>`,
  };
  for (const [name, body] of Object.entries(pages))
    answers[name] = (request, response) => page(body())(request, response);
  for (const form of ['as HTML', 'as JSON', 'special characters in percent', 'as HTML numbers']) {
    answers[`a message ${form} that is cut in the middle of it`] = (_, response) => {
      const message = `${'x '.repeat(950 + (cuts % 12) * 5)}${formsOf(next())[form]}${' y'.repeat(2_000)}`;
      json(response, { code: 9, message }, cuts % 2 === 0 ? 200 : 500);
    };
  }

  const startWith = (credentials: 'passwordEnv' | 'clientEnv') => {
    vendor.known = [...configured, credentials === 'passwordEnv' ? canaries.password : canaries.clientSecret];
    start(vendor[credentials]);
  };

  /** Makes all calls, and returns what leaked in the lines of the server meanwhile. */
  async function leaksInAnswers(): Promise<string[]> {
    const before = server.lines.length;
    for (const [name, args] of calls) await call(name, args);
    const lines = server.lines.slice(before);
    return lines.length >= calls.length ? leaksIn(lines.join('\n'), vendor.known) : ['not every call was answered'];
  }

  // The answers pass through the same code whatever the login, which only adds its own secrets to those that are known.
  it.each([
    ['passwordEnv', Object.keys(answers)],
    ['clientEnv', ['data that repeats it', 'an envelope that refuses', 'an HTML error']],
  ] as const)('whatever a vendor answers, with %s', async (credentials, names) => {
    startWith(credentials);
    const offenders: string[] = [];
    for (const name of names) {
      vendor.api = answers[name] ?? vendor.api;
      for (const leak of await leaksInAnswers()) offenders.push(`${name}: ${leak}`);
    }
    expect(offenders).toEqual([]);
    // This includes the log, the audit log and the names of files.
    expect(leaksIn(await everything(), vendor.known)).toEqual([]);
  });

  // The command line is refused in all of these ways with each kind of login.
  it.each([
    ['in words', 'passwordEnv'],
    ['with an unreadable body', 'clientEnv'],
    ['with a redirect', 'passwordEnv'],
  ] as const)('when a login is refused %s, with %s', async (way, credentials) => {
    vendor.login = refusedLogins[way]?.(vendor);
    startWith(credentials);
    expect(await leaksInAnswers()).toEqual([]);
    expect(leaksIn(await everything(), vendor.known)).toEqual([]);
  });
});

/** One process for all of these tests; the last one checks the output of its end. */
describe('no secret leaves the process', () => {
  beforeAll(async () => {
    await open();
    start(vendor.passwordEnv);
  });
  afterAll(shut);

  it('in the name, type or place of a file', async () => {
    const names = [...vendor.known, canaries.password, `${'n'.repeat(100)}${canaries.gladlyToken}`];
    // The audit log is there from the first call on.
    const files = async () => (await readdir(folder)).filter((name) => name !== 'audit.jsonl').length;
    const before = await files();
    let turn = 0;
    vendor.api = (_, response) => {
      const name = names[turn % names.length] ?? '';
      turn += 1;
      response.writeHead(200, {
        'content-type': `audio/${canaries.gladlyToken}`,
        'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}.wav`,
      });
      response.end('RIFF');
    };
    for (const _ of names) {
      const mine = await call('puzzel_archive_recording_files_download', { user_id: 77, iq_session_id: '1', index: 1 });
      expect(mine.content[1]?.type, mine.content[0]?.text).toBe('resource_link');
      await call('gladly_conversation_recordings_download', { id: 'i' });
    }
    expect(await files()).toBe(before + 2 * names.length);
    expect(leaksIn(await everythingSoFar(), vendor.known)).toEqual([]);
  });

  it('in lines that are no JSON, in tables, in the first records of a file', async () => {
    vendor.api = ({ target }, response) => {
      if (target.includes('/events')) {
        response.writeHead(200, { 'content-type': 'application/x-ndjson' });
        return void response.end(
          ['{"id":"1"}', ...[190, 196, 200, 204].flatMap(cutAt).map((line) => `oops ${line}`)].join('\n'),
        );
      }
      if (target.includes('/reports')) {
        response.writeHead(200, { 'content-type': 'text/csv' });
        return void response.end(`${canaries.gladlyToken},b\n"${said().replace(/"/g, '""')}",${basicCell}\n`);
      }
      response.writeHead(200, { 'content-type': 'application/octet-stream' });
      response.end([...[190, 200].flatMap(cutAt), JSON.stringify(echoedRecord(vendor.known))].slice(-3).join('\n'));
    };
    const basicCell = canaries.gladlyToken;
    const startAt = new Date(Date.now() - 3_600_000).toISOString();
    const events = await call('list_all_gladly_events', { startAt, entities: ['TASK'] });
    expect(JSON.stringify(events.structuredContent)).toContain('unreadable');
    const report = await call('create_a_gladly_report', {
      metricSet: 'ContactSummaryReportV2',
      startAt: '2026-01-01',
      endAt: '2026-01-02',
    });
    expect(report.isError).toBeUndefined();
    await call('gladly_export_files_download', { job_id: 'j', filename: 'agents.jsonl' });
    expect(leaksIn(await everythingSoFar(), vendor.known)).toEqual([]);
  });

  it('when a call repeats it', async () => {
    for (const secret of [...vendor.known, canaries.password]) {
      await call(secret);
      await call('list_all_puzzel_queues', { [secret]: secret });
      await call('list_all_puzzel_queues', { fields: [secret], cursor: secret });
      await call('get_single_gladly_customer_by_id', { id: secret });
      server.send({ jsonrpc: '2.0', id: `x${secret}`.length, method: secret, params: {} });
    }
    expect(leaksIn(await everythingSoFar(), vendor.known)).toEqual([]);
  });

  it('in what a person is asked', async () => {
    vendor.api = (_, response) => json(response, echoedRecord(vendor.known));
    // In the newer era the question is a result, which the transport does not redact as it does the older era's question.
    const removal = 'delete_a_gladly_customer_by_id';
    const { connect, engine } = inProcessServer(vendor.passwordEnv, [removal]);
    const { send, until, end } = connect();
    const params = { name: removal, arguments: { id: canaries.gladlyToken }, _meta: modernMeta({ elicitation: {} }) };
    send({ jsonrpc: '2.0', id: 1, method: 'tools/call', params });
    const asked = JSON.stringify(await until((message) => message.id === 1));
    end();
    await engine.close(AbortSignal.timeout(500));
    expect(asked).toContain('input_required');
    expect(asked).toContain('[redacted]');
    expect(leaksIn(asked, vendor.known)).toEqual([]);
  });

  it('in instructions and lists', async () => {
    server.send({ jsonrpc: '2.0', id: 7_000, method: 'tools/list' });
    await server.answer(7_000);
    expect(leaksIn(await everythingSoFar(), vendor.known)).toEqual([]);
  });

  it('when the process ends', async () => {
    expect(leaksIn(await everything(), vendor.known)).toEqual([]);
  });
});
