import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { unlink } from 'node:fs/promises';
import { arch, cpus, platform } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type BoardProcess, startBoardProcess } from '../support/board-process.js';
import { visitBoard } from '../support/board-visits.js';
import { faultyVendors } from '../support/faulty-vendors.js';
import { initialize, initialized, type RawProcess, spawnRaw, toolCall } from '../support/server-process.js';
import { closedAfterAll, newFolder } from '../support/set-up.js';

/** A thousand calls in `npm test`; `npm run soak` makes as many as fit into SOAK_MINUTES. */
const calls = 1_000;
const minutes = Number(process.env.SOAK_MINUTES ?? 0);
const inFlight = 64;

/** Pages that are open on the board at a time, and the milliseconds between two polls of each. */
const [pages, pauseMs] = [6, minutes > 0 ? 250 : 20];

/** Milliseconds between two measurements of a process; a long run makes 300. */
const probeMs = minutes > 0 ? (minutes * 60_000) / 300 : 50;

/**
 * How much a process may grow in the second half: MB of memory, and handles. Lists are kept for ten minutes, and pools, caches
 * and the heap take time to fill, so only a run of twenty minutes or more can show a leak of a few bytes per call.
 */
const maxGrowth = minutes >= 20 ? { rss: 16, handles: 16 } : { rss: 60, handles: 80 };

const probe = fileURLToPath(new URL('../support/soak-probe.mjs', import.meta.url));
const sample = z.object({
  seconds: z.number(),
  rss: z.number(),
  heap: z.number(),
  handles: z.number(),
  sockets: z.number(),
  delay: z.number(),
});
const toolContent = z.object({ result: z.unknown().optional(), error: z.object({ kind: z.string() }).optional() });
const message = z.object({
  id: z.number(),
  method: z.string().optional(),
  result: z.object({ structuredContent: toolContent }).optional(),
});
type Message = z.infer<typeof message>;

const folder = newFolder();
const vendors = closedAfterAll(await faultyVendors(folder));
let running: RawProcess | undefined;
let board: BoardProcess | undefined;
afterEach(async () => {
  running?.child.kill('SIGKILL');
  await board?.stop('SIGKILL');
});

const median = (numbers: number[]): number => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

/** Sends calls from 1 on, never more than `inFlight` at once, and says yes to every question; answers go to `onAnswer`. */
function sendCalls(
  server: RawProcess,
  onAnswer: (answer: Message) => void,
): Promise<{ sent: number; questions: number }> {
  const end = Date.now() + minutes * 60_000;
  const hasMore = () => (minutes > 0 ? Date.now() < end : sent < calls);
  let [sent, done, questions, rest] = [0, 0, 0, ''];
  const next = () => {
    sent += 1;
    const { tool, args } = vendors.call(sent);
    server.send(toolCall(sent, tool, args));
  };
  return new Promise((resolve, reject) => {
    void server.exit.then(() => reject(new Error(`the server ended: ${server.stderr()}`)));
    server.child.stdout.on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      // Millions of lines would be kept in a long run.
      server.lines.length = 0;
      for (const one of lines.map((line) => message.parse(JSON.parse(line)))) {
        if (one.method === 'elicitation/create') {
          questions += 1;
          server.send({ jsonrpc: '2.0', id: one.id, result: { action: 'accept', content: { confirm: true } } });
          continue;
        }
        onAnswer(one);
        done += 1;
        if (hasMore()) next();
        if (done === sent && !hasMore()) resolve({ sent, questions });
      }
    });
    while (sent < inFlight) next();
  });
}

/** Variables that make a process write into a file what it measures of itself. */
const probeEnv = (file: string) => ({
  NODE_OPTIONS: `--import ${probe}`,
  SOAK_PROBE: file,
  SOAK_PROBE_MS: String(probeMs),
});

/** The samples that a process has written so far; the last line may be half written. */
const samplesIn = (file: string) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => sample.parse(JSON.parse(line)));

describe('with dying sockets, expiring tokens and 429s', () => {
  it(
    `each of ${inFlight} calls at a time and each page of the board is answered once and correctly, without a memory leak`,
    async () => {
      const files = { server: join(folder, 'server.jsonl'), board: join(folder, 'board.jsonl') };
      const server = spawnRaw({ ...vendors.env, ...probeEnv(files.server) }, ['--log-level', 'error']);
      running = server;
      board = await startBoardProcess({
        ...vendors.demoEnv,
        ...probeEnv(files.board),
        PUZZEL_MCP_DOWNLOAD_DIR: folder,
      });
      server.send(initialize({ capabilities: { elicitation: { form: {} } } }));
      server.send(initialized);
      server.send(toolCall(0, vendors.begin.tool, vendors.begin.args));
      await server.answer(0);

      const answered = new Map<number, number>();
      const wrong: string[] = [];
      const outcomes: Record<string, number> = {};
      let deletions = 0;
      const startedAt = Date.now();
      let isOver = false;
      const visiting = visitBoard(board, { pages, pauseMs, isOver: () => isOver });
      // Awaited further down, when the calls have ended.
      visiting.catch(() => {});
      const { sent, questions } = await sendCalls(server, ({ id, result }) => {
        answered.set(id, (answered.get(id) ?? 0) + 1);
        const expected = vendors.call(id);
        if (expected.tool === 'delete_a_puzzel_etask_by_id') deletions += 1;
        const content = result?.structuredContent;
        const outcome = content?.error?.kind ?? 'ok';
        outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
        const isRight = expected.result === undefined || isDeepStrictEqual(content?.result, expected.result);
        if (outcome !== expected.outcome || (outcome === 'ok' && !isRight)) {
          wrong.push(`${id} ${expected.tool}: ${JSON.stringify(result ?? null)}`);
        }
        if (expected.file && existsSync(expected.file)) void unlink(expected.file);
      });
      const seconds = (Date.now() - startedAt) / 1000;
      isOver = true;
      const visits = await visiting;

      expect(wrong.slice(0, 20)).toEqual([]);
      expect(visits.problems.slice(0, 20)).toEqual([]);
      expect(Math.min(visits.polls, visits.recordings, visits.abandoned)).toBeGreaterThanOrEqual(pages);
      expect(answered.size).toBe(sent);
      expect([...answered.values()].filter((times) => times !== 1)).toEqual([]);
      expect(vendors.repeatedWrites()).toEqual([]);
      expect(questions).toBe(deletions);
      expect(server.stderr()).toBe('');
      expect(readdirSync(folder).filter((name) => name.includes('.part'))).toEqual([]);

      const samples = { server: samplesIn(files.server), board: samplesIn(files.board) };
      const machine = { node: process.version, platform: platform(), arch: arch(), cores: cpus().length };
      const figures = { calls: sent, inFlight, seconds, outcomes, questions, vendors: vendors.figures() };
      const { problems: _none, ...boardFigures } = visits;
      const report = { date: new Date().toISOString(), machine, ...figures, board: boardFigures, samples };
      if (process.env.SOAK_FIGURES) writeFileSync(process.env.SOAK_FIGURES, `${JSON.stringify(report, null, 2)}\n`);

      for (const [program, all] of Object.entries(samples)) {
        const secondHalf = all.slice(Math.floor(all.length / 2));
        const third = Math.ceil(secondHalf.length / 3);
        for (const what of ['rss', 'handles'] as const) {
          const medianOf = (part: typeof all) => median(part.map((one) => one[what]));
          const before = medianOf(secondHalf.slice(0, third));
          expect(medianOf(secondHalf.slice(-third)), `${program}: ${what}`).toBeLessThan(before + maxGrowth[what]);
        }
      }

      expect(await board.stop()).toBe(0);
      server.child.stdin.end();
      expect((await server.exit).code).toBe(0);
    },
    (minutes + 15) * 60_000,
  );
});
