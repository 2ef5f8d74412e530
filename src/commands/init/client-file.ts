import { posix, win32 } from 'node:path';
import type { Environment } from '../../config/settings.js';
import { UsageError } from '../../usage-error.js';
import type { Base, Client, Platform } from './clients.js';

/** Lists the names in a folder; empty when there is no such folder. */
export type ListFolder = (path: string) => string[];

export function platformOf(nodePlatform: NodeJS.Platform): Platform {
  if (nodePlatform === 'win32') return 'windows';
  return nodePlatform === 'darwin' ? 'macos' : 'linux';
}

/** Whether a platform is that of this machine. On another machine, neither files nor folders are known. */
export const isHere = (platform: Platform): boolean => platform === platformOf(process.platform);

/**
 * The path of the file in which a client keeps the person's own configuration. A folder that the environment does not
 * name is written as `~`, `%USERPROFILE%` or `%APPDATA%`.
 * @throws UsageError when several packages of a client may be the one in use
 */
export function clientFile(client: Client, platform: Platform, env: Environment, list: ListFolder = () => []): string {
  const folder = client.movedBy && env[client.movedBy.variable];
  if (client.movedBy && folder) return join(folder, client.movedBy.file);
  const [base, ...path] = client.file[platform];
  const appData =
    platform === 'windows' && client.windowsPackage
      ? packageAppData(client.title, client.windowsPackage, env, list)
      : undefined;
  return join(appData ?? baseOf(base, platform, env), ...path);
}

function baseOf(base: Base, platform: Platform, env: Environment): string {
  const home = platform === 'windows' ? env.USERPROFILE || '%USERPROFILE%' : env.HOME || '~';
  if (base === 'home') return home;
  if (base === 'appData') return env.APPDATA || (env.USERPROFILE ? join(home, 'AppData', 'Roaming') : '%APPDATA%');
  // The XDG base directory specification says to ignore a relative path.
  return env.XDG_CONFIG_HOME?.startsWith('/') ? env.XDG_CONFIG_HOME : join(home, '.config');
}

/** The AppData folder that a packaged program sees; undefined when none is installed. */
function packageAppData(title: string, packagePrefix: string, env: Environment, list: ListFolder): string | undefined {
  if (!env.LOCALAPPDATA) return undefined;
  const packages = join(env.LOCALAPPDATA, 'Packages');
  const installedPackages = list(packages).filter((name) => name.startsWith(packagePrefix));
  // Of several packages, the one that has been started is in use: its folder is not empty.
  const startedPackages = installedPackages.filter(
    (name) => list(join(packages, name, 'LocalCache', 'Roaming')).length > 0,
  );
  const [packageName, secondName] = startedPackages.length > 0 ? startedPackages : installedPackages;
  if (secondName !== undefined)
    throw new UsageError(`Which ${title}? ${packages} has several: ${installedPackages.join(', ')}.`);
  return packageName === undefined ? undefined : join(packages, packageName, 'LocalCache', 'Roaming');
}

/** Joins a path with the separators that its first part has, whichever platform this runs on. */
const join = (first: string, ...rest: string[]): string =>
  (/^([a-z]:|[%\\])/i.test(first) ? win32 : posix).join(first, ...rest);
