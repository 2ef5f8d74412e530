import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { cleanEnv } from '../support/server-process.js';

const script = fileURLToPath(new URL('../../evals/run.mjs', import.meta.url));

const run = (...args: string[]) => {
  const { AI_GATEWAY_API_KEY: _, ...env } = cleanEnv();
  return spawnSync(process.execPath, [script, ...args], { encoding: 'utf8', env });
};

it('without a key the evaluation says what to install or set', () => {
  const { status, stderr, stdout } = run('--model', 'no-such-provider/best-model');
  expect(stderr).toContain('set AI_GATEWAY_API_KEY');
  expect(stderr).toContain('npm install --no-save @ai-sdk/no-such-provider');
  expect(stderr).toContain('NO_SUCH_PROVIDER_API_KEY');
  expect(stdout).toBe('');
  expect(status).toBe(2);
});

it('the evaluation writes its table on standard output', () => {
  const { status, stdout } = run('--reference', 'worst-drop-rate');
  expect(stdout).toContain('1 of 1 right, 1 calls where 1 are enough');
  expect(stdout).toContain('| `list_all_puzzel_visual_queue_state_info` | 1 | 1 |');
  expect(status).toBe(0);
});
