import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../src/tools/index.js';
import { toolsOf, withAnswers } from './workflow-page.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const pages = readdirSync(join(root, 'docs/workflows')).filter((file) => file !== 'README.md');
const recipes = readdirSync(join(root, 'examples'), { recursive: true, encoding: 'utf8' });
const names = new Set(catalogue.map(({ name }) => name));

/** Words of the text that look like the name of a tool. */
const toolNamesIn = (text: string) =>
  text.match(/\b(list_all|get_single|create_a|update_a|delete_a)_[a-z_]+\b|\b(puzzel|gladly)_[a-z]+(_[a-z]+)+\b/g) ??
  [];

describe('the workflow pages', () => {
  it.each(pages)(
    '%s shows what the demo tenant answers, under the limits that it recommends (else `npm run docs`)',
    async (file) => {
      const path = `docs/workflows/${file}`;
      const page = read(path);
      expect(toolsOf(page).length).toBeGreaterThan(0);
      expect(page).toMatch(/^npx puzzel-mcp --/m);
      const wanted = await withAnswers(page);
      if (process.env.UPDATE_DOCS) writeFileSync(join(root, path), wanted);
      expect(read(path)).toBe(wanted);
    },
  );

  it('are all in their index', () => {
    for (const file of pages) expect(read('docs/workflows/README.md')).toContain(`](${file})`);
  });
});

const guides = [
  ...['README.md', ...pages].map((file) => `docs/workflows/${file}`),
  ...recipes.filter((file) => file.endsWith('.md')).map((file) => `examples/${file}`),
];

describe('the pages of workflows and recipes', () => {
  it.each(guides)('%s names only tools that exist and has no dead link', (guide) => {
    const page = read(guide);
    for (const name of toolNamesIn(page)) expect(names, `${guide}: ${name}`).toContain(name);
    for (const [, target = ''] of page.matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^(https?:|#)/.test(target)) continue;
      expect(existsSync(resolve(root, dirname(guide), target.split('#')[0] ?? '')), `${guide}: ${target}`).toBe(true);
    }
  });

  it.each(recipes.filter((file) => /^[\w-]+[\\/](?!models|agent|lead)[\w-]+\.mjs$/.test(file)))(
    '%s names only tools that exist, and each argument of its --help in its README',
    (file) => {
      const source = read(join('examples', file));
      for (const name of toolNamesIn(source)) expect(names, `${file}: ${name}`).toContain(name);
      const guide = read(join('examples', dirname(file), 'README.md'));
      const usage = /const usage = `([^`]+)`/.exec(source)?.[1] ?? '';
      const flags = [...usage.matchAll(/^ {2}(--[a-z-]+)/gm)].map(([, flag = '']) => flag);
      expect(flags.length).toBeGreaterThan(2);
      for (const flag of flags) expect(guide, `${file}: ${flag}`).toContain(flag);
    },
  );
});
