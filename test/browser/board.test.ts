import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BoardProcess, startBoardProcess } from '../support/board-process.js';
import { fakePuzzel } from '../support/fake-puzzel.js';
import { json } from '../support/fake-server.js';
import { closedAfterTest } from '../support/set-up.js';
import { changeInput, hasBrowser, openBrowser, speedUpTimers } from './support/browser.js';

// biome-ignore lint/performance/useDomNodeTextContent: textContent would hold the script as well
const visibleText = () => document.body.innerText;

describe.runIf(hasBrowser)('the board in a browser', () => {
  let opened: Awaited<ReturnType<typeof openBrowser>>;
  /** A board of the demo tenant for all tests that do not end it. */
  let demoBoard: BoardProcess;
  beforeAll(async () => {
    [opened, demoBoard] = await Promise.all([openBrowser(), startBoardProcess({}, ['--demo'])]);
  });
  afterAll(async () => {
    await demoBoard?.stop();
    await opened?.close();
  });

  /** Opens the board in a page; its timers run `timerSpeed` times as fast, and `shows` waits for a text of the board or its view. */
  const open = async (address: string, timerSpeed = 1) => {
    const page = await opened.browser.newPage();
    await speedUpTimers(page, timerSpeed);
    const errors: string[] = [];
    const calls: string[] = [];
    /** Addresses of requests without an answer, or with one that does not end (an event stream). */
    const pending = new Set<string>();
    let heartbeats = 0;
    page.on('request', (request) => {
      pending.add(request.url());
      if (request.url().endsWith('/call')) calls.push(request.postData() ?? '');
      if (request.url().endsWith('/alive')) heartbeats += 1;
    });
    page.on('response', (response) => {
      if (response.headers()['content-type'] !== 'text/event-stream') pending.delete(response.url());
    });
    page.on('pageerror', (error) => errors.push(String(error)));
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    await page.goto(address);
    await page.waitForSelector('[role=tab]');
    const shows = (words: string) =>
      expect
        .poll(
          async () => {
            const frame = await (await page.$('.board-view:not(.board-hidden) iframe'))?.contentFrame();
            const inner = await frame?.evaluate(visibleText).catch(() => '');
            return `${await page.evaluate(visibleText)} ${inner ?? ''}`;
          },
          { timeout: 60_000, interval: 250 },
        )
        .toContain(words);
    /** Waits for this many more heartbeats, which the page sends every five seconds of its timers. */
    const beats = async (count: number) => {
      const last = heartbeats + count;
      await expect.poll(() => heartbeats).toBeGreaterThanOrEqual(last);
    };
    return { page, errors, calls, pending, shows, beats };
  };

  it('shows every view as a tab, in a frame without an origin, and no controls on the full screen', async () => {
    const { page, errors, shows } = await open(demoBoard.address);
    await shows('Primary Inbound needs help');
    await page.click('.board-bar .actions button:last-child');
    await page.waitForSelector(':fullscreen');
    await expect.poll(() => page.evaluate(visibleText)).not.toMatch(/Light|Dark|Queues/);
    expect(await page.evaluate(visibleText)).toContain('demo tenant');
    await page.evaluate(() => document.exitFullscreen());
    const sandbox = await page.$eval('iframe', (frame) => frame.getAttribute('sandbox'));
    expect(sandbox).toBe('allow-scripts');
    await page.focus('[role=tab][aria-selected=true]');
    const views = [
      'Ingrid Solberg',
      'Thank you for your patience, Maya.',
      'Calls offered',
      'Choose above what to show.',
    ];
    for (const words of views) {
      await page.keyboard.press('ArrowRight');
      await shows(words);
    }
    await page.keyboard.press('ArrowRight');
    await shows('Primary Inbound needs help');
    expect(errors).toEqual([]);
    await page.close();
  });

  it('tries again when the connection breaks, and says when the board has ended', async () => {
    const board = await startBoardProcess({}, ['--demo', '--until-closed']);
    const { page, shows } = await open(board.address, 10);
    await shows('Primary Inbound needs help');
    await page.setOfflineMode(true);
    await shows('No connection to the board; trying again.');
    await page.setOfflineMode(false);
    await expect.poll(() => page.evaluate(visibleText)).not.toContain('No connection to the board');
    board.stop('SIGKILL');
    await shows('The board has ended.');
    await page.close();
  });

  it('holds no connection open, and ends by itself when its last page has been closed', async () => {
    const board = await startBoardProcess({}, ['--demo', '--until-closed']);
    const { page, shows, pending } = await open(board.address);
    await shows('Primary Inbound needs help');
    // A browser opens six connections to one server: pages that kept one each would stop the seventh.
    await expect.poll(() => [...pending]).toEqual([]);
    await page.close({ runBeforeUnload: true });
    expect(await board.ended).toBe(0);
  });

  it('fits 360 pixels, and offers no full screen where there is none, as on an iPhone', async () => {
    const { page, shows } = await open(demoBoard.address);
    await shows('Primary Inbound needs help');
    await page.setViewport({ width: 360, height: 800 });
    await page.evaluateOnNewDocument(() => Object.defineProperty(document, 'fullscreenEnabled', { value: false }));
    await page.reload();
    await shows('Primary Inbound needs help');
    expect(await page.evaluate(visibleText)).not.toContain('Full screen');
    await page.click('#tab-report');
    await shows('Calls offered');
    const rightEdges = await page.evaluate(() =>
      [...document.querySelectorAll('.choose *')].map((one) => one.getBoundingClientRect().right),
    );
    expect(
      Math.max(...rightEdges, await page.evaluate(() => document.documentElement.scrollWidth)),
    ).toBeLessThanOrEqual(360);
    expect(await page.$eval('.board-bar', (bar) => bar.getBoundingClientRect().height)).toBeLessThan(100);
    // A window of 1280 x 1024 pixels at 400 % zoom.
    await page.setViewport({ width: 320, height: 256 });
    const view = await page.$('.board-view:not(.board-hidden) iframe');
    await view?.scrollIntoView();
    expect((await view?.boundingBox())?.height).toBeGreaterThanOrEqual(250);
    await page.close();
  });

  it('offers each report once, also after its tab was opened again, and prints all of a view', async () => {
    const { page, shows } = await open(demoBoard.address);
    await page.click('#tab-report');
    await shows('Calls offered');
    await page.select('.choose select', '1');
    await shows('Total Contacts');
    // Opening a tab reads the settings again, and with them the reports.
    const openTab = (view: string) =>
      Promise.all([page.waitForResponse((one) => one.url().endsWith('/settings')), page.click(`#tab-${view}`)]);
    await openTab('queues');
    await openTab('report');
    await shows('Total Contacts');
    const options = await page.$$eval('.choose option', (all) => all.map((one) => one.textContent));
    expect(options.length).toBeGreaterThan(1);
    expect(options).toEqual([...new Set(options)]);
    const view = await page.$('.board-view:not(.board-hidden) iframe');
    await page.emulateMediaType('print');
    const frameHeight = async () => (await view?.boundingBox())?.height ?? 0;
    const frame = await view?.contentFrame();
    const contentHeight = () => frame?.evaluate(() => document.querySelector('footer')?.getBoundingClientRect().bottom);
    await expect
      .poll(async () => (await frameHeight()) >= ((await contentHeight()) ?? Number.POSITIVE_INFINITY))
      .toBe(true);
    expect(await contentHeight()).toBeGreaterThan(2_000);
    await page.close();
  });

  it('offers all conversations of a customer with their local times, the newest first, until another customer is searched for', async () => {
    const { page, shows } = await open(demoBoard.address);
    await shows('Primary Inbound needs help');
    await page.click('#tab-timeline');
    const search = async (typed: string) => {
      await page.$eval('[name=customer]', (input) => Object.assign(input, { value: '' }));
      await page.type('[name=customer]', typed);
      await page.keyboard.press('Enter');
    };
    const times = async (zone: string) => {
      await page.emulateTimezone(zone);
      await search('frontdesk@harborview.example');
      await shows('Choose one of 100');
      const titles = await page.$$eval('form option', (all) => all.slice(1).map((one) => one.textContent ?? ''));
      return titles.map((title) => Date.parse(title.split(' · ')[1] ?? ''));
    };
    const utc = await times('UTC');
    expect(utc).toHaveLength(100);
    expect(utc).toEqual(utc.toSorted((a, b) => b - a));
    await search('Maya');
    await shows('is not a phone number');
    expect(await page.$$('form select')).toEqual([]);
    const hour = 3_600_000;
    expect(await times('Asia/Tokyo')).toEqual(utc.map((time) => time + 9 * hour));
    await page.close();
  });

  it('does not search for blanks, and words the hint of a failed search for the person who reads it', async () => {
    const puzzel = closedAfterTest(await fakePuzzel());
    const board = await startBoardProcess({ ...puzzel.env, GLADLY_HOST: 'acme.us-1.gladly.com' });
    const { page, shows } = await open(board.address);
    await page.click('#tab-timeline');
    await page.type('[name=customer]', '  ');
    await page.keyboard.press('Enter');
    expect(await page.$('[name=customer]:invalid')).not.toBeNull();
    await page.type('[name=customer]', 'maya@example.com');
    await page.keyboard.press('Enter');
    await shows('Set GLADLY_EMAIL');
    await page.close();
    await board.stop();
  });

  it('keeps the targets of a hidden tab, makes no calls for it, and makes calls again when it is shown', async () => {
    const { page, calls, shows, beats } = await open(demoBoard.address, 20);
    await shows('Primary Inbound needs help');
    const frame = await (await page.$('iframe'))?.contentFrame();
    if (frame) await changeInput(frame, '.targets input', '77');
    await shows('target 1:17');
    const queueCalls = () => calls.filter((body) => body.includes('visual_queue_state_info')).length;
    await page.click('#tab-report');
    await shows('Calls offered');
    await beats(2);
    const before = queueCalls();
    await beats(8);
    expect(queueCalls()).toBe(before);
    // The figures of today are read anew whenever they are chosen: the board may stay open overnight.
    await page.select('.choose select', '1');
    await shows('Contacts');
    await page.select('.choose select', '0');
    await expect.poll(() => calls.filter((body) => body.includes('visual_queue_ticker')).length).toBe(2);
    await page.click('#tab-queues');
    await shows('target 1:17');
    await expect.poll(queueCalls).toBeGreaterThan(before);
    await page.close();
  });

  it('explains each error of the vendor, and asks the vendor no more often than its pages make calls', async () => {
    const puzzel = closedAfterTest(await fakePuzzel());
    let requests = 0;
    /** Undefined leaves a request without an answer. */
    let status: number | undefined = 429;
    puzzel.api = (path, _request, response) => {
      if (!path.includes('/visualqueues/')) return json(response, { result: [], code: 0 });
      requests += 1;
      const result = [{ id: 1, description: 'Sales', queueSize: 0, callsOfferedToday: 0 }];
      if (status === 200) return json(response, { code: 0, result });
      if (status !== undefined) json(response, { code: status, message: 'no' }, status);
    };
    const board = await startBoardProcess({ ...puzzel.env, PUZZEL_MCP_TIMEOUT_MS: '1500' });
    const first = await open(board.address, 40);
    await first.shows('Too many requests');
    for (const [next, words] of [
      [undefined, 'No answer in time'],
      [500, 'That did not work'],
      [200, 'The queue is on target'],
    ] as const) {
      status = next;
      await first.shows(words);
    }
    const pages = [first, await open(board.address)];
    for (const { shows } of pages) await shows('The queue is on target');
    status = 401;
    await first.page.bringToFront();
    // The button asks for new data; a poll would get the good answer, which the board shares for nine seconds.
    await (await (await first.page.$('iframe'))?.contentFrame())?.click('button ::-p-text(Refresh)');
    await first.shows('The login was refused');
    const calls = pages.flatMap((one) => one.calls).length;
    expect(calls).toBeGreaterThanOrEqual(pages.length);
    // The last call was repeated once with a new token, which was refused too.
    expect(requests).toBeLessThanOrEqual(calls + 1);
    expect(puzzel.logins).toBeLessThanOrEqual(2);
    expect(await board.stop()).toBe(0);
    expect(puzzel.logouts).toBe(1);
    await Promise.all(pages.map(({ page }) => page.close()));
  });
});
