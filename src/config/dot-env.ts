import { readFileSync, statSync } from 'node:fs';
import { parse } from 'dotenv';
import { decodeText } from '../text-file.js';
import { type Environment, settings } from './settings.js';

export interface DotEnv {
  values: Environment;
  /** Warnings about lines that were probably not meant as written; they never contain a value. */
  warnings: string[];
  /** Lines that name a setting and do not set it, or set it to something else once more. */
  problems: string[];
}

/** A folder of that name is a virtual environment of Python's, and reading a pipe would wait for ever. */
export const isDotEnv = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() === true;

/**
 * The variables of a `.env` file, read without printing anything: dotenv's own loader prints, and would change
 * `process.env`.
 * @throws UnreadableText when its encoding cannot be told; what the system says when it cannot be read
 */
export function readDotEnv(path: string): DotEnv {
  const text = decodeText(readFileSync(path));
  const values = parse(text);
  return { values, warnings: cutValues(text, path), problems: unreadLines(text, values, path) };
}

/** Values in quotation marks that hold line breaks; what stands in them is no line. */
const longValue = /(=\s*)("(?:\\"|[^"])*\n(?:\\"|[^"])*"|'(?:\\'|[^'])*\n(?:\\'|[^'])*'|`[^`]*\n[^`]*`)/g;

/** What a line is about that sets nothing: one of our variables in the form of another program, or a flag. */
const otherForm = /^\s*(?!#).*?(PUZZEL[_.-]?MCP[_.-][A-Z_.-]+|--?read-only\b)/i;
const setsSomething = /^\s*(?:export\s+)?[\w.-]+\s*[=:]/;
/** A second variable on the line of another one. */
const second = /^[^#'"`]*[=:][^#'"`]*\s(PUZZEL[_.-]?MCP[_.-][A-Z_.-]+)\s*=/;

/** `set NAME=value`, `$env:NAME = value`, `NAME : value` and the like: dotenv skips them, and a limit would be none. */
function unreadLines(given: string, values: Environment, path: string): string[] {
  const text = given.replace(/\r\n?/g, '\n').replace(longValue, '$1""');
  const lines = text.matchAll(
    /^[ \t]*(?:(?:export|set|setx)[ \t]+|\$env:|\$)?["']?((?:PUZZEL|GLADLY)_[A-Z_]+)["']?[ \t]*([=: \t].*)?$/gim,
  );
  const seen = new Map<string, string>();
  const named = [...lines].flatMap(([line, name = '']) => {
    const said = parse(line)[name] ?? line;
    const earlier = seen.get(name);
    seen.set(name, said);
    if (values[name] === undefined) return [`${path}: the line with ${name} does not set it. Write ${name}=value.`];
    return earlier === undefined || earlier === said ? [] : [`${path}: ${name} is set twice, to different values.`];
  });
  if (named.length > 0) return named;
  const others = text.split('\n').flatMap((line) => {
    const [, name] = (setsSomething.test(line) ? second : otherForm).exec(line) ?? [];
    return name ?? [];
  });
  return [...new Set(others)].map((name) => `${path}: the line with ${name} sets nothing. Write PUZZEL_MCP_…=value.`);
}

/** Secrets, and lists of tools and ids, of which a part would be another limit. */
const neverInPart = settings
  .filter((setting) => 'secret' in setting || /_(METHODS|TAGS|TOOLS|PIN_\w+)$/.test(setting.env))
  .map(({ env }) => env);

const secrets: ReadonlySet<string> = new Set(settings.flatMap((one) => ('secret' in one ? one.env : [])));

/** Without quotation marks a value ends at #, also in the middle of a word: a login would try half a password. */
function cutValues(text: string, path: string): string[] {
  return neverInPart
    .filter((name) => {
      // Behind a blank # begins a comment. In a password it may be meant as a part of it, unless a blank follows as well.
      const end = secrets.has(name) ? '(?:(?<![ \\t])#|#(?![ \\t]))' : '(?<![ \\t])#';
      return new RegExp(`^\\s*(?:export\\s+)?${name}\\s*[=:][ \\t]*(?![ \\t'"\`])[^\\r\\n]*?${end}`, 'm').test(text);
    })
    .map((name) => `${path}: the value of ${name} ends before a "#". Put it in quotation marks if that belongs to it.`);
}
