import { readFileSync } from 'node:fs';
import type { Manifest } from '../tools/manifest.js';

/** What the build wrote down of the tools beside the program (scripts/manifest.mjs). */
export const readManifest = (): Manifest =>
  JSON.parse(readFileSync(new URL('./manifest.json', import.meta.url), 'utf8')) as Manifest;
