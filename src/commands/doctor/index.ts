import type { Environment } from '../../config/settings.js';
import { within } from '../../http/deadline.js';
import { vendors } from '../../tools/effect.js';
import type { CommandLine } from '../command-line.js';
import { onEndSignal } from '../end-signals.js';
import { commandLogoutMs, createRuntime, type Runtime } from '../runtime.js';
import { type Check, ok, stepMs } from './check.js';
import { watchClock } from './clock.js';
import { loginChecks } from './login.js';
import { networkChecks } from './network.js';
import { offerChecks } from './offer.js';
import { permissionChecks } from './permissions.js';
import { report } from './report.js';
import { routesReport } from './routes-report.js';
import { certificateVerificationChecks, envFileCheck, variablesCheck, vendorSettingsCheck } from './setting-checks.js';
import { auditLogCheck, downloadFolderCheck } from './storage.js';

/** Longest message of a check, in characters: a vendor's message may be of any length. */
const maxMessageLength = 4_000;

/** How long the process waits after the report for what cannot be cancelled, such as a DNS lookup, in milliseconds. */
const lingerMs = 500;

/**
 * Tests everything that a call needs, as a call would use it; exit code 1 when anything fails. With `--routes` it asks
 * instead where the inferred reads live.
 */
export async function doctor(env: Environment, line: CommandLine): Promise<number> {
  const { json, demo } = line;
  const runtime = createRuntime(env, demo);
  const close = () => runtime.close(AbortSignal.timeout(commandLogoutMs));
  // An interruption must leave no session behind.
  const stop = new AbortController();
  const stopListening = onEndSignal(() => {
    stop.abort();
    void close().finally(() => process.exit(1));
  });
  try {
    if (line.findRoutes) return await routesReport(runtime, line, stop.signal);
    const { redactor } = runtime;
    const allChecks = await examine(runtime, env);
    if (stop.signal.aborted) return 1;
    const checks = redactor.data(
      allChecks.map((check) => ({ ...check, message: redactor.short(check.message, maxMessageLength) })),
    );
    const isOk = checks.every(({ status }) => status !== 'fail');
    const text = json ? `${JSON.stringify({ ok: isOk, checks }, null, 2)}\n` : report(checks, isOk);
    await new Promise<void>((resolve) => process.stdout.write(text, () => resolve()));
    return isOk ? 0 : 1;
  } finally {
    await close();
    stopListening();
    setTimeout(() => process.exit(), lingerMs).unref();
  }
}

/** All checks, in the order of the report. Storage is checked before the calls, which write to the audit log. */
async function examine(runtime: Runtime, env: Environment): Promise<Check[]> {
  const { config } = runtime;
  const storage = [await downloadFolderCheck(config), await auditLogCheck(config)];
  const clock = watchClock();
  try {
    const [network, logins] = await Promise.all([
      networkChecks(config, process.env),
      within(stepMs, [], (signal) => loginChecks(runtime, signal)),
    ]);
    const permissions = await permissionChecks(runtime, logins);
    return [
      ok('node', `Node.js ${process.versions.node} on ${process.platform}`),
      await envFileCheck(),
      variablesCheck(env),
      ...certificateVerificationChecks(),
      ...vendors.map((vendor) => vendorSettingsCheck(runtime, env, vendor)),
      ...network,
      clock.check(),
      ...logins,
      ...permissions,
      ...storage,
      ...offerChecks(runtime),
    ];
  } finally {
    clock.stop();
  }
}
