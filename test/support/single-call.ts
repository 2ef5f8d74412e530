import type { Result } from '../../src/calls/result.js';
import { createRuntime } from '../../src/commands/runtime.js';
import { callIn } from './call.js';

/** Makes one call with these settings in this process, without MCP: the structured content of its result. */
export async function singleCall(
  env: Record<string, string>,
  tool: string,
  args: Record<string, unknown> = {},
): Promise<Result['structured']> {
  const runtime = createRuntime({ PUZZEL_MCP_LOG_LEVEL: 'silent', ...env }, false);
  const { structured } = await callIn(runtime, tool, args);
  await runtime.close(AbortSignal.timeout(500));
  return structured;
}
