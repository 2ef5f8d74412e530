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
const everything: Scenario['mutations'] = [
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

/** Each kind of document, and the share of the operations in it that has to be found, to the last placeholder. */
const documents: [string, number, Scenario][] = [
  ['our own table', 1, plain],
  ['half of our table, between 60 operations of others', 1, half],
  ['… without operation names', 1, { ...half, mutations: always(noName) }],
  ['the alternatives on record', 1, { ...plain, alternatives: 1 }],
  ['… without operation names', 1, { ...plain, alternatives: 1, mutations: always(noName) }],
  ['other prefixes', 1, changed(movePrefix)],
  ['other names for all placeholders, no operation names', 1, changed(renamePlaceholders, noName)],
  ['singular for plural and plural for singular, no operation names', 0.99, changed(changeNumber, noName)],
  ['hyphens and capitals', 0.99, changed(spellWords)],
  ['… without operation names', 0.99, changed(spellWords, noName)],
  ['the verbs of REST', 0.99, changed(changeVerb)],
  ['… without operation names', 0.98, changed(changeVerb, noName)],
  ['an id in the query', 0.98, changed(pathToQuery)],
  ['… without operation names', 0.95, changed(pathToQuery, noName)],
  ['another word in front', 1, changed(addWord)],
  ['… without operation names', 0.99, changed(addWord, noName)],
  ['names that a generator made', 1, changed(generatedName)],
  ['other capitals in all fields', 1, changed(renameFields)],
  ['a strange word in every path', 0.98, changed(replaceWord)],
  ['… and the names of 2015', 0.98, changed(replaceWord, name2015)],
  // One word of each path is one that nobody would guess, and nothing else tells.
  ['… and no operation names', 0.15, changed(replaceWord, noName)],
  ['paths that are nothing like ours', 0.98, changed(strangePath)],
  ['… and the names of 2015', 0.98, changed(strangePath, name2015)],
  ['… written as other generators do', 0.95, changed(strangePath, name2015, styleName)],
  ['… as tags', 0.95, changed(strangePath, name2015, nameAsTag)],
  ['… half of it missing', 0.95, { ...half, mutations: always(strangePath, name2015, styleName) }],
  ['everything at once', 0.88, { ...plain, missing: 0.2, alternatives: 0.3, mutations: everything }],
  ['everything at once, half of it missing', 0.88, { ...half, alternatives: 0.3, mutations: everything }],
];

describe('A tenant describes its operations with', () => {
  it.each(documents)('%s: at least %f are found, none wrongly', (_, least, kind) => {
    let present = 0;
    let right = 0;
    const wrong: string[] = [];
    for (const seed of [11, 12]) {
      const { operations, layout } = scenario(puzzelTools, seed, kind);
      const measured = measure(puzzelTools, operations, layout);
      present += measured.present;
      right += measured.right;
      wrong.push(...measured.wrong);
    }
    expect(wrong).toEqual([]);
    expect(right / present).toBeGreaterThanOrEqual(least);
  });

  it('the same operations in another order: the same is found', () => {
    const { operations, layout } = scenario(puzzelTools, 5, { ...plain, missing: 0.2, mutations: everything });
    const backwards = measure(puzzelTools, [...operations].reverse(), layout);
    expect(backwards).toEqual(measure(puzzelTools, operations, layout));
  });
});
