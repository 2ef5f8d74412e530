import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { messageOf } from '../../src/prompts/define.js';
import { prompts } from '../../src/prompts/index.js';
import { sections } from '../../src/tools/directory-sections.js';
import { catalogue } from '../../src/tools/index.js';

const workflows = fileURLToPath(new URL('../../docs/workflows', import.meta.url));
const pages = readdirSync(workflows).map((page) => readFileSync(join(workflows, page), 'utf8'));
const names = new Set(catalogue.map(({ name }) => name));

describe('every prompt', () => {
  it.each(prompts.map((prompt) => [prompt.name, prompt] as const))(
    '%s fits its tools, arguments and page',
    (name, prompt) => {
      expect(name).toMatch(/^[a-z_]{1,50}$/);
      expect(prompt.needs.filter((tool) => !names.has(tool))).toEqual([]);
      const named = [...prompt.text.matchAll(/\b\w+_(?:puzzel|gladly)_\w+|\bpuzzel_\w+/g)].map(([tool]) => tool);
      expect(named.filter((tool) => !names.has(tool))).toEqual([]);
      const used = [...prompt.text.matchAll(/\{(\w+)\}/g)].map(([, argument]) => argument);
      expect([...new Set(used)].sort()).toEqual(Object.keys(prompt.arguments).sort());
      // What may be left out reads well without it.
      const message = messageOf(prompt, {});
      expect(message).not.toMatch(/[{}]/);
      for (const [argument, { required, otherwise, description }] of Object.entries(prompt.arguments)) {
        if (required) expect([argument, otherwise]).toEqual([argument, undefined]);
        else {
          expect(otherwise?.trim(), argument).toMatch(/^\w/);
          expect(message).toContain(otherwise);
          expect(description).toContain('left empty');
        }
      }
      expect(pages.some((page) => page.includes(`\`${name}\``))).toBe(true);
    },
  );
});

it('the tenant directory is read with tools that exist, without arguments', () => {
  for (const { tool } of Object.values(sections)) {
    const found = catalogue.find(({ name }) => name === tool);
    expect(found?.effect).toBe('list');
    expect(found?.example).toEqual({});
  }
});
