import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { deadline } from '../../http/deadline.js';
import type { Arguments } from '../../http/route.js';
import { isPaged, type Tool, type Vendor } from '../../tools/define.js';
import type { Runtime } from '../runtime.js';
import { networkMs } from './check.js';
import { type Answers, type Probe, probes } from './probes.js';

/** What trying a tag showed. */
export interface Tried {
  tag: string;
  /** Undefined when no read of this tag could be tried. */
  tool: string | undefined;
  /** `ok`, the kind of the error, or why nothing was tried: `no_read`, `no_record`, `late`, or what ended the others. */
  outcome: string;
}

/** Reads under way at a time, milliseconds between their beginnings (Gladly allows ten a second), and for all of them. */
const limits = { atATime: 3, gapMs: 150, allMs: 20_000 };

/** Whether an answer says that no more should be asked. */
const isEnd = (outcome: string): boolean => outcome === 'rate_limited' || outcome === 'expired';

const row = z.looseObject({});
const envelope = z.object({
  result: z.union([z.array(row.catch({})), row.transform((one) => [one])]).catch([]),
  error: z.object({ kind: z.string() }).optional(),
});

/**
 * Makes one small read for each tag that the owner's filters leave of a vendor, through the same door as every call:
 * filters, pins, expiry, audit log. Stops at the first 429.
 * @param answers what was found, for probes of other vendors too
 */
export async function tryTags(runtime: Runtime, vendor: Vendor, answers: Map<string, Record<string, unknown>[]>) {
  const tools = runtime.tools.filter((tool) => tool.vendor === vendor);
  const tags = [...new Set(tools.map(({ tag }) => tag))];
  const tried = new Map<string, Tried>();
  const running = new Set<Promise<void>>();
  const until = Date.now() + limits.allMs;
  let end: string | undefined;

  const send = async (tag: string, tool: Tool, args: Arguments) => {
    const { outcome, rows } = await read(runtime, tool, args);
    answers.set(tool.name, rows);
    tried.set(tag, { tag, tool: tool.name, outcome });
    if (isEnd(outcome)) end ??= outcome;
  };
  // Twice: the second time with the ids that the first one found.
  for (const again of [false, true]) {
    for (const tag of tags.filter((one) => !tried.has(one))) {
      if (end !== undefined || Date.now() > until) break;
      const next = choose(
        tools.filter((tool) => tool.tag === tag),
        vendor,
        tag,
        again ? answers : undefined,
      );
      if (next === undefined) continue;
      while (running.size >= limits.atATime) await Promise.race(running);
      const one: Promise<void> = send(tag, next.tool, next.args).finally(() => running.delete(one));
      running.add(one);
      await sleep(limits.gapMs);
    }
    await Promise.all(running);
  }
  const left = end ?? (Date.now() > until ? 'late' : 'no_record');
  return tags.map((tag) => tried.get(tag) ?? { tag, tool: undefined, outcome: tryable(tools, tag) ? left : 'no_read' });
}

const isProbe = ({ effect, download, slow }: Tool): boolean =>
  (effect === 'list' || effect === 'get') && download === undefined && slow !== true;

const tryable = (tools: readonly Tool[], tag: string): boolean =>
  tools.some((tool) => tool.tag === tag && isProbe(tool));

/** The best read that can be made: one of the table, else any that needs no argument. */
function choose(
  tools: readonly Tool[],
  vendor: Vendor,
  tag: string,
  answers: Answers | undefined,
): { tool: Tool; args: Arguments } | undefined {
  const any = tools.map((tool): Probe => ({ tool: tool.name }));
  for (const probe of [...(probes[vendor][tag] ?? []), ...any]) {
    const tool = tools.find(({ name }) => name === probe.tool);
    if (tool === undefined || !isProbe(tool)) continue;
    // While ids may still come, a better probe that needs some is waited for.
    if (probe.from !== undefined && answers === undefined) return undefined;
    const args = probe.from === undefined ? (probe.arguments?.() ?? {}) : (probe.from(answers ?? new Map()) ?? {});
    const own = Object.fromEntries(Object.entries(args).filter(([name]) => tool.input[name] !== undefined));
    const filled = { ...own, ...pinnedIn(tool), ...(isPaged(tool) && { limit: 1 }) };
    if (missing(tool, filled).length === 0) return { tool, args: filled };
  }
  return undefined;
}

const missing = ({ input }: Tool, args: Arguments): string[] =>
  Object.entries(input).flatMap(([name, schema]) =>
    args[name] === undefined && !z.safeParse(schema, undefined).success ? [name] : [],
  );

/** Where the owner's pins allow some values only, the first of them; a single one is filled in by the call itself. */
function pinnedIn({ input }: Tool): Arguments {
  return Object.fromEntries(
    Object.entries(input).flatMap(([name, schema]) => {
      const meta = schema instanceof z.ZodType ? (schema.meta() ?? {}) : {};
      if (meta.fixed === true) return [[name, undefined]];
      return Array.isArray(meta.enum) ? [[name, meta.enum[0]]] : [];
    }),
  );
}

async function read({ caller }: Runtime, tool: Tool, args: Arguments) {
  const limit = deadline(networkMs);
  try {
    const given = Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined));
    const answer = await caller.call(tool, given, {
      signal: limit.signal,
      progress: () => {},
      confirm: async () => undefined,
    });
    if ('interruption' in answer) return { outcome: 'declined', rows: [] };
    const { result, error } = envelope.parse(answer.structured);
    return { outcome: error?.kind ?? 'ok', rows: error === undefined ? result : [] };
  } finally {
    limit.done();
  }
}
