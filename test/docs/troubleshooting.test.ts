import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { afterAll, describe, expect, it } from 'vitest';
import { failureKinds } from '../../src/failure.js';
import { doctor } from '../support/command.js';
import { binary, cleanEnv } from '../support/server-process.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const page = readFileSync(join(root, 'docs/troubleshooting.md'), 'utf8');
/** As it is read: line breaks are none. */
const text = page.replace(/\s+/g, ' ');
const sections = page.split(/^#{2,3} /m).map((section) => section.trim());
const titles = sections.slice(1).map((section) => section.split('\n')[0] ?? '');

const folder = mkdtempSync(join(tmpdir(), 'puzzel-mcp-troubleshooting-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Pieces of the text that stand in every case, as the source writes a message. */
function fixedParts(node: ts.Expression): string[] {
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (!ts.isTemplateExpression(node)) return [];
  return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)];
}

const nameOf = (node: ts.Expression): string =>
  ts.isPropertyAccessExpression(node) ? node.name.text : ts.isIdentifier(node) ? node.text : '';

/** The words of the messages that a source file gives to one of these functions or classes, by the place of the argument. */
function messagesIn(file: string, givers: Record<string, number>): string[] {
  const source = ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if ((ts.isNewExpression(node) || ts.isCallExpression(node)) && nameOf(node.expression) in givers) {
      const given = node.arguments?.[givers[nameOf(node.expression)] ?? 0];
      const choices = given && ts.isConditionalExpression(given) ? [given.whenTrue, given.whenFalse] : [given];
      for (const choice of choices.filter((one) => one !== undefined)) {
        const longest =
          fixedParts(choice)
            .sort((a, b) => b.length - a.length)[0]
            ?.trim() ?? '';
        if (longest.split(' ').length >= 3) found.push(longest);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const config = readdirSync(join(root, 'src/config')).map((file) => `src/config/${file}`);
const startUp = [
  ...config.flatMap((file) => messagesIn(file, { push: 0, problem: 0 })),
  ...messagesIn('src/commands/command-line.ts', { UsageError: 0 }),
];
const ofCalls = [
  'src/http/network.ts',
  'src/http/connections.ts',
  'src/http/deadline.ts',
  'src/http/disk.ts',
  'src/server/audit.ts',
  'src/server/call.ts',
  'src/puzzel/password-login.ts',
  'src/puzzel/client-credentials.ts',
  'src/chat/visitor.ts',
  'src/tools/clients.ts',
].flatMap((file) =>
  messagesIn(file, { Failure: 1 }).filter((message) => !/ended its sessions|call was cancelled/i.test(message)),
);
const ofLog = [
  'src/server/audit.ts',
  'src/commands/serve.ts',
  'src/commands/runtime.ts',
  'src/tools/clients.ts',
].flatMap((file) => messagesIn(file, { warn: 0, error: 0 }));

/** A pattern for each code span of the page that is a message; … stands for anything. */
const spans = [...text.replace(/```.*?```/g, '').matchAll(/(`+)(.+?)\1(?!`)/g)]
  .map(([, , span = '']) => span)
  .filter((span) => span.replaceAll('…', '').trim().split(' ').length >= 3)
  .map((span) => new RegExp(`^${span.replace(/[.*+?^$()|[\]\\{}]/g, '\\$&').replaceAll('…', '.*')}`));

function stderrOf(args: string[], env: Record<string, string>): string[] {
  const { stderr, status } = spawnSync(process.execPath, [binary, ...args], {
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
  it.each(failureKinds)('has an entry for %s, with something to do or to know', (kind) => {
    const section = sections.find((one) => one.startsWith(`\`${kind}\``)) ?? '';
    expect(section.length, `${kind} has no heading of its own`).toBeGreaterThan(`\`${kind}\``.length + 60);
  });

  it('has no entry for a kind that does not exist', () => {
    const kinds: readonly string[] = failureKinds;
    const named = titles.flatMap((title) => /^`(\w+)`$/.exec(title)?.[1] ?? []);
    expect(named.filter((kind) => !kinds.includes(kind))).toEqual([]);
  });

  it('finds the messages in the source at all', () => {
    expect(startUp.length).toBeGreaterThan(15);
    expect(ofCalls.length).toBeGreaterThan(10);
    expect(ofLog.length).toBeGreaterThan(4);
  });

  it.each([...new Set([...startUp, ...ofCalls, ...ofLog])])('explains “%s”', (message) => {
    expect(text.includes(message.replace(/\s+/g, ' ')), 'the page does not have these words').toBe(true);
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

  it('explains every line of the doctor', async () => {
    const { checks } = await doctor({ GLADLY_EMAIL: 'a@b.c' }, folder);
    expect(checks.filter(({ name }) => !text.includes(`\`${name}\``))).toEqual([]);
  });

  it('keeps the anchors that its own links, and others, lead to', () => {
    const anchors = titles.map((title) =>
      title
        .toLowerCase()
        .replace(/[^\p{L}\p{N}_ -]/gu, '')
        .replaceAll(' ', '-'),
    );
    expect(new Set(anchors).size).toBe(anchors.length);
    const own = [...page.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor ?? '');
    expect(own.length).toBeGreaterThan(10);
    // Linked from other pages and from answers to people: a heading may change, its anchor may not.
    const promised = ['nothing-shows-in-claude-desktop', 'nodejs-is-too-old', 'too-many-tools', 'a-company-proxy'];
    for (const anchor of [...own, ...promised, ...failureKinds]) {
      expect(anchors).toContain(anchor);
    }
  });
});

const badPlaceholder = '{"list_all_puzzel_queues": {"method": "GET", "path": "/{nobody}/queues"}}';
