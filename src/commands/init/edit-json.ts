import { isDeepStrictEqual } from 'node:util';
import { serverName } from '../client-limits.js';
import type { Edited, Entry, Input } from './entry.js';
import { indentedJson } from './indented.js';
import { joinEntry } from './join-entry.js';
import {
  findNodeAtLocation,
  getNodeValue,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from './jsonc.js';
import { Unreadable } from './unreadable.js';

/**
 * Puts the entry into the text of a JSON file, comments and trailing commas allowed. Only what has to be written is
 * touched: the parser's own editing lays out the neighbours anew, so the insertion is done here, on its syntax tree.
 * @throws Unreadable when the text is no JSON, or when something else stands where the servers belong
 */
export function editJson(given: string, heading: string, wanted: Entry, inputs: readonly Input[]): Edited {
  const bom = given.startsWith('\ufeff') ? '\ufeff' : '';
  let text = given.slice(bom.length);
  // A byte order mark alone, or nothing, is how an empty file looks.
  if (text.trim() === '') text = `{}${text.includes('\r\n') ? '\r\n' : '\n'}`;
  const before: unknown = valueAt(text, [heading, serverName]);
  if (before !== undefined && !isObject(before)) throw new Unreadable(`"${serverName}" in it is no server`);
  const joined = joinEntry(before, wanted);
  for (const input of inputs) text = withInput(text, input);
  if (before === undefined) return { text: bom + setMember(text, [heading, serverName], joined), entry: joined };
  for (const name of Object.keys(joined).filter((one) => one !== 'env'))
    text = setMember(text, [heading, serverName, name], joined[name]);
  for (const [name, value] of Object.entries(joined.env ?? {})) {
    text = setMember(text, [heading, serverName, 'env', name], value);
  }
  return { text: bom + text, entry: joined };
}

/** @returns undefined when nothing stands there */
export function valueAt(text: string, path: readonly string[]): unknown {
  const node = findNodeAtLocation(treeOf(text), [...path]);
  return node && getNodeValue(node);
}

function treeOf(text: string): Node {
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: true, disallowComments: false });
  const [error] = errors;
  if (error) {
    const line = text.slice(0, error.offset).split('\n').length;
    throw new Unreadable(`it is no valid JSON (line ${line}: ${printParseErrorCode(error.error)})`);
  }
  if (tree?.type !== 'object') throw new Unreadable('it holds no JSON object');
  return tree;
}

/** Sets a member, making the objects that lead there. */
function setMember(text: string, path: readonly string[], value: unknown): string {
  const tree = treeOf(text);
  const node = findNodeAtLocation(tree, [...path]);
  const unit = indentUnit(text);
  if (node) {
    if (isDeepStrictEqual(getNodeValue(node), value)) return text;
    const indent = lineIndent(text, node.offset);
    return splice(text, node.offset, node.length, rendered(text, value, indent, unit));
  }
  const depth = path.findIndex((_, index) => findNodeAtLocation(tree, path.slice(0, index + 1)) === undefined);
  const parent = depth === 0 ? tree : findNodeAtLocation(tree, path.slice(0, depth));
  if (parent?.type !== 'object') throw new Unreadable(`"${path[depth - 1]}" in it is no object`);
  const content = path.slice(depth + 1).reduceRight<unknown>((inner, name) => ({ [name]: inner }), value);
  return insertInto(text, parent, content, path[depth]);
}

/** VS Code's questions are a list; ours are known by their id. */
function withInput(text: string, input: Input): string {
  const inputs = valueAt(text, ['inputs']);
  if (inputs === undefined) return setMember(text, ['inputs'], [input]);
  const list = findNodeAtLocation(treeOf(text), ['inputs']);
  if (!Array.isArray(inputs) || list?.type !== 'array') throw new Unreadable('"inputs" in it is no list');
  return inputs.some((one: unknown) => isObject(one) && one.id === input.id) ? text : insertInto(text, list, input);
}

/** Blanks and comments. */
const trivia = /(?:\s|\/\/[^\r\n]*|\/\*[\s\S]*?\*\/)*/y;
/** What stands behind a member on its line and belongs to it. */
const restOfLine = /[ \t]*(?:\/\*[^\r\n]*?\*\/[ \t]*)*(?:\/\/[^\r\n]*)?/y;

/** Adds a member behind the last one of an object or a list, in the file's own indentation. */
function insertInto(text: string, container: Node, value: unknown, name?: string): string {
  const unit = indentUnit(text);
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const last = container.children?.at(-1);
  const outer = lineIndent(text, container.offset);
  const indent = last ? (ownIndent(text, last.offset) ?? outer + unit) : outer + unit;
  const label = name === undefined ? '' : `${JSON.stringify(name)}: `;
  const member = `${eol}${indent}${label}${rendered(text, value, indent, unit)}`;
  const end = container.offset + container.length - 1;
  if (!last) {
    const inside = text.slice(container.offset + 1, end);
    // A comment in an empty object stays before the new member; blanks go.
    const kept = inside.trim() === '' ? '' : inside.trimEnd();
    return splice(text, container.offset + 1, inside.length, `${kept}${member}${eol}${outer}`);
  }
  const lastEnd = last.offset + last.length;
  trivia.lastIndex = lastEnd;
  const next = lastEnd + (trivia.exec(text)?.[0].length ?? 0);
  const trailing = text[next] === ',';
  const behind = trailing ? next + 1 : lastEnd;
  restOfLine.lastIndex = behind;
  const at = Math.min(behind + (restOfLine.exec(text)?.[0].length ?? 0), end);
  const closing = /^\s*$/.test(text.slice(at, end)) && !/[\r\n]/.test(text.slice(at, end)) ? `${eol}${outer}` : '';
  const inserted = splice(text, at, closing === '' ? 0 : end - at, `${member}${trailing ? ',' : ''}${closing}`);
  return trailing ? inserted : splice(inserted, lastEnd, 0, ',');
}

const rendered = (text: string, value: unknown, indent: string, unit: string): string =>
  indentedJson(value, unit).replaceAll('\n', `${text.includes('\r\n') ? '\r\n' : '\n'}${indent}`);

const splice = (text: string, at: number, length: number, insert: string): string =>
  text.slice(0, at) + insert + text.slice(at + length);

/** One step of indentation: that of the first indented line. */
const indentUnit = (text: string): string => /^([ \t]+)["{}[\]]/m.exec(text)?.[1] ?? '  ';

/** The blanks at the beginning of the line of a position. */
const lineIndent = (text: string, offset: number): string =>
  /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', offset - 1) + 1))?.[0] ?? '';

/** The same, when nothing else stands before it on that line. */
function ownIndent(text: string, offset: number): string | undefined {
  const before = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  return before.trim() === '' ? before : undefined;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
