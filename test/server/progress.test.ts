import type { ServerContext } from '@modelcontextprotocol/server';
import { expect, it, onTestFinished, vi } from 'vitest';
import { reportProgress } from '../../src/server/progress.js';

it('a call that falls silent is reported again within eight seconds, whenever the last bytes came', () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  for (const lastBytesAt of [100, 2_400, 2_600, 4_900]) {
    const notify = vi.fn(async () => {});
    const report = reportProgress({ mcpReq: { _meta: { progressToken: 1 }, notify } } as unknown as ServerContext);
    vi.advanceTimersByTime(lastBytesAt);
    report.onProgress?.(10, undefined);
    vi.advanceTimersByTime(8_000);
    report.end();
    expect(notify.mock.calls.length, `${lastBytesAt} ms`).toBeGreaterThan(1);
  }
});
