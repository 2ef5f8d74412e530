// Preloaded (`--import`) into the server by standstill.mjs: writes down every gap between two timers that are due each
// 4 milliseconds, in milliseconds, into the file that STANDSTILL names.
import { appendFileSync } from 'node:fs';

const [everyMs, shortestMs] = [4, 25];
let last = performance.now();
setInterval(() => {
  const gap = performance.now() - last - everyMs;
  if (gap > shortestMs) appendFileSync(process.env.STANDSTILL, `${Math.round(gap)}\n`);
  last = performance.now();
}, everyMs).unref();
