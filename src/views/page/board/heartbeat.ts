import { post } from './requests.js';

/** Whether the board's process answers: `lost` while the page tries again, `ended` when the process must be gone. */
export type BoardStatus = 'alive' | 'lost' | 'ended';

/** Milliseconds between two heartbeats, and before the next attempt after one that failed. */
const [beatMs, retryMs] = [5_000, 2_000];
/**
 * Milliseconds after which a heartbeat without an answer has failed. An answer may take long: a browser opens a few
 * connections to one server, and all of them may be waiting for the vendor.
 */
const answerTimeoutMs = 30_000;
/** After this many failed attempts in a row the board counts as ended. Attempts go on: the same address may answer again. */
const maxMisses = 10;

/**
 * Tells the board's process every few seconds that this page is open, and at the end that it is closed. No connection is
 * kept open for that (src/commands/board/open-pages.ts).
 * @returns a function that stops the heartbeat
 */
export function startHeartbeat(onChange: (status: BoardStatus) => void): () => void {
  const page = crypto.randomUUID();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let missCount = 0;
  let isStopped = false;
  const beat = async () => {
    const answer = await post('alive', { page }, AbortSignal.timeout(answerTimeoutMs)).catch(() => undefined);
    if (isStopped) return;
    missCount = answer?.ok ? 0 : missCount + 1;
    // A refusal comes from another board, which has another key and was started on this port after ours had ended.
    const isRefused = answer !== undefined && !answer.ok;
    onChange(missCount === 0 ? 'alive' : isRefused || missCount >= maxMisses ? 'ended' : 'lost');
    timer = setTimeout(() => void beat(), missCount === 0 ? beatMs : retryMs);
  };
  const tellClosed = () =>
    void navigator.sendBeacon('gone', new Blob([JSON.stringify({ page })], { type: 'application/json' }));
  addEventListener('pagehide', tellClosed);
  void beat();
  return () => {
    isStopped = true;
    clearTimeout(timer);
    removeEventListener('pagehide', tellClosed);
  };
}
