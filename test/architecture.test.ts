import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { commandNames } from '../src/commands/command-line.js';

const source = fileURLToPath(new URL('../src', import.meta.url));
const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file));

/** Which folders of src each folder may import from. `.` stands for the files directly in src. */
const allowed: Record<string, string[]> = {
  http: ['.'],
  api: ['.', 'http'],
  puzzel: ['.', 'http', 'api'],
  gladly: ['.', 'http', 'api'],
  chat: ['.', 'http', 'api'],
  config: ['.', 'http', 'api', 'puzzel', 'gladly', 'chat', 'tools'],
  tools: ['.', 'http', 'api', 'puzzel', 'gladly', 'chat', 'config'],
  prompts: ['.', 'tools'],
  calls: ['.', 'http', 'api', 'tools', 'config'],
  server: ['.', 'http', 'api', 'tools', 'prompts', 'config', 'calls', 'views'],
  contract: ['.', 'http', 'api', 'tools', 'config'],
  demo: [],
  views: [],
  commands: ['.', 'http', 'api', 'tools', 'prompts', 'calls', 'server', 'config', 'contract', 'demo', 'views'],
  '.': ['commands', 'config'],
};

const folderOf = (file: string) => (file.includes(sep) ? (file.split(sep)[0] ?? '.') : '.');
const textOf = (file: string) => readFileSync(join(source, file), 'utf8');
const linesOf = (file: string) => textOf(file).split('\n').length - 1;

const importsOf = (file: string) =>
  [...textOf(file).matchAll(/(?:from|import\(?)\s*'(\.[^']+)'/g)]
    .map((match) => relative(source, resolve(source, dirname(file), match[1] ?? '')).replace(/\.jsx?$/, ''))
    .filter((target) => !target.startsWith('..'));
/** The files that each file imports, type imports included; all without their endings. */
const imports = new Map(files.map((file) => [file.replace(/\.tsx?$/, ''), importsOf(file)]));

/** The files that import themselves through a chain of imports. */
function filesInCycles(): string[] {
  const reaches = (from: string, to: string, seen: Set<string>): boolean =>
    (imports.get(from) ?? []).some((next) => {
      if (next === to) return true;
      if (seen.has(next)) return false;
      seen.add(next);
      return reaches(next, to, seen);
    });
  return [...imports.keys()].filter((file) => reaches(file, file, new Set()));
}

describe('the source tree', () => {
  it('puts every command between backticks, except in pages and the help, so that the program can replace it with what the user can type', () => {
    const unquotedCommand = new RegExp(`(?<!\`)puzzel-mcp (${commandNames.join('|')})\\b`);
    const checked = files.filter((file) => folderOf(file) !== 'views' && file !== join('commands', 'help.ts'));
    expect(checked.filter((file) => unquotedCommand.test(textOf(file)))).toEqual([]);
  });

  it('lets each folder import only from those that are listed for it', () => {
    const wrong = [...imports].flatMap(([file, targets]) =>
      targets
        .filter((target) => folderOf(target) !== folderOf(file) && !allowed[folderOf(file)]?.includes(folderOf(target)))
        .map((target) => `${file} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it('has no import cycles', () => {
    expect(filesInCycles()).toEqual([]);
  });

  it('has no import of another vendor in the tools of Gladly', () => {
    const wrong = [...imports]
      .filter(([file]) => file.startsWith(`tools${sep}gladly`))
      .flatMap(([, targets]) => targets.filter((target) => /^(puzzel|chat|tools.(puzzel|chat))\b/.test(target)));
    expect(wrong).toEqual([]);
  });

  it('names no tool of a vendor in src/server and src/calls', () => {
    const neutral = files.filter((file) => ['server', 'calls'].includes(folderOf(file)));
    const toolNamePattern = /list_all_|get_single_|create_a_|update_a_|delete_a_|puzzel_|gladly_/;
    expect(neutral.filter((file) => toolNamePattern.test(textOf(file)))).toEqual([]);
  });

  it('has no file of more than 250 lines', () => {
    expect(files.filter((file) => linesOf(file) > 250)).toEqual([]);
  });

  it('has at most 4,000 lines in server, calls and http, which every call passes through', () => {
    const inEveryCall = files.filter((file) => ['server', 'calls', 'http'].includes(folderOf(file)));
    expect(inEveryCall.reduce((sum, file) => sum + linesOf(file), 0)).toBeLessThanOrEqual(4_000);
  });

  it('has no file or folder that is named utils, helpers, common or misc', () => {
    expect(files.filter((file) => /(^|\W)(utils?|helpers?|common|misc)\W/i.test(file))).toEqual([]);
  });
});
