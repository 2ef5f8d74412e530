import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { withGeneratedParts } from '../../scripts/client-pages.js';
import { figuresTable, referencePage, replaceBetween, settingsTable, toolsOverview } from '../../scripts/reference.js';
import { matrixPage, unusedReasons } from '../clients/matrix.js';
import { cleanEnv, programFile } from '../support/server-process.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (page: string) => (existsSync(join(root, page)) ? readFileSync(join(root, page), 'utf8') : '');

/** The generated pages, and the pages with generated parts. */
const generated: Record<string, () => string> = {
  'docs/tools-puzzel.md': () => referencePage('Puzzel tools', ['puzzel', 'chat']),
  'docs/tools-gladly.md': () => referencePage('Gladly tools', ['gladly']),
  'docs/tools.md': () => replaceBetween(read('docs/tools.md'), 'tools', toolsOverview()),
  'docs/settings.md': () => replaceBetween(read('docs/settings.md'), 'settings', settingsTable()),
  'docs/comparison.md': () => replaceBetween(read('docs/comparison.md'), 'figures', figuresTable(tokensOfTools())),
  'docs/clients/matrix.md': matrixPage,
};
for (const name of readdirSync(join(root, 'docs/clients')).filter((file) => file !== 'matrix.md')) {
  generated[`docs/clients/${name}`] = () => withGeneratedParts(read(`docs/clients/${name}`));
}

/** The tokens of each tool, as the built program counts them. */
function tokensOfTools(): number[] {
  const { stdout } = spawnSync(process.execPath, [programFile, 'tools', '--json', '--demo'], {
    env: cleanEnv({}),
    encoding: 'utf8',
  });
  return z
    .array(z.object({ tokens: z.number() }))
    .parse(JSON.parse(stdout))
    .map(({ tokens }) => tokens);
}

describe('the generated documentation', () => {
  it('is up to date with the code (else run `npm run docs`)', () => {
    const outdated = Object.entries(generated).filter(([page, make]) => {
      const wanted = make();
      if (process.env.UPDATE_DOCS) writeFileSync(join(root, page), wanted);
      return read(page) !== wanted;
    });
    expect(outdated.map(([page]) => page)).toEqual([]);
  });

  it('has no reason in the client matrix that no scenario uses', () => {
    expect(unusedReasons()).toEqual([]);
  });
});
