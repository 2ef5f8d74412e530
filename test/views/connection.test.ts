import { expect, it, vi } from 'vitest';
import { settings } from '../../src/config/settings.js';
import { limits } from '../../src/limits.js';

it('a page waits longer for a report than the server does', async () => {
  vi.stubGlobal('matchMedia', () => ({ matches: false }));
  const { callTimeoutMs } = await import('../../src/views/page/connection.js');
  const timeout = settings.find(({ env }) => env === 'PUZZEL_MCP_TIMEOUT_MS');
  expect(callTimeoutMs).toBeGreaterThan(Number(timeout?.default) * limits.slowFactor);
});
