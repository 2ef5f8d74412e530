import type { CallToolResult, ReadResourceResult } from '@modelcontextprotocol/client';
import { AppBridge, type McpUiHostContext, PostMessageTransport } from '@modelcontextprotocol/ext-apps/app-bridge';

/** What the host page shows: a view, and what the host gives to it. */
export interface HostedView {
  html: string;
  args: Record<string, unknown>;
  /** Without a result the view waits for one, as during a call. */
  result?: CallToolResult;
  /** Empty where the host does not tell the view which tool was called. */
  tool: string;
  context: McpUiHostContext;
  /** Whether the host lets the view call tools. */
  canCall: boolean;
}

declare global {
  interface Window {
    /** host.ts provides hostCall, hostRead and hostModelContext. */
    hostCall: (name: string, args: Record<string, unknown>) => Promise<CallToolResult>;
    hostRead: (uri: string) => Promise<ReadResourceResult>;
    hostModelContext: (text: string) => Promise<void>;
    show: (hosted: HostedView) => Promise<void>;
    sendContext: (context: McpUiHostContext) => void;
  }
}

let bridge: AppBridge | undefined;

window.show = async ({ html, args, result, tool, context, canCall }) => {
  await bridge?.close();
  document.querySelector('iframe')?.remove();
  const frame = document.createElement('iframe');
  frame.setAttribute('sandbox', 'allow-scripts');
  frame.title = 'view';
  document.body.append(frame);
  const target = frame.contentWindow;
  if (!target) throw new Error('the frame has no window');
  const newBridge = new AppBridge(
    null,
    { name: 'test host', version: '1' },
    {
      ...(canCall && { serverTools: {} }),
      serverResources: {},
      updateModelContext: { text: {} },
    },
    {
      hostContext: { ...context, ...(tool && { toolInfo: { tool: { name: tool, inputSchema: { type: 'object' } } } }) },
    },
  );
  bridge = newBridge;
  newBridge.oncalltool = ({ name, arguments: given }) => window.hostCall(name, given ?? {});
  newBridge.onreadresource = ({ uri }) => window.hostRead(uri);
  newBridge.onupdatemodelcontext = async ({ content = [] }) => {
    for (const block of content) if (block.type === 'text') await window.hostModelContext(block.text);
    return {};
  };
  const initialized = new Promise<void>((resolve) => newBridge.addEventListener('initialized', () => resolve()));
  await newBridge.connect(new PostMessageTransport(target, target));
  frame.srcdoc = html;
  await initialized;
  await newBridge.sendToolInput({ arguments: args });
  if (result) await newBridge.sendToolResult(result);
};
window.sendContext = (context) => bridge?.setHostContext(context);
