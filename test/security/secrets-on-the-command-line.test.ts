import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { canaries, everyForm, leaksIn } from '../support/canaries.js';
import { type EchoingVendor, echoedRecord, echoingVendor } from '../support/echoing-vendor.js';
import { json } from '../support/fake-server.js';
import { binary, cleanEnv } from '../support/server-process.js';

let vendor: EchoingVendor;
let folder: string;

beforeEach(async () => {
  vendor = await echoingVendor();
  vendor.known.push(canaries.password, canaries.clientSecret);
  folder = await mkdtemp(join(tmpdir(), 'puzzel-mcp-secrets-'));
});
afterEach(async () => {
  await vendor.close();
  await rm(folder, { recursive: true, force: true });
});

/** Set, though only one of them is used. */
const both = (env: Record<string, string>) => ({
  PUZZEL_PASSWORD: canaries.password,
  PUZZEL_CLIENT_SECRET: canaries.clientSecret,
  ...env,
});
const said = () => everyForm(vendor.known);

/** Runs the program in an empty folder; answers all that it printed. */
const run = (args: string[], env: Record<string, string>): Promise<{ code: number; printed: string }> =>
  new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [binary, ...args],
      { env: cleanEnv(env), cwd: folder },
      (error, stdout, stderr) => resolve({ code: error ? Number(error.code) : 0, printed: stdout + stderr }),
    );
    // Serving ends with its input.
    setTimeout(() => child.stdin?.end(), 2_500);
  });

describe('no secret is printed', () => {
  it.each([
    ['a call', ['call', 'get_single_gladly_customer_by_id', '{"id":"1"}'], 0],
    ['a call as JSON', ['call', 'list_all_puzzel_queues', '{}', '--json'], 0],
    ['the doctor', ['doctor'], 0],
    ['the doctor as JSON', ['doctor', '--json'], 0],
    ['the list of tools', ['tools'], 0],
    ['the list of tools as JSON', ['tools', '--json'], 0],
    ['help', ['--help'], 0],
  ])('by %s when everything goes well', async (_, args, expected) => {
    vendor.api = ({ target }, response) =>
      json(
        response,
        target.startsWith('/api/v1') ? echoedRecord(vendor.known) : { code: 0, result: echoedRecord(vendor.known) },
      );
    const { code, printed } = await run(args, { ...both(vendor.passwordEnv), PUZZEL_MCP_LOG_LEVEL: 'debug' });
    expect(printed).not.toBe('');
    expect(leaksIn(printed, vendor.known)).toEqual([]);
    expect(code).toBe(expected);
  });

  it.each([
    ['a call', ['call', 'get_single_gladly_customer_by_id', '{"id":"1"}']],
    ['the doctor', ['doctor']],
    ['the doctor as JSON', ['doctor', '--json']],
  ])('by %s when everything is refused', async (_, args) => {
    vendor.api = (_request, response) =>
      json(response, { message: said(), code: 9, errors: [{ detail: said() }] }, 403);
    vendor.login = (response) => json(response, { message: said(), error_description: said() }, 400);
    for (const env of [vendor.passwordEnv, vendor.clientEnv].map(both)) {
      const { code, printed } = await run(args, env);
      expect(leaksIn(printed, vendor.known)).toEqual([]);
      expect(code).toBe(1);
    }
  });

  it('by a command line or setting that cannot be understood', async () => {
    const { password, gladlyToken } = canaries;
    const wrong: [string[], Record<string, string>][] = [
      [['call', 'x', `{"a": "${password}`], {}],
      [['call', 'x', `{"a": ${'b'.repeat(60)} ${gladlyToken}`], {}],
      [['call', gladlyToken, '{}'], {}],
      [[gladlyToken], {}],
      [[`--${gladlyToken}`], {}],
      [[], { PUZZEL_MCP_CONFIRM: password }],
      [[], { PUZZEL_MCP_METHODS: gladlyToken, PUZZEL_MCP_TAGS: gladlyToken, PUZZEL_MCP_TIMEOUT_MS: gladlyToken }],
      [
        [],
        { PUZZEL_MCP_EXPIRES_AT: gladlyToken, PUZZEL_MCP_READ_ONLY: gladlyToken, PUZZEL_MCP_ROUTES: `/${gladlyToken}` },
      ],
      [
        [],
        {
          PUZZEL_API_URL: `https://u:${encodeURIComponent(password)}@x.example`,
          GLADLY_API_URL: `https://x.example/${gladlyToken}`,
        },
      ],
    ];
    for (const [args, env] of wrong) {
      const { code, printed } = await run(args, { ...vendor.passwordEnv, ...env });
      expect(code, JSON.stringify([args, env])).toBe(2);
      expect(leaksIn(printed, vendor.known), JSON.stringify(args)).toEqual([]);
    }
  });

  it('that stands in .env only', async () => {
    const env = Object.entries({ ...vendor.passwordEnv, GLADLY_API_TOKEN: canaries.gladlyToken });
    const quotable = env.filter(([name]) => name !== 'PUZZEL_PASSWORD');
    await writeFile(join(folder, '.env'), quotable.map(([name, value]) => `${name}='${value}'`).join('\n'));
    const { code, printed } = await run([], { PUZZEL_MCP_CONFIRM: canaries.gladlyToken });
    expect(code).toBe(2);
    expect(printed).toContain('PUZZEL_MCP_CONFIRM: "[redacted]"');
    expect(leaksIn(printed, vendor.known)).toEqual([]);
  });

  it.each([
    ['an exception that nobody catches', 'throw new Error(text)'],
    ['a promise that nobody catches', 'Promise.reject(new Error(text))'],
    ['a library that prints', 'console.log(text); console.error({ text }); console.warn("\\u001b[31m" + text)'],
  ])('by %s', async (_, what) => {
    const preload = join(folder, 'preload.mjs');
    await writeFile(join(folder, 'text.json'), JSON.stringify({ text: said() }));
    await writeFile(
      preload,
      `import { readFileSync } from 'node:fs';
       const { text } = JSON.parse(readFileSync(${JSON.stringify(join(folder, 'text.json'))}, 'utf8'));
       setTimeout(() => { ${what} }, 1500);`,
    );
    const { printed } = await run([], { ...both(vendor.passwordEnv), NODE_OPTIONS: `--import=file://${preload}` });
    expect(printed).toContain('[redacted]');
    expect(printed).not.toContain('\u001b');
    expect(leaksIn(printed, vendor.known)).toEqual([]);
  });
});
