import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer, { type Browser } from 'puppeteer-core';

const places = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];
const found = places.find((path) => path !== undefined && existsSync(path));

/** Whether this machine has a browser; without one the tests that need it are skipped with a note. */
export const hasBrowser = found !== undefined;
if (!hasBrowser) {
  process.stderr.write(
    'Skipped: no browser for test/browser. `apt-get install -y chromium`, or set CHROMIUM to the path of a Chrome.\n',
  );
}

/** A browser with an empty profile that makes no requests by itself. */
export async function openBrowser(): Promise<{ browser: Browser; close: () => Promise<void> }> {
  if (found === undefined) throw new Error('no browser');
  const profile = mkdtempSync(join(tmpdir(), 'puzzel-mcp-browser-'));
  const browser = await puppeteer.launch({
    executablePath: found,
    userDataDir: profile,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--autoplay-policy=no-user-gesture-required',
    ],
  });
  return {
    browser,
    close: async () => {
      await browser.close();
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
