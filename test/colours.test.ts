import { expect, it, vi } from 'vitest';

const moduleUrl = new URL('../src/colours.ts', import.meta.url);

const cases: [output: 'terminal' | 'pipe', env: Record<string, string>, isColoured: boolean][] = [
  ['terminal', {}, true],
  ['terminal', { CI: 'true' }, true],
  ['terminal', { NO_COLOR: '1' }, false],
  ['terminal', { NO_COLOR: '1', CI: 'true' }, false],
  ['terminal', { FORCE_COLOR: '0' }, false],
  ['terminal', { TERM: 'dumb' }, false],
  ['pipe', {}, false],
  ['pipe', { CI: 'true', GITHUB_ACTIONS: 'true' }, false],
  ['pipe', { FORCE_COLOR: '0', CI: 'true' }, false],
  ['pipe', { FORCE_COLOR: '1' }, true],
  ['pipe', { NO_COLOR: '1', FORCE_COLOR: '1' }, false],
];

/** What `colours.green` returns. The module is loaded again each time, because it decides on colours only once. */
async function green(output: 'terminal' | 'pipe', env: Record<string, string>): Promise<string> {
  for (const name of ['NO_COLOR', 'FORCE_COLOR', 'CI', 'GITHUB_ACTIONS']) vi.stubEnv(name, undefined);
  for (const [name, value] of Object.entries({ TERM: 'xterm-256color', ...env })) vi.stubEnv(name, value);
  const before = Object.getOwnPropertyDescriptor(process.stdout, 'isTTY');
  Object.defineProperty(process.stdout, 'isTTY', { configurable: true, value: output === 'terminal' });
  try {
    moduleUrl.search = output + JSON.stringify(env);
    const { colours } = await import(/* @vite-ignore */ moduleUrl.href);
    return colours.green('ok');
  } finally {
    if (before) Object.defineProperty(process.stdout, 'isTTY', before);
    else Reflect.deleteProperty(process.stdout, 'isTTY');
    vi.unstubAllEnvs();
  }
}

it('output has colours on a terminal and none in a pipe, unless the environment says otherwise', async () => {
  const wrong: string[] = [];
  for (const [output, env, isColoured] of cases) {
    const wanted = isColoured ? '\u001b[32mok\u001b[39m' : 'ok';
    if ((await green(output, env)) !== wanted) wrong.push(`${output} ${JSON.stringify(env)}`);
  }
  expect(wrong).toEqual([]);
});
