import { it } from 'vitest';
import { puzzelTools } from '../../src/tools/puzzel/index.js';
import { measure } from './measure.js';
import * as m from './mutate.js';
import { type Scenario, scenario } from './scenario.js';

const each = (by: m.Mutation, share = 1) => ({ by, share });
const base = { missing: 0, decoys: true, alternatives: 0 };
const cases: Record<string, Scenario> = {
  table: { ...base, mutations: [] },
  'table half missing': { ...base, missing: 0.5, mutations: [] },
  'table half missing noname': { ...base, missing: 0.5, mutations: [each(m.noName)] },
  alternatives: { ...base, alternatives: 1, mutations: [] },
  'alternatives noname': { ...base, alternatives: 1, mutations: [each(m.noName)] },
  prefix: { ...base, mutations: [each(m.movePrefix, 0.7)] },
  placeholders: { ...base, mutations: [each(m.renamePlaceholders)] },
  'placeholders noname': { ...base, mutations: [each(m.renamePlaceholders), each(m.noName)] },
  number: { ...base, mutations: [each(m.changeNumber)] },
  'number noname': { ...base, mutations: [each(m.changeNumber), each(m.noName)] },
  spelling: { ...base, mutations: [each(m.spellWords)] },
  'spelling noname': { ...base, mutations: [each(m.spellWords), each(m.noName)] },
  verb: { ...base, mutations: [each(m.changeVerb)] },
  'verb noname': { ...base, mutations: [each(m.changeVerb), each(m.noName)] },
  query: { ...base, mutations: [each(m.pathToQuery)] },
  'query noname': { ...base, mutations: [each(m.pathToQuery), each(m.noName)] },
  word: { ...base, mutations: [each(m.addWord)] },
  replaced: { ...base, mutations: [each(m.replaceWord)] },
  'replaced noname': { ...base, mutations: [each(m.replaceWord), each(m.noName)] },
  generated: { ...base, mutations: [each(m.generatedName)] },
  fields: { ...base, mutations: [each(m.renameFields)] },
  'all half': {
    missing: 0.5,
    decoys: true,
    alternatives: 0.3,
    mutations: [
      each(m.changeNumber, 0.3),
      each(m.changeVerb, 0.3),
      each(m.pathToQuery, 0.2),
      each(m.replaceWord, 0.3),
      each(m.renamePlaceholders, 0.5),
      each(m.noName, 0.3),
    ],
  },
  all: {
    missing: 0.2,
    decoys: true,
    alternatives: 0.3,
    mutations: [
      each(m.movePrefix, 0.4),
      each(m.changeNumber, 0.3),
      each(m.spellWords, 0.3),
      each(m.changeVerb, 0.3),
      each(m.pathToQuery, 0.2),
      each(m.addWord, 0.2),
      each(m.replaceWord, 0.15),
      each(m.renamePlaceholders, 0.5),
      each(m.renameFields, 0.3),
      each(m.generatedName, 0.2),
      each(m.noName, 0.2),
    ],
  },
};
const seeds = Number(process.env.SEEDS ?? 4);
it('tune', () => {
  for (const [name, one] of Object.entries(cases)) {
    if (process.env.CASE && process.env.CASE !== name) continue;
    let present = 0,
      right = 0;
    const bad = new Set<string>(),
      open = new Set<string>(),
      gone = new Set<string>();
    let wrong = 0;
    for (let seed = 1; seed <= seeds; seed++) {
      const { operations, layout } = scenario(puzzelTools, seed, one);
      const r = measure(puzzelTools, operations, layout);
      present += r.present;
      right += r.right;
      wrong += r.wrong.length;
      r.wrong.forEach((x) => bad.add(x));
      r.undecided.forEach((x) => open.add(x));
      r.missing.forEach((x) => gone.add(x));
    }
    process.stdout.write(`${name}: ${((100 * right) / present).toFixed(1)} % of ${present}, wrong ${wrong}\n`);
    if (process.env.SHOW) {
      for (const x of bad) process.stdout.write(`   WRONG ${x}\n`);
    }
    if (process.env.SHOW === '2') {
      for (const x of open) process.stdout.write(`   open ${x}\n`);
      for (const x of gone) process.stdout.write(`   gone ${x}\n`);
    }
  }
}, 600000);
