import {
  type Environment,
  given as givenIn,
  isPlaceholder,
  type SettingName,
  settings,
} from '../../config/settings.js';
import { onInterruption } from '../interruption.js';
import { answer, Cancelled } from './answer.js';
import type { Client } from './clients.js';
import { tryLogins } from './login.js';
import type { Choice } from './plan.js';
import * as prompts from './prompts.js';

type Tenant = Pick<Choice, 'env' | 'demo'>;

/** Asks which vendors the server is for, and for their credentials until the login works or the person goes on without it. */
export async function tenantFor({ env: given, demo: asDemo }: Choice, client: Client | undefined): Promise<Tenant> {
  const wanted = asDemo
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
  if (wanted === 'demo') {
    await tested(given, true);
    return { env: given, demo: true };
  }
  const prompted = client?.secrets.kind === 'prompted';
  for (let env = given; ; ) {
    if (wanted !== 'gladly') env = { ...env, ...(await puzzel(env, prompted)) };
    if (wanted !== 'puzzel') env = { ...env, ...(await gladly(env, prompted)) };
    if (prompted) prompts.log.info(`${client?.title} asks for the secrets itself, when it starts the server.`);
    if (await tested(env, false)) return { env, demo: false };
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
    env = given;
  }
}

/** Shows what the logins say; true when none failed. */
async function tested(env: Environment, demo: boolean): Promise<boolean> {
  prompts.log.step('Testing the login …');
  const logins = await untilInterrupted((signal) => tryLogins(env, demo, signal));
  if (logins.length === 0) prompts.log.info('The login was not tested: not all of it is known here.');
  for (const { vendor, ok, message } of logins) {
    if (ok) prompts.log.success(`${vendor}: ${message}`);
    else prompts.log.error(`${vendor}: ${message}`);
  }
  return logins.every(({ ok }) => ok);
}

/**
 * Makes an interruption cancel the work, so that it logs out. The spinner of the library is not used, because it would end
 * the process and leave a session open.
 */
async function untilInterrupted<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  const goOn = onInterruption(() => stop.abort());
  try {
    const done = await work(stop.signal);
    if (stop.signal.aborted) throw new Cancelled();
    return done;
  } finally {
    goOn();
  }
}

async function puzzel(env: Environment, prompted: boolean): Promise<Environment> {
  const begun = (names: readonly SettingName[]) => names.some((name) => givenIn(env, name));
  const withClient = ['PUZZEL_CLIENT_ID', 'PUZZEL_CLIENT_SECRET', 'PUZZEL_USER_ID'] as const;
  const withPassword = ['PUZZEL_USERNAME', 'PUZZEL_PASSWORD'] as const;
  const isByClient =
    begun(withClient) || begun(withPassword)
      ? begun(withClient)
      : await answer(
          prompts.select({
            message: 'How does it log in to Puzzel?',
            options: [
              { value: false, label: 'with a user name and a password' },
              { value: true, label: 'with a client of Puzzel ID', hint: 'client credentials' },
            ],
          }),
        );
  return ask(env, ['PUZZEL_CUSTOMER_KEY', ...(isByClient ? withClient : withPassword)], prompted);
}

const gladly = (env: Environment, prompted: boolean): Promise<Environment> => {
  const named = givenIn(env, 'GLADLY_ORGANIZATION') || givenIn(env, 'GLADLY_API_URL') ? [] : (['GLADLY_HOST'] as const);
  return ask(env, [...named, 'GLADLY_EMAIL', 'GLADLY_API_TOKEN'], prompted);
};

/**
 * Asks for the settings that have no value yet. A secret is not shown while it is typed.
 * @param prompted the client asks for secrets itself, so they are left out
 */
async function ask(env: Environment, names: readonly SettingName[], prompted: boolean): Promise<Environment> {
  const answers: Environment = {};
  for (const name of names.filter((one) => givenIn(env, one) === undefined)) {
    const setting = settings.find((one) => one.env === name);
    const secret = setting !== undefined && 'secret' in setting;
    if (secret && prompted) continue;
    const message = `${setting?.about} (${name})`;
    const validate = (value = '') => {
      if (value.trim() === '') return 'This is needed; Ctrl-C leaves.';
      return isPlaceholder(value.trim()) ? 'This stands in examples, to be replaced by the real value.' : undefined;
    };
    const given = await answer(secret ? prompts.password({ message, validate }) : prompts.text({ message, validate }));
    answers[name] = given.trim();
  }
  return answers;
}
