import { isDeepStrictEqual } from 'node:util';
import {
  applyEdits,
  type Edit,
  findNodeAtLocation,
  getNodeValue,
  type JSONPath,
  modify,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
  // Not the package's main file: it is UMD, whose inner imports cannot be bundled.
} from 'jsonc-parser/lib/esm/main.js';
import { isObject } from '../../json.js';
import { serverName } from '../client-facts.js';
import type { EditedText, Entry, Input } from './entry.js';
import { indentedJson } from './indented-json.js';
import { joinEntry } from './join-entry.js';
import { NotEditable } from './not-editable.js';

/**
 * Puts the entry into the text of a JSON file, comments and trailing commas allowed. The rest of the text stays as it is,
 * its byte order mark, indentation and line endings too.
 * @throws NotEditable when the text is no JSON, or what stands where the entry or the inputs belong must not be changed
 */
export function editJson(oldText: string, serversKey: string, newEntry: Entry, inputs: readonly Input[]): EditedText {
  const bom = oldText.startsWith('\ufeff') ? '\ufeff' : '';
  let text = oldText.slice(bom.length);
  // An empty file counts as an empty object.
  if (text.trim() === '') text = `{}${text.includes('\r\n') ? '\r\n' : '\n'}`;
  const tree = treeOf(text);
  for (const path of [[], [serversKey], [serversKey, serverName], [serversKey, serverName, 'env']])
    refuseDuplicates(findNodeAtLocation(tree, path));
  const oldEntry = valueAt(text, [serversKey, serverName]);
  if (oldEntry !== undefined && !isObject(oldEntry)) throw new NotEditable(`"${serverName}" in it is not a server`);
  const entry = joinEntry(oldEntry, newEntry);
  for (const input of inputs) text = withInput(text, input);
  if (oldEntry === undefined) return { text: bom + setMember(text, [serversKey, serverName], entry), entry };
  for (const name of Object.keys(entry).filter((member) => member !== 'env')) {
    text = setMember(text, [serversKey, serverName, name], entry[name]);
  }
  for (const [name, value] of Object.entries(entry.env ?? {})) {
    text = setMember(text, [serversKey, serverName, 'env', name], value);
  }
  return { text: bom + text, entry };
}

/** The value at this path; undefined when there is none. */
function valueAt(text: string, path: JSONPath): unknown {
  const node = findNodeAtLocation(treeOf(text), path);
  return node && getNodeValue(node);
}

function treeOf(text: string): Node {
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: true, disallowComments: false });
  const [error] = errors;
  if (error) {
    const line = text.slice(0, error.offset).split('\n').length;
    throw new NotEditable(`it is not valid JSON (line ${line}: ${printParseErrorCode(error.error)})`);
  }
  if (tree?.type !== 'object') throw new NotEditable('it holds no JSON object');
  return tree;
}

/** Refuses two members of one name: a client reads the last of them, but jsonc-parser changes the first. */
function refuseDuplicates(tree: Node | undefined): void {
  if (tree?.type !== 'object') return;
  const names = (tree.children ?? []).map(({ children: [name] = [] }) => String(name?.value));
  const duplicate = names.find((name, index) => names.indexOf(name) !== index);
  if (duplicate !== undefined) throw new NotEditable(`"${duplicate}" stands in it twice`);
}

/** Sets a member, and makes the objects that lead there. A member that already has this value is not touched. */
function setMember(text: string, path: JSONPath, value: unknown): string {
  const tree = treeOf(text);
  path.forEach((name, depth) => {
    const parent = findNodeAtLocation(tree, path.slice(0, depth));
    if (typeof name === 'string' && parent !== undefined && parent.type !== 'object') {
      throw new NotEditable(`"${path[depth - 1]}" in it is not an object`);
    }
  });
  if (isDeepStrictEqual(valueAt(text, path), value)) return text;
  const edits = modify(text, path, value, { isArrayInsertion: typeof path.at(-1) === 'number' });
  return applyEdits(
    text,
    edits.map((edit) => ({ ...edit, content: layOut(text, edit) })),
  );
}

/**
 * The text of an edit, indented like the file. jsonc-parser is told to write without indentation, because it would also
 * reformat the members beside the edit. A file that is all on one line stays that way, unless it is `{}`.
 */
function layOut(text: string, { offset, length, content }: Edit): string {
  if (!text.trim().includes('\n'))
    return text.trim() === '{}' ? `\n  ${layOutMember(content, '  ').replaceAll('\n', '\n  ')}\n` : content;
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const step = /^([ \t]+)["{}[\]]/m.exec(text)?.[1] ?? '  ';
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1);
  const lineIndent = /^[ \t]*/.exec(line)?.[0] ?? '';
  const indentLines = (lines: string, indent: string) => lines.replaceAll('\n', `${eol}${indent}`);
  if (length > 0) return indentLines(indentedJson(JSON.parse(content), step), lineIndent);
  if (content.startsWith(','))
    return `,${eol}${lineIndent}${indentLines(layOutMember(content.slice(1), step), lineIndent)}`;
  const closingIndent = /^[ \t]*[}\]]/.test(text.slice(offset)) ? `${eol}${lineIndent}` : '';
  return `${eol}${lineIndent}${step}${indentLines(layOutMember(content, step), lineIndent + step)}${closingIndent}`;
}

/** A member of an object, or an element of a list, laid out without the indentation of what contains it. */
function layOutMember(content: string, step: string): string {
  const parent: unknown = JSON.parse(content.startsWith('{') ? `[${content}]` : `{${content}}`);
  const lines = indentedJson(parent, step).split('\n').slice(1, -1);
  return lines.map((line) => line.slice(step.length)).join('\n');
}

/** Adds a question to VS Code's list of inputs, unless the list has one with this id. */
function withInput(text: string, input: Input): string {
  const inputs = valueAt(text, ['inputs']) ?? [];
  if (!Array.isArray(inputs)) throw new NotEditable('"inputs" in it is not a list');
  if (inputs.some((item: unknown) => isObject(item) && item.id === input.id)) return text;
  return inputs.length === 0 ? setMember(text, ['inputs'], [input]) : setMember(text, ['inputs', inputs.length], input);
}
