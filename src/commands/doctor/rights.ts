import { setTimeout as sleep } from 'node:timers/promises';
import type { Arguments } from '../../api/route.js';
import type { Pins } from '../../config/pins.js';
import type { VendorTool } from '../../tools/define.js';
import type { Vendor } from '../../tools/effect.js';
import type { Runtime } from '../runtime.js';
import { type Answers, type Probe, probes } from './probes.js';
import { argumentsFor, isEnd, isSmallRead, read } from './reads.js';

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

  const send = async (tag: string, tool: VendorTool, args: Arguments) => {
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
        runtime.config.pins,
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

const tryable = (tools: readonly VendorTool[], tag: string): boolean =>
  tools.some((tool) => tool.tag === tag && isSmallRead(tool));

/** The best read that can be made: one of the table, else any that needs no argument. */
function choose(
  tools: readonly VendorTool[],
  vendor: Vendor,
  tag: string,
  answers: Answers | undefined,
  pins: Pins,
): { tool: VendorTool; args: Arguments } | undefined {
  const any = tools.map((tool): Probe => ({ tool: tool.name }));
  for (const probe of [...(probes[vendor][tag] ?? []), ...any]) {
    const tool = tools.find(({ name }) => name === probe.tool);
    if (tool === undefined || !isSmallRead(tool)) continue;
    // While ids may still come, a better probe that needs some is waited for.
    if (probe.from !== undefined && answers === undefined) return undefined;
    const args = probe.from === undefined ? (probe.arguments?.() ?? {}) : (probe.from(answers ?? new Map()) ?? {});
    const filled = argumentsFor(tool, args, pins);
    if (filled !== undefined) return { tool, args: filled };
  }
  return undefined;
}
