import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VendorTool } from '../../src/tools/define.js';
import { catalogue } from '../../src/tools/index.js';
import { type FakePuzzel, fakePuzzel } from '../support/fake-puzzel.js';
import { type FakeServer, fakeServer, json } from '../support/fake-server.js';
import { clientKinds, connect, type TestClient } from '../support/server-process.js';

/**
 * Vendors leave fields out, add new ones, send nulls and other types than they document. Clients validate answers
 * against the output schemas and throw, so every tool gets every odd answer, through both SDKs.
 */
const item = (content: unknown) => ({ id: 1, customerId: null, timestamp: 5, content });
const oddities: [name: string, data: unknown][] = [
  ['null', null],
  ['an empty object', {}],
  ['an empty list', []],
  ['a bare text', 'words'],
  ['a bare number', 42],
  ['true', true],
  ['nulls and new fields', { id: null, name: null, entries: null, status: { deep: [null] }, brandNew: { x: 1 } }],
  ['numbers as text and text as numbers', { id: 5, userId: '7', name: 9, createdAt: 12, topicIds: 'x', emails: {} }],
  [
    'a list of everything',
    [null, 1, 'x', [], {}, { id: 3, content: null }, item(null), item('x'), item({ type: 'NEW_TYPE', body: 3 })],
  ],
  [
    'timelines of real life',
    [
      item({ type: 'EMAIL' }),
      item({ type: 'SMS', content: 5 }),
      item({ type: 'PHONE_CALL', recordingDuration: '30' }),
      item({ type: 7 }),
    ],
  ],
  ['a big number', [{ requestId: 12345678901234567000 }]],
];

let puzzel: FakePuzzel;
let gladly: FakeServer;
let downloads: string;
let data: unknown;
beforeAll(async () => {
  puzzel = await fakePuzzel();
  puzzel.api = (_path, _request, response) => json(response, { result: data, code: 0 });
  gladly = await fakeServer((_request, response) => json(response, data));
  downloads = await mkdtemp(join(tmpdir(), 'puzzel-mcp-odd-'));
});
afterAll(async () => {
  await puzzel.close();
  await gladly.close();
  await rm(downloads, { recursive: true, force: true });
});

const kinds = new Set(['invalid_input', 'upstream', 'not_found', 'unauthorized']);
const tools: readonly VendorTool[] = catalogue.filter(
  ({ vendor, name }) => vendor !== 'chat' && name !== 'puzzel_access_token_logout',
);

describe.each(clientKinds)('odd answers of a vendor, through %s', (kind) => {
  let client: TestClient;
  beforeAll(async () => {
    const gladlyEnv = { GLADLY_API_URL: gladly.url, GLADLY_EMAIL: 'a@example.com', GLADLY_API_TOKEN: 'token-1234' };
    client = await connect(kind, { ...puzzel.env, ...gladlyEnv, PUZZEL_MCP_DOWNLOAD_DIR: downloads });
    // The clients learn the output schemas from the list; only then do they validate.
    await client.list();
  });
  afterAll(() => client.close());

  it.each(oddities)('%s: every tool answers, and no client objects', async (_, odd) => {
    data = odd;
    for (const tool of tools) {
      const answer = await client.call(tool.name, tool.example);
      const error = answer.structuredContent?.error as { kind: string; message: string } | undefined;
      if (error) expect(kinds, `${tool.name}: ${JSON.stringify(error)}`).toContain(error.kind);
      else expect(answer.structuredContent, tool.name).toHaveProperty('result');
      expect(error?.message ?? '', tool.name).not.toContain('bug');
      expect(answer.content[0]?.text).toBe(JSON.stringify(answer.structuredContent));
    }
  });
});
