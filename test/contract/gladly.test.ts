import { describe, expect, it } from 'vitest';
import { check } from '../../src/contract/check.js';
import { readDocument } from '../../src/contract/document.js';
import { explainedDifferences } from '../../src/contract/explained.js';
import { toolViewOf } from '../../src/contract/tool-view.js';
import { gladlyTools } from '../../src/tools/gladly/index.js';
import { catalogue } from '../../src/tools/index.js';
import { gladlyOpenApi } from '../fixtures/facts.js';
import { temporaryFiles } from './temporary-files.js';

const files = temporaryFiles();
const text = JSON.stringify(gladlyOpenApi);
const compare = async (changed: (document: string) => string = (same) => same) =>
  check(await readDocument(files.write('gladly.json', changed(text)), 1_000), 'gladly', gladlyTools.map(toolViewOf));

describe('Gladly’s document', () => {
  it('has exactly the explained differences', async () => {
    const result = await compare();
    const differing = result.tools.filter(({ status, arguments: misfits }) => status !== 'found' || misfits.length > 0);
    expect(differing, 'tools that test/fixtures/gladly-openapi.json lacks or has otherwise').toEqual([]);
    expect(result).toMatchObject({ not_offered: [], differences: 0 });
    expect(new Set(result.explained)).toEqual(
      new Set(explainedDifferences.filter(({ vendor }) => vendor === 'gladly')),
    );
  });

  it('may have /api/v1 in its server, in its paths, or in both', async () => {
    const { differences } = await compare();
    const server = (document: string) => document.replaceAll('.gladly.com"', '.gladly.com/api/v1"');
    expect((await compare(server)).differences).toBe(differences);
    const paths = (document: string) => document.replaceAll('"/api/v1/', '"/').replaceAll('/~1api~1v1~1', '/~1');
    expect((await compare((document) => paths(server(document)))).differences).toBe(differences);
  });

  it.each([
    ['a moved path', '/inboxes/{inboxId}"', '/inbox/{inboxId}"'],
    ['another path for an operation that its name identifies', '/audiences"', '/x-y-z"'],
    ['a missing operation', '/audiences":{"get"', '/audiences":{"x-get"'],
    ['a renamed query parameter', '"name":"phoneNumber","in":"query"', '"name":"phoneNo","in":"query"'],
    ['another required field', '"properties":{"identityType"', '"required":["solution"],"properties":{"identityType"'],
  ])('has one more unexplained difference with %s', async (_, from, to) => {
    expect(text.includes(from)).toBe(true);
    const { differences } = await compare();
    expect((await compare((document) => document.replaceAll(from, to))).differences).toBe(differences + 1);
  });
});

describe('The explained differences', () => {
  it('name tools that exist, or operations', () => {
    const names = new Set(catalogue.map(({ name }) => name));
    expect(explainedDifferences.filter(({ what }) => !what.includes(' ') && !names.has(what))).toEqual([]);
  });
});
