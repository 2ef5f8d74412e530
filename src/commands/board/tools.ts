import { didYouMean } from '../../nearest.js';
import { SavedFiles } from '../../server/saved-files.js';
import { toolResult } from '../../server/tool-result.js';
import { isRead } from '../../tools/effect.js';
import type { Runtime } from '../runtime.js';

/** What the pages may ask of the program. */
export interface BoardTools {
  names: ReadonlySet<string>;
  call: (name: string, args: unknown) => Promise<unknown>;
  /** @throws UnreadableFile */
  read: (uri: string) => Promise<unknown>;
}

/** The pages know links to saved files, which came with this revision. */
const pageProtocol = '2025-06-18';

/** The tools of a runtime for the board: reads alone, through the same policy as for every client. */
export function boardTools(runtime: Runtime, signal: AbortSignal): BoardTools {
  const tools = new Map(runtime.tools.filter(isRead).map((tool) => [tool.name, tool]));
  const savedFiles = new SavedFiles();
  return {
    names: new Set(tools.keys()),
    call: async (name, args) => {
      const tool = tools.get(name);
      if (!tool) return unknownTool(name, [...tools.keys()]);
      const result = await runtime.runner.call(tool, args, {
        signal,
        onProgress: () => {},
        confirm: async () => undefined,
      });
      if ('question' in result) throw new Error('a read does not ask anything');
      if (result.file) savedFiles.add(result.file);
      return toolResult(result, pageProtocol);
    },
    read: async (uri) => ({ contents: [await savedFiles.read(uri)] }),
  };
}

function unknownTool(name: string, names: readonly string[]) {
  const message = `There is no tool "${name.slice(0, 100)}" on the board: it only reads, within the settings.`;
  const structuredContent = { error: { kind: 'read_only', message, hint: didYouMean(name, names).trim() } };
  return { content: [{ type: 'text', text: JSON.stringify(structuredContent) }], structuredContent, isError: true };
}
