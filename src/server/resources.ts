import { ProtocolError, ProtocolErrorCode, ResourceNotFoundError, type Server } from '@modelcontextprotocol/server';
import type { Redactor } from '../redact.js';
import type { Caller } from './call.js';
import { orientationUri, standingResources } from './fixed-lists.js';
import type { Orientation } from './orientation.js';
import { untrustedMark } from './results.js';
import { type SavedFiles, UnreadableFile } from './saved-files.js';

export interface Readable {
  caller: Caller;
  orientation: Orientation;
  savedFiles: SavedFiles;
  redactor: Redactor;
}

/** The tenant's orientation and the files that were saved, as resources. */
export function serveResources(server: Server, { caller, orientation, savedFiles, redactor }: Readable): void {
  server.setRequestHandler('resources/list', () => ({
    resources: [
      ...standingResources(orientation.sections),
      ...savedFiles.list().map(({ uri, file }) => ({
        uri,
        name: redactor.text(file.filename),
        mimeType: file.mime_type,
        size: file.bytes,
      })),
    ],
  }));

  server.setRequestHandler('resources/templates/list', () => ({ resourceTemplates: [] }));

  server.setRequestHandler('resources/read', async ({ params: { uri } }, { mcpReq }) => {
    caller.checkAccess();
    if (uri === orientationUri && orientation.sections.length > 0) {
      const whole = redactor.data(await orientation.whole(mcpReq.signal));
      return { contents: [{ uri, mimeType: 'application/json', text: JSON.stringify(whole) }] };
    }
    if (!savedFiles.has(uri)) throw new ResourceNotFoundError(redactor.text(uri));
    try {
      const contents = await savedFiles.read(uri);
      const clean = 'text' in contents ? { ...contents, text: redactor.text(contents.text) } : contents;
      return { contents: [{ ...clean, _meta: { [untrustedMark]: true } }] };
    } catch (error) {
      if (!(error instanceof UnreadableFile)) throw error;
      throw new ProtocolError(ProtocolErrorCode.InvalidParams, redactor.text(error.message));
    }
  });
}
