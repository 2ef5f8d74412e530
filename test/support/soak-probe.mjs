// Preloaded (`--import`) into the server under a soak test: writes what only the process itself can measure, one JSON line
// every SOAK_PROBE_MS milliseconds, into the file that SOAK_PROBE names.
import { appendFile } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

const delay = monitorEventLoopDelay({ resolution: 10 });
delay.enable();
const mebibytes = (bytes) => Math.round(bytes / 1024 / 102.4) / 10;
const milliseconds = (nanoseconds) => Math.round(nanoseconds / 1e4) / 100;

function measure() {
  const { rss, heapUsed } = process.memoryUsage();
  const resources = process.getActiveResourcesInfo();
  const line = {
    seconds: Math.round(process.uptime() * 10) / 10,
    rss: mebibytes(rss),
    heap: mebibytes(heapUsed),
    handles: resources.length,
    sockets: resources.filter((name) => /^(TCP|TLS)/.test(name)).length,
    delay: milliseconds(delay.percentile(99)),
  };
  delay.reset();
  appendFile(process.env.SOAK_PROBE, `${JSON.stringify(line)}\n`, () => {});
}

setInterval(measure, Number(process.env.SOAK_PROBE_MS)).unref();
