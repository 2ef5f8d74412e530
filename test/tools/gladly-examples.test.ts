import { describe, expect, it } from 'vitest';
import { startDemo } from '../../src/demo/index.js';
import { gladlyTools } from '../../src/tools/gladly/index.js';
import { callerOf } from '../support/gladly-vendor.js';

/** What an answer may be, as far as the effect of the tool tells. */
function problemWith(name: string, effect: string, data: unknown): string | undefined {
  if (effect === 'list' && name !== 'list_all_gladly_organization' && !Array.isArray(data)) return 'no list';
  if (effect === 'list' && Array.isArray(data) && data.length === 0) return 'an empty list';
  if (effect !== 'list' && (typeof data !== 'object' || data === null)) return 'no object';
  return undefined;
}

describe('the example of every Gladly tool works in a fresh demo tenant', () => {
  it.each(gladlyTools.map((tool) => [tool.name, tool] as const))('%s', async (name, tool) => {
    const tenant = await startDemo();
    const { env } = tenant;
    const { call, forget } = callerOf(env.GLADLY_API_URL ?? '', {
      email: env.GLADLY_EMAIL ?? '',
      apiToken: env.GLADLY_API_TOKEN ?? '',
    });
    try {
      const args = { ...tool.example };
      if (name === 'get_single_gladly_automation_message_by_id') {
        // The demo tenant makes these ids anew for every tenant.
        const { data: messages } = await call('list_all_gladly_automation_messages', { session_id: args.session_id });
        args.id = (messages as { id: string }[])[0]?.id;
      }
      const { data, file } = await call(name, args);
      expect(file === undefined ? problemWith(name, tool.effect, data) : undefined).toBeUndefined();
    } finally {
      forget();
      await tenant.close();
    }
  });
});
