// The thread that writer.ts starts. Plain JavaScript: from the source and from the bundle it runs as it lies here.
import { writeSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';

/** Octets at once: for more, the system looks for large free pages, of which there may be none that are warm. */
const atOnce = 64 * 1024;

parentPort?.on('message', ({ fd, batch }) => {
  parentPort?.postMessage(failureOf(fd, batch));
});

/** An error loses its code on the way to another thread; so its parts are sent. */
function failureOf(fd, batch) {
  try {
    for (const octets of batch) {
      for (let at = 0; at < octets.length; ) at += writeSync(fd, octets, at, Math.min(atOnce, octets.length - at));
    }
    return undefined;
  } catch ({ code, message }) {
    return { code, message };
  }
}
