import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, isAbsolute, join } from 'node:path';
import { parseCommandLine } from '../../src/commands/command-line.js';
import { createRuntime } from '../../src/commands/runtime.js';
import { callIn } from '../support/call.js';
import { connect } from '../support/server-process.js';

/*
 * A page contains calls as comments. Between a call and its end is what the demo tenant answered:
 *
 *   <!-- call TOOL {"argument": "value"} rows=2 -->
 *   …
 *   <!-- /call -->
 *
 * rows=N shows the first N rows, keep=a,b only these members of the result; with error=KIND the call has to fail with this
 * kind. An argument "@2.result.0.id" is taken from the answer of the page's second call; "@yesterday", "@today" and
 * "@tomorrow" are midnights (UTC). The flags of the page's `npx puzzel-mcp …` line apply, which shows that they suffice.
 */
const callPattern = /<!-- call (\S+) (\{.*\})((?: \w+=\S+)*) -->\n[\s\S]*?<!-- \/call -->/g;
const flagsPattern = /^npx puzzel-mcp (--.+)$/m;

/** Members whose values change with the clock. */
const clockMembers = new Set([
  'timeInStatus',
  'statusSeconds',
  'loggedOnSeconds',
  'durationSeconds',
  'lengthSeconds',
  'reservedSecondsFromNow',
  'speakTimeAverageSeconds',
  'waitTimeAverageSeconds',
  'waitTimeMaxSeconds',
]);

export const toolsOf = (page: string): string[] => [...page.matchAll(callPattern)].map(([, tool = '']) => tool);

/** Answers a page's calls, with a demo tenant of its own. */
interface Answerer {
  call: (tool: string, args: Record<string, unknown>) => Promise<unknown>;
  close: () => Promise<void>;
}

type StartAnswerer = (env: Record<string, string>, flags: string[]) => Promise<Answerer>;

/** Starts the real program, and a client that talks MCP with it. */
export const startProcess: StartAnswerer = async (env, flags) => {
  const client = await connect('sdk2-legacy', env, flags);
  return { call: async (tool, args) => (await client.call(tool, args)).structuredContent, close: client.close };
};

/** Starts the program in this process, without MCP. */
export const startInProcess: StartAnswerer = async (env, flags) => {
  const commandLine = parseCommandLine(flags, { ...env, PUZZEL_MCP_LOG_LEVEL: 'silent' });
  const runtime = createRuntime(await commandLine.environment(), commandLine.demo);
  return {
    // Nobody is asked for confirmation, as with a client that has no elicitation.
    call: async (tool, args) => (await callIn(runtime, tool, args)).structured,
    close: () => runtime.close(AbortSignal.timeout(1_000)),
  };
};

/** The page with new answers, from a demo tenant of its own. */
export async function withAnswers(page: string, start: StartAnswerer): Promise<string> {
  const flags = flagsPattern.exec(page)?.[1]?.trim().split(/\s+/) ?? [];
  const folder = mkdtempSync(join(tmpdir(), 'workflow-page-'));
  const answerer = await start({ PUZZEL_MCP_DOWNLOAD_DIR: folder }, ['--demo', ...flags]);
  const answers: unknown[] = [];
  try {
    let newPage = '';
    let end = 0;
    for (const found of page.matchAll(callPattern)) {
      const [whole, tool = '', argsText = '', options = ''] = found;
      const { rows, keep, error } = Object.fromEntries(
        options
          .trim()
          .split(' ')
          .map((option) => option.split('=')),
      );
      const args = JSON.parse(argsText) as Record<string, unknown>;
      const filledArgs = fillIn(args, answers, midnight) as Record<string, unknown>;
      const answer = await answerer.call(tool, filledArgs);
      if (member(member(answer, 'error'), 'kind') !== error) {
        throw new Error(`${tool} was to ${error ? `fail with ${error}` : 'succeed'}: ${JSON.stringify(answer)}`);
      }
      answers.push(answer);
      const argsOnPage = fillIn(args, answers, (day) => `<${day}>`);
      const short = shorten(mask('', withoutNewIds(tool, answer)), rows && Number(rows), keep?.split(','));
      const block = [
        whole.slice(0, whole.indexOf('\n')),
        `**\`${tool}\`** \`${JSON.stringify(argsOnPage)}\``,
        '```json',
        format(short),
        '```',
        '<!-- /call -->',
      ];
      newPage += page.slice(end, found.index) + block.join('\n');
      end = found.index + whole.length;
    }
    return newPage + page.slice(end);
  } finally {
    await answerer.close();
    rmSync(folder, { recursive: true });
  }
}

/** Replaces references to earlier answers, and to days by what `timeOf` returns for them. */
function fillIn(value: unknown, answers: unknown[], timeOf: (day: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => fillIn(item, answers, timeOf));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fillIn(item, answers, timeOf)]));
  }
  if (typeof value !== 'string') return value;
  const day = /^@(yesterday|today|tomorrow)$/.exec(value)?.[1];
  if (day) return timeOf(day);
  const [, number, path = ''] = /^@(\d+)\.(.+)$/.exec(value) ?? [];
  if (number === undefined) return value;
  const found = path.split('.').reduce<unknown>((holder, name) => member(holder, name), answers[Number(number) - 1]);
  if (found === undefined) throw new Error(`${value}: the answer has no such member`);
  return found;
}

const member = (holder: unknown, name: string): unknown =>
  typeof holder === 'object' && holder !== null ? Reflect.get(holder, name) : undefined;

function midnight(day: string): string {
  const days = ['yesterday', 'today', 'tomorrow'].indexOf(day) - 1;
  return `${new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)}T00:00:00Z`;
}

/** Replaces the ids that Gladly or the server has just generated. */
const withoutNewIds = (tool: string, answer: unknown): unknown =>
  tool.startsWith('create_a_gladly_')
    ? JSON.parse(JSON.stringify(answer).replace(/("(?:id|conversationItemId)":)"[\w-]{22}"/g, '$1"<new id>"'))
    : answer;

/** Replaces what differs from run to run. */
function mask(name: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => mask(name, item));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mask(key, item)]));
  }
  if (clockMembers.has(name) && typeof value === 'number') return '<seconds>';
  if (name === 'next_cursor') return '<cursor>';
  if (typeof value !== 'string') return value;
  if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)) return ago(Date.parse(value));
  if (name === 'path' && isAbsolute(value)) return `<download folder>/${basename(value)}`;
  return value.length > 200 ? `${value.slice(0, 190)}…` : value;
}

/** The tenant's recent times are whole minutes before its start, so they stay the same for a minute after it. */
function ago(time: number): string {
  const minutes = Math.floor((Date.now() - time) / 60_000);
  return minutes >= 1 && minutes < 60 ? `<${minutes} min ago>` : '<time>';
}

/** Keeps the given rows or members, and marks what is left out. */
function shorten(answer: unknown, rows = Number.POSITIVE_INFINITY, keep?: string[]): unknown {
  const { result, ...rest } = answer as { result?: unknown };
  if (Array.isArray(result) && result.length > rows) {
    return { result: [...result.slice(0, rows), `… ${result.length - rows} more`], ...rest };
  }
  if (!keep || typeof result !== 'object' || result === null) return answer;
  const kept = keep.map((name) => [name, member(result, name)]);
  if (kept.some(([, value]) => value === undefined)) throw new Error(`the result lacks one of ${keep}`);
  return { result: { ...Object.fromEntries(kept), '…': '…' }, ...rest };
}

const maxLineLength = 220;

/** JSON that is broken into lines only where one line would be too long, or where there are several records. */
function format(value: unknown, margin = ''): string {
  const flat = onOneLine(value);
  if (typeof value !== 'object' || value === null) return flat;
  const rows = Array.isArray(value) || margin !== '' ? value : member(value, 'result');
  const hasSeveralRows = Array.isArray(rows) && rows.length > 1;
  if (!hasSeveralRows && margin.length + flat.length <= maxLineLength) return flat;
  const inner = `${margin}  `;
  if (Array.isArray(value)) {
    if (value.every((item) => typeof item !== 'object') && flat.length <= maxLineLength) return flat;
    return `[\n${value.map((item) => `${inner}${format(item, inner)}`).join(',\n')}\n${margin}]`;
  }
  const members = Object.entries(value).map(
    ([name, item]) => `${inner}${JSON.stringify(name)}: ${format(item, inner)}`,
  );
  return `{\n${members.join(',\n')}\n${margin}}`;
}

/** JSON on one line, with spaces. */
function onOneLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(onOneLine).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, item]) => `${JSON.stringify(name)}: ${onOneLine(item)}`);
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}
