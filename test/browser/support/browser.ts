import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer, { type Browser, type Frame, type Page } from 'puppeteer-core';

const paths = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];
const browserPath = paths.find((path) => path !== undefined && existsSync(path));

/** Whether this machine has a browser; without one the tests that need it are skipped with a note. */
export const hasBrowser = browserPath !== undefined;
if (!hasBrowser) {
  process.stderr.write(
    'Skipped: no browser for test/browser. `apt-get install -y chromium`, or set CHROMIUM to the path of a Chrome.\n',
  );
}

/** A browser with an empty profile that makes no requests by itself. */
export async function openBrowser(): Promise<{ browser: Browser; close: () => Promise<void> }> {
  if (browserPath === undefined) throw new Error('no browser');
  const profile = mkdtempSync(join(tmpdir(), 'puzzel-mcp-browser-'));
  const browser = await puppeteer.launch({
    executablePath: browserPath,
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

/** Lets the timers of a page run `speed` times as fast; `delays` in its window lists the milliseconds that the page asked for. */
export async function speedUpTimers(page: Page, speed: number): Promise<void> {
  await page.evaluateOnNewDocument((factor) => {
    const real = window.setTimeout.bind(window);
    const delays: number[] = [];
    const quick = (run: TimerHandler, ms = 0, ...rest: unknown[]) => {
      delays.push(ms);
      return real(run, ms / factor, ...rest);
    };
    Object.assign(window, { setTimeout: quick, delays });
  }, speed);
}

/** Sets the value of an input field, and tells the page that it was changed. */
export const changeInput = (frame: Frame, selector: string, value: string): Promise<void> =>
  frame.$eval(
    selector,
    (input, text) => {
      Object.assign(input, { value: text });
      input.dispatchEvent(new Event('change', { bubbles: true }));
    },
    value,
  );
