// Preloaded (`--import`) into the server by standstill.mjs: a timer is due every 4 milliseconds, and every delay of more
// than 25 is written, in milliseconds, into the file that STANDSTILL names.
import { appendFileSync } from 'node:fs';

const [everyMs, shortestMs] = [4, 25];
let last = performance.now();
setInterval(() => {
  const delay = performance.now() - last - everyMs;
  if (delay > shortestMs) appendFileSync(process.env.STANDSTILL, `${Math.round(delay)}\n`);
  last = performance.now();
}, everyMs).unref();
