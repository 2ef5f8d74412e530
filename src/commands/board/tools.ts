import { didYouMean } from '../../nearest.js';
import { readSavedFile } from '../../server/resources.js';
import { SavedFiles } from '../../server/saved-files.js';
import { toolResult } from '../../server/tool-result.js';
import { isRead } from '../../tools/effect.js';
import type { Runtime } from '../runtime.js';

/** What the board's server needs to answer its pages. */
export interface BoardTools {
  names: ReadonlySet<string>;
  /** Calls a tool; the result is that of MCP's `tools/call`, errors included. */
  call: (name: string, args: unknown) => Promise<unknown>;
  /**
   * Reads a saved file; the result is that of MCP's `resources/read`.
   * @throws Error, with a message for people, when access has ended or the file cannot be handed out
   */
  read: (uri: string) => Promise<unknown>;
  /** Whether PUZZEL_MCP_EXPIRES_AT has passed: from then on no earlier answer is handed out either. */
  isExpired: () => boolean;
}

/** The protocol revision that introduced links to files: the pages take the addresses of saved files from these links. */
const pageProtocol = '2025-06-18';

/** The tools of a runtime for the board: only those that read, through the same policy as for every client. */
export function boardTools(runtime: Runtime, signal: AbortSignal): BoardTools {
  const tools = new Map(runtime.tools.filter(isRead).map((tool) => [tool.name, tool]));
  const savedFiles = new SavedFiles();
  const files = {
    savedFiles,
    checkExpiry: async () => runtime.runner.checkExpiry(),
    clean: (text: string) => runtime.redactor.text(text),
  };
  return {
    names: new Set(tools.keys()),
    call: async (name, args) => {
      const tool = tools.get(name);
      if (!tool) {
        await runtime.runner.recordRefused(name, args, 'unknown_tool');
        return unknownToolResult(name, [...tools.keys()]);
      }
      const result = await runtime.call(name, args, {
        signal,
        onProgress: () => {},
        confirm: async () => undefined,
      });
      if ('question' in result) throw new Error('a read does not ask anything');
      if (result.file) savedFiles.add(result.file);
      return toolResult(result, pageProtocol, true);
    },
    read: async (uri) => readSavedFile(uri, files),
    isExpired: () => runtime.runner.isExpired,
  };
}

/** The error for a tool that writes, is filtered out or does not exist: the board has only the reads that are left. */
function unknownToolResult(name: string, names: readonly string[]) {
  const message = `There is no tool "${name.slice(0, 100)}" on the board: it only reads, within the settings.`;
  const structuredContent = {
    error: { kind: 'read_only', message, hint: didYouMean(name, names).trim() || undefined },
  };
  return { content: [{ type: 'text', text: JSON.stringify(structuredContent) }], structuredContent, isError: true };
}
