import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const verify = fileURLToPath(new URL('../scripts/verify-package.mjs', import.meta.url));

it('the package holds what users need and nothing else, installs offline without scripts, and runs', () => {
  const { status, stderr } = spawnSync(process.execPath, [verify], { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(status).toBe(0);
}, 180_000);
