import * as z from 'zod';
import { asOfMark } from '../as-of.js';

/** What a tool answered, as every view reads it (its form: README.md, "What a model gets"). */
export type Answer =
  | {
      ok: true;
      result: unknown;
      hint: string | undefined;
      nextCursor: string | undefined;
      total: number | undefined;
      /** The vendor cut the list at a cap of its own. */
      limited: boolean;
      /** When the data were read, where that is known. */
      asOf: Date | undefined;
      /** Files that were saved: addresses for `resources/read`. */
      files: SavedFile[];
    }
  | { ok: false; failure: CallFailure };

export interface SavedFile {
  uri: string;
  name: string;
  mimeType: string | undefined;
}

export interface CallFailure {
  kind: string;
  message: string;
  hint: string | undefined;
  /** Seconds until the vendor answers again, where it said so. */
  resetSeconds: number | undefined;
}

const words = z.string().optional().catch(undefined);
const count = z.number().optional().catch(undefined);

const failureSchema = z.object({
  kind: z.string().catch('upstream'),
  message: z.string().catch('The tool answered an error without a message.'),
  hint: words,
  rate_limit: z.object({ 'ratelimit-reset': count, reset: count }).optional().catch(undefined),
});

const structuredSchema = z.object({
  result: z.unknown().optional(),
  hint: words,
  next_cursor: words,
  total: count,
  limited: z.boolean().catch(false),
  error: failureSchema.optional().catch(undefined),
});

const blockSchema = z.looseObject({ type: z.string() });
const textSchema = z.object({ type: z.literal('text'), text: z.string() });
const linkSchema = z.object({
  type: z.literal('resource_link'),
  uri: z.string(),
  name: z.string().catch('file'),
  mimeType: words,
});

const resultSchema = z.object({
  _meta: z
    .looseObject({ [asOfMark]: z.coerce.date().optional().catch(undefined) })
    .optional()
    .catch(undefined),
  isError: z.boolean().optional(),
  structuredContent: z.unknown().optional(),
  content: z.array(blockSchema).catch([]),
});

/** Reads a `tools/call` result: its structured content, or its text where a host passes on nothing else; both are the same JSON. */
export function readAnswer(given: unknown): Answer {
  const outer = resultSchema.safeParse(given);
  if (!outer.success) return failed('upstream', 'The client passed on an answer that cannot be read.');
  const { content, isError, structuredContent, _meta } = outer.data;
  const text = firstText(content);
  const inner = structuredSchema.safeParse(structuredContent ?? parsed(text));
  const error = inner.success ? inner.data.error : undefined;
  if (error) {
    const resetSeconds = error.rate_limit?.['ratelimit-reset'] ?? error.rate_limit?.reset;
    return { ok: false, failure: { kind: error.kind, message: error.message, hint: error.hint, resetSeconds } };
  }
  if (isError || !inner.success || inner.data.result === undefined) {
    return failed('upstream', text || 'The client passed on an answer that cannot be read.');
  }
  const { result, hint, next_cursor, total, limited } = inner.data;
  const files = content.flatMap((block) => {
    const link = linkSchema.safeParse(block);
    return link.success ? [{ uri: link.data.uri, name: link.data.name, mimeType: link.data.mimeType }] : [];
  });
  const asOf = _meta?.[asOfMark];
  return {
    ok: true,
    result,
    hint,
    nextCursor: next_cursor || undefined,
    total,
    limited,
    asOf: asOf instanceof Date ? asOf : undefined,
    files,
  };
}

/** A failure that no tool has answered: the call did not get through, or its answer cannot be read. */
export function failed(kind: string, message: string): Answer {
  return { ok: false, failure: { kind, message, hint: undefined, resetSeconds: undefined } };
}

function firstText(content: readonly unknown[]): string {
  for (const block of content) {
    const text = textSchema.safeParse(block);
    if (text.success) return text.data.text;
  }
  return '';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The records of a list; whatever is no record is left out. */
export function records(result: unknown): Record<string, unknown>[] {
  const list = z.array(z.unknown()).safeParse(result);
  if (!list.success) return [];
  return list.data.flatMap((entry) => {
    const read = z.record(z.string(), z.unknown()).safeParse(entry);
    return read.success ? [read.data] : [];
  });
}
