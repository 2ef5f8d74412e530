import { errorCode } from '../error-code.js';
import { Failure } from '../failure.js';

const reasons: Record<string, string> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file is too large for this disk',
  EACCES: 'writing there is not allowed',
  EPERM: 'writing there is not allowed',
  EROFS: 'it is read-only',
  ENOTDIR: 'it is not a folder',
  EEXIST: 'it is not a folder',
  ELOOP: 'it is a link that leads to itself',
  ENOENT: 'it is gone',
};

/**
 * Does file work in the download folder.
 * @throws Failure `not_configured` with the reason when the file system refuses; any other error as it is
 */
export async function onDisk<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = errorCode(error);
    // Not the file system: Node's own errors have codes that begin with ERR_, and a bug of this program has no code.
    if (error instanceof Failure || /^(?:ERR_.*|unknown)$/.test(code)) throw error;
    throw notSaved(folder, reasons[code] ?? `the system says ${code}`, error);
  }
}

/** The failure of a download that could not be saved, with the reason. */
export function notSaved(folder: string, reason: string, cause?: unknown): Failure {
  return new Failure('not_configured', `Nothing could be saved in ${folder}: ${reason}. No file was kept.`, {
    hint: 'Free space or choose another folder with PUZZEL_MCP_DOWNLOAD_DIR, then call again.',
    code: (cause as NodeJS.ErrnoException | undefined)?.code,
    cause,
  });
}
