import { readFileSync } from 'node:fs';
import { parse } from 'dotenv';
import type { Environment } from './settings.js';

/** The variables of a `.env` file, read without a word: dotenv's own loader prints, and would change `process.env`. */
export function readDotEnv(path: string): Environment {
  return parse(readFileSync(path));
}
