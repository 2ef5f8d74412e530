import { describe, expect, it } from 'vitest';
import { puzzelTools } from '../../src/tools/puzzel/index.js';
import { measure } from './measure.js';
import {
  addWord,
  changeNumber,
  changeVerb,
  generatedName,
  type Mutation,
  movePrefix,
  name2015,
  nameAsTag,
  noName,
  pathToQuery,
  renameFields,
  renamePlaceholders,
  replaceWord,
  spellWords,
  strangePath,
  styleName,
} from './mutate.js';
import { type Scenario, scenario } from './scenario.js';

const always = (...mutations: Mutation[]) => mutations.map((by) => ({ by, share: 1 }));
const plain: Scenario = { mutations: [], missing: 0, decoys: true, alternatives: 0 };
const all: Scenario['mutations'] = [
  { by: movePrefix, share: 0.4 },
  { by: changeNumber, share: 0.3 },
  { by: spellWords, share: 0.3 },
  { by: changeVerb, share: 0.3 },
  { by: pathToQuery, share: 0.2 },
  { by: addWord, share: 0.2 },
  { by: replaceWord, share: 0.15 },
  { by: renamePlaceholders, share: 0.5 },
  { by: renameFields, share: 0.3 },
  { by: generatedName, share: 0.2 },
  { by: noName, share: 0.2 },
];

const half: Scenario = { ...plain, missing: 0.5 };
const changed = (...mutations: Mutation[]): Scenario => ({ ...plain, mutations: always(...mutations) });

/** Kinds of documents, each with the share of its operations that has to be found with all placeholders. */
const documents: [string, number, Scenario][] = [
  ['our own routes', 1, plain],
  ['half of our routes among 60 unrelated operations', 1, half],
  ['half of our routes, no operation names', 1, { ...half, mutations: always(noName) }],
  ['our alternative routes', 1, { ...plain, alternatives: 1 }],
  ['our alternative routes, no operation names', 1, { ...plain, alternatives: 1, mutations: always(noName) }],
  ['other prefixes', 1, changed(movePrefix)],
  ['other names for all placeholders, no operation names', 1, changed(renamePlaceholders, noName)],
  ['singular for plural and plural for singular, no operation names', 0.99, changed(changeNumber, noName)],
  ['hyphens and capitals', 0.99, changed(spellWords)],
  ['hyphens and capitals, no operation names', 0.99, changed(spellWords, noName)],
  ['the methods of REST', 0.99, changed(changeVerb)],
  ['the methods of REST, no operation names', 0.98, changed(changeVerb, noName)],
  ['an id in the query', 0.98, changed(pathToQuery)],
  ['an id in the query, no operation names', 0.95, changed(pathToQuery, noName)],
  ['an added word in each path', 1, changed(addWord)],
  ['an added word in each path, no operation names', 0.99, changed(addWord, noName)],
  ['generated operation names', 1, changed(generatedName)],
  ['capitals in all query parameters', 1, changed(renameFields)],
  ['an unrelated word in each path', 0.98, changed(replaceWord)],
  ['an unrelated word in each path, the names of 2015', 0.98, changed(replaceWord, name2015)],
  // Only operations whose other words and placeholders suffice can be found.
  ['an unrelated word in each path, no operation names', 0.15, changed(replaceWord, noName)],
  ['random paths', 0.98, changed(strangePath)],
  ['random paths, the names of 2015', 0.98, changed(strangePath, name2015)],
  ['random paths, restyled names of 2015', 0.95, changed(strangePath, name2015, styleName)],
  ['random paths, names of 2015 as tags', 0.95, changed(strangePath, name2015, nameAsTag)],
  [
    'random paths, restyled names of 2015, half missing',
    0.95,
    { ...half, mutations: always(strangePath, name2015, styleName) },
  ],
  ['all mutations', 0.88, { ...plain, missing: 0.2, alternatives: 0.3, mutations: all }],
  ['all mutations, half of it missing', 0.88, { ...half, alternatives: 0.3, mutations: all }],
];

describe('The operations of a document', () => {
  it.each(documents)('with %s: at least a share of %f is found, and none wrongly', (_, least, kind) => {
    let present = 0;
    let right = 0;
    const wrong: string[] = [];
    for (const seed of [11, 12]) {
      const { operations, layout } = scenario(puzzelTools, seed, kind);
      const measured = measure(operations, layout);
      present += measured.present;
      right += measured.right;
      wrong.push(...measured.wrong);
    }
    expect(wrong).toEqual([]);
    expect(right / present).toBeGreaterThanOrEqual(least);
  });

  it('are found whatever their order', () => {
    const { operations, layout } = scenario(puzzelTools, 5, { ...plain, missing: 0.2, mutations: all });
    const backwards = measure([...operations].reverse(), layout);
    expect(backwards).toEqual(measure(operations, layout));
  });
});
