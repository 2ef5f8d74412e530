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
  noName,
  pathToQuery,
  renameFields,
  renamePlaceholders,
  replaceWord,
  spellWords,
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

/** Each kind of document, and the share of the operations in it that has to be found, to the last placeholder. */
const documents: [string, number, Scenario][] = [
  ['our own table', 1, plain],
  ['half of our table, between 60 operations of others', 1, { ...plain, missing: 0.5 }],
  ['… without operation names', 1, { ...plain, missing: 0.5, mutations: always(noName) }],
  ['the alternatives on record', 1, { ...plain, alternatives: 1 }],
  ['… without operation names', 1, { ...plain, alternatives: 1, mutations: always(noName) }],
  ['other prefixes', 1, { ...plain, mutations: always(movePrefix) }],
  [
    'other names for all placeholders, no operation names',
    1,
    { ...plain, mutations: always(renamePlaceholders, noName) },
  ],
  ['singular for plural and plural for singular', 1, { ...plain, mutations: always(changeNumber, noName) }],
  ['hyphens and capitals', 0.95, { ...plain, mutations: always(spellWords) }],
  ['the verbs of REST', 0.98, { ...plain, mutations: always(changeVerb) }],
  ['… without operation names', 0.95, { ...plain, mutations: always(changeVerb, noName) }],
  ['an id in the query', 0.97, { ...plain, mutations: always(pathToQuery) }],
  ['… without operation names', 0.9, { ...plain, mutations: always(pathToQuery, noName) }],
  ['another word in front', 1, { ...plain, mutations: always(addWord) }],
  ['names that a generator made', 1, { ...plain, mutations: always(generatedName) }],
  ['other capitals in all fields', 1, { ...plain, mutations: always(renameFields) }],
  // One word of each path is one that nobody would guess: only the operation's name is left.
  ['a strange word in every path', 0.65, { ...plain, mutations: always(replaceWord) }],
  ['everything at once', 0.8, { ...plain, missing: 0.2, alternatives: 0.3, mutations: everything }],
  [
    'everything at once, half of it missing',
    0.75,
    { ...plain, missing: 0.5, alternatives: 0.3, mutations: everything },
  ],
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
