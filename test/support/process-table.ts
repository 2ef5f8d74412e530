import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** Whether the process has ended; a zombie counts as ended. Slim images have no ps, other systems than Linux no /proc. */
export function isGone(pid: number): boolean {
  try {
    const state = existsSync('/proc/self/status')
      ? /^State:\s+(\S)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
      : execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    return state?.startsWith('Z') ?? true;
  } catch {
    return true;
  }
}
