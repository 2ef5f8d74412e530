import {
  App,
  applyDocumentTheme,
  applyHostStyleVariables,
  type McpUiHostContext,
} from '@modelcontextprotocol/ext-apps';
import * as z from 'zod';
import { type Answer, failedAnswer, readAnswer } from './answer.js';
import { usableZone } from './format.js';
import { directionOf, usableLocale } from './locale.js';
import { oneAtATime } from './one-at-a-time.js';

/** How long a call may take, in milliseconds. The server's own limit is 30 seconds, 300 for a report, unless it was raised. */
export const callTimeoutMs = 330_000;

/** Member of a call's `_meta` that asks the board for new data, not for a shared answer (board/frame.tsx). Other hosts ignore it. */
export const freshMark = 'puzzel-mcp/fresh';

/** How the board names itself as a host (board/frame.tsx). */
export const boardName = 'puzzel-mcp board';

/** The contents of a file. */
interface FileContents {
  mimeType: string;
  /** Base64. */
  blob: string;
}

/** What a view knows about its host, and what it can ask the host for. */
export interface Connection {
  /** The tool whose answer is shown, where the host names it. */
  toolName: string | undefined;
  /** Whether the host passes tool calls on. */
  canCall: boolean;
  /** Whether the host hands files out. */
  canRead: boolean;
  /**
   * Calls a tool. Calls of one page are made one after the other (one-at-a-time.ts). It never rejects: a failure is an answer.
   * @param fresh the person wants new data, even where the host shares answers that are some seconds old
   */
  call: (tool: string, args: Record<string, unknown>, fresh?: boolean) => Promise<Answer>;
  /** Reads a saved file. @throws Error when the host or the server does not hand it out */
  read: (uri: string) => Promise<FileContents>;
  /** Tells the model what the person has chosen, where the host allows it. */
  tellModel: (text: string) => void;
}

/** What the host has given to the view so far. */
export interface HostState {
  args: Record<string, unknown>;
  answer: Answer | undefined;
  locale: string;
  timeZone: string;
  /** Why the call was cancelled before it had an answer; undefined when it was not. */
  cancelReason: string | undefined;
}

const blobSchema = z.object({
  contents: z.tuple([z.object({ blob: z.string(), mimeType: z.string().optional() })]).rest(z.unknown()),
});

/**
 * Connects with the host. `onChange` gets the new state after whatever the host sends; theme, style variables and writing
 * direction are applied to the document here.
 */
export async function connect(view: string, version: string, onChange: (host: HostState) => void): Promise<Connection> {
  const app = new App({ name: `puzzel-mcp ${view}`, version }, {}, { strict: true });
  let state: HostState = {
    args: {},
    answer: undefined,
    locale: usableLocale(undefined),
    timeZone: usableZone(undefined),
    cancelReason: undefined,
  };
  const change = (part: Partial<HostState>) => {
    state = { ...state, ...part };
    onChange(state);
  };
  app.addEventListener('toolinput', (params) => change({ args: params.arguments ?? {} }));
  app.addEventListener('toolresult', (params) => change({ answer: readAnswer(params), cancelReason: undefined }));
  app.addEventListener('toolcancelled', (params) => change({ cancelReason: params.reason ?? 'cancelled' }));
  const applyContext = () => change(applyHostContext(app.getHostContext()));
  app.addEventListener('hostcontextchanged', applyContext);
  darkScheme.addEventListener('change', applyContext);
  await app.connect();
  const capabilities = app.getHostCapabilities();
  applyContext();
  if (app.getHostVersion()?.name === boardName) tellHeight(app);
  return {
    toolName: app.getHostContext()?.toolInfo?.tool.name,
    canCall: capabilities?.serverTools !== undefined,
    canRead: capabilities?.serverResources !== undefined,
    call: oneAtATime(async (name, args, fresh) => {
      const params = { name, arguments: args, ...(fresh && { _meta: { [freshMark]: true } }) };
      try {
        const answer = readAnswer(await app.callServerTool(params, { timeout: callTimeoutMs }));
        return answer.ok ? { ...answer, asOf: answer.asOf ?? new Date() } : answer;
      } catch (error) {
        return failedAnswer('network', `The client did not pass the call on: ${messageOf(error)}`);
      }
    }),
    read: async (uri) => {
      const contents = blobSchema.safeParse(await app.readServerResource({ uri }));
      if (!contents.success) throw new Error('The client handed out the file in a form that this page cannot read.');
      const [{ blob, mimeType }] = contents.data.contents;
      return { blob, mimeType: mimeType ?? 'application/octet-stream' };
    },
    tellModel: (text) => {
      if (capabilities?.updateModelContext === undefined) return;
      app.updateModelContext({ content: [{ type: 'text', text }] }).catch(() => {
        // The person sees the choice on the page. A model that is not told of it misses nothing else.
      });
    },
  };
}

/** Tells the host the height of the whole content, with the rows that a table hides by scrolling: the board needs it to print. */
function tellHeight(app: App): void {
  const tell = () => {
    const hiddenHeights = [...document.querySelectorAll('.table-frame')].map(
      (one) => one.scrollHeight - one.clientHeight,
    );
    const height = hiddenHeights.reduce((sum, hidden) => sum + hidden, document.body.offsetHeight);
    void app.sendSizeChanged({ width: window.innerWidth, height });
  };
  new MutationObserver(tell).observe(document.body, { childList: true, subtree: true });
  new ResizeObserver(tell).observe(document.body);
}

/** Whether the browser prefers a dark theme: that decides where the host names no theme. */
export const darkScheme = globalThis.matchMedia('(prefers-color-scheme: dark)');

/**
 * Gives the document the host's theme, style variables and writing direction.
 * @returns the host's locale and time zone, or what `usableLocale` and `usableZone` put in their place
 */
function applyHostContext(context: McpUiHostContext | undefined): Pick<HostState, 'locale' | 'timeZone'> {
  applyDocumentTheme(context?.theme ?? (darkScheme.matches ? 'dark' : 'light'));
  if (context?.styles?.variables) applyHostStyleVariables(context.styles.variables);
  const locale = usableLocale(context?.locale);
  document.documentElement.dir = directionOf(locale);
  return { locale, timeZone: usableZone(context?.timeZone) };
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
