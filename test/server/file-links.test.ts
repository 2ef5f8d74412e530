import { afterAll, expect, it } from 'vitest';
import { startDemo } from '../../src/demo/index.js';
import { inProcessServer } from '../support/in-process-server.js';
import { initialize, initialized, initializeId, modernMeta } from '../support/server-process.js';
import { closedAfterAll, newFolder } from '../support/set-up.js';

const name = 'puzzel_archive_recording_files_download';
const tenant = closedAfterAll(await startDemo());
const { connect, engine } = inProcessServer({ ...tenant.env, PUZZEL_MCP_DOWNLOAD_DIR: newFolder() }, [name]);
afterAll(() => engine.close(AbortSignal.timeout(500)));

it('a saved file is answered with a resource link in the MCP revisions that have these, and in no other', async () => {
  const types: Record<string, string[]> = {};
  for (const revision of ['2024-10-07', '2024-11-05', '2025-03-26', '2025-06-18', '2025-11-25', '2026-07-28']) {
    const { send, until, end } = connect();
    const isModern = revision === '2026-07-28';
    if (!isModern) {
      for (const message of [initialize({ protocolVersion: revision }), initialized]) send(message);
      const { result } = await until(({ id }) => id === initializeId);
      expect(result).toMatchObject({ protocolVersion: revision });
    }
    const args = { iq_session_id: '8840310685', index: 1 };
    const params = { name, arguments: args, ...(isModern && { _meta: modernMeta() }) };
    send({ jsonrpc: '2.0', id: 1, method: 'tools/call', params });
    const { result } = (await until(({ id }) => id === 1)) as { result: { content: { type: string }[] } };
    types[revision] = result.content.map(({ type }) => type);
    end();
  }
  const [plain, linked] = [['text'], ['text', 'resource_link']];
  expect(types).toEqual({
    '2024-10-07': plain,
    '2024-11-05': plain,
    '2025-03-26': plain,
    '2025-06-18': linked,
    '2025-11-25': linked,
    '2026-07-28': linked,
  });
});
