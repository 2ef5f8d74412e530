import { constants } from 'node:fs';
import { chmod, copyFile, lstat, open, readFile, readlink, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { errorCode } from '../../error-code.js';
import { makeFolder } from '../../make-folder.js';
import { NotEditable } from './not-editable.js';

/** What was done to a file. */
interface FileChange {
  /** The path of the copy of the old file. */
  backup?: string;
  /** The file that a symbolic link leads to. */
  target?: string;
  isChanged: boolean;
  /** Others could read the file before, and cannot now. */
  madePrivate?: true;
}

/** The new text of a file, and whether it is for its owner alone. */
interface NewText {
  text: string;
  isPrivate: boolean;
}

/** The mode of a new file: it may hold secrets, so only its owner can read it. */
const privateMode = 0o600;

/**
 * Changes a text file in one step: a reader sees the old text or the new one. The old file is copied first; links stay,
 * and file modes too, unless the new text is private.
 * @param edit makes the new text from the old one, which is empty when there is no file
 * @throws NotEditable when it is no regular file with UTF-8 text, or when another program changes it meanwhile
 */
export async function changeFile(path: string, edit: (text: string) => NewText): Promise<FileChange> {
  const target = await resolveLink(path);
  const link = target === path ? {} : { target };
  const oldBytes = await readIfPresent(target);
  const { text, isPrivate } = edit(oldBytes === undefined ? '' : textOf(oldBytes));
  const oldMode = oldBytes === undefined ? privateMode : (await stat(target)).mode & 0o777;
  const mode = isPrivate ? oldMode & ~0o077 : oldMode;
  const madePrivate = mode === oldMode ? {} : ({ madePrivate: true } as const);
  if (oldBytes !== undefined && text === textOf(oldBytes)) {
    if (mode !== oldMode) await chmod(target, mode);
    return { ...link, ...madePrivate, isChanged: false };
  }
  await makeFolder(dirname(target));
  const backup = oldBytes === undefined ? undefined : await backUp(target, path, mode);
  const temporaryPath = join(dirname(target), `.${basename(target)}.puzzel-mcp-${process.pid}`);
  try {
    await writeNew(temporaryPath, text, mode);
    const currentBytes = await readIfPresent(target);
    if (oldBytes === undefined ? currentBytes !== undefined : !currentBytes?.equals(oldBytes)) {
      throw new NotEditable('another program changed it at the same time');
    }
    await rename(temporaryPath, target);
  } catch (error) {
    await rm(temporaryPath, { force: true });
    if (backup !== undefined) await rm(backup, { force: true });
    throw error;
  }
  return { ...link, ...madePrivate, ...(backup !== undefined && { backup }), isChanged: true };
}

/** Follows a link, even when its target does not exist yet. */
async function resolveLink(path: string): Promise<string> {
  try {
    const isLink = (await lstat(path)).isSymbolicLink();
    return isLink ? await realpath(path) : path;
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
    const link = await readlink(path).catch(() => undefined);
    return link === undefined ? path : resolve(dirname(path), link);
  }
}

async function readIfPresent(path: string): Promise<Buffer | undefined> {
  try {
    // A pipe or a device would be read for ever.
    if (!(await stat(path)).isFile()) throw new NotEditable('it is not a file');
    return await readFile(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function textOf(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new NotEditable('it is not UTF-8 text');
  }
}

/** Copies the file. The copy of a link's target stands beside the link, where the person looks. @param mode of the copy */
async function backUp(target: string, path: string, mode: number): Promise<string> {
  const time = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  for (let number = 1; ; number += 1) {
    const backup = `${path}.${time}${number === 1 ? '' : `-${number}`}.bak`;
    try {
      await copyFile(target, backup, constants.COPYFILE_EXCL);
      await chmod(backup, mode);
      return backup;
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error;
    }
  }
}

async function writeNew(path: string, text: string, mode: number): Promise<void> {
  const file = await open(path, 'wx', mode);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  // The process's umask may have taken bits away.
  await chmod(path, mode);
}
