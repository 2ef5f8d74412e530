import type { Environment } from '../../config/settings.js';
import { Failure } from '../../failure.js';
import { gladlyOrganization, puzzelTokenInformation } from '../login-checks.js';
import { createRuntime, type Runtime } from '../runtime.js';

/** The result of trying the login of a vendor. */
interface Login {
  vendor: 'Puzzel' | 'Gladly';
  ok: boolean;
  message: string;
}

/** How long logging out may take, in milliseconds. */
const logoutMs = 1_500;

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
    await runtime.close(AbortSignal.timeout(logoutMs));
  }
}

type Question = (runtime: Runtime, signal: AbortSignal) => Promise<string>;

const puzzel: Question = async (runtime, signal) => {
  const { userId, customerKey } = await puzzelTokenInformation(runtime, signal);
  return `logged in as user ${userId} of customer ${customerKey}`;
};

const gladly: Question = async (runtime, signal) => {
  const { name } = await gladlyOrganization(runtime, signal);
  return `reads organization ${name}`;
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
