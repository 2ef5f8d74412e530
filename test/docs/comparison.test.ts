import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { catalogue } from '../../src/tools/index.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const file = resolve(root, 'docs/comparison.md');
const text = readFileSync(file, 'utf8');

/** The servers compared, in the order of the columns: how their sources begin, and the repositories these may be in. */
const peers = [
  { name: 'GitHub', prefix: 'GH', repositories: ['github/github-mcp-server'] },
  { name: 'Notion', prefix: 'NO', repositories: ['makenotion/notion-mcp-server'] },
  { name: 'Supabase', prefix: 'SU', repositories: ['supabase-community/supabase-mcp'] },
  { name: 'Playwright', prefix: 'PW', repositories: ['microsoft/playwright', 'microsoft/playwright-mcp'] },
  { name: 'Sentry', prefix: 'SE', repositories: ['getsentry/sentry-mcp'] },
];
const columns = ['', 'puzzel-mcp', ...peers.map(({ name }) => name)];

type Row = { line: string; feature: string; ours: string; theirs: string[] };

const cells = (line: string) =>
  line
    .slice(1, -1)
    .split('|')
    .map((cell) => cell.trim());
const references = (part: string) => [...part.matchAll(/\[([A-Z]+\d+)\]/g)].map(([, id = '']) => id);

/** The rows of all tables that compare, without their headings. */
function rowsOf(page: string): Row[] {
  const tables = page.split(/\n\n+/).filter((block) => block.startsWith('| | puzzel-mcp |'));
  return tables.flatMap((block) =>
    block
      .trim()
      .split('\n')
      .slice(2)
      .map((line) => {
        const [feature = '', ours = '', ...theirs] = cells(line);
        return { line, feature, ours, theirs };
      }),
  );
}

const rows = rowsOf(text);
const listed = new Set([...text.matchAll(/^- (?:\[([A-Z]+\d+)\]|\*\*(M\d+)\*\*) /gm)].map(([, a, b]) => a ?? b ?? ''));
const targets = new Map([...text.matchAll(/^\[([A-Z]+\d+)\]: (\S+)$/gm)].map(([, id = '', url = '']) => [id, url]));

/** The anchors of a page's headings, as GitHub makes them. */
const anchorsOf = (page: string) =>
  [...page.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\- ]/gu, '')
      .replaceAll(' ', '-'),
  );

describe('the comparison with other servers', () => {
  it('has the same columns in every table, and a cell in each', () => {
    const headings = text.split('\n').filter((line) => line.startsWith('| | '));
    expect(headings.length).toBeGreaterThanOrEqual(5);
    for (const heading of headings) expect(cells(heading)).toEqual(columns);
    expect(rows.length).toBeGreaterThan(50);
    for (const { line } of rows) {
      expect(cells(line), line).toHaveLength(columns.length);
      expect(cells(line), line).not.toContain('');
    }
  });

  it('names a source of that very server, or a measurement, in every cell about another one', () => {
    for (const { feature, theirs } of rows) {
      for (const [place, { name, prefix }] of peers.entries()) {
        const used = references(theirs[place] ?? '');
        expect(used.length, `${feature}, ${name}: no source`).toBeGreaterThan(0);
        for (const id of used) expect(id, `${feature}, ${name}`).toMatch(new RegExp(`^(${prefix}|M)\\d+$`));
      }
    }
  });

  it('lists every source that it uses, and uses every source that it lists', () => {
    const used = new Set(rows.flatMap(({ theirs }) => theirs.flatMap(references)));
    expect([...used].filter((id) => !listed.has(id))).toEqual([]);
    expect([...listed].filter((id) => !used.has(id))).toEqual([]);
    expect([...targets.keys()].sort()).toEqual([...listed].sort());
  });

  it("leads to one commit of each repository, or to this page's own list", () => {
    const commits = new Map<string, Set<string>>();
    for (const [id, url] of targets) {
      if (url === (id.startsWith('M') ? '#how-it-was-measured' : '#sources')) continue;
      const [, repository = '', commit = ''] =
        /^https:\/\/github\.com\/([^/]+\/[^/]+)\/(?:blob|tree)\/([0-9a-f]{40})(?:\/|$)/.exec(url) ?? [];
      const peer = peers.find(({ prefix }) => new RegExp(`^${prefix}\\d+$`).test(id));
      expect(peer?.repositories, `${id}: ${url}`).toContain(repository);
      commits.set(repository, (commits.get(repository) ?? new Set()).add(commit));
    }
    for (const [repository, seen] of commits) expect([...seen], repository).toHaveLength(1);
  });

  it('shows for every cell about this server the document or test that proves it', () => {
    for (const { feature, ours } of rows) {
      const links = [...ours.matchAll(/\]\(([^)#\s]*)(?:#([^)\s]+))?\)/g)];
      expect(links.length, `${feature}: no link`).toBeGreaterThan(0);
      for (const [, path = '', anchor] of links) {
        const target = resolve(dirname(file), path);
        expect(relative(root, target), `${feature}: leads out of the repository`).not.toMatch(/^\.\./);
        expect(existsSync(target), `${feature}: ${path}`).toBe(true);
        if (anchor) expect(anchorsOf(readFileSync(target, 'utf8')), `${feature}: ${path}`).toContain(anchor);
      }
    }
  });

  it('tells the numbers of the built program (else run `npm run build` and `npm run docs`)', () => {
    const wanted = Object.entries(ownFigures()).reduce(
      (page, [feature, figures]) => withOurs(page, feature, figures),
      text,
    );
    if (process.env.UPDATE_DOCS) writeFileSync(file, wanted);
    expect(rowsOf(process.env.UPDATE_DOCS ? wanted : text).map(({ line }) => line)).toEqual(
      rowsOf(wanted).map(({ line }) => line),
    );
  });
});

/** What the cells about this server say where it is a number: counted, not written. */
function ownFigures(): Record<string, string> {
  const bill = z
    .record(z.string(), z.number())
    .parse(JSON.parse(readFileSync(resolve(root, 'dist/token-bill.json'), 'utf8')));
  const tokens = Object.values(bill);
  const sum = tokens.reduce((total, each) => total + each, 0);
  const routes = (provenance: string) => catalogue.filter(({ route }) => route.provenance === provenance).length;
  const counted = '([test](../test/e2e/command-line.test.ts))';
  return {
    'Tools listed': `${tokens.length} by default, all APIs configured ([README](../README.md#tools))`,
    'Tokens of them all': `${sum.toLocaleString('en')} by default; what \`--tags\` leaves, \`puzzel-mcp tools\` tells ${counted}`,
    'Tokens a tool: average, most': `**${Math.round(sum / tokens.length)}, ${Math.max(...tokens)}** ${counted}`,
    'Routes known to be right': `${routes('documented')} documented, ${routes('confirmed')} seen in public code, **${routes('inferred')} inferred** ([provenance](provenance.md))`,
  };
}

function withOurs(page: string, feature: string, ours: string): string {
  const row = rowsOf(page).find((each) => each.feature === feature);
  if (!row) throw new Error(`docs/comparison.md has no row “${feature}”`);
  return page.replace(row.line, () => `| ${[feature, ours, ...row.theirs].join(' | ')} |`);
}
