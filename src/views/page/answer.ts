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
      /** Whether the vendor cut the list at a limit of its own. */
      limited: boolean;
      /** When the data were read, where that is known. */
      asOf: Date | undefined;
      /** The URI of a file that was saved, for `resources/read`. */
      fileUri: string | undefined;
    }
  | { ok: false; failure: CallFailure };

export interface CallFailure {
  kind: string;
  message: string;
  hint: string | undefined;
  /** Seconds until the vendor answers again, where it said so. */
  resetSeconds: number | undefined;
}

/** A member that is missing, or of another type, is undefined: a missing figure is never 0. */
export const optionalText = z.string().optional().catch(undefined);
export const optionalNumber = z.number().optional().catch(undefined);

const failureSchema = z.object({
  kind: z.string().catch('upstream'),
  message: z.string().catch('The tool answered an error without a message.'),
  hint: optionalText,
  rate_limit: z.object({ 'ratelimit-reset': optionalNumber }).optional().catch(undefined),
});

const structuredSchema = z.object({
  result: z.unknown().optional(),
  hint: optionalText,
  next_cursor: optionalText,
  total: optionalNumber,
  limited: z.boolean().catch(false),
  error: failureSchema.optional().catch(undefined),
});

const blockSchema = z.looseObject({ type: z.string() });
const textSchema = z.object({ type: z.literal('text'), text: z.string() });
const linkSchema = z.object({ type: z.literal('resource_link'), uri: z.string() });

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
export function readAnswer(toolResult: unknown): Answer {
  const outer = resultSchema.safeParse(toolResult);
  if (!outer.success) return failedAnswer('upstream', 'The client passed on an answer that cannot be read.');
  const { content, isError, structuredContent, _meta } = outer.data;
  const text = firstOf(textSchema, content)?.text ?? '';
  const inner = structuredSchema.safeParse(structuredContent ?? jsonIn(text));
  const error = inner.success ? inner.data.error : undefined;
  if (error) {
    const resetSeconds = error.rate_limit?.['ratelimit-reset'];
    return { ok: false, failure: { kind: error.kind, message: error.message, hint: error.hint, resetSeconds } };
  }
  if (isError || !inner.success || inner.data.result === undefined) {
    return failedAnswer('upstream', text || 'The client passed on an answer that cannot be read.');
  }
  const { result, hint, next_cursor, total, limited } = inner.data;
  const asOf = _meta?.[asOfMark];
  return {
    ok: true,
    result,
    hint,
    nextCursor: next_cursor || undefined,
    total,
    limited,
    asOf: asOf instanceof Date ? asOf : undefined,
    fileUri: firstOf(linkSchema, content)?.uri,
  };
}

/** The failure of a call that did not get through, or whose answer cannot be read. */
export function failedAnswer(kind: string, message: string): Answer {
  return { ok: false, failure: { kind, message, hint: undefined, resetSeconds: undefined } };
}

/** The first content block of one type. */
const firstOf = <T>(schema: z.ZodType<T>, content: readonly unknown[]): T | undefined =>
  content.map((block) => schema.safeParse(block)).find(({ success }) => success)?.data;

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The records of a list, none for anything else; elements that are no objects are left out. */
export function records(result: unknown): Record<string, unknown>[] {
  const list = z.array(z.unknown()).safeParse(result);
  if (!list.success) return [];
  return list.data.flatMap((entry) => {
    const record = z.record(z.string(), z.unknown()).safeParse(entry);
    return record.success ? [record.data] : [];
  });
}
