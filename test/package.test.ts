import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { newFolder } from './support/set-up.js';

const bundledModule = new URL('../scripts/bundled.mjs', import.meta.url).href;
const folder = newFolder();
const verifyScript = fileURLToPath(new URL('../scripts/verify-package.mjs', import.meta.url));

it('the package holds what users need and nothing else, installs offline without scripts, and runs', () => {
  const { status, stderr } = spawnSync(process.execPath, [verifyScript], { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(status).toBe(0);
}, 180_000);

it('listing the bundled packages fails when a file of the SDK does not say which packages are inside it', () => {
  const file = join(folder, 'node_modules/@modelcontextprotocol/server/dist/index.mjs');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, 'x'.repeat(2_000));
  const script = `import { packedInside } from ${JSON.stringify(bundledModule)}; packedInside(process.argv[1]);`;
  const { stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script, file], { encoding: 'utf8' });
  expect(stderr).toContain('find the packages and their licences');
});

it('npm builds before it packs', () => {
  const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  const { scripts } = JSON.parse(manifest) as { scripts: Record<string, string> };
  expect(scripts.prepack).toBe('npm run --silent build');
});

it('the lockfile holds the optional packages of all platforms, and no addresses', () => {
  interface Locked {
    resolved?: string;
    optionalDependencies?: Record<string, string>;
  }
  const lockfile = readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8');
  const { packages } = JSON.parse(lockfile) as { packages: Record<string, Locked> };
  const names = new Set(Object.keys(packages).map((path) => path.split('node_modules/').at(-1)));
  const optional = Object.values(packages).flatMap((one) => Object.keys(one.optionalDependencies ?? {}));
  for (const platform of ['win32', 'darwin', 'linux']) expect(optional.join()).toContain(platform);
  expect(optional.filter((name) => !names.has(name))).toEqual([]);
  expect(Object.keys(packages).filter((path) => packages[path]?.resolved !== undefined)).toEqual([]);
});
