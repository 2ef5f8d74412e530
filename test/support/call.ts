import type { Result } from '../../src/calls/result.js';
import type { Runtime } from '../../src/commands/runtime.js';

/** Calls a tool in this process, without MCP; a write proceeds as if a person had said yes. */
export async function callIn(
  runtime: Runtime,
  tool: string,
  args: Record<string, unknown> = {},
  onProgress = (_bytes: number) => {},
): Promise<Result> {
  const { signal } = new AbortController();
  const answer = await runtime.call(tool, args, { signal, onProgress, confirm: async () => undefined });
  if ('question' in answer) throw new Error(`${tool} asks a question instead of answering`);
  return answer;
}
