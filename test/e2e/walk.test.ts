import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoTenant, startDemo } from '../../src/demo/index.js';
import type { VendorTool } from '../../src/tools/define.js';
import { catalogue } from '../../src/tools/index.js';
import { asOfMark } from '../../src/views/as-of.js';
import { viewUris } from '../../src/views/index.js';
import { clientKinds, connect, type TestClient, type ToolAnswer } from '../support/server-process.js';
import { newFolder } from '../support/set-up.js';

/**
 * Every tool, with the arguments of its example, through the real program and a real client, against the demo tenant
 * over HTTP. Both SDKs validate the answer against the tool's output schema and throw when it does not fit.
 */

/** Examples that delete what another example deletes or needs: each runs with one of the clients, before all other deletions. */
const conflictingDeletions = [
  'delete_a_gladly_customer_conversation_item_by_id',
  'delete_a_gladly_conversation_item_by_id',
  'delete_a_gladly_answer_content_by_id',
];

/** Reads first, then what makes and changes, then what deletes. A chat is routed before it is read; the logout is last. */
const effectsInOrder = ['get', 'list', 'custom-read', 'create', 'update', 'custom-write', 'conflict', 'delete'];
const ranks: Record<string, number> = { puzzel_chat_conversations_route: -1, puzzel_access_token_logout: 9 };
const rank = ({ effect, name }: VendorTool): number =>
  ranks[name] ?? effectsInOrder.indexOf(conflictingDeletions.includes(name) ? 'conflict' : effect);
const inOrder = [...catalogue].sort((a, b) => rank(a) - rank(b));

it('each of the conflicting deletions has a client of its own', () =>
  expect(conflictingDeletions).toHaveLength(clientKinds.length));

describe.each(clientKinds)('every tool answers its example, through %s', (kind) => {
  const downloads = newFolder();
  let tenant: DemoTenant;
  let client: TestClient;
  beforeAll(async () => {
    tenant = await startDemo({ gladlyRequestsPerSecond: catalogue.length });
    client = await connect(kind, { ...tenant.env, PUZZEL_MCP_DOWNLOAD_DIR: downloads });
    expect((await client.list()).map(({ name }) => name)).toEqual([
      'server_status',
      ...catalogue.map(({ name }) => name),
    ]);
    expect(client.instructions()).toMatch(/^Puzzel: .*^Gladly: /ms);
  });
  afterAll(async () => {
    await client.close();
    await tenant.close();
  });

  it('and a further page of a view, which is as old as the first one, does not say when it was read', async () => {
    const name = 'list_all_puzzel_state_information';
    const { structuredContent } = await client.call(name, { limit: 1 });
    const page = await client.call(name, { cursor: structuredContent?.next_cursor });
    expect(page.structuredContent).toHaveProperty('result');
    expect(page._meta ?? {}).not.toHaveProperty([asOfMark]);
  });

  it('and its lists are not empty', { timeout: 120_000 }, async () => {
    const problems: Record<string, string[]> = {};
    const ownDeletion = conflictingDeletions[clientKinds.indexOf(kind)];
    for (const tool of inOrder) {
      if (conflictingDeletions.includes(tool.name) && tool.name !== ownDeletion) continue;
      const found = problemsOf(tool, await client.call(tool.name, tool.example), downloads);
      if (found.length > 0) problems[tool.name] = found;
    }
    expect(problems, 'Answers of the demo tenant: is there a route in src/demo for each example?').toEqual({});
  });
});

function problemsOf({ name, effect, download }: VendorTool, answer: ToolAnswer, downloads: string): string[] {
  const { isError, content, structuredContent = {}, _meta } = answer;
  if (isError !== undefined) return [JSON.stringify(structuredContent)];
  const { result, total } = structuredContent;
  const { path, bytes } = (result ?? {}) as { path?: unknown; bytes?: unknown };
  const rules: [string, boolean][] = [
    ['the text is the structured content', content[0]?.text === JSON.stringify(structuredContent)],
    ['there is a result', result !== undefined],
    [
      'a list is not empty and has its total',
      effect !== 'list' || !Array.isArray(result) || (result.length > 0 && Number(total) >= result.length),
    ],
    ['a file is in the download folder', !download || (String(path).startsWith(downloads) && Number(bytes) > 0)],
    ['a file has a link', !download || content[1]?.type === 'resource_link'],
    [
      'an answer for a view, and no other, says when it was read',
      name in viewUris === !Number.isNaN(Date.parse(String(_meta?.[asOfMark]))),
    ],
  ];
  return rules.filter(([, holds]) => !holds).map(([rule]) => rule);
}
