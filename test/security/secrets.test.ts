import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { canaries, everyForm, formsOf, leaksIn, textsAround } from '../support/canaries.js';
import { type EchoingVendor, echoedRecord, echoingVendor, refusedLogins } from '../support/echoing-vendor.js';
import { json } from '../support/fake-server.js';
import { inProcessServer } from '../support/in-process-server.js';
import { handshake, modernMeta, type RawProcess, spawnRaw, type ToolAnswer } from '../support/server-process.js';
import { newFolder } from '../support/set-up.js';

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

const parent = newFolder();
let vendor: EchoingVendor;
let server: RawProcess;
let folder: string;
let id = 0;
/** The messages and pages that the vendor has made so far: each has another secret, or is cut at another place. */
let messageCount = 0;

/** All known secrets in every form. */
const allSecrets = () => everyForm(vendor.known);
const textsCutAt = (place: number) => textsAround(vendor.known, place);

const start = (env: Record<string, string>) => {
  server = spawnRaw({
    ...env,
    PUZZEL_MCP_LOG_LEVEL: 'debug',
    PUZZEL_MCP_DOWNLOAD_DIR: folder,
    PUZZEL_MCP_AUDIT_LOG: join(folder, 'audit.jsonl'),
  });
  for (const message of handshake) server.send(message);
};
const request = (method: string, params: object) => {
  id += 1;
  server.send({ jsonrpc: '2.0', id, method, params });
  return server.answer(id);
};
const call = async (name: string, args: object = {}): Promise<ToolAnswer> =>
  (await request('tools/call', { name, arguments: args })).result as ToolAnswer;

/** All that has left the process: answers, the log, the audit log, names of files. */
async function output(): Promise<string> {
  const names = await readdir(folder);
  const audit = await readFile(join(folder, 'audit.jsonl'), 'utf8');
  return [...server.lines, server.stderr(), audit, ...names].join('\n');
}

/** Ends the process, and returns all that has left it. */
async function outputAtTheEnd(): Promise<string> {
  server.child.stdin.end();
  await server.exit;
  return output();
}

const startVendor = async () => {
  vendor = await echoingVendor();
  folder = await mkdtemp(join(parent, 'saved-'));
};
const stop = async () => {
  server.child.kill();
  await vendor.close();
};

it('the test itself finds the canaries in every form', () => {
  for (const secret of Object.values(canaries)) {
    for (const [form, text] of Object.entries(formsOf(secret))) expect(leaksIn(text, [secret]), form).not.toEqual([]);
  }
  expect(leaksIn('nothing of the kind [redacted]', Object.values(canaries))).toEqual([]);
});

describe('no secret that a vendor repeats leaves the process', { timeout: 300_000 }, () => {
  beforeEach(startVendor);
  afterEach(stop);

  const answers: Record<string, EchoingVendor['api']> = {
    'data that repeats secrets': (_, response) => json(response, [echoedRecord(vendor.known)]),
    'an envelope with data that repeats secrets': (_, response) =>
      json(response, { code: 0, result: [echoedRecord(vendor.known)], message: allSecrets() }),
    'an envelope that refuses': (_, response) => json(response, { code: 9, id: allSecrets(), message: allSecrets() }),
    'a bare string': (_, response) => json(response, vendor.known.at(-1)),
    'an error with details': (_, response) =>
      json(
        response,
        {
          errors: [
            { attr: allSecrets(), code: allSecrets(), detail: allSecrets(), meta: { [allSecrets()]: allSecrets() } },
          ],
        },
        400,
      ),
    'an HTML error': (_, response) =>
      void response.writeHead(500, { 'content-type': 'text/html' }).end(`<html>${allSecrets()}</html>`),
    'an HTML page with 200': (_, response) =>
      void response.writeHead(200, { 'content-type': 'text/html' }).end(`<html>${allSecrets()}</html>`),
    'a redirect': (_, response) =>
      void response
        .writeHead(302, { location: `https://x.example/?t=${encodeURIComponent(canaries.gladlyToken)}` })
        .end(),
    'the Location of a new record': (_, response) =>
      void response.writeHead(201, { location: `/api/v1/customers/${encodeURIComponent(canaries.gladlyToken)}` }).end(),
    'a merged customer': (_, response) =>
      json(response, { errors: [{ code: 'moved', meta: { new: canaries.gladlyToken } }] }, 301),
    'a conflict': (_, response) =>
      json(response, { errors: [{ attr: 'name', code: 'taken', meta: { id: canaries.gladlyToken } }] }, 409),
    'a missing route': (_, response) => void response.writeHead(404).end(allSecrets()),
    headers: (_, response) =>
      json(response, [], 429, {
        'retry-after': canaries.gladlyToken,
        'ratelimit-limit': canaries.gladlyToken,
        'x-request': canaries.sessionId,
      }),
    'texts that are cut in the middle of a secret': (_, response) =>
      json(response, { code: 0, result: [3_990, 19_990, 97_990].flatMap(textsCutAt).map((text) => ({ text })) }),
    'messages that are cut in the middle of a secret': (_, response) => {
      messageCount += 1;
      json(response, { code: 9, message: textsCutAt(3_900 + 10 * (messageCount % 12))[0] });
    },
  };

  const nextSecret = () => {
    messageCount += 1;
    return vendor.known[messageCount % vendor.known.length] ?? '';
  };
  const errorPages: Record<string, () => string> = {
    'a text in which much is blank': () => `Bad gateway${' '.repeat(1_170)}Authorization: ${nextSecret()}`,
    'a text that is longer than what is read of it': () => `${'x '.repeat(8_180)}${nextSecret()} ${'y '.repeat(9_000)}`,
    'a page that is cut in the middle of its words': () =>
      `<html>${'<b> </b>'.repeat(2_044)}t=${nextSecret()}${'<i>'.repeat(9_000)}`,
    'a title that begins with blanks': () => `<html><title>${' '.repeat(485)}${nextSecret()}</title>`,
    'a title in HTML numbers, where it is cut': () =>
      `<html><title>${'x'.repeat(1_900 + (messageCount % 10) * 10)} ${formsOf(nextSecret())['as HTML numbers']}</title>`,
  };
  for (const [name, page] of Object.entries(errorPages)) {
    answers[name] = (_, response) => {
      const body = page();
      response.writeHead(502, { 'content-type': body.startsWith('<') ? 'text/html' : 'text/plain' }).end(body);
    };
  }
  for (const form of ['as HTML', 'as JSON', 'special characters in percent', 'as HTML numbers']) {
    answers[`a message ${form} that is cut in the middle of a secret`] = (_, response) => {
      const message = `${'x '.repeat(950 + (messageCount % 12) * 5)}${formsOf(nextSecret())[form]}${' y'.repeat(2_000)}`;
      json(response, { code: 9, message }, messageCount % 2 === 0 ? 200 : 500);
    };
  }

  const startWith = (credentials: 'passwordEnv' | 'clientEnv') => {
    vendor.known.push(credentials === 'passwordEnv' ? canaries.password : canaries.clientSecret);
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
    ['clientEnv', ['data that repeats secrets', 'an envelope that refuses', 'an HTML error']],
  ] as const)('whatever the answer is, with %s', async (credentials, names) => {
    startWith(credentials);
    const offenders: string[] = [];
    for (const name of names) {
      vendor.api = answers[name] ?? vendor.api;
      for (const leak of await leaksInAnswers()) offenders.push(`${name}: ${leak}`);
    }
    expect(offenders).toEqual([]);
    expect(leaksIn(await outputAtTheEnd(), vendor.known)).toEqual([]);
  });

  // With each kind of login all of these ways are tried in secrets-on-the-command-line.test.ts.
  it.each([
    ['in words', 'passwordEnv'],
    ['with an unreadable body', 'clientEnv'],
    ['with a redirect', 'passwordEnv'],
  ] as const)('when a login is refused %s, with %s', async (way, credentials) => {
    vendor.login = refusedLogins[way](vendor);
    startWith(credentials);
    expect(await leaksInAnswers()).toEqual([]);
    expect(leaksIn(await outputAtTheEnd(), vendor.known)).toEqual([]);
  });
});

/** These tests share one process, which the last one ends; only the test of the question needs none. */
describe('no secret leaves the process', () => {
  beforeAll(async () => {
    await startVendor();
    start(vendor.passwordEnv);
  });
  afterAll(stop);

  it('in the name, type or place of a file', async () => {
    const names = [...vendor.known, canaries.password, `${'n'.repeat(100)}${canaries.gladlyToken}`];
    // The audit log is there from the first call on.
    const files = async () => (await readdir(folder)).filter((name) => name !== 'audit.jsonl').length;
    const before = await files();
    let answered = 0;
    vendor.api = (_, response) => {
      const name = names[answered % names.length] ?? '';
      answered += 1;
      response.writeHead(200, {
        'content-type': `audio/${canaries.gladlyToken}`,
        'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}.wav`,
      });
      response.end('RIFF');
    };
    for (const _ of names) {
      const saved = await call('puzzel_archive_recording_files_download', {
        user_id: 77,
        iq_session_id: '1',
        index: 1,
      });
      expect(saved.content[1]?.type, saved.content[0]?.text).toBe('resource_link');
      await call('gladly_conversation_recordings_download', { id: 'i' });
    }
    expect(await files()).toBe(before + 2 * names.length);
    expect(leaksIn(await output(), vendor.known)).toEqual([]);
  });

  it('in lines that are no JSON, in tables, in the first records of a file', async () => {
    vendor.api = ({ target }, response) => {
      if (target.includes('/events')) {
        response.writeHead(200, { 'content-type': 'application/x-ndjson' });
        return void response.end(
          ['{"id":"1"}', ...[190, 196, 200, 204].flatMap(textsCutAt).map((line) => `oops ${line}`)].join('\n'),
        );
      }
      if (target.includes('/reports')) {
        response.writeHead(200, { 'content-type': 'text/csv' });
        return void response.end(
          `${canaries.gladlyToken},b\n"${allSecrets().replace(/"/g, '""')}",${canaries.gladlyToken}\n`,
        );
      }
      response.writeHead(200, { 'content-type': 'application/octet-stream' });
      response.end(
        [...[190, 200].flatMap(textsCutAt), JSON.stringify(echoedRecord(vendor.known))].slice(-3).join('\n'),
      );
    };
    const startAt = new Date(Date.now() - 3_600_000).toISOString();
    const events = await call('list_all_gladly_events', { startAt, entities: ['TASK'] });
    expect(JSON.stringify(events.structuredContent)).toContain('unreadable');
    const report = await call('create_a_gladly_report', {
      metricSet: 'ContactSummaryReportV2',
      startAt: '2026-01-01',
      endAt: '2026-01-02',
    });
    expect(report.isError).toBeUndefined();
    const file = await call('gladly_export_files_download', { job_id: 'j', filename: 'agents.jsonl' });
    expect(file.isError).toBeUndefined();
    expect(leaksIn(await output(), vendor.known)).toEqual([]);
  });

  it('when a call repeats one', async () => {
    for (const secret of [...vendor.known, canaries.password]) {
      await call(secret);
      await call('list_all_puzzel_queues', { [secret]: secret });
      await call('list_all_puzzel_queues', { fields: [secret], cursor: secret });
      await call('get_single_gladly_customer_by_id', { id: secret });
      await request(secret, {});
    }
    expect(leaksIn(await output(), vendor.known)).toEqual([]);
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

  it('in the instructions and the list of tools', async () => {
    await request('tools/list', {});
    expect(leaksIn(await output(), vendor.known)).toEqual([]);
  });

  it('when the process ends', async () => {
    expect(leaksIn(await outputAtTheEnd(), vendor.known)).toEqual([]);
  });
});
