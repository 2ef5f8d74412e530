import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

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

/** The ids of the processes that a process started; undefined without /proc. */
export function childrenOf(pid: number): number[] | undefined {
  if (!existsSync('/proc/self/status')) return undefined;
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const parent = /^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${name}/status`, 'utf8'))?.[1];
      return Number(parent) === pid ? [Number(name)] : [];
    } catch {
      return [];
    }
  });
}
