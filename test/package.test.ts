import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const verify = fileURLToPath(new URL('../scripts/verify-package.mjs', import.meta.url));

it('the package holds what users need and nothing else, installs offline without scripts, and runs', () => {
  const { status, stderr } = spawnSync(process.execPath, [verify], { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(status).toBe(0);
}, 180_000);

it('npm builds before it packs', () => {
  const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  const { scripts } = JSON.parse(manifest) as { scripts: Record<string, string> };
  expect(scripts.prepack).toBe('npm run --silent build');
});
