import { readdirSync, readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import packageJson from '../../package.json' with { type: 'json' };
import { mcpProxyVersion } from '../../src/commands/init/bridge.js';
import { childrenOf, isGone } from '../support/process-table.js';
import { clientKinds, initialize } from '../support/server-process.js';
import { newFolder } from '../support/set-up.js';
import { type Bridge, connectRemote, listens, startBridge } from './bridge.js';

const key = 'a-key-for-the-bridge';
const records = z.array(z.object({ id: z.union([z.number(), z.string()]) }));

/** An address of this machine other than 127.0.0.1. */
const otherAddress =
  Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? '127.0.0.2';

const postInitialize = (url: URL, headers: Record<string, string>) =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers },
    body: JSON.stringify(initialize()),
  });

/** Ends the bridge with a signal, and expects the server behind it to end as well, where the system tells its id. */
async function expectBothToEnd(bridge: Bridge, signal: NodeJS.Signals): Promise<void> {
  const servers = childrenOf(bridge.pid);
  expect(servers).not.toEqual([]);
  bridge.process.kill(signal);
  await bridge.exit;
  await expect.poll(() => servers?.every(isGone) ?? true).toBe(true);
}

it('docs/remote.md and init name the version of the bridge that is tested here', () => {
  const page = readFileSync(new URL('../../docs/remote.md', import.meta.url), 'utf8');
  expect(mcpProxyVersion).toBe(packageJson.devDependencies['mcp-proxy']);
  const named = page.match(/mcp-proxy@[\d.]+/g) ?? [];
  expect([...new Set(named)]).toEqual([`mcp-proxy@${packageJson.devDependencies['mcp-proxy']}`]);
});

describe('behind the bridge on the loopback address', () => {
  let bridge: Bridge;
  beforeAll(async () => {
    const filtered = ['--demo', '--tags', 'queues,catalog'];
    bridge = await startBridge(['--host', '127.0.0.1', '--apiKey', key], filtered, {});
  });
  afterAll(() => bridge?.process.kill('SIGKILL'));

  it('a request without a key or with a wrong one is refused, with an answer that does not name the server', async () => {
    const refused: Record<string, string>[] = [
      {},
      { 'x-api-key': 'wrong' },
      { 'x-api-key': `${key}x` },
      { authorization: `Bearer ${key}` },
    ];
    for (const headers of refused) {
      const answer = await postInitialize(bridge.url, headers);
      expect(answer.status).toBe(401);
      expect(await answer.text()).not.toContain('puzzel');
    }
    expect((await fetch(bridge.url, { headers: { accept: 'text/event-stream' } })).status).toBe(401);
    expect((await postInitialize(bridge.url, { 'x-api-key': key })).status).toBe(200);
  });

  it.each(clientKinds)('%s is served with the key', async (kind) => {
    const client = await connectRemote(kind, bridge.url, key);
    expect(await client.list()).toContain('list_all_puzzel_queues');
    const good = await client.call('list_all_puzzel_queues', { limit: 1 });
    expect(good.structuredContent?.result).toHaveLength(1);
    const refused = await client.call('list_all_puzzel_queues', { limmit: 1 });
    expect(refused).toMatchObject({ isError: true, structuredContent: { error: { kind: 'invalid_input' } } });
    await client.close();
  });

  it.each(clientKinds)('%s is not served with a wrong key', async (kind) => {
    await expect(connectRemote(kind, bridge.url, 'wrong')).rejects.toThrow();
  });

  it('each of twenty clients at once gets its own answers, from one server process', async () => {
    const first = await connectRemote('sdk2-legacy', bridge.url, key);
    const ids = async (tool: string, args = {}) => {
      const { structuredContent } = await first.call(tool, { ...args, fields: ['id'] });
      return records.parse(structuredContent?.result).map(({ id }) => id);
    };
    const queues = await ids('list_all_puzzel_queues');
    const contacts = await ids('list_all_puzzel_catalog_contacts', { searchString: '%' });
    // With counts from 1 to 4 and five contacts, no two clients expect the same.
    expect([queues.length > 4, contacts.length > 5]).toEqual([true, true]);
    const tools = await first.list();
    const before = childrenOf(bridge.pid);
    expect(before?.length ?? 1).toBe(1);

    const twenty = await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        const client = await connectRemote(clientKinds[index % clientKinds.length] ?? 'sdk1', bridge.url, key);
        const count = 1 + (index % 4);
        const contact = contacts[index % 5];
        const [listed, some, one] = await Promise.all([
          client.list(),
          client.call('list_all_puzzel_queues', { limit: count, fields: ['id'] }),
          client.call('get_single_puzzel_catalog_contact_by_id', { id: contact }),
        ]);
        expect(listed).toEqual(tools);
        expect(some.structuredContent?.result).toEqual(queues.slice(0, count).map((id) => ({ id })));
        expect(one.structuredContent?.result).toMatchObject({ id: contact });
        return client;
      }),
    );
    expect(childrenOf(bridge.pid)).toEqual(before);
    await Promise.all([first, ...twenty].map((client) => client.close()));
    expect(childrenOf(bridge.pid)).toEqual(before);
    const later = await connectRemote('sdk2-legacy', bridge.url, key);
    expect(await later.list()).toEqual(tools);
    await later.close();
  });

  it('no other machine can connect, and no process is left behind after the end', async () => {
    expect(await listens('127.0.0.1', bridge.port)).toBe(true);
    expect(await listens(otherAddress, bridge.port)).toBe(false);
    await expectBothToEnd(bridge, 'SIGTERM');
  });
});

describe('behind the bridge on all addresses', () => {
  const downloads = newFolder();
  let bridge: Bridge;
  beforeAll(async () => {
    // The key is in the environment, where no list of processes shows it.
    const server = ['--demo', '--tags', 'tasks,recordings', '--confirm', 'always', '--download-dir', downloads];
    bridge = await startBridge(['--host', '0.0.0.0'], server, { MCP_PROXY_API_KEY: key });
  });
  afterAll(() => bridge?.process.kill('SIGKILL'));

  it('the key of the environment is required from other machines too, and is shown nowhere', async () => {
    expect(await listens(otherAddress, bridge.port)).toBe(true);
    const url = new URL(`http://${otherAddress}:${bridge.port}/mcp`);
    expect((await postInitialize(url, {})).status).toBe(401);
    expect((await postInitialize(url, { 'x-api-key': key })).status).toBe(200);
    expect(bridge.process.spawnargs.join(' ')).not.toContain(key);
    expect(bridge.output()).not.toContain(key);
  });

  it('no question reaches a person, so that a deletion is declined with `--confirm always`', async () => {
    let questions = 0;
    const client = await connectRemote('sdk2-legacy', bridge.url, key, () => {
      questions += 1;
    });
    const { structuredContent } = await client.call('delete_a_puzzel_etask_by_id', { id: 10934 });
    expect(structuredContent).toMatchObject({ error: { kind: 'declined' } });
    expect(questions).toBe(0);
    await client.close();
  });

  it('a file is saved on the machine of the bridge, and every client with the key can read it', async () => {
    const [one, other] = [
      await connectRemote('sdk2-modern', bridge.url, key),
      await connectRemote('sdk1', bridge.url, key),
    ];
    const saved = await one.call('puzzel_archive_recording_files_download', { iq_session_id: '8840310000', index: 1 });
    const uri = saved.content.find(({ type }) => type === 'resource_link')?.uri ?? '';
    const { bytes } = z.object({ bytes: z.number() }).parse(saved.structuredContent?.result);
    expect(readdirSync(downloads)).toHaveLength(1);
    expect([await one.readLength(uri), await other.readLength(uri)]).toEqual([bytes, bytes]);
    await Promise.all([one.close(), other.close()]);
  });

  it('the server ends even when the bridge is killed', () => expectBothToEnd(bridge, 'SIGKILL'));
});
