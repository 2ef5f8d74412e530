import type { CallToolResult, ReadResourceResult } from '@modelcontextprotocol/client';
import { AppBridge, type McpUiHostContext, PostMessageTransport } from '@modelcontextprotocol/ext-apps/app-bridge';
import { useEffect, useRef, useState } from 'preact/hooks';
import * as z from 'zod';
import { boardName, freshMark, messageOf } from '../connection.js';
import { type Call, callTool, keyOf, readPage, readResource } from './requests.js';

const block = z.union([
  z.looseObject({ type: z.literal('text'), text: z.string() }),
  z.looseObject({ type: z.literal('resource_link'), uri: z.string(), name: z.string() }),
]);
const toolResult: z.ZodType<CallToolResult> = z.looseObject({
  content: z.array(block),
  structuredContent: z.record(z.string(), z.unknown()).optional(),
  isError: z.boolean().optional(),
});
const resourceResult: z.ZodType<ReadResourceResult> = z.looseObject({
  contents: z.array(z.looseObject({ uri: z.string(), mimeType: z.string().optional(), blob: z.string() })),
});

interface Props {
  view: string;
  title: string;
  call: Call;
  context: McpUiHostContext;
  version: string;
}

/** One view in a sandboxed frame, as a chat shows it: the frame has no origin, and speaks with nobody but this bridge. */
export function Frame({ view, title, call, context, version }: Props) {
  const frame = useRef<HTMLIFrameElement>(null);
  const bridge = useRef<AppBridge>(undefined);
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    const element = frame.current;
    const target = element?.contentWindow;
    if (!element || !target) return;
    setProblem(undefined);
    const opened = hostBridge(call, context, version);
    bridge.current = opened;
    // Only print needs it (board.css): on the screen the frame scrolls.
    opened.addEventListener('sizechange', ({ width, height }) => {
      element.style.setProperty('--content-width', `${width}px`);
      element.style.setProperty('--content-height', `${height}px`);
    });
    // The bridge listens before the page is put into the frame, so that it misses none of the page's messages.
    Promise.all([readPage(view), opened.connect(new PostMessageTransport(target, target))]).then(
      ([page]) => {
        element.srcdoc = page;
      },
      (error: unknown) => setProblem(messageOf(error)),
    );
    return () => {
      bridge.current = undefined;
      void opened.close();
    };
  }, [view, call]);
  useEffect(() => bridge.current?.setHostContext(context), [context]);
  return (
    <>
      {problem && (
        <p class="notice notice-bad" role="alert">
          The page cannot be shown: {problem}
        </p>
      )}
      <iframe key={`${view} ${keyOf(call)}`} ref={frame} class="board-frame" title={title} sandbox="allow-scripts" />
    </>
  );
}

/** The host's side of a view: passes its calls to the board's server, and tells it what it was opened with. */
function hostBridge(call: Call, hostContext: McpUiHostContext, version: string): AppBridge {
  const bridge = new AppBridge(
    null,
    { name: boardName, version },
    { serverTools: {}, serverResources: {} },
    { hostContext: { ...hostContext, toolInfo: { tool: { name: call.tool, inputSchema: { type: 'object' } } } } },
  );
  bridge.oncalltool = ({ name, arguments: args, _meta }) => resultOf(name, args, _meta?.[freshMark] === true);
  bridge.onreadresource = async ({ uri }) => resourceResult.parse(await readResource(uri));
  bridge.addEventListener('initialized', () => {
    void bridge.sendToolInput({ arguments: call.arguments });
    void firstAnswer(call).then((result) => bridge.sendToolResult(result));
  });
  return bridge;
}

/** The first answers of calls whose answers do not change by the minute. Each says when it was read. */
const kept = new Map<string, CallToolResult>();

/** The answer that a view opens with. Choosing a call again makes no second report and saves no recording again. */
async function firstAnswer(call: Call): Promise<CallToolResult> {
  const key = keyOf(call);
  const known = kept.get(key);
  if (known) return known;
  const result = await resultOf(call.tool, call.arguments);
  if (!call.live && result.isError !== true) kept.set(key, result);
  return result;
}

/** The result of a call. Where the board does not answer, it is a tool's error: the view shows it as it shows every failure. */
async function resultOf(...call: Parameters<typeof callTool>): Promise<CallToolResult> {
  try {
    return toolResult.parse(await callTool(...call));
  } catch (error) {
    const structuredContent = { error: { kind: 'network', message: messageOf(error) } };
    return { content: [{ type: 'text', text: JSON.stringify(structuredContent) }], structuredContent, isError: true };
  }
}
