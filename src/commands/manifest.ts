import { readFileSync } from 'node:fs';
import type { Manifest } from '../tools/manifest.js';

/** Reads dist/manifest.json, which the build writes (scripts/manifest.mjs). */
export const readManifest = (): Manifest =>
  JSON.parse(readFileSync(new URL('./manifest.json', import.meta.url), 'utf8')) as Manifest;
