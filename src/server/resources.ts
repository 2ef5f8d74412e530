import {
  type McpServer,
  ProtocolError,
  ProtocolErrorCode,
  ResourceNotFoundError,
  ResourceTemplate,
} from '@modelcontextprotocol/server';
import { type SavedFiles, UnreadableFile } from './saved-files.js';
import type { TenantDirectory } from './tenant-directory.js';
import { untrustedMark } from './tool-result.js';

/** Where resources and completions come from. */
export interface ResourceSource {
  /** Whether the owner's filters allow a tool that reads a section of the directory. */
  hasDirectory: boolean;
  directory: TenantDirectory;
  savedFiles: SavedFiles;
  /** @throws Failure `expired` once PUZZEL_MCP_EXPIRES_AT has passed */
  checkExpiry: () => Promise<void>;
  /** Takes secrets and hidden characters out of a text. */
  clean: (text: string) => string;
}

const directoryUri = 'puzzel-mcp://directory';

/** Registers the tenant's directory and the saved files as resources. */
export function registerResources(server: McpServer, source: ResourceSource): void {
  if (source.hasDirectory) registerDirectory(server, source);
  // A template, since the SDK would announce a changed list for each file that was registered.
  const template = new ResourceTemplate('file:///{+path}', { list: () => listSavedFiles(source) });
  const metadata = {
    title: 'Saved files',
    description: 'Recordings, attachments and reports that this server saved.',
  };
  server.registerResource('saved-file', template, metadata, (uri) => readSavedFile(uri.href, source));
}

function registerDirectory(server: McpServer, source: ResourceSource): void {
  const metadata = {
    title: 'Ids of this tenant',
    description:
      'Queues, visual queues, user groups, inboxes, teams and topics with their ids: read it once instead of each list.',
    mimeType: 'application/json',
  };
  server.registerResource('tenant-directory', directoryUri, metadata, async (uri, { mcpReq }) => {
    await source.checkExpiry();
    const text = JSON.stringify(await source.directory.whole(mcpReq.signal));
    return { contents: [{ uri: uri.href, mimeType: 'application/json', text }], _meta: { [untrustedMark]: true } };
  });
}

function listSavedFiles({ savedFiles }: ResourceSource) {
  return {
    resources: savedFiles.list().map(({ uri, file }) => ({
      uri,
      name: file.filename,
      mimeType: file.mime_type,
      size: file.bytes,
    })),
  };
}

/** @throws Failure `expired` once PUZZEL_MCP_EXPIRES_AT has passed; ProtocolError for a file that is not handed out */
export async function readSavedFile(href: string, source: Omit<ResourceSource, 'directory' | 'hasDirectory'>) {
  await source.checkExpiry();
  const { savedFiles } = source;
  if (!savedFiles.has(href)) throw new ResourceNotFoundError(source.clean(href));
  try {
    const contents = await savedFiles.read(href);
    const cleanContents = 'text' in contents ? { ...contents, text: source.clean(contents.text) } : contents;
    return { contents: [{ ...cleanContents, _meta: { [untrustedMark]: true } }] };
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    throw new ProtocolError(ProtocolErrorCode.InvalidParams, source.clean(error.message));
  }
}
