import { isDeepStrictEqual } from 'node:util';
import { serverName } from '../client-limits.js';
import type { Edited, Entry } from './entry.js';
import { joinEntry } from './join-entry.js';
import { parse, stringify } from './toml.js';
import { Unreadable } from './unreadable.js';

type Table = Record<string, unknown>;

/**
 * Puts the entry into the text of a TOML file. A new one goes behind everything else as tables of its own, so that
 * nothing before it changes by a byte; one that is there already is written anew in its place, its comments above it.
 * What comes out is read again: it must say what was there before and the entry, nothing else.
 * @throws Unreadable when the text is no TOML, or when something else stands where the servers belong
 */
export function editToml(text: string, heading: string, wanted: Entry): Edited {
  const document = documentOf(text);
  const servers = document[heading] ?? {};
  if (!isTable(servers)) throw new Unreadable(`"${heading}" in it is no table`);
  const before = servers[serverName];
  if (before !== undefined && !isTable(before)) throw new Unreadable(`"${heading}.${serverName}" in it is no table`);
  const joined = joinEntry(before, wanted);
  if (isDeepStrictEqual(plain(before), plain(joined))) return { text, entry: joined };
  const expected = { ...document, [heading]: { ...servers, [serverName]: joined } };
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const appended = text + separator(text, eol) + tomlOf(heading, joined).replaceAll('\n', eol);
  // Servers in an inline table cannot have tables of their own.
  if (before === undefined && isSame(appended, expected)) return { text: appended, entry: joined };
  const replaced = replacedIn(text, heading, tomlOf(heading, joined).replaceAll('\n', eol));
  if (replaced === undefined || !isSame(replaced, expected)) {
    throw new Unreadable('it is laid out in a way that cannot be changed safely');
  }
  return { text: replaced, entry: joined };
}

/** The text with the tables of our entry exchanged, undefined when it has none of its own. */
function replacedIn(text: string, heading: string, tables: string): string | undefined {
  const own = new RegExp(`^\\s*\\[\\s*${heading}\\s*\\.\\s*"?${serverName}"?\\s*[\\].]`);
  const lines = text.split(/(?<=\n)/);
  const first = lines.findIndex((line) => own.test(line));
  if (first === -1) return undefined;
  let isOwn = true;
  const behind: string[] = [];
  const comments: string[] = [];
  for (const line of lines.slice(first)) {
    if (/^\s*\[/.test(line)) isOwn = own.test(line);
    if (!isOwn) behind.push(line);
    else if (/^\s*#/.test(line)) comments.push(line);
  }
  const gap = behind.length > 0 ? (text.includes('\r\n') ? '\r\n' : '\n') : '';
  return [...lines.slice(0, first), ...comments, tables, gap, ...behind].join('');
}

/** The entry as tables with headings, which is how Codex's documentation writes it. */
export function tomlOf(heading: string, { env, ...entry }: Entry): string {
  const table = `[${heading}.${serverName}]\n${stringify(entry)}`;
  return env === undefined ? table : `${table}\n[${heading}.${serverName}.env]\n${stringify(env)}`;
}

function separator(text: string, eol: string): string {
  if (text.replace('\ufeff', '').trim() === '') return '';
  return text.endsWith('\n') ? eol : eol + eol;
}

function documentOf(text: string): Table {
  try {
    return parse(text) as Table;
  } catch (error) {
    // The parser's message shows the line, which may hold a secret.
    const line = /line (\d+)|\((\d+), ?\d+\)/i.exec(error instanceof Error ? error.message : '');
    throw new Unreadable(`it is no valid TOML${line ? ` (line ${line[1] ?? line[2]})` : ''}`);
  }
}

function isSame(text: string, expected: Table): boolean {
  try {
    return isDeepStrictEqual(plain(parse(text)), plain(expected));
  } catch {
    return false;
  }
}

/** Without the parser's own classes for times, and with whole numbers of any size. */
const plain = (value: unknown): unknown =>
  value === undefined
    ? undefined
    : JSON.parse(JSON.stringify(value, (_, one: unknown) => (typeof one === 'bigint' ? `${one}n` : one)));

const isTable = (value: unknown): value is Table =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
