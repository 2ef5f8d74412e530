import { AjvJsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/ajv';
import { describe, expect, it } from 'vitest';
import { unexpectedFailure } from '../../src/failure.js';
import type { VendorTool } from '../../src/tools/define.js';
import { catalogue } from '../../src/tools/index.js';
import { fakePuzzel } from '../support/fake-puzzel.js';
import { fakeServer, json } from '../support/fake-server.js';
import { type ClientKind, connect, type TestClient } from '../support/server-process.js';
import { closedAfterAll, closedAfterTest, newFolder } from '../support/set-up.js';

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
    'timeline items with missing and wrong members',
    [
      item({ type: 'EMAIL' }),
      item({ type: 'SMS', content: 5 }),
      item({ type: 'PHONE_CALL', recordingDuration: '30' }),
      item({ type: 7 }),
    ],
  ],
  ['a big number', [{ requestId: 12345678901234567000 }]],
];

let data: unknown;
const downloads = newFolder();
const puzzel = closedAfterAll(await fakePuzzel());
puzzel.api = (_path, _request, response) => json(response, { result: data, code: 0 });
const gladly = closedAfterAll(await fakeServer((_request, response) => json(response, data)));

const expectedErrors = new Set(['invalid_input', 'upstream', 'not_found', 'unauthorized']);
/** Not those of the chat, which is not set up here, and not the logout, which ends the session of the others. */
const tools: readonly VendorTool[] = catalogue.filter(
  ({ vendor, name }) => vendor !== 'chat' && name !== 'puzzel_access_token_logout',
);

/** Whether an answer fits the output schema of its tool. */
type SchemaCheck = (tool: string, content: Record<string, unknown>) => boolean;

/** What is wrong with the answers of all tools, a line each. */
async function offenders(client: TestClient, oddData: unknown, isValid: SchemaCheck = () => true): Promise<string[]> {
  data = oddData;
  const found = await Promise.all(
    tools.map(async ({ name, example }) => {
      const answer = await client.call(name, example).catch((cause: Error) => `the client objects: ${cause.message}`);
      if (typeof answer === 'string') return [answer];
      const { structuredContent = {}, content } = answer;
      const error = structuredContent.error as { kind: string; message: string } | undefined;
      const rules: [holds: boolean, rule: string][] = [
        [
          error ? expectedErrors.has(error.kind) : 'result' in structuredContent,
          'neither a result nor one of the expected errors',
        ],
        [error?.message !== unexpectedFailure(undefined).message, 'an internal error'],
        [content[0]?.text === JSON.stringify(structuredContent), 'text and structured content differ'],
        [isValid(name, structuredContent), 'SDK 1 would object'],
      ];
      return rules.filter(([holds]) => !holds).map(([, rule]) => `${rule}: ${JSON.stringify(structuredContent)}`);
    }),
  );
  return found.flatMap((problems, index) =>
    problems.map((problem) => `${tools[index]?.name}: ${problem}`.slice(0, 400)),
  );
}

const start = async (kind: ClientKind) => {
  const gladlyEnv = { GLADLY_API_URL: gladly.url, GLADLY_EMAIL: 'a@example.com', GLADLY_API_TOKEN: 'token-1234' };
  const client = await connect(kind, { ...puzzel.env, ...gladlyEnv, PUZZEL_MCP_DOWNLOAD_DIR: downloads });
  // The clients learn the output schemas from the list; only then do they validate.
  return { client, listed: await client.list() };
};
const { client, listed } = await start('sdk2-modern');
closedAfterAll(client);

/**
 * Vendors leave fields out, add new ones, send nulls and other types than they document. Clients validate answers
 * against the output schemas and throw, so every tool gets every odd answer, and the validators of both SDKs see it.
 */
describe('odd answers of a vendor', () => {
  const ajv = new AjvJsonSchemaValidator();
  const validators = new Map(listed.map(({ name, outputSchema }) => [name, ajv.getValidator(outputSchema as object)]));
  const isValid: SchemaCheck = (name, content) => validators.get(name)?.(content).valid === true;

  it.each(oddities)('%s: every tool answers, and neither SDK objects', async (_, oddData) => {
    expect(await offenders(client, oddData, isValid)).toEqual([]);
  });
});

/** The program answers every client alike, so that one case shows the same of the older era and the older SDK. */
it('a list of everything: every tool answers, and the older client does not object', async () => {
  const client = closedAfterTest((await start('sdk1')).client);
  expect(await offenders(client, Object.fromEntries(oddities)['a list of everything'])).toEqual([]);
});
