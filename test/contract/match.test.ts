import { describe, expect, it } from 'vitest';
import { puzzelTools } from '../../src/tools/puzzel/index.js';
import { measure } from './measure.js';
import {
  addWord,
  capitaliseParameters,
  changeToRestMethod,
  generateName,
  type Mutation,
  moveIdToQuery,
  moveNameToTag,
  movePrefix,
  randomisePath,
  removeNames,
  renameAsIn2015,
  renamePlaceholders,
  replaceWord,
  respellWords,
  restyleName,
  swapPlural,
} from './mutate.js';
import { type DocumentVariant, generateTenantDocument } from './tenant-document.js';

const always = (...mutations: Mutation[]) => mutations.map((mutation) => ({ mutation, share: 1 }));
const plain: DocumentVariant = { mutations: [], missingShare: 0, alternativeShare: 0 };
const allMutations: DocumentVariant['mutations'] = [
  { mutation: movePrefix, share: 0.4 },
  { mutation: swapPlural, share: 0.3 },
  { mutation: respellWords, share: 0.3 },
  { mutation: changeToRestMethod, share: 0.3 },
  { mutation: moveIdToQuery, share: 0.2 },
  { mutation: addWord, share: 0.2 },
  { mutation: replaceWord, share: 0.15 },
  { mutation: renamePlaceholders, share: 0.5 },
  { mutation: capitaliseParameters, share: 0.3 },
  { mutation: generateName, share: 0.2 },
  { mutation: removeNames, share: 0.2 },
];

const halfMissing: DocumentVariant = { ...plain, missingShare: 0.5 };
const mutated = (...mutations: Mutation[]): DocumentVariant => ({ ...plain, mutations: always(...mutations) });

/** Kinds of documents, each with the share of its operations that has to be found with all placeholders. */
const documents: [string, number, DocumentVariant][] = [
  ['our own routes', 1, plain],
  ['half of our routes', 1, halfMissing],
  ['half of our routes, no operation names', 1, { ...halfMissing, mutations: always(removeNames) }],
  ['our alternative routes', 1, { ...plain, alternativeShare: 1 }],
  ['our alternative routes, no operation names', 1, { ...plain, alternativeShare: 1, mutations: always(removeNames) }],
  ['other prefixes', 1, mutated(movePrefix)],
  ['other names for all placeholders, no operation names', 1, mutated(renamePlaceholders, removeNames)],
  ['singular for plural and plural for singular, no operation names', 0.99, mutated(swapPlural, removeNames)],
  ['hyphens and capitals', 0.99, mutated(respellWords)],
  ['hyphens and capitals, no operation names', 0.99, mutated(respellWords, removeNames)],
  ['the methods of REST', 0.99, mutated(changeToRestMethod)],
  ['the methods of REST, no operation names', 0.98, mutated(changeToRestMethod, removeNames)],
  ['an id in the query', 0.98, mutated(moveIdToQuery)],
  ['an id in the query, no operation names', 0.95, mutated(moveIdToQuery, removeNames)],
  ['an added word in each path', 1, mutated(addWord)],
  ['an added word in each path, no operation names', 0.99, mutated(addWord, removeNames)],
  ['generated operation names', 1, mutated(generateName)],
  ['capitals in all query parameters', 1, mutated(capitaliseParameters)],
  ['an unrelated word in each path', 0.98, mutated(replaceWord)],
  ['an unrelated word in each path, Puzzel’s names of 2015', 0.98, mutated(replaceWord, renameAsIn2015)],
  // Only operations whose other words and placeholders suffice can be found.
  ['an unrelated word in each path, no operation names', 0.15, mutated(replaceWord, removeNames)],
  ['random paths', 0.98, mutated(randomisePath)],
  ['random paths, Puzzel’s names of 2015', 0.98, mutated(randomisePath, renameAsIn2015)],
  ['random paths, Puzzel’s names of 2015 restyled', 0.95, mutated(randomisePath, renameAsIn2015, restyleName)],
  ['random paths, Puzzel’s names of 2015 as tags', 0.95, mutated(randomisePath, renameAsIn2015, moveNameToTag)],
  [
    'random paths, Puzzel’s names of 2015 restyled, half of our routes',
    0.95,
    { ...halfMissing, mutations: always(randomisePath, renameAsIn2015, restyleName) },
  ],
  ['all mutations', 0.88, { ...plain, missingShare: 0.2, alternativeShare: 0.3, mutations: allMutations }],
  ['all mutations, half of our routes', 0.88, { ...halfMissing, alternativeShare: 0.3, mutations: allMutations }],
];

describe('The operations of a document', () => {
  it.each(documents)('with %s: at least a share of %f is found, and none wrongly', (_, minShare, variant) => {
    const results = [11, 12].map((seed) => {
      const { operations, layout } = generateTenantDocument(puzzelTools, seed, variant);
      return measure(operations, layout);
    });
    const wrong = results.flatMap((result) => result.wrong);
    expect(wrong, 'An operation that a new tool calls is no decoy any more: remove it from decoys.ts').toEqual([]);
    const notFound = results.flatMap((result) => result.notFound);
    const count = (of: 'right' | 'present') => results.reduce((sum, result) => sum + result[of], 0);
    expect(count('right') / count('present'), notFound.join('\n')).toBeGreaterThanOrEqual(minShare);
  });

  it('give the same result in any order', () => {
    const { operations, layout } = generateTenantDocument(puzzelTools, 5, {
      ...plain,
      missingShare: 0.2,
      mutations: allMutations,
    });
    const backwards = measure([...operations].reverse(), layout);
    expect(backwards).toEqual(measure(operations, layout));
  });
});
