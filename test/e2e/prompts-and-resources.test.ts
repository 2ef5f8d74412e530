import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { prompts } from '../../src/prompts/index.js';
import { customerPath, fakePuzzel } from '../support/fake-puzzel.js';
import { json } from '../support/fake-server.js';
import { inProcessServer } from '../support/in-process-server.js';
import type { Message } from '../support/raw-conversation.js';
import { clientKinds, connect, handshake, type TestClient } from '../support/server-process.js';
import { closedAfterAll, newFolder } from '../support/set-up.js';

const puzzel = closedAfterAll(await fakePuzzel());
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
    const text = await demo.prompt('missed_call_recovery', { queue: 'VIP\u200b Sales (201)', minutes: ' ' });
    // Hidden characters are shown.
    expect(text).toContain('queue VIP\u{fffd} Sales (201) of the last 30 minutes');
    expect(text).not.toMatch(/[{}]/);
  });

  it('refuses an unknown prompt, and a missing or unknown argument, and says which', async () => {
    await expect(demo.prompt('missed_call_recovery')).rejects.toThrow('queue');
    await expect(demo.prompt('live_queue_feed', { second: '1' })).rejects.toThrow('Did you mean "seconds"');
    await expect(demo.prompt('missed_call_recover')).rejects.toThrow('missed_call_recover');
  });

  it('lists the ids of the tenant as one resource, and every saved file as another', async () => {
    expect((await withoutViews(demo)).map((resource) => resource.uri)).toEqual([uri]);
    const directory = JSON.parse((await demo.read(uri)).text ?? '') as Record<string, { ids: { id: unknown }[] }>;
    expect(Object.keys(directory)).toEqual(['queues', 'visual_queues', 'user_groups', 'inboxes', 'teams', 'topics']);
    expect(directory.queues?.ids).toContainEqual({ id: 201, key: 'q_vip_sales', description: 'VIP Sales' });
    for (const section of Object.values(directory)) expect(section.ids.length).toBeGreaterThan(1);

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

/** Starts a server with these settings in this process, and ends it after use. */
async function withServer(
  env: Record<string, string>,
  tools: string[],
  use: (ask: (method: string, params?: object) => Promise<Message>) => Promise<void>,
): Promise<void> {
  const { connect: open, engine } = inProcessServer(env, tools);
  const { send, until, end } = open();
  for (const message of handshake) send(message);
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

  it('does not exist when none of its lists is selected, and server_status is not listed when it is excluded', async () => {
    const narrow = { ...puzzel.env, PUZZEL_MCP_TAGS: 'archive', PUZZEL_MCP_EXCLUDE_TOOLS: 'server_status' };
    await withServer(narrow, [], async (ask) => {
      expect((await ask('resources/list')).result).toMatchObject({ resources: [] });
      const names = namesIn(await ask('tools/list'));
      expect(names).toContain('list_all_puzzel_archive_records');
      expect(names).not.toContain('server_status');
      expect((await ask('resources/read', { uri })).error).toMatchObject({
        message: expect.stringMatching(/not found/i),
      });
    });
  });

  it('says which part could not be read, leaves out what is disabled, and caches what was read', async () => {
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
