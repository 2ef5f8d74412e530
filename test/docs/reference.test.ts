import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { between, referencePage, settingsTable, toolsOverview } from '../../scripts/reference.js';
import { failureKinds } from '../../src/failure.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (file: string) => (existsSync(join(root, file)) ? readFileSync(join(root, file), 'utf8') : '');

/** The generated pages and parts of pages. `npm run docs` writes them. */
const generated: Record<string, () => string> = {
  'docs/tools-puzzel.md': () => referencePage('Puzzel tools', ['puzzel', 'chat']),
  'docs/tools-gladly.md': () => referencePage('Gladly tools', ['gladly']),
  'README.md': () => between(between(read('README.md'), 'settings', settingsTable()), 'tools', toolsOverview()),
};

describe('the documentation', () => {
  it.each(Object.entries(generated))('%s says what the code says (else run `npm run docs`)', (file, make) => {
    const wanted = make();
    if (process.env.UPDATE_DOCS) writeFileSync(join(root, file), wanted);
    expect(read(file) === wanted, `${file} is out of date`).toBe(true);
  });

  it('names every kind of error', () => {
    const page = read('docs/errors.md');
    for (const kind of failureKinds) expect(page).toContain(`\`${kind}\``);
  });

  const pages = [
    'README.md',
    'CONTRIBUTING.md',
    'CHANGELOG.md',
    ...readdirSync(join(root, 'docs')).map((file) => `docs/${file}`),
  ];
  it.each(pages.filter((page) => page.endsWith('.md')))('%s has no dead link of its own', (page) => {
    for (const [, target = ''] of read(page).matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^(https?:|#)/.test(target)) continue;
      expect(existsSync(resolve(root, dirname(page), target.split('#')[0] ?? '')), `${page}: ${target}`).toBe(true);
    }
  });
});
