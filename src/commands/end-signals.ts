/** What asks a process to end: Ctrl-C, a service manager or `kill`, a terminal that was closed. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Calls `end` at each of these signals. Without a listener the process would end at once, and leave a session open at the
 * vendor and partial files on the disk.
 * @returns a function that gives the signals their usual effect again
 */
export function onEndSignal(end: () => void): () => void {
  for (const signal of signals) process.on(signal, end);
  return () => {
    for (const signal of signals) process.off(signal, end);
  };
}
