import type { Environment } from '../../config/settings.js';
import { Failure } from '../../failure.js';
import { gladlyOrganization, puzzelTokenInformation } from '../login-reads.js';
import { commandLogoutMs, createRuntime, type Runtime } from '../runtime.js';

/** The result of trying the login of a vendor. */
interface LoginResult {
  vendor: 'Puzzel' | 'Gladly';
  ok: boolean;
  message: string;
}

/** Logs in to Puzzel and to Gladly, where they are set up, makes one harmless read at each, and logs out. */
export async function tryLogins(env: Environment, demo: boolean, signal: AbortSignal): Promise<LoginResult[]> {
  const runtime = createRuntime(env, demo);
  try {
    const { config } = runtime;
    return [
      ...(demo || config.puzzel.ready ? [await tryLogin(runtime, 'Puzzel', readPuzzel, signal)] : []),
      ...(demo || config.gladly.ready ? [await tryLogin(runtime, 'Gladly', readGladly, signal)] : []),
    ];
  } finally {
    await runtime.close(AbortSignal.timeout(commandLogoutMs));
  }
}

/** A read that needs the login; resolves to what it shows, in words. */
type LoginRead = (runtime: Runtime, signal: AbortSignal) => Promise<string>;

const readPuzzel: LoginRead = async (runtime, signal) => {
  const { userId, customerKey } = await puzzelTokenInformation(runtime, signal);
  return `logged in as user ${userId} of customer ${customerKey}`;
};

const readGladly: LoginRead = async (runtime, signal) => {
  const { name } = await gladlyOrganization(runtime, signal);
  return `reads organization ${name}`;
};

async function tryLogin(
  runtime: Runtime,
  vendor: LoginResult['vendor'],
  read: LoginRead,
  signal: AbortSignal,
): Promise<LoginResult> {
  const clean = (message: string) => runtime.redactor.text(message);
  try {
    return { vendor, ok: true, message: clean(await read(runtime, signal)) };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { vendor, ok: false, message: clean([error.message, error.hint].filter(Boolean).join(' ')) };
  }
}
