import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errorCode } from './error-code.js';

/**
 * Makes a folder and those above it, for their owner alone. Node's own `recursive` never ends where a file system says
 * "no such file" for a new folder below one that exists (/proc, some network mounts; Node 20).
 * @throws the file system's error when it cannot be made; but a file of this name is noticed only when the folder is used
 */
export async function makeFolder(path: string): Promise<void> {
  if ((await stat(path).catch(() => undefined))?.isDirectory()) return;
  const make = () =>
    mkdir(path, 0o700).catch((error: unknown) => {
      // Another process may have made it first.
      if (errorCode(error) !== 'EEXIST') throw error;
    });
  try {
    await make();
  } catch (error) {
    if (errorCode(error) !== 'ENOENT' || dirname(path) === path) throw error;
    await makeFolder(dirname(path));
    await make();
  }
}
