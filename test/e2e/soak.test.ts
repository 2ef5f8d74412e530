import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { unlink } from 'node:fs/promises';
import { arch, cpus, platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { handshake, type RawProcess, spawnRaw, toolCall } from '../support/server-process.js';
import { type Storm, storm } from '../support/storm.js';

/** A thousand calls in `npm test`; `npm run soak` makes as many as fit into SOAK_MINUTES. */
const calls = 1_000;
const minutes = Number(process.env.SOAK_MINUTES ?? 0);
const inFlight = 64;

/** Between two measurements of the process, in milliseconds: 50 of a short run, 300 of a long one. */
const probeMs = minutes > 0 ? (minutes * 60_000) / 300 : 50;

/**
 * What may still be added in the second half. A list is kept for ten minutes, pools and caches fill, and the heap finds its
 * size: only from twenty minutes on would nothing but a leak grow. Then it shows a few bytes a call.
 */
const mostGrowth = minutes >= 20 ? { rss: 16, handles: 16 } : { rss: 60, handles: 80 };

const probe = fileURLToPath(new URL('../support/soak-probe.mjs', import.meta.url));
const sample = z.object({
  seconds: z.number(),
  rss: z.number(),
  heap: z.number(),
  handles: z.number(),
  sockets: z.number(),
  delay: z.number(),
});
const said = z.object({ result: z.unknown().optional(), error: z.object({ kind: z.string() }).optional() });
const message = z.object({
  id: z.number(),
  method: z.string().optional(),
  result: z.object({ structuredContent: said }).optional(),
});
type Message = z.infer<typeof message>;

let folder: string;
let running: RawProcess | undefined;
let weather: Storm;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'puzzel-mcp-soak-'));
  weather = await storm(folder);
});
afterEach(async () => {
  running?.child.kill('SIGKILL');
  await weather.close();
  rmSync(folder, { recursive: true, force: true });
});

const median = (numbers: number[]): number => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

/** Sends calls from 1 on, never more than `inFlight` at once, and says yes to every question; answers go to `onAnswer`. */
function pour(server: RawProcess, onAnswer: (answer: Message) => void): Promise<{ sent: number; questions: number }> {
  const end = Date.now() + minutes * 60_000;
  const isMore = () => (minutes > 0 ? Date.now() < end : sent < calls);
  let [sent, done, questions, rest] = [0, 0, 0, ''];
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
      for (const one of lines.map((line) => message.parse(JSON.parse(line)))) {
        if (one.method === 'elicitation/create') {
          questions += 1;
          server.send({ jsonrpc: '2.0', id: one.id, result: { action: 'accept', content: { confirm: true } } });
          continue;
        }
        onAnswer(one);
        done += 1;
        if (isMore()) next();
        if (done === sent && !isMore()) resolve({ sent, questions });
      }
    });
    while (sent < inFlight) next();
  });
}

/** What the process wrote about itself; the last line may be half written. */
const measured = (file: string) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => sample.parse(JSON.parse(line)));

describe('in a storm of dying sockets, ending tokens and 429s', () => {
  it(
    `each call with ${inFlight} in flight is answered once and rightly, in flat memory`,
    async () => {
      const figuresFile = join(folder, 'probe.jsonl');
      const env = { NODE_OPTIONS: `--import ${probe}`, SOAK_PROBE: figuresFile, SOAK_PROBE_MS: String(probeMs) };
      const server = spawnRaw({ ...weather.env, ...env }, ['--log-level', 'error']);
      running = server;
      const [greeting, initialized] = handshake;
      server.send({ ...greeting, params: { ...greeting?.params, capabilities: { elicitation: { form: {} } } } });
      await server.answer(0);
      server.send(initialized ?? {});
      server.send(toolCall(0, weather.begin.tool, weather.begin.args));
      server.lines.length = 0;
      await server.answer(0);

      const answered = new Map<number, number>();
      const wrong: string[] = [];
      const outcomes: Record<string, number> = {};
      const begun = Date.now();
      const { sent, questions } = await pour(server, ({ id, result }) => {
        answered.set(id, (answered.get(id) ?? 0) + 1);
        const expected = weather.call(id);
        const content = result?.structuredContent;
        const outcome = content?.error?.kind ?? 'ok';
        outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
        const isRight = expected.result === undefined || isDeepStrictEqual(content?.result, expected.result);
        if (outcome !== expected.outcome || (outcome === 'ok' && !isRight)) {
          wrong.push(`${id} ${expected.tool}: ${JSON.stringify(result ?? null)}`);
        }
        if (expected.file && existsSync(expected.file)) void unlink(expected.file);
      });
      const seconds = (Date.now() - begun) / 1000;

      expect(wrong.slice(0, 20)).toEqual([]);
      expect(answered.size).toBe(sent);
      expect([...answered.values()].filter((times) => times !== 1)).toEqual([]);
      expect(weather.repeatedWrites()).toEqual([]);
      expect(questions).toBe(callsOf(sent, 'delete_a_puzzel_etask_by_id'));
      expect(server.stderr()).toBe('');
      expect(readdirSync(folder).filter((name) => name.includes('.part'))).toEqual([]);

      const samples = measured(figuresFile);
      const machine = { node: process.version, platform: platform(), arch: arch(), cores: cpus().length };
      const figures = { calls: sent, inFlight, seconds, outcomes, questions, vendors: weather.figures() };
      const report = { date: new Date().toISOString(), machine, ...figures, samples };
      if (process.env.SOAK_FIGURES) writeFileSync(process.env.SOAK_FIGURES, `${JSON.stringify(report, null, 2)}\n`);

      const second = samples.slice(Math.floor(samples.length / 2));
      const third = Math.ceil(second.length / 3);
      for (const what of ['rss', 'handles'] as const) {
        const of = (part: typeof samples) => median(part.map((one) => one[what]));
        expect(of(second.slice(-third)), what).toBeLessThan(of(second.slice(0, third)) + mostGrowth[what]);
      }

      server.child.stdin.end();
      expect((await server.exit).code).toBe(0);
    },
    (minutes + 15) * 60_000,
  );
});

/** How many of the calls are for this tool. */
function callsOf(sent: number, tool: string): number {
  let count = 0;
  for (let n = 1; n <= sent; n += 1) if (weather.call(n).tool === tool) count += 1;
  return count;
}
