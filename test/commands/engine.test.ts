import { Server } from 'node:net';
import { expect, it, vi } from 'vitest';
import { createRuntime } from '../../src/commands/runtime.js';

it('the demo tenant is started again after a start that failed', async () => {
  vi.spyOn(Server.prototype, 'listen').mockImplementationOnce(() => {
    throw new Error('too many open files');
  });
  const { connect, close } = createRuntime({}, true);
  await expect(connect()).rejects.toThrow('too many open files');
  await connect();
  await close(AbortSignal.timeout(1_000));
});
