import type { Environment } from '../../config/settings.js';
import { vendors } from '../../tools/effect.js';
import type { CommandLine } from '../command-line.js';
import { onInterruption } from '../interruption.js';
import { createRuntime, type Runtime } from '../runtime.js';
import { type Check, ok } from './check.js';
import { watchClock } from './clock.js';
import { logins } from './login.js';
import { networkChecks } from './network.js';
import { offer } from './offer.js';
import { permissions } from './permissions.js';
import { report } from './report.js';
import { routesReport } from './routes-report.js';
import { disabledCertificateChecks, dotEnv, variables, vendorSettings } from './setting-checks.js';
import { auditLog, downloadFolder } from './storage.js';

/** Longest message of a check, in characters: a vendor's words may be of any length. */
const longestMessage = 4_000;

/** Milliseconds after the report in which the process still waits for what cannot be cancelled, such as a DNS lookup. */
const lingerMs = 500;

/**
 * Tests everything that a call needs, as a call would use it; exit code 1 when anything fails. With `--routes` it asks
 * where the inferred reads live instead.
 */
export async function doctor(env: Environment, line: CommandLine): Promise<number> {
  const { json, demo } = line;
  const runtime = createRuntime(env, demo);
  const end = () => runtime.close(AbortSignal.timeout(1_500));
  // Whoever interrupts it leaves no session behind.
  const stop = new AbortController();
  const goOn = onInterruption(() => {
    stop.abort();
    void end().finally(() => process.exit(1));
  });
  try {
    if (line.findRoutes) return await routesReport(runtime, line, stop.signal);
    const { redactor } = runtime;
    const found = await examine(runtime, env);
    if (stop.signal.aborted) return 1;
    const checks = redactor.data(
      found.map((check) => ({ ...check, message: redactor.short(check.message, longestMessage) })),
    );
    const isOk = checks.every(({ status }) => status !== 'fail');
    const text = json ? `${JSON.stringify({ ok: isOk, checks }, null, 2)}\n` : report(checks, isOk);
    await new Promise<void>((resolve) => process.stdout.write(text, () => resolve()));
    return isOk ? 0 : 1;
  } finally {
    await end();
    goOn();
    setTimeout(() => process.exit(), lingerMs).unref();
  }
}

/** Makes all checks; the report has them in this order. The folders are looked at before the calls, which may write there. */
async function examine(runtime: Runtime, env: Environment): Promise<Check[]> {
  const { config } = runtime;
  const storage = [await downloadFolder(config), await auditLog(config)];
  const clock = watchClock();
  try {
    const [networked, session] = await Promise.all([networkChecks(config, process.env), logins(runtime)]);
    const rights = await permissions(runtime, session);
    return [
      ok('node', `Node.js ${process.versions.node} on ${process.platform}`),
      await dotEnv(),
      variables(env),
      ...disabledCertificateChecks(),
      ...vendors.map((vendor) => vendorSettings(runtime, env, vendor)),
      ...networked,
      clock.check(),
      ...session,
      ...rights,
      ...storage,
      ...offer(runtime),
    ];
  } finally {
    clock.stop();
  }
}
