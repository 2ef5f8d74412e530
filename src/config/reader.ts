import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { isLoopback } from '../http/loopback.js';
import { didYouMean } from '../nearest.js';
import { type Environment, given, type SettingName, settings } from './settings.js';

/** Reads single settings; whatever is wrong with one becomes a problem instead of an exception. */
export class Reader {
  readonly #env: Environment;
  readonly problems: string[];

  constructor(env: Environment, problems: string[]) {
    this.#env = env;
    this.problems = problems;
  }

  given(name: SettingName): string | undefined {
    return given(this.#env, name);
  }

  /** A setting that limits what may be done: a placeholder that nobody filled in is a mistake, not "no limit". */
  policy = (name: SettingName): string | undefined => this.#env[name]?.trim() || undefined;

  missing(...names: SettingName[]): string[] {
    return names.filter((name) => this.given(name) === undefined);
  }

  oneOf<const T extends readonly string[]>(name: SettingName, values: T, otherwise: T[number]): T[number] {
    const value = this.policy(name) ?? otherwise;
    const known = values.find((candidate) => candidate === value.toLowerCase());
    if (known === undefined) {
      this.problems.push(`${name}: "${value}" is none of ${values.join(', ')}.${didYouMean(value, values)}`);
    }
    return known ?? otherwise;
  }

  milliseconds(name: SettingName, otherwise: number): number {
    const value = this.policy(name);
    if (value === undefined) return otherwise;
    const number = Number(value);
    if (Number.isInteger(number) && number > 0 && number < 2 ** 31) return number;
    this.problems.push(`${name}: "${value}" is no whole number of milliseconds above 0.`);
    return otherwise;
  }

  path(name: SettingName): string | undefined {
    const value = this.given(name);
    return value === undefined ? undefined : resolve(value.replace(/^~(?=$|[/\\])/, homedir()));
  }

  /** A base URL without its trailing slash: https, or http on this machine only. */
  url(name: SettingName): string | undefined {
    const value = this.given(name) ?? settingDefault(name);
    if (value === undefined) return undefined;
    const url = URL.canParse(value) ? new URL(value) : undefined;
    const safe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname));
    if (!url || !safe || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
      this.problems.push(
        `${name}: must be an https address without user, query or fragment (http only on this machine).`,
      );
      return undefined;
    }
    return url.href.replace(/\/+$/, '');
  }
}

function settingDefault(name: SettingName): string | undefined {
  const setting = settings.find(({ env }) => env === name);
  return setting && 'default' in setting ? setting.default : undefined;
}
