import { direct, ours } from '../bench.mjs';
import { median } from '../statistics.mjs';

const [warmUpCalls, countedCalls] = [3, 9];
const parse = 'JSON.parse';
const fetchAndParse = `${direct} and JSON.parse`;

const baselineTimes = (bench, method, params) => () =>
  bench.with(bench.startDirect(), async (program) => {
    await program.ask(method, { ...params, count: warmUpCalls });
    const { result } = await program.ask(method, { ...params, count: countedCalls });
    return { value: median(result.times) };
  });

const ownTimes = (bench, tool, args) => () =>
  bench.with(bench.startOurs(), async (program) => {
    await program.initialize();
    for (let count = 0; count < warmUpCalls; count += 1) await program.call(tool, args);
    const before = program.cpu();
    const times = [];
    for (let count = 0; count < countedCalls; count += 1) times.push((await program.call(tool, args)).ms);
    return { value: median(times), cpu: (program.cpu() - before) / countedCalls };
  });

const recordsMeasure = (list) => ({
  id: `records-${list.vendor}`,
  title: `A list of 10,000 records, ${list.title}`,
  about: `\`limit\` 50: from the call to its answer, with the download of the vendor's ${list.size}; compared with parsing them once, without a download. Median of ${countedCalls} in a process that has made ${warmUpCalls}.`,
  unit: 'ms',
  digits: 1,
  against: parse,
  goals: [
    { what: `10,000 records, ${list.title}`, contender: ours, ratioAtMost: 3 },
    { what: 'The same with fields', contender: `${ours}, fields`, ratioAtMost: 3 },
  ],
  contenders: (bench) => {
    const source = { url: bench.url + list.path, method: list.method };
    return {
      [parse]: baselineTimes(bench, 'parse', source),
      [fetchAndParse]: baselineTimes(bench, 'fetchAndParse', source),
      [ours]: ownTimes(bench, list.tool, { ...list.args, limit: 50 }),
      [`${ours}, fields`]: ownTimes(bench, list.tool, { ...list.args, limit: 50, fields: list.fields }),
    };
  },
});

const puzzel = {
  vendor: 'puzzel',
  title: 'Puzzel (envelope, wire dates)',
  size: '3.0 MB',
  tool: 'list_all_puzzel_archive_records',
  args: { maxMatches: 10_000 },
  fields: ['callId', 'recordStart'],
  method: 'POST',
  path: '/ContactCentre5/12345/users/77/archive/search',
};

const gladly = {
  vendor: 'gladly',
  title: 'Gladly',
  size: '0.9 MB',
  tool: 'list_all_gladly_agents',
  args: {},
  fields: ['id', 'name'],
  method: 'GET',
  path: '/api/v1/agents',
};

const nextPages = {
  id: 'next-pages',
  title: 'The next pages of such a list',
  about: 'Median of 20 pages of 50 records.',
  unit: 'ms',
  digits: 2,
  against: undefined,
  goals: [],
  contenders: (bench) => ({
    [ours]: () =>
      bench.with(bench.startOurs(), async (program) => {
        await program.initialize();
        const firstPage = await program.call(puzzel.tool, { ...puzzel.args, limit: 50 });
        const times = [];
        let cursor = firstPage.result.structuredContent.next_cursor;
        for (let page = 0; page < 20; page += 1) {
          const { result, ms } = await program.call(puzzel.tool, { ...puzzel.args, cursor });
          cursor = result.structuredContent.next_cursor;
          times.push(ms);
        }
        return { value: median(times) };
      }),
  }),
};

export default [recordsMeasure(puzzel), recordsMeasure(gladly), nextPages];
