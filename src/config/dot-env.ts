import { readFileSync, statSync } from 'node:fs';
import { parse } from 'dotenv';
import { decodeText } from '../text-file.js';
import { type Environment, secretSettings, settings } from './settings.js';

export interface DotEnv {
  values: Environment;
  /** Warnings about lines that were probably not meant as written; they never contain a value. */
  warnings: string[];
  /** Lines that name a setting without setting it, or that set it a second time to another value. */
  problems: string[];
}

/** Whether there is a regular file: a folder `.env` is a virtual environment of Python, and a pipe would block. */
export const isDotEnv = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() === true;

/**
 * The variables of a `.env` file, read without printing anything: dotenv's own loader prints, and would change
 * `process.env`.
 * @throws UnreadableText when its encoding cannot be told; what the system says when it cannot be read
 */
export function readDotEnv(path: string): DotEnv {
  const text = decodeText(readFileSync(path));
  const values = parse(text);
  return { values, warnings: cutValues(text, values, path), problems: unreadLines(text, values, path) };
}

/** Quoted values with line breaks; the text in them is not searched for settings. */
const longValue = /(=\s*)("(?:\\"|[^"])*\n(?:\\"|[^"])*"|'(?:\\'|[^'])*\n(?:\\'|[^'])*'|`[^`]*\n[^`]*`)/g;

/** A line that sets no variable but names one of ours, as another program would write it, or a flag. */
const otherForm = /^\s*(?!#).*?(PUZZEL[_.-]?MCP[_.-][A-Z_.-]+|--?read-only\b)/i;
const setsSomething = /^\s*(?:export\s+)?[\w.-]+\s*[=:]/;
/** A second variable on the line of another. */
const second = /^[^#'"`]*[=:][^#'"`]*\s(PUZZEL[_.-]?MCP[_.-][A-Z_.-]+)\s*=/;

/**
 * Problems of lines such as `set NAME=value`, `$env:NAME = value` and `NAME : value`: dotenv skips them, so a limit
 * that is written in this way would not hold.
 */
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

/**
 * Warnings about values that are cut: without quotation marks, or with one that is not closed, a value ends at #, even in
 * the middle of a password.
 */
function cutValues(text: string, values: Environment, path: string): string[] {
  return settings
    .map(({ env }) => env)
    .filter((name) => {
      const quoted = /^['"`][^#]*$/.test(values[name] ?? '') ? '' : `(?!['"\`])`;
      // After a blank, # begins a comment. In a secret it may still be part of the value, unless a blank follows.
      const end = secretSettings.has(name) ? '(?:(?<![ \\t])#|#(?![ \\t]))' : '(?<![ \\t])#';
      return new RegExp(`^\\s*(?:export\\s+)?${name}\\s*[=:][ \\t]*(?![ \\t])${quoted}[^\\r\\n]*?${end}`, 'm').test(
        text,
      );
    })
    .map((name) => `${path}: the value of ${name} ends before a "#". Put it in quotation marks if that belongs to it.`);
}
