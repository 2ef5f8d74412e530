import { readFile } from 'node:fs/promises';
import { RESOURCE_MIME_TYPE, registerAppResource } from '@modelcontextprotocol/ext-apps/server';
import type { McpServer } from '@modelcontextprotocol/server';

/** A page in which hosts show a tool's answer (MCP Apps). */
interface View {
  name: ViewName;
  uri: string;
  title: string;
  description: string;
}

const viewNames = ['queues', 'agents', 'timeline', 'report', 'recording'] as const;
export type ViewName = (typeof viewNames)[number];

const uriOf = (name: ViewName) => `ui://puzzel-mcp/${name}`;

const descriptions: Record<ViewName, Pick<View, 'title' | 'description'>> = {
  queues: {
    title: 'Queue wallboard',
    description: 'Live visual queues: waiting, longest wait, service level, agents ready; breaches first.',
  },
  agents: {
    title: 'Agents by status',
    description: 'Who is ready, on a call, in wrap-up or pause, and for how long.',
  },
  timeline: {
    title: 'Conversation',
    description: 'What was said in a Gladly conversation; attachments and recordings can be saved.',
  },
  report: { title: 'Report', description: 'A table that sorts, and a chart of one column.' },
  recording: { title: 'Recording', description: 'A saved recording, to be played in place.' },
};

export const views: readonly View[] = viewNames.map((name) => ({ name, uri: uriOf(name), ...descriptions[name] }));

/** A page loads nothing from elsewhere, so no domain is declared. */
const _meta = { ui: { csp: { connectDomains: [], resourceDomains: [] }, prefersBorder: false } };

/** The URI of the view that shows a tool's answer, by the tool's name, for the tool's `_meta.ui.resourceUri`. */
export const viewUris: Readonly<Record<string, string>> = {
  list_all_puzzel_visual_queue_state_info: uriOf('queues'),
  list_all_puzzel_state_information: uriOf('agents'),
  list_all_gladly_conversation_items: uriOf('timeline'),
  create_a_gladly_report: uriOf('report'),
  create_a_gladly_work_session_report: uriOf('report'),
  list_all_puzzel_visual_queue_ticker: uriOf('report'),
  puzzel_archive_recording_files_download: uriOf('recording'),
  gladly_conversation_recordings_download: uriOf('recording'),
};

/**
 * Registers views with the SDK. A page is read from the disk when a host asks for it, not before.
 * @param wantedUris URIs of the views of the registered tools: a view without its tool would show nothing
 * @param checkExpiry rejects when nothing may be read any more
 */
export function registerViews(
  server: Pick<McpServer, 'registerResource'>,
  wantedUris: ReadonlySet<string | undefined>,
  checkExpiry: () => Promise<void>,
): void {
  for (const { name, uri, title, description } of views.filter((view) => wantedUris.has(view.uri))) {
    registerAppResource(server, name, uri, { title, description, _meta }, async () => {
      await checkExpiry();
      return { contents: [{ uri, mimeType: RESOURCE_MIME_TYPE, text: await readView(uri), _meta }] };
    });
  }
}

/**
 * The page of a view: one HTML document, which the build has made.
 * @throws Error when there is no such view
 */
export async function readView(uri: string): Promise<string> {
  const view = views.find((one) => one.uri === uri);
  if (!view) throw new Error(`There is no view ${uri}. Views: ${views.map((one) => one.uri).join(', ')}.`);
  return pageOf(view.name, view.title);
}

/** The page of the board, which holds the views as tabs. It is the only page that may connect to a server: its own. */
export async function readBoardPage(): Promise<string> {
  return (await pageOf('board', 'puzzel-mcp board')).replace("connect-src 'none'", "connect-src 'self'");
}

/** The build makes one document for all views; its root element says which one to show. */
async function pageOf(name: ViewName | 'board', title: string): Promise<string> {
  // Relative to dist, where this module is bundled.
  const page = await readFile(new URL('./views/view.html', import.meta.url), 'utf8');
  return page.replace('{{view}}', name).replace('{{title}}', title);
}
