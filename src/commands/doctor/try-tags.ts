import type { Arguments } from '../../api/route.js';
import type { Pins } from '../../config/pins.js';
import type { VendorTool } from '../../tools/define.js';
import type { Vendor } from '../../tools/effect.js';
import type { Runtime } from '../runtime.js';
import { runPaced } from './pace.js';
import { type FoundRecords, type Probe, probeArguments, probes } from './probes.js';
import { argumentsFor, endsReads, isSmallRead, read } from './reads.js';

/** What trying a tag showed. */
export interface TagResult {
  tag: string;
  /** Undefined when no read of this tag was tried. */
  tool: string | undefined;
  /** `ok`, the kind of the error, or why nothing was sent: `no_read`, `no_record`, `declined`, `late`, or the error that ended the reads. */
  outcome: string;
}

/** Milliseconds for all reads of one vendor. */
const allReadsMs = 20_000;

/** Milliseconds between the beginnings of two reads: Gladly allows ten a second to all who use the account, Puzzel names no limit. */
const gapMs = { puzzel: 0, gladly: 150, chat: 0 };

/**
 * Makes one small read for each of a vendor's tags that the owner's filters allow, through the same pipeline as every
 * call: filters, pins, expiry, audit log. Stops at the first 429, at the expiry, and when the time is over.
 * @param foundRecords receives the records that are found, for the probes of other vendors too
 */
export async function tryTags(
  runtime: Runtime,
  vendor: Vendor,
  foundRecords: Map<string, Record<string, unknown>[]>,
): Promise<TagResult[]> {
  const tools = runtime.tools.filter((tool) => tool.vendor === vendor);
  const tags = [...new Set(tools.map(({ tag }) => tag))];
  const results = new Map<string, TagResult>();
  const endAt = Date.now() + allReadsMs;
  let endedBy: string | undefined;

  const readsWith = function* (records: FoundRecords | undefined) {
    for (const tag of tags.filter((tag) => !results.has(tag))) {
      const toolsOfTag = tools.filter((tool) => tool.tag === tag);
      const next = chooseRead(toolsOfTag, vendor, tag, records, runtime.config.pins);
      if (next) yield { tag, ...next };
    }
  };
  const isOver = () => endedBy !== undefined || Date.now() > endAt;
  // In two passes: the second has the ids that the first has found.
  for (const records of [undefined, foundRecords]) {
    await runPaced(readsWith(records), { gapMs: gapMs[vendor], isOver }, async ({ tag, tool, args }) => {
      const { outcome, rows, status } = await read(runtime, tool, args);
      foundRecords.set(tool.name, rows);
      const isUnsent = outcome === 'invalid_input' && status === undefined;
      results.set(tag, { tag, tool: tool.name, outcome: isUnsent ? 'declined' : outcome });
      if (endsReads(outcome)) endedBy ??= outcome;
    });
  }
  const reasonUntried = endedBy ?? (Date.now() > endAt ? 'late' : 'no_record');
  return tags.map((tag) => {
    const hasSmallRead = tools.some((tool) => tool.tag === tag && isSmallRead(tool));
    return results.get(tag) ?? { tag, tool: undefined, outcome: hasSmallRead ? reasonUntried : 'no_read' };
  });
}

/** The best read that can be made: one of `probes`, else any that needs no argument. */
function chooseRead(
  tools: readonly VendorTool[],
  vendor: Vendor,
  tag: string,
  records: FoundRecords | undefined,
  pins: Pins,
): { tool: VendorTool; args: Arguments } | undefined {
  const probesWithoutArguments = tools.map((tool): Probe => ({ tool: tool.name }));
  for (const probe of [...(probes[vendor][tag] ?? []), ...probesWithoutArguments]) {
    const tool = tools.find(({ name }) => name === probe.tool);
    if (tool === undefined || !isSmallRead(tool)) continue;
    // In the first pass: leave the tag to the second, in which this better probe may have its id.
    if (probe.ids !== undefined && records === undefined) return undefined;
    const args = argumentsFor(tool, probeArguments(probe, records ?? new Map()), pins);
    if (args !== undefined) return { tool, args };
  }
  return undefined;
}
