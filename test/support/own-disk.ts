import { execFileSync } from 'node:child_process';

/**
 * Runs a test with a file system of its own mounted at the folder; skips it, with a note, where this machine allows no mount.
 * @param options of the tmpfs, such as `size=2m`
 */
export async function onItsOwnDisk(
  folder: string,
  skip: (note: string) => void,
  options: string,
  test: () => Promise<void>,
): Promise<void> {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    return skip('this machine may not mount a tmpfs');
  }
  try {
    await test();
  } finally {
    execFileSync('umount', [folder]);
  }
}
