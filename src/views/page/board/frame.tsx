import type { CallToolResult, ReadResourceResult } from '@modelcontextprotocol/client';
import { AppBridge, type McpUiHostContext, PostMessageTransport } from '@modelcontextprotocol/ext-apps/app-bridge';
import { useEffect, useRef, useState } from 'preact/hooks';
import * as z from 'zod';
import { boardName, freshMark, messageOf } from '../connection.js';
import { type Call, callTool, keyOf, readPage, readResource } from './requests.js';

const blockSchema = z.union([
  z.looseObject({ type: z.literal('text'), text: z.string() }),
  z.looseObject({ type: z.literal('resource_link'), uri: z.string(), name: z.string() }),
]);
const toolResultSchema: z.ZodType<CallToolResult> = z.looseObject({
  content: z.array(blockSchema),
  structuredContent: z.record(z.string(), z.unknown()).optional(),
  isError: z.boolean().optional(),
});
const resourceResultSchema: z.ZodType<ReadResourceResult> = z.looseObject({
  contents: z.array(z.looseObject({ uri: z.string(), mimeType: z.string().optional(), blob: z.string() })),
});

interface Props {
  view: string;
  title: string;
  call: Call;
  context: McpUiHostContext;
  version: string;
}

/** One view in a sandboxed frame, as a chat shows it: the frame has no origin, and exchanges messages with this bridge only. */
export function Frame({ view, title, call, context, version }: Props) {
  const frame = useRef<HTMLIFrameElement>(null);
  const bridge = useRef<AppBridge>(undefined);
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    const element = frame.current;
    const target = element?.contentWindow;
    if (!element || !target) return;
    setProblem(undefined);
    const newBridge = hostBridge(call, context, version);
    bridge.current = newBridge;
    // Needed for print alone (board.css): on the screen the frame scrolls.
    newBridge.addEventListener('sizechange', ({ width, height }) => {
      element.style.setProperty('--content-width', `${width}px`);
      element.style.setProperty('--content-height', `${height}px`);
    });
    // The bridge listens before the page is put into the frame, so that it misses none of the page's messages.
    Promise.all([readPage(view), newBridge.connect(new PostMessageTransport(target, target))]).then(
      ([page]) => {
        element.srcdoc = page;
      },
      (error: unknown) => setProblem(messageOf(error)),
    );
    return () => {
      bridge.current = undefined;
      void newBridge.close();
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

/** The host's side of a view: gives the view its call and the answer, and passes its further calls to the board's server. */
function hostBridge(call: Call, hostContext: McpUiHostContext, version: string): AppBridge {
  const bridge = new AppBridge(
    null,
    { name: boardName, version },
    { serverTools: {}, serverResources: {} },
    { hostContext: { ...hostContext, toolInfo: { tool: { name: call.tool, inputSchema: { type: 'object' } } } } },
  );
  bridge.oncalltool = ({ name, arguments: args, _meta }) => resultOf(name, args, _meta?.[freshMark] === true);
  bridge.onreadresource = async ({ uri }) => resourceResultSchema.parse(await readResource(uri));
  bridge.addEventListener('initialized', () => {
    void bridge.sendToolInput({ arguments: call.arguments });
    void firstAnswer(call).then((result) => bridge.sendToolResult(result));
  });
  return bridge;
}

/** The first answers of calls that are not live. Each says when it was read. */
const keptAnswers = new Map<string, CallToolResult>();

/** The answer that a view opens with. Choosing a call again makes no second report and saves no recording twice. */
async function firstAnswer(call: Call): Promise<CallToolResult> {
  const key = keyOf(call);
  const keptAnswer = keptAnswers.get(key);
  if (keptAnswer) return keptAnswer;
  const result = await resultOf(call.tool, call.arguments);
  if (!call.live && result.isError !== true) keptAnswers.set(key, result);
  return result;
}

/** The result of a call. Where the board does not answer, it is an error, which the view shows like that of a tool. */
async function resultOf(...call: Parameters<typeof callTool>): Promise<CallToolResult> {
  try {
    return toolResultSchema.parse(await callTool(...call));
  } catch (error) {
    const structuredContent = { error: { kind: 'network', message: messageOf(error) } };
    return { content: [{ type: 'text', text: JSON.stringify(structuredContent) }], structuredContent, isError: true };
  }
}
