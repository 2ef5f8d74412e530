import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const source = fileURLToPath(new URL('../src', import.meta.url));
const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));

/** Which folders of src each folder may import from. `.` is the root: failure, redact, log, nearest, version. */
const allowed: Record<string, string[]> = {
  http: ['.'],
  puzzel: ['.', 'http'],
  gladly: ['.', 'http'],
  chat: ['.', 'http'],
  config: ['.', 'http', 'tools'],
  tools: ['.', 'http', 'puzzel', 'gladly', 'chat', 'config'],
  prompts: ['tools'],
  server: ['.', 'http', 'tools', 'prompts', 'config'],
  contract: ['.', 'http', 'tools', 'server', 'config'],
  demo: [],
  commands: ['.', 'http', 'tools', 'server', 'config', 'contract', 'demo'],
  '.': ['commands', 'config'],
};

const folderOf = (file: string) => (file.includes(sep) ? (file.split(sep)[0] ?? '.') : '.');

const importsOf = (file: string) =>
  [...readFileSync(join(source, file), 'utf8').matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)]
    .map((match) => relative(source, resolve(source, dirname(file), match[1] ?? '')))
    .filter((target) => !target.startsWith('..'));

describe('the house', () => {
  it.each(files)('%s imports only what lies below it', (file) => {
    const here = folderOf(file);
    for (const target of importsOf(file)) {
      const there = folderOf(target);
      if (there !== here) expect(allowed[here], `${file} imports ${target}`).toContain(there);
    }
  });

  it('keeps the tools of each vendor apart from the other vendors', () => {
    for (const file of files.filter((name) => name.startsWith(`tools${sep}gladly`))) {
      for (const target of importsOf(file)) expect(target).not.toMatch(/^(puzzel|chat|tools.(puzzel|chat))\b/);
    }
  });

  it.each(files)('%s is short enough to read in one go', (file) => {
    expect(readFileSync(join(source, file), 'utf8').split('\n').length).toBeLessThanOrEqual(260);
  });

  it('has no room named for nothing', () => {
    expect(files.filter((file) => /(^|\W)(utils?|helpers?|common|misc)\W/i.test(file))).toEqual([]);
  });
});
