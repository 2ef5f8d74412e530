import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as one from '@modelcontextprotocol/sdk/types.js';
import * as z from 'zod';

/** The two wire formats: every revision up to 2025-11-25 shares one, 2026-07-28 has its own. */
export type Era = '2025-11-25' | '2026-07-28';

/** What is wrong with a part of a message; empty when nothing is. */
type Check = (value: unknown) => string[];

/**
 * What a server may write in one era. No package ships the specification's schema.json, so these are the schemas of the
 * official SDKs: those of SDK 1, which our server does not use, for the older era, and SDK 2's own copy of the
 * specification for the newer one.
 */
export interface WireSchemas {
  message: Check;
  result: (method: string, result: unknown) => string[];
  notification: Check;
  request: Check;
}

/** No schema, since it is asked about every member of every message. */
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Members that a tolerant schema filled in: the message lacked what the specification requires. */
function filledIn(raw: unknown, parsed: unknown, path = ''): string[] {
  if (Array.isArray(raw) && Array.isArray(parsed)) {
    return parsed.flatMap((item, index) => filledIn(raw[index], item, `${path}[${index}]`));
  }
  if (!isObject(raw) || !isObject(parsed)) return [];
  return Object.entries(parsed).flatMap(([name, value]) =>
    name in raw
      ? filledIn(raw[name], value, `${path}.${name}`)
      : value === undefined
        ? []
        : [`${path}.${name} is missing`],
  );
}

function against(schema: z.ZodType): Check {
  return (value) => {
    const parsed = schema.safeParse(value);
    return parsed.success ? filledIn(value, parsed.data) : [z.prettifyError(parsed.error)];
  };
}

const olderResults: Record<string, z.ZodType> = {
  initialize: one.InitializeResultSchema,
  ping: one.EmptyResultSchema,
  'tools/list': one.ListToolsResultSchema,
  'tools/call': one.CallToolResultSchema,
  'prompts/list': one.ListPromptsResultSchema,
  'prompts/get': one.GetPromptResultSchema,
  'resources/list': one.ListResourcesResultSchema,
  'resources/templates/list': one.ListResourceTemplatesResultSchema,
  'resources/read': one.ReadResourceResultSchema,
  'resources/subscribe': one.EmptyResultSchema,
  'resources/unsubscribe': one.EmptyResultSchema,
  'completion/complete': one.CompleteResultSchema,
  'logging/setLevel': one.EmptyResultSchema,
};

const envelope = against(one.JSONRPCMessageSchema);

const older: WireSchemas = {
  message: envelope,
  result: (method, result) => {
    const schema = olderResults[method];
    if (!schema) return [`${method} has no result in 2025-11-25`];
    // Members of the newer era, which the loose schemas allow.
    const strange = isObject(result) ? ['resultType', 'ttlMs', 'cacheScope'].filter((name) => name in result) : [];
    return [...against(schema)(result), ...strange.map((name) => `${name} belongs to 2026-07-28`)];
  },
  notification: against(one.ServerNotificationSchema),
  request: against(one.ServerRequestSchema),
};

type Outcome = { ok: true; value: unknown } | { ok: false; reason: string; message?: string };

/** The part of the codec that is used here, which the SDK exports only to its own chunks. */
interface Codec {
  era: string;
  decodeResult: (method: string, raw: unknown) => { kind: string; error?: Error; result?: unknown };
  validateResult: (method: string, raw: unknown) => Outcome;
  validateNotification: (method: string, raw: unknown) => Outcome;
  validateInputRequest: (method: string, raw: unknown) => Outcome;
}

/** The newer era's schemas, in the chunk of `@modelcontextprotocol/client` that all its entries share. */
async function newerCodec(): Promise<Codec> {
  const folder = dirname(createRequire(import.meta.url).resolve('@modelcontextprotocol/client'));
  const chunk = readdirSync(folder).find((file) => /^src-.*\.mjs$/.test(file)) ?? 'src.mjs';
  const members: Record<string, unknown> = await import(pathToFileURL(join(folder, chunk)).href);
  const find = Object.values(members).find(
    (member) => typeof member === 'function' && member.name === 'codecForVersion',
  );
  if (typeof find !== 'function') throw new Error(`no codecForVersion in ${chunk}: where did SDK 2 put its schemas?`);
  const codec: Codec = find('2026-07-28');
  if (codec.era !== '2026-07-28') throw new Error(`SDK 2 gave the schemas of ${codec.era}`);
  return codec;
}

const problemsOf = (outcome: Outcome, raw: unknown): string[] =>
  outcome.ok ? filledIn(raw, outcome.value) : [outcome.message ?? outcome.reason];

const inputRequired = z.strictObject({
  resultType: z.literal('input_required'),
  inputRequests: z.record(z.string(), z.looseObject({ method: z.string() })),
  requestState: z.string().optional(),
  _meta: z.record(z.string(), z.unknown()).optional(),
});

const newer = (codec: Codec): WireSchemas => ({
  message: envelope,
  result: (method, result) => {
    if (isObject(result) && result.resultType === 'input_required') {
      const parsed = inputRequired.safeParse(result);
      if (!parsed.success) return [z.prettifyError(parsed.error)];
      return Object.values(parsed.data.inputRequests).flatMap((asked) =>
        problemsOf(codec.validateInputRequest(asked.method, asked), asked),
      );
    }
    const decoded = codec.decodeResult(method, result);
    if (decoded.kind !== 'complete') return [decoded.error?.message ?? decoded.kind];
    return problemsOf(codec.validateResult(method, decoded.result), decoded.result);
  },
  notification: (message) => problemsOf(codec.validateNotification(methodOf(message), message), message),
  request: (message) => [`a server sends no requests in 2026-07-28, but sent ${methodOf(message)}`],
});

const methodOf = (message: unknown): string => (isObject(message) ? String(message.method) : '');

export const wireSchemas: Record<Era, WireSchemas> = {
  '2025-11-25': older,
  '2026-07-28': newer(await newerCodec()),
};
