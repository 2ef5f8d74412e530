import type { CallContext } from '../tools/define.js';

const betweenNotes = 100;

/** Clients give a call up that is silent for long; a vendor that computes a report is silent for minutes. */
const heartbeatMs = 5_000;

type ProgressParams = { progressToken: string | number; progress: number; total?: number; message: string };

export interface ProgressReport {
  progress: CallContext['progress'];
  /** Ends the report with the call. */
  done: () => void;
}

/**
 * Progress notifications, when the client asked for them: bytes as they come, ten notes a second at most; while nothing
 * comes, a sign of life. The number always rises, as the protocol wants.
 */
export function reportProgress(
  progressToken: string | number | undefined,
  notify: (params: ProgressParams) => void,
): ProgressReport {
  if (progressToken === undefined) return { progress: () => {}, done: () => {} };
  const started = Date.now();
  let told = 0;
  let toldAt = started;
  const tell = (progress: number, total: number | undefined, message: string) => {
    told = progress;
    toldAt = Date.now();
    notify({ progressToken, progress, ...(total !== undefined && { total }), message });
  };
  const heartbeat = setInterval(() => {
    const silent = Date.now() - toldAt;
    if (silent < heartbeatMs) return;
    tell(told + 1, undefined, `waiting for ${Math.round((Date.now() - started) / 1000)} s`);
  }, heartbeatMs);
  heartbeat.unref();
  return {
    progress: (bytes, total) => {
      if (bytes <= told || (Date.now() - toldAt < betweenNotes && told > 0 && bytes !== total)) return;
      tell(bytes, total, `${bytes} bytes`);
    },
    done: () => clearInterval(heartbeat),
  };
}
