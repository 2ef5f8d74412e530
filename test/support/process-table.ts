import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** An entry about a process: from /proc where it exists (slim images have no ps), else from ps. */
function known(pid: number, entry: RegExp, column: string): string | undefined {
  try {
    if (existsSync('/proc/self/status')) return entry.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return execFileSync('ps', ['-o', `${column}=`, '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return undefined;
  }
}

/** Memory that the process holds, in MiB. */
export const residentMegabytes = (pid: number): number => Number(known(pid, /^VmRSS:\s+(\d+)/m, 'rss') ?? 0) / 1024;

/** Whether the process has ended; a zombie counts as ended. */
export const isGone = (pid: number): boolean => known(pid, /^State:\s+(\S)/m, 'stat')?.startsWith('Z') ?? true;
