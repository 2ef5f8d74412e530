import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Frame } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { viewUris } from '../../src/views/index.js';
import { hasBrowser } from './support/browser.js';
import { startHost, type TestHost, toolResult } from './support/host.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const week = { startAt: '2026-11-01', endAt: '2026-11-07' };
const queues = {
  view: 'queues',
  tool: 'list_all_puzzel_visual_queue_state_info',
  args: {},
  words: 'Primary Inbound needs help',
};
/** Every tool that has a view, with the arguments of a call and words that the view then shows. */
const pages = [
  queues,
  { view: 'agents', tool: 'list_all_puzzel_state_information', args: {}, words: 'Ingrid Solberg' },
  {
    view: 'timeline',
    tool: 'list_all_gladly_conversation_items',
    args: { conversation_id: '-jH4TBeN4x0XCJt_EZsz8Q', limit: 100 },
    words: 'I was billed for the return label',
  },
  {
    view: 'report',
    tool: 'create_a_gladly_report',
    args: { metricSet: 'ContactSummaryReportV2', ...week },
    words: 'Contacts',
  },
  {
    view: 'report',
    tool: 'create_a_gladly_work_session_report',
    args: { startAtTime: '2026-11-01T00:00Z', endAtTime: '2026-11-28T00:00Z' },
    words: /as of/,
  },
  { view: 'report', tool: 'list_all_puzzel_visual_queue_ticker', args: {}, words: 'Primary Inbound' },
  {
    view: 'recording',
    tool: 'gladly_conversation_recordings_download',
    args: { id: 'eqTlHfw4ITnWwkdlufvY8A' },
    words: 'Play here',
  },
  {
    view: 'recording',
    tool: 'puzzel_archive_recording_files_download',
    args: { iq_session_id: '8840310000', index: 1 },
    words: 'Play here',
  },
];

describe.runIf(hasBrowser)('a page', () => {
  let host: TestHost;
  beforeAll(async () => {
    host = await startHost();
  });
  afterAll(() => host?.close());

  it('of every tool shows the result it was opened with, requests nothing outside, fits 360 pixels, and has no serious problem for axe', async () => {
    expect(pages.map(({ tool }) => tool).sort()).toEqual(Object.keys(viewUris).sort());
    const problems: string[] = [];
    for (const { view, tool, args, words } of pages) {
      const opened = await host.open({ view, tool, args, width: 360 });
      const note = (problem: string) => problems.push(`${tool}: ${problem}`);
      await opened.shows(words).catch((error: Error) => note(error.message));
      const width = await opened.frame.evaluate(() => document.documentElement.scrollWidth);
      if (width > 360) note(`${width} pixels wide`);
      const isAgeInSight = await opened.frame.evaluate(() => {
        const age = document.querySelector('.freshness')?.getBoundingClientRect();
        return age !== undefined && age.top >= 0 && age.bottom <= innerHeight;
      });
      // A saved recording does not age.
      if (view !== 'recording' && !isAgeInSight) note('the age of the data is out of sight');
      const outside = opened.requests.filter((url) => !/^(http:\/\/127\.0\.0\.1|about:|data:|blob:)/.test(url));
      for (const problem of [...outside, ...opened.errors]) note(problem);
      await opened.frame.evaluate(axe);
      for (const theme of ['light', 'dark'] as const) {
        await opened.page.evaluate((to) => window.sendContext({ theme: to }), theme);
        await opened.frame.waitForSelector(`html[data-theme=${theme}]`);
        for (const { id, nodes } of await axeViolations(opened.frame)) note(`${theme}: ${id} ${nodes}`);
        for (const faint of await faintControls(opened.frame)) note(`${theme}: ${faint}`);
      }
      await opened.close();
    }
    expect(problems).toEqual([]);
  });

  it('fits 360 pixels after it was wider, and whatever the names in it are', async () => {
    const tooWide: string[] = [];
    const rows = Array.from({ length: 30 }, (_, index) => [`2026-11-${index + 1}`, 'chat', String(index)]);
    const table = { columns: ['Day', `Channel ${'x'.repeat(90)}`, `Contacts ${'of a long name '.repeat(9)}`], rows };
    const agents = ['A', 'B'].map((name) => ({
      userId: name,
      firstName: name,
      userStatus: 'Available',
      userGroupName: `Group ${'with a long name '.repeat(9)}`,
    }));
    const openings = [
      { view: 'report', tool: 'create_a_gladly_report', result: toolResult({ result: table }) },
      { view: 'agents', tool: 'list_all_puzzel_state_information', result: toolResult({ result: agents }) },
    ];
    for (const opening of openings) {
      const { page, frame, shows, close } = await host.open({ ...opening, width: 1280 });
      await shows(/received/);
      await page.setViewport({ width: 360, height: 900 });
      await frame.waitForFunction(() => innerWidth <= 360);
      await frame
        .waitForFunction(() => document.documentElement.scrollWidth <= innerWidth)
        .catch(() => tooWide.push(opening.view));
      await close();
    }
    expect(tooWide).toEqual([]);
  });

  it('keeps the figures of a queue inside its card, however long they are', async () => {
    const waits = [999_999, 1e9];
    const result = waits.map((waitTimeMaxSeconds, id) => ({
      ...{ id, description: 'E-mail', queueSize: 1_234_567, waitTimeMaxSeconds, sla: 41, agentsReady: 1_000 },
      ...{ agentsLoggedOn: 12_345, callsOfferedToday: 1e9, callsAnsweredToday: 1e9, callsAbandonedToday: 1e9 },
    }));
    const opened = await host.open({ ...queues, result: toolResult({ result }) });
    await opened.shows('E-mail needs help');
    const outside = await opened.frame.$$eval('.queue', (cards) =>
      cards.flatMap((card) =>
        [...card.querySelectorAll('*')]
          .filter((part) => part.getBoundingClientRect().right > card.getBoundingClientRect().right)
          .map(({ className }) => className),
      ),
    );
    expect(outside).toEqual([]);
    await opened.close();
  });

  it("takes over the host's theme, colours, language and direction", async () => {
    const opened = await host.open({ ...queues, context: { theme: 'dark', locale: 'ar-EG', timeZone: 'nowhere' } });
    await opened.shows('needs help');
    const look = () =>
      opened.frame.evaluate(() => ({
        dir: document.documentElement.dir,
        background: getComputedStyle(document.body).backgroundColor,
      }));
    await expect.poll(look).toEqual({ dir: 'rtl', background: 'rgb(16, 23, 30)' });
    await opened.page.evaluate(() => {
      const variables = { '--color-background-primary': 'rgb(1, 2, 3)' };
      window.sendContext({
        theme: 'light',
        locale: 'nb-NO',
        timeZone: 'Europe/Oslo',
        styles: { variables: variables as never },
      });
    });
    await expect.poll(look).toEqual({ dir: 'ltr', background: 'rgb(1, 2, 3)' });
    await opened.shows(/7\d\s%/);
    await opened.close();
  });

  it('rewrites the cells of a table and the labels of a chart when the host changes its language', async () => {
    const result = toolResult({ result: { columns: ['Channel', 'Contacts'], rows: [['chat', '1234.5']] } });
    const opened = await host.open({ view: 'report', tool: 'create_a_gladly_report', result });
    await opened.shows('1,234.5');
    await opened.frame.evaluate(() => {
      const labels: string[] = [];
      const { fillText } = CanvasRenderingContext2D.prototype;
      CanvasRenderingContext2D.prototype.fillText = function (...args) {
        labels.push(args[0]);
        fillText.apply(this, args);
      };
      Object.assign(window, { labels });
    });
    await opened.page.evaluate(() => window.sendContext({ locale: 'nb-NO' }));
    await opened.shows(/1\s234,5/);
    await expect.poll(() => opened.frame.evaluate(() => Reflect.get(window, 'labels').join())).toMatch(/,1\s000/);
    await opened.close();
  });

  it("follows the system's theme where the host names none, also while it is open", async () => {
    const opened = await host.open({ ...queues, context: { theme: undefined } as never });
    await opened.shows('needs help');
    for (const value of ['dark', 'light']) {
      await opened.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value }]);
      await opened.frame.waitForSelector(`html[data-theme=${value}]`);
    }
    await opened.close();
  });

  it("keeps its gauges, marks and legends in the system's high contrast", async () => {
    const session = await (await host.open(queues)).page.createCDPSession();
    await session.send('Emulation.setEmulatedMedia', { features: [{ name: 'forced-colors', value: 'active' }] });
    const rows = ['a', 'b'].flatMap((name) => ['01', '02'].map((day) => [`2026-11-${day}`, name, '5']));
    const openings = [
      { ...queues, marks: '.gauge-value, .gauge-target' },
      {
        ...{ view: 'report', tool: 'create_a_gladly_report', marks: '.swatch' },
        result: toolResult({ result: { columns: ['Day', 'Channel', 'Contacts'], rows } }),
      },
    ];
    for (const { marks, ...opening } of openings) {
      const opened = await host.open(opening);
      await opened.frame.waitForSelector(marks);
      const lost = await opened.frame.$$eval(marks, (all) =>
        all
          .filter((one) => getComputedStyle(one).backgroundColor === getComputedStyle(document.body).backgroundColor)
          .map(({ className }) => className),
      );
      expect(lost).toEqual([]);
      await opened.close();
    }
    await session.send('Emulation.setEmulatedMedia', { features: [] });
    await session.detach();
  });

  it('writes its own English words from left to right in a right-to-left locale', async () => {
    const queue = { description: 'Chat', queueSize: 1, waitTimeMaxSeconds: 9, sla: 60, agentsReady: 1 };
    const opened = await host.open({
      ...queues,
      result: toolResult({ result: [queue] }),
      context: { locale: 'ar-EG' },
    });
    await opened.shows('needs help');
    await opened.press('Targets');
    // The last character of each, such as a full stop or a figure, is to the right of the first.
    const sentences = ['.targets p', '.queue-note', '.figure + .figure .figure-label', '.freshness-words'];
    for (const sentence of sentences) {
      const [first, last] = await opened.frame.$eval(sentence, (element) => {
        const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
        const texts: Node[] = [];
        while (walker.nextNode()) texts.push(walker.currentNode);
        const leftOf = (text: Node | undefined, from: number) => {
          const range = document.createRange();
          if (text) range.setStart(text, from);
          if (text) range.setEnd(text, from + 1);
          return range.getBoundingClientRect().left;
        };
        const end = texts.at(-1);
        return [leftOf(texts[0], 0), leftOf(end, (end?.textContent ?? '').length - 1)];
      });
      expect(last, sentence).toBeGreaterThan(first ?? Number.POSITIVE_INFINITY);
    }
    // A gap is between the mark and the first word.
    const [mark, word] = await opened.frame.$$eval('.freshness-words > span', (spans) =>
      spans.map((span) => span.getBoundingClientRect()).map(({ left, right }) => ({ left, right })),
    );
    expect((word?.left ?? 0) - (mark?.right ?? 0)).toBeGreaterThan(3);
    await opened.close();
  });

  it('works with the keyboard alone, and shows the focus', async () => {
    const opened = await host.open(queues);
    await opened.shows('needs help');
    const reached: string[] = [];
    await opened.page.focus('iframe');
    for (let at = 0; at < 12; at += 1) {
      await opened.page.keyboard.press('Tab');
      const [name, outline] = await opened.frame.evaluate(() => {
        const focused = document.activeElement ?? document.body;
        return [(focused.textContent ?? '').trim(), getComputedStyle(focused).outlineStyle];
      });
      if (isLabel(name) && outline === 'none') reached.push(`${name} shows no focus`);
      else reached.push(name ?? '');
      if (name === 'Billing') await opened.page.keyboard.press('Enter');
      if (name === 'Refresh') break;
    }
    expect(reached).toEqual(expect.arrayContaining(['Primary Inbound', 'Billing', 'Targets', 'Stop', 'Refresh']));
    expect(reached.join()).not.toContain('shows no focus');
    await expect.poll(() => opened.modelContext).toEqual([expect.stringContaining('visual queue id 13')]);
    await opened.close();
  });
});

/** Whether a text is that of a control: the page as a whole, which may have the focus too, has a longer one. */
const isLabel = (name: string | undefined) => name !== undefined && name.length < 60;

/** Controls whose border contrasts less than 3:1 with the page (WCAG 1.4.11), which axe does not examine. */
const faintControls = (frame: Frame): Promise<string[]> =>
  frame.evaluate(() => {
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    const luminance = (colour: string) => {
      if (!canvas) return 0;
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
      const [red = 0, green = 0, blue = 0] = [...canvas.getImageData(0, 0, 1, 1).data].map((byte) => {
        const part = byte / 255;
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const background = luminance(getComputedStyle(document.body).backgroundColor);
    return [...document.querySelectorAll('button:not(.bare), select, input')].flatMap((control) => {
      const border = luminance(getComputedStyle(control).borderTopColor);
      const contrast = (Math.max(border, background) + 0.05) / (Math.min(border, background) + 0.05);
      return contrast < 3 ? [`${control.outerHTML.slice(0, 80)} contrasts ${contrast.toFixed(1)}:1`] : [];
    });
  });

/** The violations that axe calls serious or critical. Its script is evaluated in the page, whose policy lets it load none. */
const axeViolations = (frame: Frame): Promise<{ id: string; nodes: string }[]> =>
  frame.evaluate(async () => {
    const run: unknown = Reflect.get(window, 'axe');
    const { violations } = await (run as typeof import('axe-core')).run(document, { resultTypes: ['violations'] });
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => ({
        id,
        nodes: nodes
          .map(({ html, failureSummary }) => `${html} ${failureSummary}`)
          .join('; ')
          .slice(0, 400),
      }));
  });
