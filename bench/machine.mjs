import { cpus, loadavg, platform, release, totalmem } from 'node:os';

/** Load average above which other programs disturb the measurement. */
export const maxQuietLoad = 1;

export const load = () => Math.round((loadavg()[0] ?? 0) * 100) / 100;

export const machine = () => ({
  cpu: cpus()[0]?.model.trim() ?? 'unknown',
  cores: cpus().length,
  memory_gib: Math.round(totalmem() / 1024 ** 3),
  system: `${platform()} ${release()}`,
  node: process.version.slice(1),
});
