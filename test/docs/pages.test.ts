import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { commandNames } from '../../src/commands/command-line.js';
import { help } from '../../src/commands/help.js';
import { settingNames, settings } from '../../src/config/settings.js';
import { failureKinds } from '../../src/failure.js';
import { catalogue } from '../../src/tools/index.js';
import { anchorsOf } from './anchors.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const filesIn = (folder: string, extension: string) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(extension) && !file.includes('node_modules'))
    .map((file) => `${folder}/${file.replaceAll('\\', '/')}`);
const read = (page: string) => readFileSync(join(root, page), 'utf8');

/** Every Markdown page of the repository, except for bench/results.md, which `npm run bench` writes. */
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'CHANGELOG.md',
  ...filesIn('docs', '.md'),
  ...filesIn('examples', '.md'),
];
const texts = new Map(pages.map((page) => [page, read(page)]));
const recipes = new Map(filesIn('examples', '.mjs').map((file) => [file, read(file)]));

/** Looks for a pattern in all pages, or in other files, and returns the matches that are a problem, as `page: match`. */
function wrongMatches(
  pattern: RegExp,
  isProblem: (found: RegExpMatchArray, page: string) => boolean,
  files: ReadonlyMap<string, string> = texts,
): string[] {
  return [...files].flatMap(([page, text]) =>
    [...text.matchAll(pattern)].filter((found) => isProblem(found, page)).map(([found]) => `${page}: ${found}`),
  );
}

const exists = (path: string) => existsSync(join(root, path));
const flags = new Set(help().match(/--[a-z-]+[a-z]/g));

describe('every page', () => {
  it('has links that lead to a file, and to a heading in it', () => {
    const dead = wrongMatches(/\]\(([^)\s#]*)(?:#([^)\s]+))?\)/g, ([, path = '', anchor], page) => {
      if (/^[a-z]+:/.test(path)) return false;
      const target = path === '' ? join(root, page) : resolve(root, dirname(page), path);
      if (!existsSync(target)) return true;
      return anchor !== undefined && !anchorsOf(readFileSync(target, 'utf8')).includes(anchor);
    });
    expect(dead).toEqual([]);
  });

  it('names only commands and flags that exist', () => {
    const commands: readonly string[] = commandNames;
    // Text that ends with a full stop is a message of the program, not a command.
    const commandPattern =
      /(?:^ *(?:npx (?:-y )?|node bin\/)|`(?:npx (?:-y )?|node bin\/)?)puzzel-mcp(?:\.js)? ([^`\n#]*[^`\n#.])(?=`|$|#)/gm;
    const unknown = wrongMatches(commandPattern, ([, words = '']) => {
      const [first = ''] = words.trim().split(' ');
      const isCommand = /^[a-z]/.test(first);
      const used = words.match(/--[a-z-]+[a-z]/g) ?? [];
      return (isCommand && !commands.includes(first)) || used.some((flag) => !flags.has(flag));
    });
    expect(unknown).toEqual([]);
  });

  it('names only npm scripts that exist', () => {
    const scripts = Object.keys(packageJson.scripts);
    expect(wrongMatches(/npm run ([a-z:-]+)/g, ([, script = '']) => !scripts.includes(script))).toEqual([]);
    expect(scripts.length).toBeLessThanOrEqual(14);
  });

  it('names only tools that exist, as every recipe does', () => {
    const names = new Set(catalogue.map(({ name }) => name));
    const toolPattern =
      /\b(?:list_all|get_single|create_an?|update_an?|delete_an?)_[a-z_]+\b|\b(?:puzzel|gladly)_[a-z]+_[a-z_]+\b/g;
    expect(wrongMatches(toolPattern, ([name]) => !names.has(name), new Map([...texts, ...recipes]))).toEqual([]);
  });

  it('names only settings that exist', () => {
    // The programs in examples/ read PUZZEL_MCP_COMMAND.
    const names = new Set([...settingNames, 'PUZZEL_MCP_COMMAND']);
    const unknown = wrongMatches(/\b(?:PUZZEL|GLADLY)_[A-Z_]+[A-Z]\b(?!…)/g, ([name]) => !names.has(name));
    expect(unknown).toEqual([]);
  });

  it('names only files of the repository that exist', () => {
    const filePattern = /(?<![\w/.-])(?:src|test|scripts|bench|evals|bin|docs|examples|mcpb)\/[\w./-]*\w/g;
    expect(wrongMatches(filePattern, ([path], page) => !exists(path) && !exists(join(dirname(page), path)))).toEqual(
      [],
    );
  });
});

describe('the README of each recipe', () => {
  it('names every flag of its --help', () => {
    const usages = [...recipes].flatMap(([file, text]) => {
      const usage = /const usage = `([^`]+)`/.exec(text)?.[1];
      return usage === undefined ? [] : [{ file, usage }];
    });
    expect(usages.length).toBe(6);
    const missing = usages.flatMap(({ file, usage }) => {
      const guide = read(join(dirname(file), 'README.md'));
      const usedFlags = [...usage.matchAll(/^ {2}(--[a-z-]+)/gm)].map(([, flag = '']) => flag);
      return usedFlags.filter((flag) => !guide.includes(flag)).map((flag) => `${file}: ${flag}`);
    });
    expect(missing).toEqual([]);
  });
});

describe('the pages together', () => {
  it('name every setting in docs/settings.md and every kind of error in docs/errors.md', () => {
    expect(settings.filter(({ env }) => !read('docs/settings.md').includes(`\`${env}\``))).toEqual([]);
    expect(failureKinds.filter((kind) => !read('docs/errors.md').includes(`| \`${kind}\` |`))).toEqual([]);
  });

  it('can all be reached from the README by links', () => {
    const reached = new Set<string>();
    const follow = (page: string): void => {
      if (reached.has(page) || !texts.has(page)) return;
      reached.add(page);
      for (const [, path = ''] of (texts.get(page) ?? '').matchAll(/\]\(([^)\s#]+)/g)) {
        const target = join(dirname(page), path);
        follow(target);
        follow(join(target, 'README.md'));
      }
    };
    follow('README.md');
    expect(pages.filter((page) => !reached.has(page))).toEqual([]);
  });

  it('are short, and the README opens with a picture', () => {
    const readme = read('README.md');
    expect(readme.split('\n').length - 1).toBeLessThanOrEqual(120);
    expect(readme.split(/\s+/).length).toBeLessThanOrEqual(1_100);
    expect(readme).toMatch(/^# puzzel-mcp\n\n!\[[^\]]+\]\(docs\/views\/queues-light\.png\)/);
    const lines = (page: string) => read(page).split('\n').length - 1;
    expect(lines('docs/architecture.md')).toBeLessThanOrEqual(90);
    expect(filesIn('docs', '.md').reduce((sum, page) => sum + lines(page), 0)).toBeLessThanOrEqual(4_500);
  });
});
