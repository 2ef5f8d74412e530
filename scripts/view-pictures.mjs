// Takes the pictures of docs/views: every view of the demo tenant as the board shows it, light and dark.
// `node scripts/view-pictures.mjs`; needs `npm run build` and Chromium (CHROMIUM: its path, when it is not Debian's).
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer from 'puppeteer-core';
import { root } from './root.mjs';

const folder = join(root, 'docs/views');
const scratch = mkdtempSync(join(tmpdir(), 'puzzel-mcp-pictures-'));
const size = { width: 1280, height: 800 };

/** What is done in the tab of each view before its picture is taken. */
const views = {
  queues: async ({ waitForText }) => waitForText('needs help'),
  agents: async ({ waitForText }) => waitForText('Ready'),
  timeline: async ({ waitForText, press, frame }) => {
    await waitForText('Customer');
    await press('Show earlier entries');
    await waitForText('Bill for a free return');
    await frame().then((view) => view.evaluate(() => document.documentElement.scrollTo(0, 380)));
  },
  report: async ({ page, waitForText }) => {
    await page.select('.choose select', '1');
    await waitForText('Contacts');
  },
  recording: async ({ page, waitForText, press, frame }) => {
    await page.select('.choose select', '0');
    await waitForText('Saved on this computer');
    await press('Play here');
    await frame().then((view) => view.waitForFunction(() => document.querySelector('audio')?.readyState > 0));
  },
};

mkdirSync(folder, { recursive: true });
const env = { ...process.env, PUZZEL_MCP_DOWNLOAD_DIR: join(scratch, 'Downloads') };
const board = spawn(process.execPath, [join(root, 'bin/puzzel-mcp.js'), 'board', '--demo', '--no-open'], { env });
const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  userDataDir: join(scratch, 'profile'),
  args: [
    '--lang=en-GB',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
  ],
});
try {
  const address = await new Promise((resolve, reject) => {
    board.stdout.on('data', (text) => resolve(/http\S+/.exec(String(text))?.[0]));
    board.on('exit', () => reject(new Error('the board ended')));
  });
  const page = await browser.newPage();
  await page.setViewport(size);
  // The views of other tabs stay in the page, hidden.
  const frame = async () => {
    await page.waitForSelector('iframe');
    for (const one of await page.$$('iframe')) if (await one.isVisible()) return one.contentFrame();
    throw new Error('no view is visible');
  };
  const waitInFrame = async (run, argument) => (await frame()).waitForFunction(run, { timeout: 30_000 }, argument);
  // biome-ignore lint/performance/useDomNodeTextContent: what a person sees, without what is hidden
  const waitForText = (words) => waitInFrame((text) => document.querySelector('main')?.innerText.includes(text), words);
  const press = (label) =>
    waitInFrame((text) => {
      const button = [...document.querySelectorAll('button')].find((one) => one.textContent.trim() === text);
      button?.click();
      return button !== undefined;
    }, label);
  for (const theme of ['light', 'dark']) {
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: theme }]);
    await page.goto(address);
    for (const [view, prepare] of Object.entries(views)) {
      await (await page.waitForSelector(`#tab-${view}`)).click();
      await page.waitForSelector(`#tab-${view}[aria-selected=true]`);
      await prepare({ page, waitForText, press, frame });
      await page.screenshot({ path: join(folder, `${view}-${theme}.png`), optimizeForSpeed: false });
    }
  }
} finally {
  await browser.close();
  board.kill('SIGINT');
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
}
