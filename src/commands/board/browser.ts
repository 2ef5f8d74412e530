import { spawn } from 'node:child_process';

/** The programs that open an address without a shell; on all other systems xdg-open does. */
const openers: Partial<Record<NodeJS.Platform, readonly [command: string, ...args: string[]]>> = {
  darwin: ['open'],
  win32: ['rundll32.exe', 'url.dll,FileProtocolHandler'],
};

/** Opens the address in the person's browser, if there is one. */
export function openBrowser(address: string): void {
  const [command, ...args] = openers[process.platform] ?? ['xdg-open'];
  const opener = spawn(command, [...args, address], { stdio: 'ignore', detached: true });
  opener.on('error', () => {
    // No such program here: the person opens the address that the board prints.
  });
  opener.unref();
}
