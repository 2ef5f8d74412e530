import type { ServerContext } from '@modelcontextprotocol/server';
import type { CallOptions } from '../calls/runner.js';

/** Shortest interval between two notifications, in milliseconds; the end of a body is reported at once. */
const minIntervalMs = 100;

/** Interval of heartbeats, but none soon after bytes: clients abandon silent calls, and a report may take minutes. */
const heartbeatMs = 5_000;

/**
 * Progress notifications, when the client asked for them: bytes as they arrive, at most ten notifications a
 * second; while no bytes arrive, how long the call has taken. `progress` always rises, as the protocol requires.
 * @returns `end` stops the heartbeat: to be called when the call ends
 */
export function reportProgress({ mcpReq }: ServerContext): Pick<CallOptions, 'onProgress'> & { end: () => void } {
  const progressToken = mcpReq._meta?.progressToken;
  if (progressToken === undefined) return { onProgress: undefined, end: () => {} };
  const startedAt = Date.now();
  let [lastProgress, lastTime] = [0, startedAt];
  const notify = (progress: number, total: number | undefined, message: string) => {
    lastProgress = progress;
    lastTime = Date.now();
    const params = { progressToken, progress, ...(total !== undefined && { total }), message };
    mcpReq.notify({ method: 'notifications/progress', params }).catch(() => {});
  };
  const heartbeat = setInterval(() => {
    if (Date.now() - lastTime < heartbeatMs / 2) return;
    notify(lastProgress + 1, undefined, `waiting for ${Math.round((Date.now() - startedAt) / 1000)} s`);
  }, heartbeatMs).unref();
  return {
    onProgress: (bytes, total) => {
      const isTooSoon = Date.now() - lastTime < minIntervalMs && lastProgress > 0 && bytes !== total;
      if (bytes > lastProgress && !isTooSoon) notify(bytes, total, `${bytes} bytes`);
    },
    end: () => clearInterval(heartbeat),
  };
}
