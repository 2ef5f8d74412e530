import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ESTree, parseSync, Visitor } from 'vite';
import { describe, expect, it } from 'vitest';
import { failureKinds } from '../../src/failure.js';
import { doctor } from '../support/command.js';
import { cleanEnv, connect, program } from '../support/server-process.js';
import { newFolder } from '../support/set-up.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const page = readFileSync(join(root, 'docs/troubleshooting.md'), 'utf8');
/** The page with every line break as a space. */
const text = page.replace(/\s+/g, ' ');
const sections = page.split(/^#{2,3} /m).map((section) => section.trim());
const titles = sections.slice(1).map((section) => section.split('\n')[0] ?? '');

const folder = newFolder();

/** The constant pieces of a message: a string, or the parts of a template between its expressions. */
function fixedParts(node: ESTree.Argument): string[] {
  if (node.type === 'Literal' && typeof node.value === 'string') return [node.value];
  return node.type === 'TemplateLiteral' ? node.quasis.map(({ value }) => value.cooked ?? '') : [];
}

function nameOf(node: ESTree.Expression): string {
  if (node.type === 'MemberExpression') return node.property.type === 'Identifier' ? node.property.name : '';
  return node.type === 'Identifier' ? node.name : '';
}

/** The longest constant piece of each message in a source file. @param positions of the message among a callee's arguments */
function messagesIn(file: string, positions: Record<string, number>): string[] {
  const found: string[] = [];
  const collect = ({ callee, arguments: given }: ESTree.CallExpression | ESTree.NewExpression) => {
    const message = given[positions[nameOf(callee)] ?? Number.NaN];
    if (!message) return;
    const choices = message.type === 'ConditionalExpression' ? [message.consequent, message.alternate] : [message];
    for (const choice of choices) {
      const [longest = ''] = fixedParts(choice).sort((a, b) => b.length - a.length);
      if (longest.trim().split(' ').length >= 3) found.push(longest.trim());
    }
  };
  const { program: source } = parseSync(file, readFileSync(join(root, file), 'utf8'));
  new Visitor({ CallExpression: collect, NewExpression: collect }).visit(source);
  return found;
}

const config = readdirSync(join(root, 'src/config')).map((file) => `src/config/${file}`);
const startUpMessages = [
  ...config.flatMap((file) => messagesIn(file, { push: 0, problem: 0 })),
  ...messagesIn('src/commands/command-line.ts', { UsageError: 0 }),
];
const callMessages = [
  'src/http/network-failure.ts',
  'src/http/connections.ts',
  'src/http/deadline.ts',
  'src/http/disk.ts',
  'src/calls/audit-log.ts',
  'src/calls/runner.ts',
  'src/puzzel/password-login.ts',
  'src/puzzel/client-credentials.ts',
  'src/chat/visitor.ts',
  'src/tools/clients.ts',
].flatMap((file) =>
  messagesIn(file, { Failure: 1, refusedLogin: 0 }).filter(
    (message) => !/ended its sessions|call was cancelled/i.test(message),
  ),
);
const logMessages = [
  'src/calls/audit-log.ts',
  'src/server/transport.ts',
  'src/commands/serve.ts',
  'src/commands/engine.ts',
  'src/tools/clients.ts',
].flatMap((file) => messagesIn(file, { warn: 0, error: 0 }));

/** A pattern for each code span of the page that is a message; … stands for anything. */
const spans = [...text.replace(/```.*?```/g, '').matchAll(/(`+)(.+?)\1(?!`)/g)]
  .map(([, , span = '']) => span)
  .filter((span) => span.replaceAll('…', '').trim().split(' ').length >= 3)
  .map((span) => new RegExp(`^${span.replace(/[.*+?^$()|[\]\\{}]/g, '\\$&').replaceAll('…', '.*')}`));

function stderrOf(args: string[], env: Record<string, string>): string[] {
  const { stderr, status } = spawnSync(process.execPath, [...program, ...args], {
    env: cleanEnv({ NO_COLOR: '1', ...env }),
    cwd: folder,
    encoding: 'utf8',
    input: '',
  });
  expect(status).toBe(2);
  return stderr
    .trim()
    .split('\n')
    .map((line) => line.replace(/^puzzel-mcp: /, ''));
}

describe('docs/troubleshooting.md', () => {
  it('has an entry of at least 60 characters for every kind of error, and for no other', () => {
    const kinds: readonly string[] = failureKinds;
    const entries = new Map(
      sections.flatMap((section) => {
        const [title = '', ...body] = section.split('\n');
        const kind = /^`(\w+)`$/.exec(title)?.[1];
        return kind === undefined ? [] : [[kind, body.join(' ').trim()]];
      }),
    );
    expect([...entries.keys()].sort()).toEqual([...kinds].sort());
    expect([...entries].filter(([, body]) => body.length < 60)).toEqual([]);
  });

  it('explains every message of the source that a person may see', () => {
    expect(startUpMessages.length).toBeGreaterThan(15);
    expect(callMessages.length).toBeGreaterThan(10);
    expect(logMessages.length).toBeGreaterThan(4);
    const messages = new Set(
      [...startUpMessages, ...callMessages, ...logMessages].map((message) => message.replace(/\s+/g, ' ')),
    );
    expect([...messages].filter((message) => !text.includes(message))).toEqual([]);
  });

  it('explains every line of a start that fails', () => {
    const routes = join(folder, 'routes.json');
    const lines = [
      ...stderrOf([], {
        PUZZEL_MCP_METHODS: 'raed',
        PUZZEL_MCP_TAGS: ',',
        PUZZEL_MCP_TOOLS: 'nothing_like_it',
        PUZZEL_MCP_READ_ONLY: 'perhaps',
        PUZZEL_MCP_CONFIRM: 'perhaps',
        PUZZEL_MCP_PIN_USER_ID: 'me',
        PUZZEL_MCP_PIN_QUEUES: '<queues>',
        PUZZEL_MCP_EXPIRES_AT: 'tomorrow',
        PUZZEL_MCP_LOG_LEVEL: 'loud',
        PUZZEL_MCP_TIMEOUT_MS: '-1',
        PUZZEL_MCP_ROUTES: join(folder, 'nowhere.json'),
        PUZZEL_API_URL: 'http://puzzel.example',
        GLADLY_HOST: 'gladly.example',
      }),
      ...stderrOf([], { GLADLY_ORGANIZATION: 'a.b/c', PUZZEL_MCP_EXPIRES_AT: '2020-01-01T00:00:00Z' }),
      ...stderrOf([], { GLADLY_API_URL: 'https://evil.example' }),
      ...stderrOf(['--tgas', 'x'], {}),
      ...stderrOf(['docter'], {}),
      ...stderrOf(['--tags'], {}),
      ...stderrOf(['tools', '--since', '2h'], {}),
    ];
    for (const content of ['{oops', '[]', '{"nothing": {}, "list_all_puzzel_queues": {}}', badPlaceholder]) {
      writeFileSync(routes, content);
      lines.push(...stderrOf([], { PUZZEL_MCP_ROUTES: routes }));
    }
    expect(lines.length).toBeGreaterThan(22);
    const unknown = lines.filter((line) => !spans.some((span) => span.test(line)));
    expect(unknown).toEqual([]);
  });

  it('explains every check of the doctor', async () => {
    const { checks } = await doctor({ GLADLY_EMAIL: 'a@b.c' }, folder);
    expect(checks.filter(({ name }) => !text.includes(`\`${name}\``))).toEqual([]);
  });

  it('names a filter with which the list of tools fits into a line of 64 KiB', async () => {
    const [, filter = ''] = /64 KiB[\s\S]*?`--tags (\S+)` fits/.exec(page) ?? [];
    const client = await connect('sdk2-legacy', {}, ['--demo', '--tags', filter]);
    try {
      const tools = await client.list();
      expect(tools.length).toBeGreaterThan(10);
      const envelope = JSON.stringify({ jsonrpc: '2.0', id: 1, result: { tools } });
      expect(Buffer.byteLength(envelope)).toBeLessThan(60 * 1024);
    } finally {
      await client.close();
    }
  });

  it('keeps the anchors that its own links and other pages lead to', () => {
    const anchors = titles.map((title) =>
      title
        .toLowerCase()
        .replace(/[^\p{L}\p{N}_ -]/gu, '')
        .replaceAll(' ', '-'),
    );
    expect(new Set(anchors).size).toBe(anchors.length);
    const own = [...page.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor ?? '');
    expect(own.length).toBeGreaterThan(10);
    // Other pages and answers to users link to these anchors, so they must not change.
    const promised = ['nothing-shows-in-claude-desktop', 'nodejs-is-too-old', 'too-many-tools', 'a-company-proxy'];
    for (const anchor of [...own, ...promised, ...failureKinds]) {
      expect(anchors).toContain(anchor);
    }
  });
});

const badPlaceholder = '{"list_all_puzzel_queues": {"method": "GET", "path": "/{nobody}/queues"}}';
