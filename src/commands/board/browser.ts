import { spawn } from 'node:child_process';

/** The program of each system that opens an address; none of them passes through a shell. */
const openers: Partial<Record<NodeJS.Platform, readonly [command: string, ...args: string[]]>> = {
  darwin: ['open'],
  win32: ['rundll32.exe', 'url.dll,FileProtocolHandler'],
};

/** Opens the address in the person's browser, if there is one; the address is printed anyway. */
export function openBrowser(address: string): void {
  const [command, ...args] = openers[process.platform] ?? ['xdg-open'];
  const opened = spawn(command, [...args, address], { stdio: 'ignore', detached: true });
  opened.on('error', () => {
    // No such program here: the person opens the printed address.
  });
  opened.unref();
}
