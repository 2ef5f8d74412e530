import { access, constants, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Config } from '../../config/index.js';
import { errorCode } from '../../error-code.js';
import { limits } from '../../limits.js';
import { type Check, fail, ok, warn } from './check.js';

const mebibyte = 1024 * 1024;

/** Bytes that should be free: what a download leaves free, and space for one recording. */
const minFreeBytes = limits.spareBytes + 64 * mebibyte;

/** Checks the download folder, or the folder that it would be made in. Nothing is written. */
export async function downloadFolderCheck({ downloadDir }: Config): Promise<Check> {
  const name = 'download folder';
  if (downloadDir === undefined) {
    return warn(name, 'none: this user has no home directory', 'Say where downloads go: PUZZEL_MCP_DOWNLOAD_DIR.');
  }
  const { folder, problem } = await nearestFolder(downloadDir);
  if (problem !== undefined) {
    const hint = 'Choose another folder with PUZZEL_MCP_DOWNLOAD_DIR, or make this one writable.';
    return fail(name, `${downloadDir} cannot be written to: ${problem}`, hint);
  }
  const folderText = folder === downloadDir ? folder : `${downloadDir} (made on first use)`;
  const disk = await statfs(folder).catch(() => undefined);
  if (disk === undefined || disk.blocks === 0) return ok(name, folderText);
  const freeBytes = disk.bavail * disk.bsize;
  const message = `${folderText}, ${freeBytes < 10_240 * mebibyte ? `${Math.floor(freeBytes / mebibyte)} MiB` : `${Math.floor(freeBytes / mebibyte / 1024)} GiB`} free`;
  if (freeBytes >= minFreeBytes) return ok(name, message);
  return warn(name, message, 'Free some space, or choose another disk with PUZZEL_MCP_DOWNLOAD_DIR.');
}

const reasonTexts: Record<string, string> = {
  ENOTDIR: 'a part of the path is a file',
  EACCES: 'this user may not',
  EPERM: 'this user may not',
  EROFS: 'the disk is read-only',
  ELOOP: 'it is a link that leads to itself',
};

/** The folder itself, or the nearest existing one above it; `problem`: why nothing can be written there. */
async function nearestFolder(path: string): Promise<{ folder: string; problem?: string }> {
  for (let folder = path; ; folder = dirname(folder)) {
    try {
      const isFolder = (await stat(folder)).isDirectory();
      if (!isFolder) return { folder, problem: `${folder} is a file` };
      await access(folder, constants.W_OK | constants.X_OK);
      return { folder };
    } catch (error) {
      const code = errorCode(error);
      if (code === 'ENOENT' && dirname(folder) !== folder) continue;
      return { folder, problem: reasonTexts[code] ?? code };
    }
  }
}

/** Checks whether the next call could be recorded; if not, everything that changes something would be refused. */
export async function auditLogCheck({ auditLog: path }: Config): Promise<Check> {
  const name = 'audit log';
  if (path === undefined) return ok(name, 'none: calls are not recorded (PUZZEL_MCP_AUDIT_LOG)');
  const hint = 'Correct PUZZEL_MCP_AUDIT_LOG; until then everything that changes something is refused.';
  try {
    const stats = await stat(path).catch((error: unknown) => {
      if (errorCode(error) === 'ENOENT') return undefined;
      throw error;
    });
    if (stats === undefined) {
      await access(dirname(path), constants.W_OK | constants.X_OK);
      return ok(name, `${path} (made at the first call)`);
    }
    if (!stats.isFile()) return fail(name, `${path} is not a plain file`, hint);
    await access(path, constants.R_OK | constants.W_OK);
    return ok(name, `${path}, ${Math.ceil(stats.size / 1024)} KiB`);
  } catch (error) {
    const code = errorCode(error);
    const reason = code === 'ENOENT' ? `there is no folder ${dirname(path)}` : (reasonTexts[code] ?? code);
    return fail(name, `${path} cannot be written: ${reason}`, hint);
  }
}
