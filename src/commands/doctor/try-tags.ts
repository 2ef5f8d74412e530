import type { Arguments } from '../../api/route.js';
import type { Pins } from '../../config/pins.js';
import type { VendorTool } from '../../tools/define.js';
import type { Vendor } from '../../tools/effect.js';
import type { Runtime } from '../runtime.js';
import { paced } from './paced.js';
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

/** Milliseconds for all reads of one vendor. */
const allMs = 20_000;

/** Milliseconds between the beginnings of two reads: Gladly allows ten a second to all who use the account, Puzzel names no limit. */
const gapMs = { puzzel: 0, gladly: 150, chat: 0 };

/**
 * Makes one small read for each tag that the owner's filters leave of a vendor, through the same pipeline as every
 * call: filters, pins, expiry, audit log. Stops at the first 429.
 * @param answers the records that were found are added to it, for the probes of other vendors too
 */
export async function tryTags(
  runtime: Runtime,
  vendor: Vendor,
  answers: Map<string, Record<string, unknown>[]>,
): Promise<Tried[]> {
  const tools = runtime.tools.filter((tool) => tool.vendor === vendor);
  const tags = [...new Set(tools.map(({ tag }) => tag))];
  const tried = new Map<string, Tried>();
  const until = Date.now() + allMs;
  let end: string | undefined;

  const readsOf = function* (known: Answers | undefined) {
    for (const tag of tags.filter((one) => !tried.has(one))) {
      const ofTag = tools.filter((tool) => tool.tag === tag);
      const next = choose(ofTag, vendor, tag, known, runtime.config.pins);
      if (next) yield { tag, ...next };
    }
  };
  const isOver = () => end !== undefined || Date.now() > until;
  // Twice: the second time with the ids that the first one found.
  for (const known of [undefined, answers]) {
    await paced(readsOf(known), { gapMs: gapMs[vendor], isOver }, async ({ tag, tool, args }) => {
      const { outcome, rows } = await read(runtime, tool, args);
      answers.set(tool.name, rows);
      tried.set(tag, { tag, tool: tool.name, outcome });
      if (isEnd(outcome)) end ??= outcome;
    });
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
