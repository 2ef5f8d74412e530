import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { isLoopback } from '../http/loopback.js';
import { limits } from '../limits.js';
import { didYouMean } from '../nearest.js';
import { allowedHosts, isVendorHost } from './hosts.js';
import { type Environment, given, isPlaceholder, plainValue, type SettingName, settings } from './settings.js';

/** Reads single settings; whatever is wrong with one becomes a problem instead of an exception. */
export class Reader {
  readonly #env: Environment;
  readonly problems: string[];
  /** Hosts, besides the vendors' own, to which credentials may be sent. */
  readonly allowedHosts: readonly string[];

  constructor(env: Environment, problems: string[]) {
    this.#env = env;
    this.problems = problems;
    this.allowedHosts = allowedHosts(this);
  }

  /** The value; undefined when it is unset, blank or a placeholder. */
  given(name: SettingName): string | undefined {
    return given(this.#env, name);
  }

  /** The value of a setting that may be a limit: a placeholder, or nothing in quotation marks, is a problem, not "no limit". */
  policy = (name: SettingName): string | undefined => {
    const value = plainValue(this.#env, name) || undefined;
    if (value === undefined && this.#env[name]?.trim()) {
      this.problems.push(`${name}: there is nothing between its quotation marks. Give it a value, or leave it out.`);
    }
    if (value === undefined || !isPlaceholder(value)) return value;
    this.reportPlaceholder(name, value);
    return undefined;
  };

  reportPlaceholder(name: SettingName, value: string): void {
    this.problems.push(`${name}: "${value}" is a placeholder that nobody filled in. Give it a value, or leave it out.`);
  }

  /** A value that is not the number of one Puzzel user becomes a problem. */
  checkUserId(name: SettingName, value: string | undefined): void {
    if (value === undefined || (/^\d+$/.test(value) && Number(value) > 0 && Number.isSafeInteger(Number(value))))
      return;
    this.problems.push(
      `${name}: "${value}" is not the number of one Puzzel user: a whole number above 0, such as 9948.`,
    );
  }

  missing(...names: SettingName[]): string[] {
    return names.filter((name) => this.given(name) === undefined);
  }

  oneOf<const T extends readonly string[]>(name: SettingName, values: T, fallback: T[number]): T[number] {
    const value = this.policy(name) ?? fallback;
    const match = values.find((candidate) => candidate === value.toLowerCase());
    if (match === undefined) {
      this.problems.push(`${name}: "${value}" is none of ${values.join(', ')}.${didYouMean(value, values)}`);
    }
    return match ?? fallback;
  }

  milliseconds(name: SettingName, fallback: number): number {
    const value = this.policy(name);
    if (value === undefined) return fallback;
    const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
    if (number > 0 && number <= limits.maxTimeoutMs) return number;
    this.problems.push(
      `${name}: "${value}" is not a whole number of milliseconds from 1 to ${limits.maxTimeoutMs} (an hour).`,
    );
    return fallback;
  }

  /**
   * An absolute path; `~` at its beginning stands for the home directory. A placeholder counts as unset, not as a problem;
   * one at the beginning (`$HOME/x`) is a problem, since it would name a folder in the working directory.
   */
  path(name: SettingName): string | undefined {
    const value = this.given(name);
    if (value === undefined) return undefined;
    const [firstPart = ''] = value.split(/[/\\]/);
    if (/^[$%<{]/.test(firstPart) && isPlaceholder(firstPart)) {
      this.reportPlaceholder(name, firstPart);
      return undefined;
    }
    const path = withHome(value);
    if (!homePattern.test(path)) return resolve(path);
    this.problems.push(`${name}: "~" stands for the home directory, and this user has none. Give the whole path.`);
    return undefined;
  }

  /** A base URL without its trailing slash: https, or http on this machine only, of an allowed host. */
  url(name: SettingName): string | undefined {
    const value = this.given(name) ?? settings.find(({ env }) => env === name)?.default;
    if (value === undefined) return undefined;
    const url = URL.canParse(value) ? new URL(value) : undefined;
    const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname));
    if (!url || !isSafe || url.username !== '' || url.password !== '' || /[?#]/.test(value)) {
      this.problems.push(
        `${name}: must be an https address without user, query or fragment (http only on this machine).`,
      );
      return undefined;
    }
    if (!isVendorHost(name, url.hostname) && !isLoopback(url.hostname) && !this.allowedHosts.includes(url.hostname)) {
      this.problems.push(
        `${name}: ${url.hostname} is neither the vendor's nor this machine. For a gateway of your own, name its host in PUZZEL_MCP_ALLOW_HOSTS (in the environment or as --allow-hosts).`,
      );
      return undefined;
    }
    return url.href.replace(/\/+$/, '');
  }
}

const homePattern = /^~(?=$|[/\\])/;

/** The path with the home directory in the place of a `~` at its beginning, which stays where there is none. */
export const withHome = (path: string): string => path.replace(homePattern, () => homeDirectory() ?? '~');

/** The user's home directory; undefined when there is none, as in some containers. */
export function homeDirectory(): string | undefined {
  try {
    return homedir() || undefined;
  } catch {
    return undefined;
  }
}

/** The parts of a list that are separated by commas, without blanks around them and without empty ones. */
export const partsOf = (list: string): string[] => list.split(',').flatMap((part) => part.trim() || []);
