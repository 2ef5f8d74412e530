import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Warns when the build is older than the source: tests that start the program would then fail in misleading ways. */
export default function setup(): void {
  const built = statSync(join(root, 'dist/manifest.json'), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const isNewer = (file: string) => statSync(join(root, 'src', file)).mtimeMs > built;
  if (readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).some(isNewer))
    process.stderr.write('dist is missing, or older than src: `npm run build` before tests that start the program.\n');
}
