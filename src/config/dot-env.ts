import { readFileSync, statSync } from 'node:fs';
import { parse } from 'dotenv';
import { decodeText, UnreadableText } from '../text-file.js';
import { isMeantAsOurs } from './misspelt-settings.js';
import { type Environment, secretSettings, settingNames } from './settings.js';

export interface DotEnv {
  values: Environment;
  /** Warnings about lines that were probably not meant as written; they never contain a value. */
  warnings: string[];
  /** Lines that name a setting without setting it, or that set it a second time to another value. */
  problems: string[];
}

/** Largest file that is read: the folder may be somebody else's. */
const maxKiB = 64;

/** Whether there is a regular file: a folder `.env` is a virtual environment of Python, and a pipe would block. */
export const isDotEnv = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() === true;

/**
 * The variables of a `.env` file, read without printing anything: dotenv's own loader prints, and would change
 * `process.env`.
 * @throws UnreadableText when it is too large, or its encoding cannot be told; the error of the system when it cannot be read
 */
export function readDotEnv(path: string): DotEnv {
  if (statSync(path).size > maxKiB * 1024) throw new UnreadableText(`is larger than ${maxKiB} KiB; it is not read.`);
  return parseDotEnv(decodeText(readFileSync(path)), path);
}

/** Parses the text of a `.env` file. @param path for the messages */
export function parseDotEnv(fileText: string, path: string): DotEnv {
  // dotenv's pattern takes quadratic time on a long run of blanks.
  const values = parse(fileText.replace(/\s{200,}/g, (blanks) => (blanks.includes('\n') ? '\n' : ' ')));
  // Removes blanks where a line begins, which may also be after U+2028 or U+2029, as in dotenv's own pattern.
  const text = fileText.replace(/\r\n?/g, '\n').replace(/(?<=^|[\n\u2028\u2029])\s+/g, '');
  return { values, warnings: cutValueWarnings(text, values, path), problems: lineProblems(text, values, path) };
}

/** A value in quotation marks. */
const quotedPattern = /=\s*(?:"(?:\\"|[^"])*"|'(?:\\'|[^'])*'|`[^`]*`)/g;

/** A line that sets a variable, as dotenv reads it (`NAME = value` or `NAME: value`): the name, and what follows. */
const assignmentPattern = /^(?:export\s+)?([\w.-]+)\s*((?:=|(?<!\s):\s).*)$/s;

/** Words that may be names, in letters of any script. */
const wordPattern = /[\p{L}\p{N}_.-]+/gu;
/** Names of further variables on the line of the first one: `B` in `A=1 B=2`. */
const furtherNamePattern = /(?<=\s)[\p{L}\p{N}_.-]+(?=\s*=)/gu;

/**
 * Settings that are set twice, to different values, and settings that are named without being set, as in the lines
 * `set NAME=value`, `$env:NAME = value` and `NAME : value`, which dotenv skips: a limit that is written so would not hold.
 * Without these, the same for misspelt names, further names on a line, and `--read-only`.
 */
function lineProblems(text: string, values: Environment, path: string): string[] {
  // Quoted texts of several lines are not searched for settings.
  const searchedText = text.replace(quotedPattern, (value) => (value.includes('\n') ? '=""' : value));
  const lines = searchedText.matchAll(
    /^(?:(?:export|set|setx)[ \t]+|\$env:|\$)?["']?((?:PUZZEL|GLADLY)_[A-Z_]+)["']?[ \t]*([=: \t].*)?$/gim,
  );
  const earlierValues = new Map<string, string>();
  const nameProblems = [...lines].flatMap(([line, name = '']) => {
    const value = parse(line)[name] ?? line;
    const earlierValue = earlierValues.get(name);
    earlierValues.set(name, value);
    if (values[name] === undefined) return [`${path}: the line with ${name} does not set it. Write ${name}=value.`];
    return earlierValue === undefined || earlierValue === value
      ? []
      : [`${path}: ${name} is set twice, to different values.`];
  });
  if (nameProblems.length > 0) return nameProblems;
  const namesWithoutEffect = searchedText.split('\n').flatMap((line) => {
    if (line.startsWith('#')) return [];
    const [, variable = '', rest = ''] = assignmentPattern.exec(line) ?? [];
    const isSet = values[variable] !== undefined;
    const words = isSet ? /^[^#'"`]*/.exec(rest)?.[0].match(furtherNamePattern) : line.match(wordPattern);
    return (words ?? []).filter((word) => isMeantAsOurs(word) || /^--?read-only$/i.test(word));
  });
  return [...new Set(namesWithoutEffect)].map(
    (name) => `${path}: the line with ${name} does not set it. Write PUZZEL_MCP_…=value on a line of its own.`,
  );
}

/**
 * Warnings about values that are cut: without quotation marks, or with one that is not closed, a value ends at #, even in
 * the middle of a password.
 */
function cutValueWarnings(text: string, values: Environment, path: string): string[] {
  const cutNames = text.split('\n').flatMap((line) => {
    const [, name = '', rest = ''] = assignmentPattern.exec(line) ?? [];
    // The value still begins with a quotation mark when dotenv found no closing one.
    const isClosed = /^.[ \t]*['"`]/.test(rest) && !/^['"`][^#]*$/.test(values[name] ?? '');
    // After a blank, # begins a comment. In a secret it may still be part of the value, unless a blank follows.
    const cutPattern = secretSettings.has(name) ? /(?<![ \t])#|#(?![ \t])/ : /(?<![ \t])#/;
    return settingNames.includes(name) && !isClosed && cutPattern.test(rest) ? name : [];
  });
  return [...new Set(cutNames)].map(
    (name) => `${path}: the value of ${name} ends before a "#". Put it in quotation marks if that belongs to it.`,
  );
}
