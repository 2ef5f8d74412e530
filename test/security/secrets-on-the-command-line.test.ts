import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { canaries, everyForm, leaksIn } from '../support/canaries.js';
import { runPiped } from '../support/command.js';
import { CommandsHost } from '../support/commands-host.js';
import { type EchoingVendor, echoedRecord, echoingVendor, refusedLogins } from '../support/echoing-vendor.js';
import { json } from '../support/fake-server.js';
import { cleanEnv, nodeArguments } from '../support/server-process.js';
import { closedAfterAll, closedAfterTest, emptiedFolder } from '../support/set-up.js';

const host = closedAfterAll(new CommandsHost());
const folder = emptiedFolder();
let vendor: EchoingVendor;
beforeEach(async () => {
  vendor = closedAfterTest(await echoingVendor());
  vendor.known.push(canaries.password, canaries.clientSecret);
});

/** Sets both secrets, though a login uses only one. */
const withBothSecrets = (env: Record<string, string>) => ({
  PUZZEL_PASSWORD: canaries.password,
  PUZZEL_CLIENT_SECRET: canaries.clientSecret,
  ...env,
});
const allSecrets = () => everyForm(vendor.known);

/** Runs a command in an empty folder, and returns all that it printed. */
const run = async (args: string[], env: Record<string, string>): Promise<{ code: number | null; printed: string }> => {
  const { code, out, err } = await host.run(args, env, folder);
  return { code, printed: out + err };
};

/** Runs the server in a process of its own, whose input does not end. */
const serve = (env: Record<string, string>): Promise<{ code: number; printed: string }> =>
  new Promise((resolve) => {
    execFile(process.execPath, nodeArguments, { env: cleanEnv(env), cwd: folder }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, printed: stdout + stderr }),
    );
  });

/** Commands that print a secret or nothing, or end with another exit code, with what is wrong. */
async function offendersAmong(commands: Record<string, string[]>, env: Record<string, string>, expectedCode: number) {
  const offenders: string[] = [];
  for (const [name, args] of Object.entries(commands)) {
    const { code, printed } = await run(args, env);
    const leaks = leaksIn(printed, vendor.known);
    if (leaks.length > 0 || code !== expectedCode || printed === '') offenders.push(`${name}: exit ${code}, ${leaks}`);
  }
  return offenders;
}

describe('no secret is printed', { timeout: 120_000 }, () => {
  it('by a command when everything goes well', async () => {
    vendor.api = ({ target }, response) => {
      const record = echoedRecord(vendor.known);
      json(response, target.startsWith('/api/v1') ? record : { code: 0, result: record });
    };
    const commands = {
      'a call': ['call', 'get_single_gladly_customer_by_id', '{"id":"1"}'],
      'a call as JSON': ['call', 'list_all_puzzel_queues', '{}', '--json'],
      'the doctor': ['doctor'],
      'the doctor as JSON': ['doctor', '--json'],
      'the list of tools': ['tools'],
      'the list of tools as JSON': ['tools', '--json'],
      help: ['--help'],
    };
    const env = { ...withBothSecrets(vendor.passwordEnv), PUZZEL_MCP_LOG_LEVEL: 'debug' };
    expect(await offendersAmong(commands, env, 0)).toEqual([]);
  });

  it('by a command when everything is refused', async () => {
    vendor.api = (_request, response) =>
      json(response, { message: allSecrets(), code: 9, errors: [{ detail: allSecrets() }] }, 403);
    const commands = {
      'a call to Gladly': ['call', 'get_single_gladly_customer_by_id', '{"id":"1"}'],
      'a call to Puzzel': ['call', 'list_all_puzzel_queues'],
      'the doctor': ['doctor'],
      'the doctor as JSON': ['doctor', '--json'],
    };
    const offenders: string[] = [];
    for (const [way, login] of Object.entries(refusedLogins)) {
      vendor.login = login(vendor);
      for (const env of [vendor.passwordEnv, vendor.clientEnv]) {
        const commandOffenders = await offendersAmong(commands, withBothSecrets(env), 1);
        offenders.push(...commandOffenders.map((offender) => `${way}: ${offender}`));
      }
    }
    expect(offenders).toEqual([]);
  });

  it('by a command line or setting that cannot be understood', async () => {
    const { password, gladlyToken } = canaries;
    const wrong: string[][] = [
      ['call', 'x', `{"a": "${password}`],
      ['call', 'x', `{"a": ${'b'.repeat(60)} ${gladlyToken}`],
      ['call', gladlyToken, '{}'],
      [gladlyToken],
      [`--${gladlyToken}`],
    ];
    // All wrong settings are reported at once.
    const settings = {
      PUZZEL_MCP_CONFIRM: password,
      PUZZEL_MCP_METHODS: gladlyToken,
      PUZZEL_MCP_TAGS: gladlyToken,
      PUZZEL_MCP_TIMEOUT_MS: gladlyToken,
      PUZZEL_MCP_EXPIRES_AT: gladlyToken,
      PUZZEL_MCP_READ_ONLY: gladlyToken,
      PUZZEL_MCP_ROUTES: `/${gladlyToken}`,
      PUZZEL_API_URL: `https://u:${encodeURIComponent(password)}@x.example`,
      GLADLY_API_URL: `https://x.example/${gladlyToken}`,
    };
    const { code, printed } = await run([], { ...vendor.passwordEnv, ...settings });
    expect(Object.keys(settings).filter((name) => !printed.includes(name))).toEqual([]);
    expect([code, leaksIn(printed, vendor.known)]).toEqual([2, []]);
    const commands = Object.fromEntries(wrong.map((args) => [JSON.stringify(args), args]));
    expect(await offendersAmong(commands, vendor.passwordEnv, 2)).toEqual([]);
  });

  it('that is only in .env', async () => {
    // The password holds both kinds of quotes, so that single quotes cannot enclose it.
    const quotable = Object.entries(vendor.passwordEnv).filter(([name]) => name !== 'PUZZEL_PASSWORD');
    await writeFile(join(folder, '.env'), quotable.map(([name, value]) => `${name}='${value}'`).join('\n'));
    const { code, out, err } = await runPiped([], { PUZZEL_MCP_CONFIRM: canaries.gladlyToken }, folder);
    expect(code).toBe(2);
    expect(err).toContain('PUZZEL_MCP_CONFIRM: "[redacted]"');
    expect(leaksIn(out + err, vendor.known)).toEqual([]);
  });

  it('by an uncaught error, or by a library that prints', async () => {
    const printing = ['a printed text', 'a printed object', 'a long printed object', 'a coloured text'];
    const preload = join(folder, 'preload.mjs');
    await writeFile(join(folder, 'text.json'), JSON.stringify({ text: allSecrets() }));
    const faults = { 'an exception': 'throw', 'a promise': 'Promise.reject' };
    for (const [fault, statement] of Object.entries(faults)) {
      await writeFile(
        preload,
        `import { readFileSync } from 'node:fs';
         const { text } = JSON.parse(readFileSync(${JSON.stringify(join(folder, 'text.json'))}, 'utf8'));
         const waiting = setInterval(() => {
           // The server is ready when it handles uncaught exceptions.
           if (process.listenerCount('uncaughtException') === 0) return;
           clearInterval(waiting);
           console.log('a printed text ' + text);
           console.error({ text: 'a printed object ' + text });
           // By default Node cuts a text in an object after 10,000 characters: here in the middle of a secret.
           const secret = process.env.GLADLY_API_TOKEN;
           const beforeSecrets = '-'.repeat((10_000 - secret.length / 2) % secret.length);
           console.error('a long printed object', { text: beforeSecrets + secret.repeat(1_000) });
           console.warn('\\u001b[31ma coloured text ' + text);
           ${statement} (new Error('${fault} ' + text));
         }, 20);`,
      );
      const env = { ...withBothSecrets(vendor.passwordEnv), NODE_OPTIONS: `--import=file://${preload}` };
      const { code, printed } = await serve(env);
      const isRedacted = (text: string) =>
        printed.split('\n').some((line) => line.includes(text) && line.includes('[redacted]'));
      expect([fault, ...printing].filter((text) => !isRedacted(text))).toEqual([]);
      expect(printed).not.toContain('\u001b');
      expect([code, leaksIn(printed, vendor.known)]).toEqual([1, []]);
    }
  });
});
