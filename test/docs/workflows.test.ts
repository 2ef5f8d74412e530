import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../src/tools/index.js';
import { asProcess, inProcess, toolsOf, withAnswers } from './workflow-page.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const pages = readdirSync(join(root, 'docs/workflows')).filter((file) => file !== 'README.md');
/** One page of each vendor runs through the real program, to show that it answers the same. */
const throughMcp = ['erase-a-test-customer.md', 'nightly-recording-sync.md'];

describe('the workflow pages', () => {
  it.each(pages)(
    '%s shows what the demo tenant answers, under the limits that it recommends (else `npm run docs`)',
    async (file) => {
      const path = `docs/workflows/${file}`;
      const page = read(path);
      expect(toolsOf(page).length).toBeGreaterThan(0);
      expect(page).toMatch(/^npx puzzel-mcp --/m);
      const wanted = await withAnswers(page, throughMcp.includes(file) ? asProcess : inProcess);
      if (process.env.UPDATE_DOCS) writeFileSync(join(root, path), wanted);
      expect(read(path)).toBe(wanted);
    },
  );
});

describe('the recipes', () => {
  const sources = readdirSync(join(root, 'examples'), { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.mjs') && !file.includes('node_modules'),
  );

  it('name only tools that exist', () => {
    const names = new Set(catalogue.map(({ name }) => name));
    const pattern =
      /\b(list_all|get_single|create_a|update_a|delete_a)_[a-z_]+\b|\b(puzzel|gladly)_[a-z]+(_[a-z]+)+\b/g;
    const unknown = sources.flatMap((file) =>
      (read(join('examples', file)).match(pattern) ?? [])
        .filter((name) => !names.has(name))
        .map((name) => `${file}: ${name}`),
    );
    expect(unknown).toEqual([]);
  });

  it('document each argument of their --help in their README', () => {
    const usages = sources.flatMap((file) => {
      const usage = /const usage = `([^`]+)`/.exec(read(join('examples', file)))?.[1];
      return usage === undefined ? [] : [{ file, usage }];
    });
    expect(usages.length).toBe(6);
    const missing = usages.flatMap(({ file, usage }) => {
      const guide = read(join('examples', dirname(file), 'README.md'));
      const flags = [...usage.matchAll(/^ {2}(--[a-z-]+)/gm)].map(([, flag = '']) => flag);
      return flags.filter((flag) => !guide.includes(flag)).map((flag) => `${file}: ${flag}`);
    });
    expect(missing).toEqual([]);
  });
});
