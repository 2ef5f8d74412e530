import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ESTree, parseSync, Visitor } from 'vite';
import { describe, expect, it } from 'vitest';
import { failureKinds } from '../../src/failure.js';
import { CommandsHost } from '../support/commands-host.js';
import { connect } from '../support/server-process.js';
import { closedAfterAll, newFolder } from '../support/set-up.js';
import { anchorsOf } from './anchors.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const page = readFileSync(join(root, 'docs/troubleshooting.md'), 'utf8');
/** The page with every line break as a space. */
const text = page.replace(/\s+/g, ' ');
const sections = page.split(/^#{2,3} /m).map((section) => section.trim());

const folder = newFolder();
const commands = closedAfterAll(new CommandsHost());

/** The constant pieces of a message: a string, or the parts of a template between its expressions. */
function fixedParts(node: ESTree.Argument): string[] {
  if (node.type === 'Literal' && typeof node.value === 'string') return [node.value];
  return node.type === 'TemplateLiteral' ? node.quasis.map(({ value }) => value.cooked ?? '') : [];
}

function nameOf(node: ESTree.Expression): string {
  if (node.type === 'MemberExpression') return node.property.type === 'Identifier' ? node.property.name : '';
  return node.type === 'Identifier' ? node.name : '';
}

/**
 * The longest constant piece of each message in a source file, where it has three words or more.
 * @param positions for each function that takes a message: which of its arguments that is, counted from 0
 */
function messagesIn(file: string, positions: Record<string, number>): string[] {
  const found: string[] = [];
  const collect = ({ callee, arguments: args }: ESTree.CallExpression | ESTree.NewExpression) => {
    const message = args[positions[nameOf(callee)] ?? Number.NaN];
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

const configFiles = readdirSync(join(root, 'src/config')).map((file) => `src/config/${file}`);
const startUpMessages = [
  ...configFiles.flatMap((file) => messagesIn(file, { push: 0, problem: 0 })),
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
    // The section `cancelled` explains these two without their words.
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

/** A pattern for each message on the page, which is a code span of three words or more; … stands for anything. */
const messagePatterns = [...text.replace(/```.*?```/g, '').matchAll(/(`+)(.+?)\1(?!`)/g)]
  .map(([, , span = '']) => span)
  .filter((span) => span.replaceAll('…', '').trim().split(' ').length >= 3)
  .map((span) => new RegExp(`^${span.replace(/[.*+?^$()|[\]\\{}]/g, '\\$&').replaceAll('…', '.*')}`));

/** The lines with which a command line or settings are refused. */
async function refusalLines(args: string[], env: Record<string, string>): Promise<string[]> {
  const { code, err } = await commands.run(args, env, folder);
  expect(code).toBe(2);
  return err
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

  it('explains the messages of the start, the network, the logins and the log', () => {
    expect(startUpMessages.length).toBeGreaterThan(15);
    expect(callMessages.length).toBeGreaterThan(10);
    expect(logMessages.length).toBeGreaterThan(4);
    const messages = new Set(
      [...startUpMessages, ...callMessages, ...logMessages].map((message) => message.replace(/\s+/g, ' ')),
    );
    expect([...messages].filter((message) => !text.includes(message))).toEqual([]);
  });

  it('explains every line with which a wrong setting, flag or routes file ends the start', async () => {
    const refused: [args: string[], env: Record<string, string>][] = [
      [
        [],
        {
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
        },
      ],
      [[], { GLADLY_ORGANIZATION: 'a.b/c', PUZZEL_MCP_EXPIRES_AT: '2020-01-01T00:00:00Z' }],
      [[], { GLADLY_API_URL: 'https://evil.example' }],
      [['--tgas', 'x'], {}],
      [['docter'], {}],
      [['--tags'], {}],
      [['tools', '--since', '2h'], {}],
    ];
    const badPlaceholder = '{"list_all_puzzel_queues": {"method": "GET", "path": "/{nobody}/queues"}}';
    const routes = ['{oops', '[]', '{"nothing": {}, "list_all_puzzel_queues": {}}', badPlaceholder];
    for (const [index, content] of routes.entries()) {
      const file = join(folder, `routes-${index}.json`);
      writeFileSync(file, content);
      refused.push([[], { PUZZEL_MCP_ROUTES: file }]);
    }
    const lines = (await Promise.all(refused.map(([args, env]) => refusalLines(args, env)))).flat();
    expect(lines.length).toBeGreaterThan(22);
    const unknown = lines.filter((line) => !messagePatterns.some((pattern) => pattern.test(line)));
    expect(unknown).toEqual([]);
  });

  it('explains every check of the doctor', async () => {
    const { checks } = await commands.doctor({ GLADLY_EMAIL: 'a@b.c' }, folder);
    expect(checks.filter(({ name }) => !text.includes(`\`${name}\``))).toEqual([]);
  });

  it('names a filter with which the list of tools fits into a line of 64 KiB, with 4 KiB to spare', async () => {
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

  it('has no heading twice, and keeps those that are linked from outside the repository', () => {
    const anchors = anchorsOf(page);
    expect(new Set(anchors).size).toBe(anchors.length);
    const promised = ['nothing-shows-in-claude-desktop', 'nodejs-is-too-old', 'too-many-tools', 'a-company-proxy'];
    expect(anchors).toEqual(expect.arrayContaining(promised));
  });
});
