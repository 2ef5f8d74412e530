import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { startInProcess, startProcess, toolsOf, withAnswers } from './workflow-page.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const pages = readdirSync(join(root, 'docs/workflows')).filter((file) => file !== 'README.md');
/** One page of each vendor runs through the real program, to show that it answers as this process does. */
const realProgramPages = ['erase-a-test-customer.md', 'nightly-recording-sync.md'];

describe('the workflow pages', () => {
  it.each(pages)(
    '%s shows what the demo tenant answers, under the limits that it recommends (else `npm run docs`)',
    async (file) => {
      const path = `docs/workflows/${file}`;
      const page = read(path);
      expect(toolsOf(page).length).toBeGreaterThan(0);
      expect(page).toMatch(/^npx puzzel-mcp --/m);
      const wanted = await withAnswers(page, realProgramPages.includes(file) ? startProcess : startInProcess);
      if (process.env.UPDATE_DOCS) writeFileSync(join(root, path), wanted);
      expect(read(path)).toBe(wanted);
    },
  );
});
