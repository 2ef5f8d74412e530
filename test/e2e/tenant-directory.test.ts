import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { loadConfig } from '../../src/config/index.js';
import { isStatusSelected } from '../../src/config/selection.js';
import { prompts } from '../../src/prompts/index.js';
import { catalogue } from '../../src/tools/index.js';
import { customerPath, fakePuzzel } from '../support/fake-puzzel.js';
import { json } from '../support/fake-server.js';
import { inProcessServer } from '../support/in-process-server.js';
import { initialize, initialized, type Message } from '../support/raw-conversation.js';
import { clientKinds, connect, type TestClient } from '../support/server-process.js';
import { closedAfterAll, newFolder, newFolders } from '../support/set-up.js';
import { toolFacts } from '../support/tool-facts.js';

const folder = newFolders();
const puzzel = closedAfterAll(await fakePuzzel());
/** Started first and checked last, since its answer takes some seconds; meanwhile the saved files use the same server. */
let slow: Awaited<ReturnType<typeof slowCall>>;
beforeAll(async () => {
  slow = await slowCall();
});
afterAll(() => slow.close());
beforeEach(() => {
  puzzel.seen.length = 0;
});

const uri = 'puzzel-mcp://directory';

/** All resources except the pages of the views. */
const withoutViews = async (from: TestClient) =>
  (await from.resources()).filter((resource) => !resource.uri.startsWith('ui://'));

describe.each(clientKinds)('the demo tenant, through %s', (kind) => {
  const saved = newFolder();
  let demo: TestClient;
  beforeAll(async () => {
    demo = await connect(kind, { PUZZEL_MCP_DOWNLOAD_DIR: saved }, ['--demo']);
  });
  afterAll(() => demo.close());

  it('lists the prompts, and completes their arguments from the tenant', async () => {
    expect((await demo.prompts()).map(({ name }) => name)).toEqual(prompts.map(({ name }) => name));
    expect(await demo.complete('missed_call_recovery', 'queue', 'vIp')).toEqual(['VIP Sales (201)']);
    expect(await demo.complete('frustration_to_retention', 'inbox', 'zzz')).toEqual([]);
    expect(await demo.complete('missed_call_recovery', 'minutes', '')).toEqual([]);
    const text = await demo.prompt('missed_call_recovery', { queue: 'VIP Sales (201)', minutes: ' ' });
    expect(text).toContain('queue VIP Sales (201) of the last 30 minutes');
    expect(text).not.toMatch(/[{}]/);
  });

  it('refuses an unknown prompt, and a missing or unknown argument, and says which', async () => {
    await expect(demo.prompt('missed_call_recovery')).rejects.toThrow('queue');
    await expect(demo.prompt('live_queue_feed', { second: '1' })).rejects.toThrow('Did you mean "seconds"');
    await expect(demo.prompt('missed_call_recover')).rejects.toThrow('missed_call_recover');
  });

  it('lists the ids of the tenant as one resource, and every saved file as another', async () => {
    expect((await withoutViews(demo)).map((resource) => resource.uri)).toEqual([uri]);
    const map = JSON.parse((await demo.read(uri)).text ?? '') as Record<string, { ids: { id: unknown }[] }>;
    expect(Object.keys(map)).toEqual(['queues', 'visual_queues', 'user_groups', 'inboxes', 'teams', 'topics']);
    expect(map.queues?.ids).toContainEqual({ id: 201, key: 'q_vip_sales', description: 'VIP Sales' });
    for (const section of Object.values(map)) expect(section.ids.length).toBeGreaterThan(1);

    const { structuredContent } = await demo.call('puzzel_archive_recording_files_download', {
      iq_session_id: '8840310685',
      index: 1,
    });
    const { path, bytes } = (structuredContent as { result: { path: string; bytes: number } }).result;
    const [, file] = await withoutViews(demo);
    expect(file).toMatchObject({ uri: pathToFileURL(path).href, mimeType: 'audio/wav', size: bytes });
    const { blob } = await demo.read(file?.uri ?? '');
    expect(Buffer.from(blob ?? '', 'base64')).toHaveLength(bytes);
  });
});

/** Asks the server in this process with these settings, and ends it. */
async function withServer(
  env: Record<string, string>,
  tools: string[],
  use: (ask: (method: string, params?: object) => Promise<Message>) => Promise<void>,
): Promise<void> {
  const { connect: open, engine } = inProcessServer({ ...env, PUZZEL_MCP_DOWNLOAD_DIR: folder }, tools);
  const { send, until, end } = open();
  for (const message of [initialize(), initialized]) send(message);
  let asked = 0;
  await use((method, params = {}) => {
    const id = ++asked;
    send({ jsonrpc: '2.0', id, method, params });
    return until((message) => message.id === id);
  });
  end();
  await engine.close(AbortSignal.timeout(500));
}

const directoryIn = ({ result }: Message) =>
  JSON.parse((result as { contents: { text: string }[] }).contents[0]?.text ?? '') as Record<string, unknown>;
const namesIn = ({ result }: Message) => (result as { tools: { name: string }[] }).tools.map(({ name }) => name);

describe('the tenant directory', () => {
  it('has only the lists of selected tools and is marked as untrusted, and a prompt without its tools is not listed', async () => {
    await withServer(puzzel.env, ['list_all_puzzel_missed_calls', 'list_all_puzzel_user_groups'], async (ask) => {
      const directory = await ask('resources/read', { uri });
      expect(Object.keys(directoryIn(directory))).toEqual(['user_groups']);
      expect(directory.result).toMatchObject({ _meta: { 'puzzel-mcp/untrusted': true } });
      expect((await ask('prompts/list')).result).toMatchObject({ prompts: [] });
    });
  });

  it('does not exist when none of its lists is selected', async () => {
    const narrow = { ...puzzel.env, PUZZEL_MCP_TAGS: 'archive', PUZZEL_MCP_EXCLUDE_TOOLS: 'server_status' };
    await withServer(narrow, [], async (ask) => {
      expect((await ask('resources/list')).result).toMatchObject({ resources: [] });
      // server_status can be excluded by its name; the other cases of its selection are below.
      const names = namesIn(await ask('tools/list'));
      expect(names).toContain('list_all_puzzel_archive_records');
      expect(names).not.toContain('server_status');
      expect((await ask('resources/read', { uri })).error).toMatchObject({
        message: expect.stringMatching(/not found/i),
      });
    });
  });

  it('says which part could not be read, leaves out what is disabled, and is cached', async () => {
    puzzel.api = (path, _request, response) => {
      if (path === customerPath('/queues')) {
        json(response, {
          code: 0,
          result: [
            { id: 1, description: 'In use' },
            { id: 2, description: 'Old', disabled: true },
          ],
        });
      } else if (path === customerPath('/usergroups')) json(response, { code: 5, message: 'no right' }, 403);
      else json(response, { code: 0, result: [] });
    };
    await withServer(puzzel.env, ['list_all_puzzel_queues', 'list_all_puzzel_user_groups'], async (ask) => {
      const first = directoryIn(await ask('resources/read', { uri }));
      expect(first.queues).toEqual({ ids: [{ id: 1, description: 'In use' }] });
      expect(first.user_groups).toMatchObject({ error: { kind: 'forbidden' } });
      await ask('resources/read', { uri });
      expect(puzzel.seen.filter(({ target }) => target.endsWith('/queues'))).toHaveLength(1);
      expect(puzzel.seen.filter(({ target }) => target.endsWith('/usergroups')).length).toBeGreaterThan(1);
    });
  });
});

describe('a saved file as a resource', () => {
  const recording = { iq_session_id: '8840310685', index: 1 };
  const save = async (body: Buffer | string, type: string) => {
    slow.download = (response) => void response.writeHead(200, { 'content-type': type }).end(body);
    const answer = await slow.server.call('puzzel_archive_recording_files_download', recording);
    return (answer.structuredContent as { result: { path: string } }).result.path;
  };

  it('is readable only if this process saved it, it fits into a message, and it has not changed', async () => {
    const { server } = slow;
    const secret = join(folder, 'secret.txt');
    await writeFile(secret, 'do not read');
    await expect(server.read(pathToFileURL(secret).href)).rejects.toThrow(/not found/i);

    const path = await save('RIFF', 'audio/wav');
    expect((await server.read(pathToFileURL(path).href)).blob).toBe(Buffer.from('RIFF').toString('base64'));
    await unlink(path);
    await symlink(secret, path);
    await expect(server.read(pathToFileURL(path).href)).rejects.toThrow('was moved, changed or removed');
    await unlink(path);
    await writeFile(path, 'other length');
    await expect(server.read(pathToFileURL(path).href)).rejects.toThrow('was moved, changed or removed');
    const large = await save(Buffer.alloc(6 * 1024 * 1024), 'audio/wav');
    await expect(server.read(pathToFileURL(large).href)).rejects.toThrow(large);
    if (process.platform === 'win32') return;
    // Opening a named pipe blocks until something writes into it, which must not happen.
    await unlink(path);
    execFileSync('mkfifo', [path]);
    const reads = Array.from({ length: 8 }, async () =>
      expect(server.read(pathToFileURL(path).href)).rejects.toThrow('was moved, changed or removed'),
    );
    await Promise.all(reads);
  });

  it('is returned as its exact bytes when its text is not UTF-8', async () => {
    const table = Buffer.from('name;calls\r\nRen\xe9;3\r\n', 'latin1');
    const path = await save(table, 'text/csv; charset=windows-1252');
    const contents = await slow.server.read(pathToFileURL(path).href);
    expect(contents).toMatchObject({ mimeType: 'text/csv', blob: table.toString('base64') });
    expect(contents.text).toBeUndefined();
  });
});

describe('server_status', () => {
  it('reports what is set up, how many tools each setting turns off, and the rate limits of the vendor', async () => {
    puzzel.api = (_path, _request, response) => {
      response.setHeader('ratelimit-limit', '100').setHeader('ratelimit-remaining', '42');
      json(response, { code: 0, result: [] });
    };
    const flags = ['--tags', 'queues', '--read-only', '--confirm', 'always', '--pin-queues', '1'];
    const server = await connect('sdk2-modern', { ...puzzel.env, PUZZEL_MCP_DOWNLOAD_DIR: folder }, flags);
    const before = await server.call('server_status');
    expect(puzzel.seen).toEqual([]);
    await server.call('list_all_puzzel_services');
    const { result } = (await server.call('server_status')).structuredContent as {
      result: Record<string, Record<string, unknown>>;
    };
    expect(before.isError).toBeUndefined();
    const listed = (await server.list()).length - 1;
    await server.close();
    const off = Object.values(result.tools?.off as Record<string, number>).reduce((sum, count) => sum + count, 0);
    expect(result.tools).toMatchObject({ listed, of: catalogue.length });
    expect(listed + off).toBe(catalogue.length);
    const ofGladly = catalogue.filter(({ vendor }) => vendor === 'gladly').length;
    expect(result.tools?.off).toMatchObject({
      PUZZEL_MCP_READ_ONLY: expect.any(Number),
      'no settings for gladly': ofGladly,
    });
    expect(result.access).toMatchObject({
      read_only: true,
      confirm: 'always',
      tags: ['queues'],
      pins: { PUZZEL_MCP_PIN_QUEUES: ['1'] },
    });
    expect(result.vendors).toMatchObject({
      puzzel: {
        set_up: true,
        rate_limit: { 'ratelimit-limit': 100, 'ratelimit-remaining': 42, seconds_ago: expect.any(Number) },
      },
      gladly: { set_up: false, missing: expect.arrayContaining(['GLADLY_API_TOKEN']) },
    });
    expect(result.places).toMatchObject({ download_dir: folder });
    expect(JSON.stringify(result)).not.toContain('correct-horse');
  });

  it('is turned off by its name, but not by tags or methods', () => {
    const rows: [Record<string, string>, boolean][] = [
      [{ PUZZEL_MCP_METHODS: 'delete', PUZZEL_MCP_TAGS: 'session' }, true],
      [{ PUZZEL_MCP_TOOLS: 'list_all_puzzel_queues' }, false],
      [{ PUZZEL_MCP_TOOLS: 'server_status' }, true],
      [{ PUZZEL_MCP_EXCLUDE_TOOLS: 'server_status' }, false],
    ];
    const isListed = (env: Record<string, string>) => isStatusSelected(loadConfig(env, toolFacts).selection);
    expect(rows.filter(([env, expected]) => isListed(env) !== expected)).toEqual([]);
  });
});

/** A server with a call whose answer begins after the first note, the notes, and downloads that a test answers. */
async function slowCall() {
  const vendor = await fakePuzzel();
  const saved = await mkdtemp(join(tmpdir(), 'puzzel-mcp-directory-'));
  const server = await connect('sdk2-modern', { ...vendor.env, PUZZEL_MCP_DOWNLOAD_DIR: saved });
  const notes: { progress: number; message?: string }[] = [];
  const slow = {
    server,
    notes,
    download: (_response: ServerResponse): void => {},
    answer: server.call('list_all_puzzel_queues', {}, { onprogress: (note) => notes.push(note) }),
    close: async () => {
      await server.close();
      await vendor.close();
      await rm(saved, { recursive: true, force: true });
    },
  };
  vendor.api = async (path, _request, response) => {
    if (path.endsWith('/download')) return slow.download(response);
    await vi.waitUntil(() => notes.length > 0, 60_000);
    await new Promise((resolve) => setTimeout(resolve, 500));
    // The SDK's client drops a note that arrives together with the answer.
    response.writeHead(200, { 'content-type': 'application/json' }).write('{"code":0,');
    await vi.waitUntil(() => notes.length > 1, 60_000);
    response.end('"result":[{"id":1}]}');
  };
  return slow;
}

describe('progress', () => {
  it('is reported while a call waits, and then counts the bytes of the answer', async () => {
    const { answer, notes } = slow;
    expect((await answer).isError).toBeUndefined();
    expect(notes[0]?.message).toMatch(/^waiting for \d+ s$/);
    expect(notes[1]?.message).toBe('10 bytes');
    for (const [index, note] of notes.entries()) expect(note.progress).toBeGreaterThan(notes[index - 1]?.progress ?? 0);
  });
});
