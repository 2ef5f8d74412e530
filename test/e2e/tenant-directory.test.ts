import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { prompts } from '../../src/prompts/index.js';
import { catalogue } from '../../src/tools/index.js';
import { customerPath, type FakePuzzel, fakePuzzel } from '../support/fake-puzzel.js';
import { json } from '../support/fake-server.js';
import { clientKinds, connect, handshake, spawnRaw, type TestClient } from '../support/server-process.js';

let puzzel: FakePuzzel;
let folder: string;
let client: TestClient | undefined;
beforeEach(async () => {
  puzzel = await fakePuzzel();
  folder = await mkdtemp(join(tmpdir(), 'puzzel-mcp-directory-'));
});
afterEach(async () => {
  await client?.close();
  client = undefined;
  await puzzel.close();
  await rm(folder, { recursive: true, force: true });
});

const start = async (args: string[] = [], env = puzzel.env, kind = clientKinds[0] ?? 'sdk1') => {
  client = await connect(kind, { ...env, PUZZEL_MCP_DOWNLOAD_DIR: folder }, args);
  return client;
};

const uri = 'puzzel-mcp://directory';

/** The resources beside the pages of the views. */
const withoutViews = async (from: TestClient) =>
  (await from.resources()).filter((resource) => !resource.uri.startsWith('ui://'));

describe.each(clientKinds)('what a newcomer sees, through %s', (kind) => {
  it('prompts with their arguments, completed from the tenant', async () => {
    const demo = await start(['--demo'], {}, kind);
    expect((await demo.prompts()).map(({ name }) => name)).toEqual(prompts.map(({ name }) => name));
    expect(await demo.complete('missed_call_recovery', 'queue', 'vIp')).toEqual(['VIP Sales (201)']);
    expect(await demo.complete('frustration_to_retention', 'inbox', 'zzz')).toEqual([]);
    expect(await demo.complete('missed_call_recovery', 'minutes', '')).toEqual([]);
    const text = await demo.prompt('missed_call_recovery', { queue: 'VIP Sales (201)', minutes: ' ' });
    expect(text).toContain('queue VIP Sales (201) of the last 30 minutes');
    expect(text).not.toMatch(/[{}]/);
  });

  it('refuses a prompt with arguments missing, unknown or unheard of, and says which', async () => {
    const demo = await start(['--demo'], {}, kind);
    await expect(demo.prompt('missed_call_recovery')).rejects.toThrow('queue');
    await expect(demo.prompt('live_queue_feed', { second: '1' })).rejects.toThrow('Did you mean "seconds"');
    await expect(demo.prompt('missed_call_recover')).rejects.toThrow('missed_call_recover');
  });

  it('the ids of the tenant as one small resource, and what was saved', async () => {
    const demo = await start(['--demo'], {}, kind);
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
    const [, saved] = await withoutViews(demo);
    expect(saved).toMatchObject({ uri: pathToFileURL(path).href, mimeType: 'audio/wav', size: bytes });
    const { blob } = await demo.read(saved?.uri ?? '');
    expect(Buffer.from(blob ?? '', 'base64')).toHaveLength(bytes);
  });
});

describe('the tenant directory', () => {
  it('holds what the owner lets through, and prompts are offered with their tools only', async () => {
    const narrow = await start(['--demo', '--tags', 'missed-calls,inboxes'], {});
    expect(Object.keys(JSON.parse((await narrow.read(uri)).text ?? ''))).toEqual(['inboxes']);
    expect(await narrow.prompts()).toEqual([]);
  });

  it('is marked, since others chose the names in it', async () => {
    const raw = spawnRaw({}, ['--demo', '--tags', 'inboxes']);
    for (const message of handshake) raw.send(message);
    raw.send({ jsonrpc: '2.0', id: 1, method: 'resources/read', params: { uri } });
    expect((await raw.answer(1)).result).toMatchObject({ _meta: { 'puzzel-mcp/untrusted': true } });
    raw.child.stdin.end();
    await raw.exit;
  });

  it('is not there when no list of it is', async () => {
    const narrow = await start(['--demo', '--tags', 'archive'], {});
    expect(await narrow.resources()).toEqual([]);
    await expect(narrow.read(uri)).rejects.toThrow(/not found/i);
  });

  it('says which part could not be read, drops what is disabled, and asks once a minute', async () => {
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
    const narrow = await start(['--tools', 'list_all_puzzel_queues,list_all_puzzel_user_groups']);
    const first = JSON.parse((await narrow.read(uri)).text ?? '') as Record<string, unknown>;
    expect(first.queues).toEqual({ ids: [{ id: 1, description: 'In use' }] });
    expect(first.user_groups).toMatchObject({ error: { kind: 'forbidden' } });
    await narrow.read(uri);
    expect(puzzel.seen.filter(({ target }) => target.endsWith('/queues'))).toHaveLength(1);
    expect(puzzel.seen.filter(({ target }) => target.endsWith('/usergroups')).length).toBeGreaterThan(1);
  });
});

describe('a saved file as a resource', () => {
  const recording = { iq_session_id: '8840310685', index: 1 };
  const save = async (server: TestClient, body: Buffer | string, type: string) => {
    puzzel.api = (_path, _request, response) => void response.writeHead(200, { 'content-type': type }).end(body);
    const answer = await server.call('puzzel_archive_recording_files_download', recording);
    return (answer.structuredContent as { result: { path: string } }).result.path;
  };

  it('is readable only if this process saved it, and while it is still the file that was saved', async () => {
    const server = await start();
    const secret = join(folder, 'secret.txt');
    await writeFile(secret, 'do not read');
    await expect(server.read(pathToFileURL(secret).href)).rejects.toThrow(/not found/i);

    const path = await save(server, 'RIFF', 'audio/wav');
    expect((await server.read(pathToFileURL(path).href)).blob).toBe(Buffer.from('RIFF').toString('base64'));
    await unlink(path);
    await symlink(secret, path);
    await expect(server.read(pathToFileURL(path).href)).rejects.toThrow('was moved, changed or removed');
    await unlink(path);
    await writeFile(path, 'other length');
    await expect(server.read(pathToFileURL(path).href)).rejects.toThrow('was moved, changed or removed');
    if (process.platform === 'win32') return;
    // Opening a pipe waits for whoever writes into it: that must not happen, however often it is asked for.
    await unlink(path);
    execFileSync('mkfifo', [path]);
    const reads = Array.from({ length: 8 }, async () =>
      expect(server.read(pathToFileURL(path).href)).rejects.toThrow('was moved, changed or removed'),
    );
    await Promise.all(reads);
  });

  it('that is too large for a message is named with its path instead', async () => {
    const server = await start();
    const path = await save(server, Buffer.alloc(6 * 1024 * 1024), 'audio/wav');
    await expect(server.read(pathToFileURL(path).href)).rejects.toThrow(path);
  });
});

describe('server_status', () => {
  it('says what is set up, what is off and by which setting, and what the vendor said of its limits', async () => {
    puzzel.api = (_path, _request, response) => {
      response.setHeader('ratelimit-limit', '100').setHeader('ratelimit-remaining', '42');
      json(response, { code: 0, result: [] });
    };
    const server = await start(['--tags', 'queues', '--read-only', '--confirm', 'always', '--pin-queues', '1']);
    const before = await server.call('server_status');
    expect(puzzel.seen).toEqual([]);
    await server.call('list_all_puzzel_services');
    const { result } = (await server.call('server_status')).structuredContent as {
      result: Record<string, Record<string, unknown>>;
    };
    expect(before.isError).toBeUndefined();
    const listed = (await server.list()).length - 1;
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
    expect(JSON.stringify(result)).not.toContain('correct-horse');
  });

  it('stays whatever the tags and methods, and goes by its name', async () => {
    const names = async (args: string[]) => {
      await client?.close();
      return (await (await start(args)).list()).map(({ name }) => name);
    };
    expect(await names(['--methods', 'delete', '--tags', 'session'])).toEqual(['server_status']);
    expect(await names(['--tools', 'list_all_puzzel_queues'])).toEqual(['list_all_puzzel_queues']);
    expect(await names(['--tools', 'server_status'])).toEqual(['server_status']);
    expect(await names(['--exclude-tools', 'server_status', '--tools', 'list_all_puzzel_q*'])).not.toContain(
      'server_status',
    );
  });
});

describe('progress', () => {
  it('rises with the bytes of an answer, and while nothing comes there is a sign of life', async () => {
    puzzel.api = async (_path, _request, response) => {
      await new Promise((resolve) => setTimeout(resolve, 11_000));
      json(response, { code: 0, result: [{ id: 1 }] });
    };
    const server = await start();
    const notes: { progress: number; message?: string }[] = [];
    const answer = await server.call('list_all_puzzel_queues', {}, { onprogress: (note) => notes.push(note) });
    expect(answer.isError).toBeUndefined();
    expect(notes.length).toBeGreaterThanOrEqual(2);
    expect(notes[0]?.message).toMatch(/^waiting for \d+ s$/);
    expect(notes.at(-1)?.message).toMatch(/^\d+ bytes$/);
    for (const [index, note] of notes.entries()) expect(note.progress).toBeGreaterThan(notes[index - 1]?.progress ?? 0);
  }, 30_000);
});
