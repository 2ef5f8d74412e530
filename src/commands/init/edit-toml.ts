import { isDeepStrictEqual } from 'node:util';
import { parse as parseAny, stringify } from 'smol-toml';
import { isObject } from '../../json.js';
import { serverName } from '../client-facts.js';
import type { EditedText, Entry } from './entry.js';
import { joinEntry } from './join-entry.js';
import { NotEditable } from './not-editable.js';

type Table = Record<string, unknown>;

/** Parses TOML; integers beyond 2^53 become bigints. */
const parse = (text: string): Table => parseAny(text, { integersAsBigInt: 'asNeeded' });

/**
 * Puts the entry into the text of a TOML file. A new entry is appended as tables of its own, so that the text before it
 * stays the same byte for byte. In an existing entry only the lines that differ are changed; comments are kept. The
 * result is parsed again and must equal the earlier document plus the entry.
 * @throws NotEditable when the text is no TOML, or cannot be changed in this way
 */
export function editToml(text: string, serversKey: string, newEntry: Entry): EditedText {
  const document = documentOf(text);
  const servers = document[serversKey] ?? {};
  if (!isTable(servers)) throw new NotEditable(`"${serversKey}" in it is not a table`);
  const oldEntry = servers[serverName];
  if (oldEntry !== undefined && !isTable(oldEntry))
    throw new NotEditable(`"${serversKey}.${serverName}" in it is not a table`);
  const entry = joinEntry(oldEntry, newEntry);
  if (isDeepStrictEqual(plainData(oldEntry), plainData(entry))) return { text, entry };
  const expectedDocument = { ...document, [serversKey]: { ...servers, [serverName]: entry } };
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const appendedText = text + separator(text, eol) + tomlOf(serversKey, entry).replaceAll('\n', eol);
  // Where the servers are an inline table, the appended text is not valid TOML.
  if (oldEntry === undefined && parsesTo(appendedText, expectedDocument)) return { text: appendedText, entry };
  const changedText = oldEntry === undefined ? undefined : changeEntry(text, serversKey, entry, eol);
  if (changedText === undefined || !parsesTo(changedText, expectedDocument)) {
    throw new NotEditable('it is laid out in a way that cannot be changed safely');
  }
  return { text: changedText, entry };
}

/** The text with the outdated lines of our entry replaced; undefined when it has no table with a heading. */
function changeEntry(text: string, serversKey: string, { env, ...members }: Entry, eol: string): string | undefined {
  const name = `${serversKey}.${serverName}`;
  const lines = text.split(/(?<=\n)/);
  if (!setMembers(lines, name, members, eol)) return undefined;
  if (env !== undefined && !setMembers(lines, `${name}.env`, env, eol)) {
    const tableEnd = findTable(lines, name)?.end ?? lines.length;
    lines.splice(tableEnd, 0, ...`${eol}[${name}.env]\n${stringify(env)}`.replaceAll('\n', eol).split(/(?<=\n)/));
  }
  return lines.join('');
}

/**
 * Sets the members of one table, each on its own line; a new member is added after the last one. False when there is no
 * such table.
 */
function setMembers(lines: string[], table: string, members: object, eol: string): boolean {
  const range = findTable(lines, table);
  if (!range) return false;
  const newLines: string[] = [];
  for (const [name, value] of Object.entries(members)) {
    const line = stringify({ [name]: value }).trimEnd();
    const memberPattern = new RegExp(`^\\s*"?${name}"?\\s*=`);
    const at = lines.findIndex(
      (candidate, index) => index > range.start && index < range.end && memberPattern.test(candidate),
    );
    const presentLine = lines[at];
    if (presentLine === undefined) newLines.push(line + eol);
    else if (!parsesTo(presentLine, { [name]: value })) lines[at] = line + commentOf(presentLine) + eol;
  }
  const lastLine = lines[range.end - 1];
  if (newLines.length > 0 && lastLine !== undefined && !lastLine.endsWith('\n')) lines[range.end - 1] = lastLine + eol;
  lines.splice(range.end, 0, ...newLines);
  return true;
}

/** The indexes of a table's heading, and of the first line after its last member. */
function findTable(lines: readonly string[], table: string): { start: number; end: number } | undefined {
  const headingPattern = new RegExp(`^\\s*\\[\\s*${table.replaceAll('.', '\\s*\\.\\s*')}\\s*\\]`);
  const start = lines.findIndex((line) => headingPattern.test(line));
  if (start === -1) return undefined;
  const nextHeading = lines.findIndex((line, index) => index > start && /^\s*\[/.test(line));
  let end = nextHeading === -1 ? lines.length : nextHeading;
  while (end > start + 1 && /^\s*(#.*)?$/.test(lines[end - 1] ?? '')) end -= 1;
  return { start, end };
}

/** The comment after a value: it begins at the first # before which the line is valid TOML. */
function commentOf(line: string): string {
  const text = line.trimEnd();
  for (let at = text.indexOf('#'); at !== -1; at = text.indexOf('#', at + 1)) {
    if (isToml(text.slice(0, at))) return ` ${text.slice(at)}`;
  }
  return '';
}

/** The entry as tables with headings, which is how Codex's documentation writes it. */
export function tomlOf(serversKey: string, { env, ...entry }: Entry): string {
  const table = `[${serversKey}.${serverName}]\n${stringify(entry)}`;
  return env === undefined ? table : `${table}\n[${serversKey}.${serverName}.env]\n${stringify(env)}`;
}

function separator(text: string, eol: string): string {
  if (text.replace('\ufeff', '').trim() === '') return '';
  return text.endsWith('\n') ? eol : eol + eol;
}

function documentOf(text: string): Table {
  try {
    return parse(text);
  } catch (error) {
    // The parser's message shows the line, which may hold a secret.
    const line = /line (\d+)|\((\d+), ?\d+\)/i.exec(error instanceof Error ? error.message : '');
    throw new NotEditable(`it is not valid TOML${line ? ` (line ${line[1] ?? line[2]})` : ''}`);
  }
}

function isToml(text: string): boolean {
  try {
    parse(text);
    return true;
  } catch {
    return false;
  }
}

function parsesTo(text: string, expected: Table): boolean {
  try {
    return isDeepStrictEqual(plainData(parse(text)), plainData(expected));
  } catch {
    return false;
  }
}

/** The value as plain JSON data, for comparisons: the parser's dates become text, bigints become text that ends in `n`. */
const plainData = (value: unknown): unknown =>
  value === undefined
    ? undefined
    : JSON.parse(JSON.stringify(value, (_, member: unknown) => (typeof member === 'bigint' ? `${member}n` : member)));

const isTable = (value: unknown): value is Table => isObject(value) && !(value instanceof Date);
