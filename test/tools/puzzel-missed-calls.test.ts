import { describe, expect, it } from 'vitest';
import { startPuzzelStub } from '../support/puzzel-stub.js';

describe('missed calls', () => {
  const minutesAgo = (minutes: number) => Date.now() - minutes * 60_000;
  const missedCall = (requestId: number, minutes: number, tagLevel = 'NotProcessed') => {
    return { requestId, tagLevel, queueEntered: `/Date(${minutesAgo(minutes)}-0000)/` };
  };
  const ids = ({ data }: { data: unknown }) => (data as { requestId: number }[]).map(({ requestId }) => requestId);

  it('are always requested with a period, of seven days when only one end or none is given', async () => {
    const { call, seen } = await startPuzzelStub(() => []);
    for (const period of [{}, { to: '2025-01-31T09:00:00Z' }, { from: '2099-01-31T09:00:00Z' }]) {
      await call('list_all_puzzel_missed_calls', { queue_id: 201, ...period });
      const query = seen.at(-1)?.query;
      expect((Date.parse(query?.to ?? '') - Date.parse(query?.from ?? '')) / 86_400_000).toBe(7);
      expect(query).toMatchObject(period);
    }
    await call('list_all_puzzel_user_missed_calls', { from: '2026-01-31T09:00:00Z', maxRows: 5 });
    const query = { from: '2026-01-31T09:00:00Z', to: expect.stringMatching(/Z$/), maxRows: '5' };
    expect(seen.at(-1)?.query).toEqual(query);
  });

  it('are filtered by the period and level that were given, where the service ignores them', async () => {
    // The last one has the time of a vendor's clock that is a minute ahead of ours.
    const calls = [missedCall(1, 5), missedCall(2, 20, 'ProcessedLevel1'), missedCall(3, 90), missedCall(4, -1)];
    const { call } = await startPuzzelStub(() => calls);
    const from = new Date(minutesAgo(30)).toISOString();
    expect(ids(await call('list_all_puzzel_missed_calls', { queue_id: 201, from }))).toEqual([1, 2, 4]);
    expect(
      ids(await call('list_all_puzzel_missed_calls', { queue_id: 201, from, tagFilter: 'processedlevel1' })),
    ).toEqual([2]);
  });

  it('are filtered when the list is a member `Entries`', async () => {
    const { call } = await startPuzzelStub(() => ({ Entries: [missedCall(1, 5), missedCall(2, 90)] }));
    const from = new Date(minutesAgo(30)).toISOString();
    const { data } = await call('list_all_puzzel_missed_calls', { queue_id: 201, from });
    expect(data).toMatchObject({ Entries: [{ requestId: 1 }] });
  });
});
