/** What asks a process to end: Ctrl-C, a service manager or `kill`, a terminal that was closed. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Calls `end` at each of these signals, instead of the end of the process at once, which leaves a session at the vendor and
 * parts of files.
 * @returns what gives the signals their usual effect again
 */
export function onInterruption(end: () => void): () => void {
  for (const signal of signals) process.on(signal, end);
  return () => {
    for (const signal of signals) process.off(signal, end);
  };
}
