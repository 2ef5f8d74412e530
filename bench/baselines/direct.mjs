// What the work costs without any server: undici's own calls, JSON parsed once, a body piped to disk. It is driven by
// lines of JSON like the servers, but timed in this process, so that its standard streams are not measured.
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { Agent, request } from 'undici';

// The limit of connections is the one that puzzel-mcp has (src/http/connections.ts): more would overload one core.
const dispatcher = new Agent({ connections: 24 });

const work = {
  /** `count` calls with `inFlight` at a time; milliseconds of each, and of them all. */
  async calls({ url, count, inFlight }) {
    const times = [];
    let callsLeft = count;
    const from = performance.now();
    await Promise.all(
      Array.from({ length: inFlight }, async () => {
        while (callsLeft > 0) {
          callsLeft -= 1;
          const began = performance.now();
          const { body } = await request(url, { dispatcher });
          await body.json();
          times.push(performance.now() - began);
        }
      }),
    );
    return { times, ms: performance.now() - from };
  },

  /** Parses a text that is in memory already. */
  async parse({ url, method, count }) {
    const text = await (await request(url, { dispatcher, method })).body.text();
    return { times: await timesOf(count, async () => JSON.parse(text)) };
  },

  async fetchAndParse({ url, method, count }) {
    return { times: await timesOf(count, async () => (await request(url, { dispatcher, method })).body.json()) };
  },

  async download({ url, path }) {
    const from = performance.now();
    const { body } = await request(url, { dispatcher });
    await pipeline(body, createWriteStream(path));
    return { ms: performance.now() - from };
  },
};

async function timesOf(count, run) {
  const times = [];
  for (let index = 0; index < count; index += 1) {
    const from = performance.now();
    await run();
    times.push(performance.now() - from);
  }
  return times;
}

for await (const line of createInterface({ input: process.stdin })) {
  const { id, method, params } = JSON.parse(line);
  work[method](params).then((result) => process.stdout.write(`${JSON.stringify({ id, result })}\n`));
}
process.exit(0);
