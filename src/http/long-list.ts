import { randomUUID } from 'node:crypto';
import { Failure } from '../failure.js';
import { deepest, parseJson } from './json.js';

/** As much of a list as its pages need: an array is one, too. */
export interface Rows {
  readonly length: number;
  slice(from: number, to: number): readonly unknown[];
}

/** A list that is still the text it came as: its records are parsed each time they are asked for. */
export class LongList implements Rows {
  readonly #text: string;
  readonly #borders: readonly number[];

  /** @param borders the places in the text of its opening bracket, of each comma between records, of its closing bracket */
  constructor(text: string, borders: readonly number[]) {
    this.#text = text;
    this.#borders = borders;
  }

  get length(): number {
    return this.#borders.length - 1;
  }

  /** Where its text begins, and where that of something else goes on. */
  get start(): number {
    return this.#borders[0] ?? 0;
  }
  get end(): number {
    return (this.#borders.at(-1) ?? 0) + 1;
  }

  /** @throws Failure `upstream` when what stands there is no JSON */
  slice(from: number, to: number): readonly unknown[] {
    const end = Math.min(to, this.length);
    if (from >= end) return [];
    const records = recordsIn(this.#text.slice((this.#borders[from] ?? 0) + 1, this.#borders[end]));
    if (records?.length === end - from) return records;
    throw new Failure(
      'upstream',
      `Records ${from + 1} to ${end} of ${this.length} came as something that is no JSON.`,
      {
        hint: 'Call again without cursor, which asks for the list anew. Records shown before are right.',
      },
    );
  }
}

function recordsIn(text: string): readonly unknown[] | undefined {
  try {
    return parseJson(`[${text}]`) as readonly unknown[];
  } catch {
    return undefined;
  }
}

export const isRows = (value: unknown): value is Rows => Array.isArray(value) || value instanceof LongList;

/** The names of the members that lead to a list; none when the answer itself is the list. */
export type Place = readonly string[];

/** Characters from which on a list is left as it is: shorter texts are parsed in less than a call takes otherwise. */
const long = 65_536;

/**
 * Parses JSON like parseJson, but leaves a long list at one of the places as it came: a LongList stands there then.
 * Most records of such a list are never looked at, and to parse them takes longer than all the rest of a call.
 * @throws SyntaxError when the text around the list is no JSON, when anything has no end or is nested beyond reason
 */
export function readJson(text: string, places: readonly Place[], longFrom = long): unknown {
  const list = text.length < longFrom ? undefined : longestList(text);
  if (!list) return parseJson(text);
  const mark = randomUUID();
  const read = { answer: parseJson(`${text.slice(0, list.start)}"${mark}"${text.slice(list.end)}`) };
  return places.some((place) => replaced(read, ['answer', ...place], mark, list)) ? read.answer : parseJson(text);
}

function replaced(holder: unknown, [name = '', ...inner]: Place, mark: string, list: LongList): boolean {
  if (typeof holder !== 'object' || holder === null) return false;
  const members = holder as Record<string, unknown>;
  if (inner.length > 0) return replaced(members[name], inner, mark, list);
  if (members[name] !== mark) return false;
  members[name] = list;
  return true;
}

const quote = 0x22;
const comma = 0x2c;
const backslash = 0x5c;
const openList = 0x5b;
const closeList = 0x5d;
const openObject = 0x7b;
const closeObject = 0x7d;

/** Objects around a list at most: in an answer, a member of it, a member of that. What lies deeper is part of something else. */
const mostAround = 2;

/**
 * The longest list that is within no other list; undefined when none has two records, or brackets or strings in one do
 * not match. What is around the lists is not judged here.
 */
function longestList(text: string): LongList | undefined {
  let longest: LongList | undefined;
  let around = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charCodeAt(at);
    if (char === quote) {
      at = endOfString(text, at);
      if (at < 0) return undefined;
    } else if (char === openList) {
      const borders = [at];
      at = endOfList(text, at, around, borders);
      if (at < 0) return undefined;
      borders.push(at);
      const list = new LongList(text, borders);
      if (around <= mostAround && list.length > 1 && extentOf(list) > extentOf(longest)) longest = list;
    } else if (char === openObject) {
      around += 1;
    } else if (char === closeObject) {
      around -= 1;
    }
  }
  return longest;
}

const extentOf = (list: LongList | undefined): number => (list ? list.end - list.start : 0);

/** Where the list ends that begins there, noting the commas between its records; less than 0 when it does not. */
function endOfList(text: string, start: number, around: number, commas: number[]): number {
  const closing = [closeList];
  for (let at = start + 1; at < text.length; at += 1) {
    const char = text.charCodeAt(at);
    if (char === quote) {
      at = endOfString(text, at);
      if (at < 0) return at;
    } else if (char === comma) {
      if (closing.length === 1) commas.push(at);
    } else if (char === openObject || char === openList) {
      if (closing.length + around >= deepest) return -1;
      closing.push(char === openList ? closeList : closeObject);
    } else if (char === closeObject || char === closeList) {
      if (closing.pop() !== char) return -1;
      if (closing.length === 0) return at;
    }
  }
  return -1;
}

/** Where the string ends that begins there; less than 0 when it does not. */
function endOfString(text: string, start: number): number {
  let end = start;
  do end = text.indexOf('"', end + 1);
  while (isEscaped(text, end));
  return end;
}

function isEscaped(text: string, at: number): boolean {
  let before = at;
  while (text.charCodeAt(before - 1) === backslash) before -= 1;
  return (at - before) % 2 === 1;
}
