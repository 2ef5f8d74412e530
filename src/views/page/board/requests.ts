import * as z from 'zod';

/** What the board's server tells the page at the start. */
const callForm = z.object({
  title: z.string(),
  tool: z.string(),
  arguments: z.record(z.string(), z.unknown()),
  /** What it answers changes by the minute. */
  live: z.boolean().optional(),
});
const tabForm = z.object({
  view: z.string(),
  title: z.string(),
  /** Calls that can be made as they are. */
  calls: z.array(callForm),
  /** The first of them is made when the tab is opened. */
  opens: z.boolean(),
  /** What a person has to fill in for a call of their own. */
  forms: z.array(
    z.object({
      title: z.string(),
      tool: z.string(),
      fields: z.array(z.object({ name: z.string(), label: z.string() })),
    }),
  ),
  /** The conversation tab can look a customer up. */
  findsCustomers: z.boolean(),
});
const settingsForm = z.object({ demo: z.boolean(), version: z.string(), tabs: z.array(tabForm) });

export type Settings = z.infer<typeof settingsForm>;
export type Tab = z.infer<typeof tabForm>;
export type Call = z.infer<typeof callForm>;

/** Addresses are relative: the page's own address carries the key. */
export const post = (path: string, body: unknown, signal?: AbortSignal): Promise<Response> =>
  fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    ...(signal && { signal }),
  });

async function send(path: string, body: unknown): Promise<unknown> {
  const answer = await post(path, body);
  if (!answer.ok) throw new Error((await answer.text()) || `The board answered ${answer.status}.`);
  return answer.json();
}

/** @param fresh not from an answer that other pages have had */
export const callTool = (name: string, args: unknown, fresh = false) =>
  send('call', { name, arguments: args ?? {}, ...(fresh && { fresh }) });
export const readResource = (uri: string) => send('resource', { uri });

export async function readSettings(): Promise<Settings> {
  const answer = await fetch('settings');
  if (!answer.ok) throw new Error(`The board answered ${answer.status}.`);
  return settingsForm.parse(await answer.json());
}

export async function readPage(view: string): Promise<string> {
  const answer = await fetch(`view/${view}`);
  if (!answer.ok) throw new Error(`The board answered ${answer.status}.`);
  return answer.text();
}
