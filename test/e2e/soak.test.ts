import { writeFileSync } from 'node:fs';
import { arch, cpus, platform } from 'node:os';
import { isDeepStrictEqual } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { residentMegabytes } from '../support/process-table.js';
import { handshake, type RawProcess, spawnRaw, toolCall } from '../support/server-process.js';
import { type Storm, storm } from '../support/storm.js';

/** A thousand calls in `npm test`; `npm run soak` makes ten thousand, or as many as it is told. */
const calls = Number(process.env.SOAK_CALLS ?? 1_000);
const inFlight = 64;

/** MiB that the heap may still grow. In the long run it finds a leak of 6 KB a call; the short one only gross ones. */
const mostGrowth = 40;

let running: RawProcess | undefined;
let weather: Storm;
afterEach(async () => {
  running?.child.kill('SIGKILL');
  await weather.close();
});

const median = (numbers: number[]): number => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

interface Message {
  id: number;
  result?: { structuredContent: { result?: unknown; error?: { kind: string } } };
}

/** Sends calls 1 to `calls`, never more than `inFlight` at once; every answer goes to `onAnswer`. */
function pour(server: RawProcess, onAnswer: (message: Message) => void): Promise<void> {
  let [sent, done, rest] = [0, 0, ''];
  const next = () => {
    sent += 1;
    const { tool, args } = weather.call(sent);
    server.send(toolCall(sent, tool, args));
  };
  return new Promise((resolve, reject) => {
    void server.exit.then(() => reject(new Error(`the server ended: ${server.stderr()}`)));
    server.child.stdout.on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      server.lines.length = 0;
      for (const message of lines.map((line) => JSON.parse(line) as Message)) {
        if (message.id < 1) continue;
        onAnswer(message);
        done += 1;
        if (sent < calls) next();
        if (done === calls) resolve();
      }
    });
    while (sent < Math.min(inFlight, calls)) next();
  });
}

describe('in a storm of dying sockets, ending tokens and 429s', () => {
  it(
    `each of ${calls} calls with ${inFlight} in flight is answered once and rightly, in flat memory`,
    async () => {
      weather = await storm();
      const server = spawnRaw(weather.env, ['--log-level', 'error']);
      running = server;
      for (const message of handshake) server.send(message);
      await server.answer(0);

      const answered = new Map<number, number>();
      const wrong: string[] = [];
      const outcomes: Record<string, number> = {};
      const memory: number[] = [];
      const begun = Date.now();
      await pour(server, ({ id, result }) => {
        answered.set(id, (answered.get(id) ?? 0) + 1);
        const expected = weather.call(id);
        const said = result?.structuredContent;
        const outcome = said?.error?.kind ?? 'ok';
        outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
        const right =
          outcome === expected.outcome && (outcome !== 'ok' || isDeepStrictEqual(said?.result, expected.result));
        if (!right) wrong.push(`${id} ${expected.tool}: ${JSON.stringify(said)}`);
        if (answered.size % Math.max(1, Math.floor(calls / 100)) === 0)
          memory.push(residentMegabytes(server.child.pid ?? 0));
      });
      const seconds = (Date.now() - begun) / 1000;

      expect(wrong).toEqual([]);
      expect(answered.size).toBe(calls);
      expect([...answered.values()].filter((times) => times !== 1)).toEqual([]);
      expect(weather.repeatedWrites()).toEqual([]);
      expect(server.stderr()).toBe('');
      // The first tenth fills pools, caches and the kept lists.
      const warm = memory.slice(10);
      const [early, late] = [median(warm.slice(0, 20)), median(warm.slice(-20))];
      expect(late).toBeLessThan(early + mostGrowth);

      server.child.stdin.end();
      expect((await server.exit).code).toBe(0);
      const figures = { calls, inFlight, seconds, outcomes, vendors: weather.figures(), memory: { early, late } };
      const machine = { node: process.version, platform: platform(), arch: arch(), cores: cpus().length };
      const report = {
        date: new Date().toISOString(),
        machine,
        ...figures,
        callsPerSecond: Math.round(calls / seconds),
      };
      if (process.env.SOAK_FIGURES) writeFileSync(process.env.SOAK_FIGURES, `${JSON.stringify(report, null, 2)}\n`);
    },
    15 * 60_000,
  );
});
