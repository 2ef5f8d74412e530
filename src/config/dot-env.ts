import { readFileSync, statSync } from 'node:fs';
import { parse } from 'dotenv';
import { decodeText } from '../text-file.js';
import { type Environment, settings } from './settings.js';

export interface DotEnv {
  values: Environment;
  /** What was probably not meant as it stands; never with a value. */
  warnings: string[];
}

/** A folder of that name is a virtual environment of Python's, and reading a pipe would wait for ever. */
export const isDotEnv = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() === true;

/**
 * The variables of a `.env` file, read without a word: dotenv's own loader prints, and would change `process.env`.
 * @throws UnreadableText when its encoding cannot be told; what the system says when it cannot be read
 */
export function readDotEnv(path: string): DotEnv {
  const text = decodeText(readFileSync(path));
  const values = parse(text);
  return { values, warnings: cutSecrets(text, path) };
}

const secrets = settings.filter((setting) => 'secret' in setting).map(({ env }) => env);

/** Without quotation marks a value ends at #, also in the middle of a word: a login would try half a password. */
function cutSecrets(text: string, path: string): string[] {
  return secrets
    .filter((name) =>
      new RegExp(`^\\s*(?:export\\s+)?${name}\\s*[=:][ \\t]*(?![ \\t'"\`])[^\\r\\n]*?(?<![ \\t])#`, 'm').test(text),
    )
    .map((name) => `${path}: the value of ${name} ends before a "#". Put it in quotation marks if that belongs to it.`);
}
