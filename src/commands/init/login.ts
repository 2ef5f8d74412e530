import type { Environment } from '../../config/settings.js';
import { Failure } from '../../failure.js';
import { createRuntime, type Runtime } from '../runtime.js';

export interface Login {
  vendor: 'Puzzel' | 'Gladly';
  ok: boolean;
  message: string;
}

/** How long logging out may take, in milliseconds. */
const logout = 1_500;

/** Logs in to every vendor that is set up, asks it one harmless question, and logs out. */
export async function tryLogins(env: Environment, demo: boolean, signal: AbortSignal): Promise<Login[]> {
  const runtime = createRuntime(env, demo);
  try {
    const { config } = runtime;
    return [
      ...(demo || config.puzzel.ready ? [await tried(runtime, 'Puzzel', puzzel, signal)] : []),
      ...(demo || config.gladly.ready ? [await tried(runtime, 'Gladly', gladly, signal)] : []),
    ];
  } finally {
    await runtime.close(AbortSignal.timeout(logout));
  }
}

type Question = (runtime: Runtime, signal: AbortSignal) => Promise<string>;

const puzzel: Question = async (runtime, signal) => {
  const { apis } = await runtime.connect();
  const { userId, customerKey } = (await apis.puzzel.tokenInformation({ signal })) as Record<string, unknown>;
  return `logged in as user ${userId} of customer ${customerKey}`;
};

const gladly: Question = async (runtime, signal) => {
  const { apis } = await runtime.connect();
  const route = { method: 'GET', path: '/api/v1/organization', provenance: 'documented', alternatives: [] } as const;
  const { data } = await apis.gladly.call({ name: 'init', route, read: true }, {}, { signal });
  return `reads organization ${(data as Record<string, unknown>).name}`;
};

async function tried(runtime: Runtime, vendor: Login['vendor'], ask: Question, signal: AbortSignal): Promise<Login> {
  const said = (message: string) => runtime.redactor.text(message);
  try {
    return { vendor, ok: true, message: said(await ask(runtime, signal)) };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { vendor, ok: false, message: said([error.message, error.hint].filter(Boolean).join(' ')) };
  }
}
