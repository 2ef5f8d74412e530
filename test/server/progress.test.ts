import type { ServerContext } from '@modelcontextprotocol/server';
import { expect, it, onTestFinished, vi } from 'vitest';
import { reportProgress } from '../../src/server/progress.js';

it('a call that falls silent is reported again within eight seconds, whenever the last bytes came, and progress rises', () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const waiting = (progress: number) => ({ progress, message: expect.stringMatching(/^waiting for \d+ s$/) });
  for (const lastBytesAt of [100, 2_400, 2_600, 4_900, 6_000]) {
    const notify = vi.fn(async (_: { params: object }) => {});
    const report = reportProgress({ mcpReq: { _meta: { progressToken: 1 }, notify } } as unknown as ServerContext);
    vi.advanceTimersByTime(lastBytesAt);
    report.onProgress?.(10, undefined);
    vi.advanceTimersByTime(8_000);
    report.end();
    const expected = [...(lastBytesAt > 5_000 ? [waiting(1)] : []), { progress: 10, message: '10 bytes' }, waiting(11)];
    const notes = notify.mock.calls.map(([{ params }]) => params);
    expect(notes.slice(0, expected.length), `${lastBytesAt} ms`).toMatchObject(expected);
  }
});
