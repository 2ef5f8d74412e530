// Lists the packages that are in the bundles, as dist/bundled.json of the build says. package.json does not tell: it also names
// packages that only build or test.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.mjs';

/** The chunks of the program and of the page of the views, by path: the files in each, and what it imports. */
export const chunks = () => JSON.parse(readFileSync(join(root, 'dist/bundled.json'), 'utf8'));

/** Every bundled package by name and version, with the folder where its licence is. */
export function bundledPackages() {
  const files = new Set(Object.values(chunks()).flatMap(({ files }) => files));
  const packages = new Map();
  for (const file of files) {
    const folder = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0];
    if (folder === undefined) continue;
    for (const one of [packageIn(join(root, folder)), ...packedInside(join(root, file))]) {
      packages.set(`${one.name}@${one.version}`, one);
    }
  }
  return [...packages.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

function packageIn(folder) {
  const { name, version, license, author } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return { name, version, license, author, folder };
}

/** The SDK's files are bundles themselves; their comments say what was packed into them, by name and version. */
export function packedInside(file) {
  const text = readFileSync(file, 'utf8');
  // Without these comments the licences of the packages inside would be left out unnoticed.
  const isOfSdk = /node_modules\/@modelcontextprotocol\/(client|core|server)\//.test(file);
  // A file of a few lines only re-exports other files.
  if (isOfSdk && text.length > 1_000 && !text.includes('//#region '))
    throw new Error(`${file} does not say what is packed into it: find the packages and their licences`);
  const regions = text.matchAll(/#region \S*node_modules\/\.pnpm\/(@?[^/@]+)@([^/_]+)/g);
  return [...regions].map(([, name, version]) => {
    const packageName = name.replace('+', '/');
    return { ...packageIn(join(root, 'node_modules', packageName)), name: packageName, version };
  });
}
