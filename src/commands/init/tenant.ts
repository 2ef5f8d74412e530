import * as prompts from '@clack/prompts';
import {
  type Environment,
  given,
  isPlaceholder,
  puzzelLogins,
  type SettingName,
  settings,
} from '../../config/settings.js';
import type { Check } from '../doctor/check.js';
import { loginChecks } from '../doctor/login.js';
import { onEndSignal } from '../end-signals.js';
import { withTypedCommands } from '../launch.js';
import { commandLogoutMs, createRuntime } from '../runtime.js';
import { answer, Cancelled } from './answer.js';
import type { Client } from './clients.js';
import type { Choice } from './plan.js';

type Tenant = Pick<Choice, 'env' | 'demo'>;

const gladlyLoginSettings = ['GLADLY_EMAIL', 'GLADLY_API_TOKEN'] as const;

/** Asks which vendors the server is for, and for their credentials until the login works or the person goes on without it. */
export async function askTenant(
  { env: initialEnv, demo: isDemo }: Choice,
  client: Client | undefined,
): Promise<Tenant> {
  const vendorChoice = isDemo
    ? 'demo'
    : await answer(
        prompts.select({
          message: 'What shall it talk to?',
          options: [
            { value: 'demo', label: 'the demo tenant', hint: 'no account needed' },
            { value: 'puzzel', label: 'Puzzel' },
            { value: 'gladly', label: 'Gladly' },
            { value: 'both', label: 'Puzzel and Gladly' },
          ],
        }),
      );
  if (vendorChoice === 'demo') {
    await testLogins(initialEnv, true);
    return { env: initialEnv, demo: true };
  }
  const clientAsksSecrets = client?.secrets.kind === 'prompted';
  for (let env = initialEnv; ; ) {
    if (vendorChoice !== 'gladly') env = { ...env, ...(await askPuzzel(env, clientAsksSecrets)) };
    if (vendorChoice !== 'puzzel') env = { ...env, ...(await askGladly(env, clientAsksSecrets)) };
    if (clientAsksSecrets) prompts.log.info(`${client?.title} asks for the secrets itself, when it starts the server.`);
    if (await testLogins(env, false)) return { env, demo: false };
    const next = await answer(
      prompts.select({
        message: 'The login failed. What now?',
        options: [
          { value: 'again', label: 'Enter the credentials again' },
          { value: 'on', label: 'Go on with these' },
        ],
      }),
    );
    if (next === 'on') return { env, demo: false };
    // Logins from the environment are left out, too, so that they are asked for.
    env = { ...initialEnv };
    for (const name of [...Object.values(puzzelLogins).flat(), ...gladlyLoginSettings]) delete env[name];
  }
}

/** Tries the logins and shows the results; true when none failed. */
async function testLogins(env: Environment, demo: boolean): Promise<boolean> {
  prompts.log.step('Testing the login …');
  const logins = await untilInterrupted((signal) => tryLogins(env, demo, signal));
  if (logins.length === 0) prompts.log.info('The login was not tested: some of its settings are not known here.');
  for (const { name, status, message, hint } of logins) {
    if (status === 'ok') prompts.log.success(`${name}: ${message}`);
    else prompts.log.error(withTypedCommands([`${name}: ${message}`, hint].filter(Boolean).join(' ')));
  }
  return logins.every(({ status }) => status === 'ok');
}

/** Logs in to every vendor that is set up, makes a harmless read there, and logs out. */
async function tryLogins(env: Environment, demo: boolean, signal: AbortSignal): Promise<Check[]> {
  const runtime = createRuntime(env, demo);
  try {
    const checks = await loginChecks(runtime, signal);
    return runtime.redactor.data(checks.filter(({ status }) => status !== 'skipped'));
  } finally {
    await runtime.close(AbortSignal.timeout(commandLogoutMs));
  }
}

/**
 * Runs work that an interruption aborts, so that the work can still log out. The spinner of the library is not used, because
 * it would end the process and leave a session open.
 * @throws Cancelled after an interruption
 */
async function untilInterrupted<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  const stopListening = onEndSignal(() => stop.abort());
  try {
    const result = await work(stop.signal);
    if (stop.signal.aborted) throw new Cancelled();
    return result;
  } finally {
    stopListening();
  }
}

async function askPuzzel(env: Environment, clientAsksSecrets: boolean): Promise<Environment> {
  const presentLogin = (['client-credentials', 'password'] as const).find((kind) =>
    puzzelLogins[kind].some((name) => given(env, name)),
  );
  const login =
    presentLogin ??
    (await answer(
      prompts.select<keyof typeof puzzelLogins>({
        message: 'How does it log in to Puzzel?',
        options: [
          { value: 'password', label: 'with a user name and a password' },
          { value: 'client-credentials', label: 'with a client of Puzzel ID', hint: 'client credentials' },
        ],
      }),
    ));
  return ask(env, ['PUZZEL_CUSTOMER_KEY', ...puzzelLogins[login]], clientAsksSecrets);
}

const askGladly = (env: Environment, clientAsksSecrets: boolean): Promise<Environment> => {
  const hostSetting =
    given(env, 'GLADLY_ORGANIZATION') || given(env, 'GLADLY_API_URL') ? [] : (['GLADLY_HOST'] as const);
  return ask(env, [...hostSetting, ...gladlyLoginSettings], clientAsksSecrets);
};

/**
 * Asks for the settings that have no value yet. A secret is not shown while it is typed.
 * @param clientAsksSecrets whether to leave out secrets, because the client asks for them itself
 */
async function ask(env: Environment, names: readonly SettingName[], clientAsksSecrets: boolean): Promise<Environment> {
  const answers: Environment = {};
  for (const name of names.filter((each) => given(env, each) === undefined)) {
    const setting = settings.find((candidate) => candidate.env === name);
    if (setting?.secret && clientAsksSecrets) continue;
    const message = `${setting?.about} (${name})`;
    const validate = (value = '') => {
      if (value.trim() === '') return 'This is needed; Ctrl-C leaves.';
      return isPlaceholder(value.trim()) ? 'This stands in examples, to be replaced by the real value.' : undefined;
    };
    const value = await answer((setting?.secret ? prompts.password : prompts.text)({ message, validate }));
    answers[name] = value.trim();
  }
  return answers;
}
