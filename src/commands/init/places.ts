import { posix, win32 } from 'node:path';
import type { Environment } from '../../config/settings.js';
import type { Base, Client, Platform } from './clients.js';

/** Lists the names in a folder; empty when there is no such folder. */
export type Folders = (path: string) => string[];

const none: Folders = () => [];

export function platformOf(process: NodeJS.Platform): Platform {
  if (process === 'win32') return 'windows';
  return process === 'darwin' ? 'macos' : 'linux';
}

/** Whether a platform is that of this machine; of another one neither the files nor the folders are known. */
export const isHere = (platform: Platform): boolean => platform === platformOf(process.platform);

/**
 * Where a client keeps the person's own configuration. What the environment does not tell stays as a name: `~`,
 * `%APPDATA%`.
 * @throws RangeError when a packaged client is there more than once
 */
export function placeOf(client: Client, platform: Platform, env: Environment, folders: Folders = none): string {
  const moved = client.moved && env[client.moved.variable];
  if (client.moved && moved) return join(moved, client.moved.file);
  const [base, ...path] = client.file[platform];
  const packaged = platform === 'windows' && client.packaged ? packagedIn(client.packaged, env, folders) : undefined;
  return join(packaged ?? baseOf(base, platform, env), ...path);
}

function baseOf(base: Base, platform: Platform, env: Environment): string {
  const home = platform === 'windows' ? env.USERPROFILE || '%USERPROFILE%' : env.HOME || '~';
  if (base === 'home') return home;
  if (base === 'appData') return env.APPDATA || (env.USERPROFILE ? join(home, 'AppData', 'Roaming') : '%APPDATA%');
  // The XDG base directory specification says to ignore a relative path.
  return env.XDG_CONFIG_HOME?.startsWith('/') ? env.XDG_CONFIG_HOME : join(home, '.config');
}

/** The AppData folder that a packaged program sees; undefined when it is not installed. */
function packagedIn(beginning: string, env: Environment, folders: Folders): string | undefined {
  if (!env.LOCALAPPDATA) return undefined;
  const packages = join(env.LOCALAPPDATA, 'Packages');
  const found = folders(packages).filter((name) => name.startsWith(beginning));
  const started = found.filter((name) => folders(join(packages, name, 'LocalCache', 'Roaming')).length > 0);
  const [one, another] = started.length > 0 ? started : found;
  if (another !== undefined) throw new RangeError(`${packages} has several: ${found.join(', ')}`);
  return one === undefined ? undefined : join(packages, one, 'LocalCache', 'Roaming');
}

/** Joins a path with the separators that its first part has, whichever platform this runs on. */
const join = (first: string, ...rest: string[]): string =>
  (/^([a-z]:|[%\\])/i.test(first) ? win32 : posix).join(first, ...rest);
