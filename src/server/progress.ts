import type { ServerContext } from '@modelcontextprotocol/server';
import type { CallOptions } from '../calls/runner.js';

/** Shortest interval between two notifications, in milliseconds. */
const shortestIntervalMs = 100;

/** The same while no bytes arrive: clients abandon silent calls, and a vendor may compute a report for minutes. */
const heartbeatMs = 5_000;

export interface ProgressReport {
  onProgress: CallOptions['onProgress'];
  /** Ends the report with the call. */
  end: () => void;
}

/**
 * Progress notifications, when the client asked for them: bytes as they arrive, at most ten notifications a
 * second; while none arrive, how long the call has waited. `progress` always rises, as the protocol requires.
 */
export function reportProgress({ mcpReq }: ServerContext): ProgressReport {
  const progressToken = mcpReq._meta?.progressToken;
  if (progressToken === undefined) return { onProgress: undefined, end: () => {} };
  const started = Date.now();
  let [told, toldAt] = [0, started];
  const tell = (progress: number, total: number | undefined, message: string) => {
    told = progress;
    toldAt = Date.now();
    const params = { progressToken, progress, ...(total !== undefined && { total }), message };
    mcpReq.notify({ method: 'notifications/progress', params }).catch(() => {});
  };
  const heartbeat = setInterval(() => {
    if (Date.now() - toldAt < heartbeatMs) return;
    tell(told + 1, undefined, `waiting for ${Math.round((Date.now() - started) / 1000)} s`);
  }, heartbeatMs).unref();
  return {
    onProgress: (bytes, total) => {
      if (bytes <= told || (Date.now() - toldAt < shortestIntervalMs && told > 0 && bytes !== total)) return;
      tell(bytes, total, `${bytes} bytes`);
    },
    end: () => clearInterval(heartbeat),
  };
}
