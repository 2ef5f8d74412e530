import { access, constants, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

import { colours } from '../colours.js';
import type { Environment } from '../config/settings.js';
import { Failure } from '../failure.js';
import { offeredVendors } from '../server/select.js';
import { type Vendor, vendors } from '../tools/define.js';
import type { CommandLine } from './command-line.js';
import { createRuntime, type Runtime } from './runtime.js';
import { table } from './table.js';

interface Check {
  name: string;
  status: 'ok' | 'warn' | 'fail' | 'skipped';
  message: string;
  hint?: string;
}

/** Tests the settings as a call would use them; exit code 1 when anything fails. */
export async function doctor(env: Environment, { json, demo }: CommandLine): Promise<number> {
  const runtime = createRuntime(env, demo);
  try {
    const checks = runtime.redactor.data([
      node(),
      ...offeredVendors(runtime.config).map((vendor) => environment(runtime, vendor)),
      await puzzelLogin(runtime),
      await gladlyLogin(runtime),
      await chatLogin(runtime),
      await downloads(runtime),
      toolCount(runtime),
    ]);
    const ok = checks.every(({ status }) => status !== 'fail');
    process.stdout.write(json ? `${JSON.stringify({ ok, checks }, null, 2)}\n` : report(checks, ok));
    return ok ? 0 : 1;
  } finally {
    await runtime.close(AbortSignal.timeout(1_500));
  }
}

function node(): Check {
  return { name: 'node', status: 'ok', message: `Node.js ${process.versions.node} on ${process.platform}` };
}

function environment({ config }: Runtime, vendor: Vendor): Check {
  const name = `${vendor} settings`;
  if (config.demo) return { name, status: 'ok', message: 'the built-in demo tenant' };
  const { present, missing } = config[vendor];
  if (missing === undefined) return { name, status: 'ok', message: 'complete' };
  const nothing = vendors.every((any) => !config[any].present);
  return {
    name,
    status: present || nothing ? 'fail' : 'skipped',
    message: `${missing.join(', ')} missing`,
    hint: `Set ${missing.join(', ')} in the environment or in .env${nothing ? ', or add --demo to try the demo tenant' : ''}.`,
  };
}

const puzzelLogin = (runtime: Runtime) =>
  probe(runtime, 'puzzel', async (signal) => {
    const { apis } = await runtime.connect();
    const who = (await apis.puzzel.tokenInformation(signal)) as Record<string, unknown>;
    return `logged in as user ${who.userId} of customer ${who.customerKey}, until ${who.accessTokenExpiry}`;
  });

const gladlyLogin = (runtime: Runtime) =>
  probe(runtime, 'gladly', async (signal) => {
    const { apis } = await runtime.connect();
    const route = { method: 'GET', path: '/api/v1/organization', provenance: 'documented', alternatives: [] } as const;
    const { data } = await apis.gladly.call({ name: 'doctor', route, read: true }, {}, signal);
    const { name, id } = data as Record<string, unknown>;
    return `reads organization ${name} (${id})`;
  });

const chatLogin = (runtime: Runtime) =>
  probe(runtime, 'chat', async (signal) => {
    const { apis } = await runtime.connect();
    const { expiresAt } = await apis.chat.session(signal);
    return `visitor session until ${expiresAt.toISOString()}`;
  });

/** Logs in and asks one harmless question. */
async function probe(
  { config }: Runtime,
  vendor: Vendor,
  ask: (signal: AbortSignal) => Promise<string>,
): Promise<Check> {
  const name = `${vendor} login`;
  if (!config.demo && !config[vendor].ready) return { name, status: 'skipped', message: 'not set up' };
  try {
    return { name, status: 'ok', message: await ask(new AbortController().signal) };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { name, status: 'fail', message: error.message, ...(error.hint !== undefined && { hint: error.hint }) };
  }
}

/** Looks at the folder, or at what it would be made in; nothing is written. */
async function downloads({ config: { downloadDir } }: Runtime): Promise<Check> {
  const name = 'download folder';
  for (let folder = downloadDir; ; folder = dirname(folder)) {
    try {
      const isFolder = (await stat(folder)).isDirectory();
      await access(folder, constants.W_OK);
      if (!isFolder) throw new Error('no folder');
      return { name, status: 'ok', message: folder === downloadDir ? folder : `${downloadDir} (made on first use)` };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT' && dirname(folder) !== folder) continue;
      return {
        name,
        status: 'fail',
        message: `${downloadDir} cannot be written to`,
        hint: 'Choose another folder with PUZZEL_MCP_DOWNLOAD_DIR.',
      };
    }
  }
}

/** VS Code offers a model at most 128 tools (mcp-notes, client limits). */
const mostTools = 128;

function toolCount({ tools }: Runtime): Check {
  const name = 'tools';
  if (tools.length === 0) {
    return {
      name,
      status: 'fail',
      message: 'the filters leave no tool',
      hint: 'Check PUZZEL_MCP_METHODS, _TAGS, _TOOLS.',
    };
  }
  if (tools.length <= mostTools) return { name, status: 'ok', message: `${tools.length} tools` };
  return {
    name,
    status: 'warn',
    message: `${tools.length} tools; VS Code offers at most ${mostTools}, Windsurf 100`,
    hint: 'Choose some with PUZZEL_MCP_TAGS or PUZZEL_MCP_METHODS; `puzzel-mcp tools` shows the tags.',
  };
}

/** Longer words of a vendor help nobody, and laying them out takes long. */
const longestMessage = 500;

function report(checks: Check[], ok: boolean): string {
  const paint = { ok: colours.green, warn: colours.yellow, fail: colours.red, skipped: colours.dim };
  const rows = checks.map(({ name, status, message, hint }) => [
    name,
    paint[status](status),
    hint === undefined || status === 'ok'
      ? message.slice(0, longestMessage)
      : `${message.slice(0, longestMessage)}\n${colours.dim(hint)}`,
  ]);
  return `${table(['check', 'status', ''], rows)}${ok ? colours.green('All is well.') : colours.red('Something needs attention.')}\n`;
}
