import * as z from 'zod';

/** A call of a tool that a tab can show. */
const callSchema = z.object({
  title: z.string(),
  tool: z.string(),
  arguments: z.record(z.string(), z.unknown()),
  /** Whether its answer may change within a minute. */
  live: z.boolean().optional(),
});
const tabSchema = z.object({
  view: z.string(),
  title: z.string(),
  /** Calls that need nothing from the person. */
  calls: z.array(callSchema),
  /** Whether opening the tab makes the first of `calls`. */
  opens: z.boolean(),
  /** Calls for which the person fills in the arguments. */
  forms: z.array(
    z.object({
      title: z.string(),
      tool: z.string(),
      fields: z.array(z.object({ name: z.string(), label: z.string() })),
    }),
  ),
  /** Whether a customer can be searched for: in the conversation tab, where the settings leave the tools for that. */
  findsCustomers: z.boolean(),
});
/** What the board's server tells the page at the start, and when a tab is opened. */
const settingsSchema = z.object({ demo: z.boolean(), version: z.string(), tabs: z.array(tabSchema) });

export type Settings = z.infer<typeof settingsSchema>;
export type Tab = z.infer<typeof tabSchema>;
export type Call = z.infer<typeof callSchema>;

/** A key that calls of the same tool with the same arguments share. */
export const keyOf = (call: Call): string => JSON.stringify([call.tool, call.arguments]);

/** Sends JSON to the board's server. Addresses are relative, because the page's own address holds the key. */
export const post = (path: string, body: unknown, signal?: AbortSignal): Promise<Response> =>
  fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    ...(signal && { signal }),
  });

/** @throws Error, in words for a person, when the server refuses or is not there */
async function answerTo(request: Promise<Response>): Promise<Response> {
  const answer = await request.catch(() => {
    throw new Error('The board does not answer. Is `puzzel-mcp board` still running?');
  });
  if (!answer.ok) throw new Error((await answer.text()) || `The board answered ${answer.status}.`);
  return answer;
}

const send = async (path: string, body: unknown): Promise<unknown> => (await answerTo(post(path, body))).json();

/**
 * Calls a tool; the result is that of MCP's `tools/call`.
 * @param fresh read anew, instead of sharing the answer that another page has had
 */
export const callTool = (name: string, args: unknown, fresh = false) =>
  send('call', { name, arguments: args ?? {}, ...(fresh && { fresh }) });
/** Reads a saved file; the result is that of MCP's `resources/read`. */
export const readResource = (uri: string) => send('resource', { uri });

export const readSettings = async (): Promise<Settings> =>
  settingsSchema.parse(await (await answerTo(fetch('settings'))).json());

/** The HTML page of a view. */
export const readPage = async (view: string): Promise<string> => (await answerTo(fetch(`view/${view}`))).text();
