// Lists the packages that are in the bundle, as esbuild recorded them (dist/metafile-*.json); package.json may name
// others.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** The files of the bundles, by path, with what is in them: the program, and the page of the views. */
export function bundles() {
  const read = (name) => JSON.parse(readFileSync(join(root, 'dist', name), 'utf8')).outputs;
  return { ...read('metafile-esm.json'), ...read('metafile-views.json') };
}

/** Every bundled package by name and version, with the folder where its licence is. */
export function bundledPackages() {
  const used = Object.values(bundles()).flatMap(({ inputs }) => Object.entries(inputs));
  const files = new Set(used.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([file]) => file));
  const found = new Map();
  for (const file of files) {
    const folder = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0];
    if (folder === undefined) continue;
    for (const one of [described(join(root, folder)), ...packedInside(join(root, file))]) {
      found.set(`${one.name}@${one.version}`, one);
    }
  }
  return [...found.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

function described(folder) {
  const { name, version, license, author } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return { name, version, license, author, folder };
}

/** The SDK's files are bundles themselves; their comments say what was packed into them, by name and version. */
export function packedInside(file) {
  const text = readFileSync(file, 'utf8');
  // Without these comments the licences of the packages inside would be left out unnoticed.
  const isOfSdk = /node_modules\/@modelcontextprotocol\/(client|core|server)\//.test(file);
  // A file of a few lines only exports the others.
  if (isOfSdk && text.length > 1_000 && !text.includes('//#region '))
    throw new Error(`${file} does not say what is packed into it: find the packages and their licences`);
  const regions = text.matchAll(/#region \S*node_modules\/\.pnpm\/(@?[^/@]+)@([^/_]+)/g);
  return [...regions].map(([, name, version]) => {
    const plain = name.replace('+', '/');
    return { ...described(join(root, 'node_modules', plain)), name: plain, version };
  });
}
