import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isPaged, isRead, type Tool } from '../../src/tools/define.js';
import { catalogue } from '../../src/tools/index.js';
import { type PoisonedVendor, poisonedVendor } from '../support/poisoned-vendor.js';
import { handshake, type RawProcess, spawnRaw, type ToolAnswer, toolCall } from '../support/server-process.js';
import { forbiddenIn, hidden, huge, shown } from './payloads.js';

/** The mark of results with text from outside, as the documentation names it. */
const mark = 'puzzel-mcp/untrusted';
const envelope = ['result', 'next_cursor', 'total', 'limited', 'hint'];

const marked = catalogue.filter(({ customerText }) => customerText);
const reading = catalogue.filter(isRead);

let vendor: PoisonedVendor;
let server: RawProcess;
let folder: string;
let id = 0;

interface Result extends ToolAnswer {
  _meta?: Record<string, unknown>;
}

/** With a limit, since a page without one ends where its records get long. */
async function call(tool: Pick<Tool, 'name' | 'example' | 'effect' | 'paged'>): Promise<Result> {
  const { name } = tool;
  const example = isPaged(tool) ? { ...tool.example, limit: 50 } : tool.example;
  id += 1;
  const mine = id;
  server.send(toolCall(mine, name, example));
  const { result, error } = await server.answer(mine);
  if (!result) throw new Error(`${name}: ${JSON.stringify(error)}`);
  return result;
}

async function callAll(tools: readonly Tool[]): Promise<Map<Tool, Result>> {
  const answers = await Promise.all(tools.map(async (tool) => [tool, await call(tool)] as const));
  for (const line of server.lines.splice(0)) {
    expect(JSON.parse(line)).toHaveProperty('jsonrpc', '2.0');
    expect(forbiddenIn(line)).toEqual([]);
  }
  return new Map(answers);
}

/** Every string in a value, names of members too. */
function* strings(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (Array.isArray(value)) for (const item of value) yield* strings(item);
  else if (typeof value === 'object' && value !== null) {
    for (const [name, member] of Object.entries(value)) {
      yield name;
      yield* strings(member);
    }
  }
}

/** Same shape and same values, but for texts that `isWritten` accepts; answers how many of those there are. */
function compare(before: unknown, after: unknown, isWritten: (text: string) => boolean, path: string): number {
  if (typeof before === 'string' && typeof after === 'string') {
    if (before === after) return 0;
    expect(path, 'ids are never touched').not.toMatch(/(\bid|Id|_id)$/);
    expect(isWritten(after), `${path}: ${JSON.stringify(after).slice(0, 200)}`).toBe(true);
    return 1;
  }
  if (typeof before !== 'object' || before === null || typeof after !== 'object' || after === null) {
    expect(after, path).toEqual(before);
    return 0;
  }
  expect(Object.keys(after), path).toEqual(Object.keys(before));
  return Object.entries(before).reduce(
    (sum, [name, member]) =>
      sum + compare(member, (after as Record<string, unknown>)[name], isWritten, `${path}.${name}`),
    0,
  );
}

/** The cursor is another one with every call; that there is one, and where it leads, is not. */
function compareWithHonest(tool: Tool, answer: Result, isWritten: (text: string) => boolean): number {
  const place = ({ structuredContent }: Result) => String(structuredContent?.next_cursor).replace(/^[\w-]{12}\./, '');
  const before = honest.get(tool);
  if (!before) throw new Error(tool.name);
  expect(place(answer), tool.name).toBe(place(before));
  const rest = ({ structuredContent: { next_cursor: _, ...more } = {} }: Result) => more;
  return compare(rest(before), rest(answer), isWritten, tool.name);
}

function checkForm(tool: Tool, answer: Result): void {
  expect(answer.isError, `${tool.name}: ${JSON.stringify(answer.structuredContent).slice(0, 300)}`).toBeUndefined();
  expect(answer.content[0]?.text).toBe(JSON.stringify(answer.structuredContent));
  expect((answer.content[0]?.text ?? '').length).toBeLessThanOrEqual(100_000);
  expect(Object.keys(answer.structuredContent ?? {}).filter((name) => !envelope.includes(name))).toEqual([]);
  expect(answer._meta?.[mark], tool.name).toBe(tool.customerText === true ? true : undefined);
  expect([...strings(answer)].flatMap(forbiddenIn), tool.name).toEqual([]);
}

/** Names of files differ with every download: the second copy of a name gets a number. */
const comparable = ({ download, name }: Tool) => !download && name !== 'create_a_gladly_report';

let honest: Map<Tool, Result>;

beforeAll(async () => {
  vendor = await poisonedVendor();
  folder = await mkdtemp(join(tmpdir(), 'puzzel-mcp-untrusted-'));
  server = spawnRaw({ ...vendor.env, PUZZEL_MCP_DOWNLOAD_DIR: folder });
  for (const message of handshake) server.send(message);
  await server.answer(0);
  // The chat has to be routed before it can be read.
  const route = catalogue.find(({ name }) => name === 'puzzel_chat_conversations_route');
  if (route) await call(route);
  honest = await callAll(reading);
  for (const tool of marked.filter((candidate) => !isRead(candidate))) honest.set(tool, await call(tool));
}, 120_000);
afterAll(async () => {
  server.child.stdin.end();
  await server.exit;
  await vendor.close();
  await rm(folder, { recursive: true, force: true });
});

describe('what customers wrote', () => {
  it('is marked beside the result, on exactly the tools that can carry it', () => {
    for (const [tool, answer] of honest) checkForm(tool, answer);
  });

  it.each(Object.entries(shown))('arrives letter by letter and stays inside the result: %s', async (_, payload) => {
    vendor.wrote(payload);
    let found = 0;
    for (const [tool, answer] of await callAll(marked)) {
      checkForm(tool, answer);
      if (!comparable(tool)) continue;
      found += compareWithHonest(tool, answer, (text) => text.includes(payload));
    }
    expect(found).toBeGreaterThan(200);
  });

  it.each(Object.entries(hidden))('arrives without %s, and ids stay', async (_, payload) => {
    vendor.wrote(payload);
    let found = 0;
    for (const [tool, answer] of await callAll(marked)) {
      checkForm(tool, answer);
      if (!comparable(tool)) continue;
      found += compareWithHonest(tool, answer, (text) => text.includes('\u{fffd}'));
    }
    expect(found).toBeGreaterThan(200);
  });

  it.each(Object.entries(huge))('breaks nothing by its size: %s', async (_, payload) => {
    vendor.wrote(payload, 3);
    // Every sixth: what is slow here is looking at so much text.
    for (const [tool, answer] of await callAll(marked.filter((_tool, index) => index % 6 === 0)))
      checkForm(tool, answer);
  });

  it('was put into every field of these answers', () => {
    const routes = new Set([...vendor.fields].map((field) => field.split(' ').slice(0, 2).join(' ')));
    expect(routes.size).toBeGreaterThanOrEqual(35);
    expect(vendor.fields.size).toBeGreaterThan(200);
  });

  it('is neutralised wherever it turns up, marked or not', async () => {
    vendor.wrote(Object.values(hidden).join(' '));
    for (const [tool, answer] of await callAll(reading)) checkForm(tool, answer);
  });
});

describe('what a vendor says when it refuses', () => {
  const errors = ['kind', 'message', 'hint', 'status', 'code', 'details', 'retry', 'rate_limit'];
  const bodies = (said: string) => ({
    get_single_gladly_customer_by_id: { errors: [{ attr: said, code: said, detail: said, meta: { [said]: said } }] },
    get_single_puzzel_request_by_id: { code: 7, message: said, result: said },
    list_all_puzzel_chat_messages: { message: said },
  });

  it.each(Object.entries({ ...shown, ...hidden, ...huge }))(
    'stays inside message, code and details: %s',
    async (_, payload) => {
      for (const [name, body] of Object.entries(bodies(payload))) {
        vendor.refuse({ status: 400, body });
        const tool = catalogue.find((candidate) => candidate.name === name);
        if (!tool) throw new Error(name);
        const answer = await call(tool);
        const error = answer.structuredContent?.error as Record<string, unknown>;
        expect(Object.keys(answer.structuredContent ?? {})).toEqual(['error']);
        expect(Object.keys(error).filter((member) => !errors.includes(member))).toEqual([]);
        expect(error).toMatchObject({ kind: 'invalid_input', status: 400 });
        expect(error).not.toHaveProperty('retry');
        expect(error.hint).not.toContain(payload);
        expect([...strings(answer)].flatMap(forbiddenIn)).toEqual([]);
        expect(answer._meta?.[mark]).toBeUndefined();
        expect(answer.content[0]?.text).toBe(JSON.stringify(answer.structuredContent));
      }
      vendor.refuse(undefined);
    },
  );
});
