import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as sdk1 from '@modelcontextprotocol/sdk/types.js';
import * as z from 'zod';
import { isObject } from '../../src/json.js';

/** The two wire formats: every revision up to 2025-11-25 shares one, 2026-07-28 has its own. */
export type Era = '2025-11-25' | '2026-07-28';

/** Returns what is wrong with a part of a message; an empty list when nothing is. */
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

/** Members that a tolerant schema filled in with a default: the message lacked what the specification requires. */
function membersFilledIn(raw: unknown, parsed: unknown, path = ''): string[] {
  if (Array.isArray(raw) && Array.isArray(parsed)) {
    return parsed.flatMap((item, index) => membersFilledIn(raw[index], item, `${path}[${index}]`));
  }
  if (!isObject(raw) || !isObject(parsed)) return [];
  return Object.entries(parsed).flatMap(([name, value]) =>
    name in raw
      ? membersFilledIn(raw[name], value, `${path}.${name}`)
      : value === undefined
        ? []
        : [`${path}.${name} is missing`],
  );
}

function checkAgainst(schema: z.ZodType): Check {
  return (value) => {
    const parsed = schema.safeParse(value);
    return parsed.success ? membersFilledIn(value, parsed.data) : [z.prettifyError(parsed.error)];
  };
}

const olderResults: Record<string, z.ZodType> = {
  initialize: sdk1.InitializeResultSchema,
  ping: sdk1.EmptyResultSchema,
  'tools/list': sdk1.ListToolsResultSchema,
  'tools/call': sdk1.CallToolResultSchema,
  'prompts/list': sdk1.ListPromptsResultSchema,
  'prompts/get': sdk1.GetPromptResultSchema,
  'resources/list': sdk1.ListResourcesResultSchema,
  'resources/templates/list': sdk1.ListResourceTemplatesResultSchema,
  'resources/read': sdk1.ReadResourceResultSchema,
  'resources/subscribe': sdk1.EmptyResultSchema,
  'resources/unsubscribe': sdk1.EmptyResultSchema,
  'completion/complete': sdk1.CompleteResultSchema,
  'logging/setLevel': sdk1.EmptyResultSchema,
};

const envelope = checkAgainst(sdk1.JSONRPCMessageSchema);

const older: WireSchemas = {
  message: envelope,
  result: (method, result) => {
    const schema = olderResults[method];
    if (!schema) return [`${method} has no result in 2025-11-25`];
    // The older era's schemas allow members that they do not know.
    const newerMembers = isObject(result) ? ['resultType', 'ttlMs', 'cacheScope'].filter((name) => name in result) : [];
    return [...checkAgainst(schema)(result), ...newerMembers.map((name) => `${name} belongs to 2026-07-28`)];
  },
  notification: checkAgainst(sdk1.ServerNotificationSchema),
  request: checkAgainst(sdk1.ServerRequestSchema),
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
  const codecForVersion = Object.values(members).find(
    (member) => typeof member === 'function' && member.name === 'codecForVersion',
  );
  if (typeof codecForVersion !== 'function')
    throw new Error(`no codecForVersion in ${chunk}: where did SDK 2 put its schemas?`);
  const codec: Codec = codecForVersion('2026-07-28');
  if (codec.era !== '2026-07-28') throw new Error(`SDK 2 gave the schemas of ${codec.era}`);
  return codec;
}

const problemsOf = (outcome: Outcome, raw: unknown): string[] =>
  outcome.ok ? membersFilledIn(raw, outcome.value) : [outcome.message ?? outcome.reason];

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
      return Object.values(parsed.data.inputRequests).flatMap((request) =>
        problemsOf(codec.validateInputRequest(request.method, request), request),
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
