import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser } from './support/browser.js';
import { type Opened, startHost, type TestHost, toolResult } from './support/host.js';
import { payloads } from './support/payloads.js';

const conversation = { conversation_id: '-jH4TBeN4x0XCJt_EZsz8Q' };
const timeline = { view: 'timeline', tool: 'list_all_gladly_conversation_items' };
const report = { view: 'report', tool: 'create_a_gladly_report' };

describe.runIf(hasBrowser)('the pages of conversations, reports and recordings', () => {
  let host: TestHost;
  beforeAll(async () => {
    host = await startHost();
  });
  afterAll(() => host?.close());

  it('show a conversation with names, times and topics, and earlier entries on request', async () => {
    const opened = await host.open({ ...timeline, args: { ...conversation, from_end: 3 } });
    await opened.shows(
      /These are the last 3 entries.*Customer.*My bank statement.*s\.pdf: https:\/\/files\S+.*Thank you for your patience, Maya.*The conversation is closed now/,
    );
    expect(await opened.frame.$$eval('.item', (items) => items.length)).toBe(3);
    // The time in New York comes with its day while it is another day there.
    await opened.shows(/\d\d:\d\d \((?:\d+ \w+, )?\d\d:\d\d New York\)/);
    await opened.press('Show earlier entries');
    await opened.shows(/I was billed for the return label/);
    await opened.shows('Topic added: Billing');
    await opened.close();
  });

  it('end a long conversation with its newest entry, and page back to its first', async () => {
    const all = Array.from({ length: 130 }, (_, index) => ({
      id: `item${index}`,
      timestamp: new Date(Date.UTC(2026, 10, 1, 8, index)).toISOString(),
      initiator: index === 129 ? { type: 'AGENT', id: 'a2' } : { type: 'CUSTOMER', name: 'Maya' },
      content: { type: 'CHAT_MESSAGE' },
      text: `Message ${index}.`,
    }));
    // Answers in pages of twenty, as the server does when long texts reach the token budget.
    const call = async (name: string, { from_end, cursor }: Record<string, unknown>) => {
      if (name === 'list_all_gladly_agents' && cursor === undefined)
        return toolResult({ result: [{ id: 'a1', name: 'Ann' }], next_cursor: '1' });
      if (name !== timeline.tool) return toolResult({ result: [{ id: 'a2', name: 'Bo' }] });
      const wanted = all.slice(-Number(from_end ?? all.length));
      const at = Number(cursor ?? 0);
      const next = at + 20 < wanted.length ? { next_cursor: String(at + 20) } : {};
      return toolResult({ result: wanted.slice(at, at + 20), total: wanted.length, ...next });
    };
    const result = toolResult({ result: all.slice(0, 20), total: 130, next_cursor: '20', hint: 'give the cursor' });
    const opened = await host.open({ ...timeline, args: conversation, call, result });
    await opened.shows(/Message 80\..*Bo chat.*Message 129\./);
    expect(await opened.text()).not.toMatch(/Message 79\.|give the cursor/);
    await expect.poll(() => opened.frame.evaluate(() => window.scrollY)).toBeGreaterThan(1_000);
    await opened.frame.focus('.centre button');
    for (const first of [30, 0]) {
      await opened.page.keyboard.press('Enter');
      await opened.shows(new RegExp(`Message ${first}\\..*Message 129\\.`));
    }
    expect(await opened.text()).not.toContain('Show earlier');
    await expect.poll(() => opened.frame.evaluate(() => document.activeElement?.className)).toBe('items');
    await opened.close();
  });

  it('say what is known of a call, and of a change that names no topics', async () => {
    const start = '2026-11-01T10:00:00Z';
    const ends = [
      { answeredAt: start, completedAt: '2026-11-01T10:02:05Z' },
      { answeredAt: start },
      { completedAt: start },
      { recordingDuration: '61' },
      { recordingDuration: null, recordingStatus: 'AVAILABLE' },
    ];
    const calls = ends.map((end, index) => ({
      id: `call${index}`,
      timestamp: start,
      content: { type: 'PHONE_CALL', ...end },
    }));
    const items = [...calls, { id: 'topics', timestamp: start, content: { type: 'TOPIC_CHANGE' } }];
    const opened = await host.open({ ...timeline, args: conversation, result: toolResult({ result: items }) });
    await opened.shows(/2:05.*not ended yet.*not answered.*1:01.*not answered · recorded.*topics were changed/);
    await opened.close();
  });

  it('keep the focus after a button was pressed, and make one call at a time', async () => {
    const item = (name: string) => ({
      id: name,
      initiator: { type: 'CUSTOMER', name: 'Maya' },
      content: { type: 'EMAIL' },
      fetch: [{ what: name, tool: 'gladly_conversation_attachments_download', arguments: { id: name } }],
    });
    let underWay = 0;
    let mostUnderWay = 0;
    const call = async (name: string) => {
      underWay += 1;
      mostUnderWay = Math.max(mostUnderWay, underWay);
      await new Promise((resolve) => setTimeout(resolve, 300));
      underWay -= 1;
      const file = { path: `/saved/${name}`, bytes: 5, mime_type: 'text/plain', filename: name };
      return toolResult({ result: name.endsWith('download') ? file : [] });
    };
    const result = toolResult({ result: [item('one.txt'), item('two.txt')] });
    const opened = await host.open({ ...timeline, args: conversation, call, result });
    await opened.shows('Save two.txt');
    await opened.press('Save two.txt');
    await opened.frame.focus('.fetch button');
    await opened.page.keyboard.press('Enter');
    await opened.shows(/Saved on this computer.*Saved on this computer/);
    await expect.poll(() => opened.frame.evaluate(() => document.activeElement?.role)).toBe('status');
    expect(mostUnderWay).toBe(1);
    await opened.close();
  });

  it('offer no refresh of a report where the client does not say which tool made it', async () => {
    const opened = await host.open({
      ...report,
      tool: '',
      result: toolResult({ result: { columns: ['Day', 'Contacts'], rows: [['2026-11-01', '12']] }, next_cursor: 'x' }),
    });
    await opened.shows('Contacts');
    expect(await opened.text()).not.toMatch(/Refresh|Fetch more/);
    await opened.close();
  });

  it('save an attachment on the computer, show a transcript and play a recording in place', async () => {
    const opened = await host.open({ ...timeline, args: { ...conversation, limit: 100 } });
    await opened.press('Save label-fee.png');
    await opened.shows(/Saved on this computer \(130 bytes?\): .*label-fee/);
    await opened.close();
    const calls = await host.open({ ...timeline, args: { conversation_id: 'gmpsTmLAK9nSxTd6cFQ4tA', limit: 100 } });
    await calls.press('Show transcript');
    await calls.shows(/Speaker \d:/);
    await calls.press('Save recording');
    await calls.shows('Play here');
    await calls.press('Play here');
    await expectPlayable(calls);
    expect([...opened.errors, ...calls.errors]).toEqual([]);
    await calls.close();
  });

  it('play the recordings of both vendors, and say why a large one is not played', async () => {
    const recordings = [
      ['gladly_conversation_recordings_download', { id: 'eqTlHfw4ITnWwkdlufvY8A' }],
      ['puzzel_archive_recording_files_download', { iq_session_id: '8840310000', index: 1 }],
    ] as const;
    for (const [tool, args] of recordings) {
      const opened = await host.open({ view: 'recording', tool, args });
      await opened.shows('Play here');
      await opened.press('Play here');
      await expectPlayable(opened);
      await opened.close();
    }
    const file = { path: '/home/me/long.mp3', bytes: 9_000_000, mime_type: 'audio/mpeg', filename: 'long.mp3' };
    const large = await host.open({ view: 'recording', tool: recordings[0][0], result: toolResult({ result: file }) });
    await large.shows(/9 MB are more than can be played here.*\/home\/me\/long\.mp3/);
    await large.close();
  });

  it('sort a report, chart the column that is chosen, and fetch what was cut off', async () => {
    const columns = ['Day', 'Channel', 'Contacts'];
    const rows = [
      ['2026-11-01', 'chat', '12'],
      ['2026-11-01', 'email', '9'],
      ['2026-11-02', 'chat', '105'],
      ['2026-11-02', 'email', '30'],
    ];
    const opened = await host.open({ ...report, result: toolResult({ result: { columns, rows } }) });
    await opened.shows(/Contacts chat email/);
    const thirdColumn = () => opened.frame.$$eval('td:nth-child(3)', (cells) => cells.map((cell) => cell.textContent));
    await opened.press(/^Contacts/);
    await expect.poll(thirdColumn).toEqual(['105', '30', '12', '9']);
    await opened.press(/^Contacts/);
    await expect.poll(thirdColumn).toEqual(['9', '12', '30', '105']);
    await opened.close();

    const page = { result: { columns, rows: rows.slice(0, 2) }, next_cursor: 'p.2', total: 4 };
    const rest = { result: { columns: ['Day', 'Contacts'], rows: [['2026-11-02', '135']] }, total: 4 };
    const long = await host.open({ ...report, result: toolResult(page), call: async () => toolResult(rest) });
    await long.press('Fetch more');
    await expect
      .poll(() => long.frame.$$eval('tbody td', (all) => all.map((cell) => cell.textContent)))
      .toEqual([
        '2026-11-01',
        'chat',
        '12',
        '2026-11-01',
        'email',
        '9',
        '2026-11-02',
        expect.not.stringMatching(/\w/),
        '135',
      ]);
    expect(long.calls).toEqual([{ name: report.tool, args: expect.objectContaining({ cursor: 'p.2' }) }]);
    await long.close();

    const refused = toolResult({ error: { kind: 'rate_limited', message: 'Too many.' } }, true);
    const call = async (_: string, { cursor }: Record<string, unknown>) =>
      cursor === undefined ? toolResult(page) : refused;
    const broken = await host.open({ ...report, result: toolResult(page), call });
    await broken.shows('Contacts (first 2 of 4 rows)');
    await broken.press('Fetch more');
    await broken.shows('Too many.');
    await broken.press('Refresh');
    await broken.shows(/^(?!.*Too many\.).* as of/);
    await broken.close();

    const counters = { view: 'report', tool: 'list_all_puzzel_visual_queue_ticker', args: { limit: 4 } };
    const cut = await host.open(counters);
    await cut.shows('These are 4 of 6.');
    await cut.press('Fetch more');
    await expect.poll(() => cut.frame.$$eval('tbody tr', (all) => all.length)).toBe(6);
    await cut.frame.select('.fields select', '3');
    await cut.shows(/Calls answered Calls answered/);
    await expect.poll(() => cut.modelContext).toEqual([expect.stringContaining('column 4 (Calls answered)')]);
    await cut.close();
  });

  it('keep long names, large numbers and the name of a row in sight', async () => {
    const columns = ['Name', ...Array.from({ length: 9 }, (_, index) => `Figure ${index}`)];
    const row = [`${'x'.repeat(90)} ${'y '.repeat(60)}`, ...columns.slice(1).map(() => 123_456_789)];
    const opened = await host.open({ ...report, width: 390, result: toolResult({ result: { columns, rows: [row] } }) });
    await opened.shows('123,456,789');
    await opened.frame.waitForSelector('.u-over');
    const seen = await opened.frame.evaluate(() => {
      document.querySelector('.table-frame')?.scrollTo(9_999, 0);
      const [name, second] = [...document.querySelectorAll('td')].map((cell) => cell.getBoundingClientRect().toJSON());
      const text = document.querySelector('td bdi')?.getBoundingClientRect().toJSON();
      const canvas = document.createElement('canvas').getContext('2d');
      if (canvas) canvas.font = `12px ${getComputedStyle(document.body).fontFamily}`;
      return {
        name,
        second,
        text,
        axis: document.querySelector('.u-over')?.getBoundingClientRect().left ?? 0,
        label: canvas?.measureText('100,000,000').width ?? 0,
      };
    });
    expect(seen.name?.left).toBeGreaterThan(0);
    expect(seen.name?.width).toBeLessThan(200);
    expect(seen.text?.right).toBeLessThanOrEqual(seen.name?.right ?? 0);
    expect(seen.axis).toBeGreaterThan(seen.label);
    await opened.close();
  });

  it('show whatever customers wrote as text only', async () => {
    expect(payloads).toHaveLength(50);
    const item = (text: string, index: number) => ({
      id: `item${index}`,
      timestamp: '2026-11-01T10:00:00Z',
      initiator: { type: 'CUSTOMER', name: text },
      content: { type: 'EMAIL', subject: text },
      text,
      fetch: [{ what: text, tool: 'gladly_conversation_attachments_download', arguments: { id: 'x' } }],
    });
    const queue = (text: string, index: number) => ({ id: index, description: text, queueSize: 1, agentsReady: 1 });
    const agent = (text: string, index: number) => ({
      userId: index,
      firstName: text,
      userGroupName: text,
      userStatus: text,
    });
    const file = { path: `/x/${payloads[0]}`, bytes: 5, mime_type: 'audio/mpeg', filename: payloads[1] };
    const pages = [
      { ...timeline, result: payloads.map(item) },
      { view: 'queues', tool: 'list_all_puzzel_visual_queue_state_info', result: payloads.map(queue) },
      { view: 'agents', tool: 'list_all_puzzel_state_information', result: payloads.map(agent) },
      { ...report, result: { columns: payloads, rows: [payloads] } },
      { view: 'recording', tool: 'gladly_conversation_recordings_download', result: file },
    ];
    const offenders: string[] = [];
    for (const { result, ...page } of pages) {
      const opened = await host.open({ ...page, result: toolResult({ result, hint: payloads[2] }) });
      await opened.frame.waitForSelector('main bdi');
      const found = await opened.frame.evaluate(
        (texts) => {
          const whole = document.querySelector('main')?.textContent ?? '';
          return {
            ran: 'ran' in window,
            elements: [
              ...document.querySelectorAll(
                'main :is(script, img, iframe, object, embed, link, meta, base, style, form, a, video, marquee, portal, template, math)',
              ),
            ].map((one) => one.outerHTML),
            missing: texts.filter((text) => !whole.includes(text)),
          };
        },
        page.view === 'recording' ? payloads.slice(0, 2) : payloads,
      );
      const leaks = opened.requests.filter((url) => url.includes('leak'));
      const ranOutside = await opened.page.evaluate(() => 'ran' in window);
      if (
        found.ran ||
        ranOutside ||
        found.elements.length + found.missing.length + leaks.length + opened.errors.length > 0
      ) {
        offenders.push(`${page.view}: ${JSON.stringify({ ...found, leaks, errors: opened.errors })}`);
      }
      await opened.close();
    }
    expect(offenders).toEqual([]);
  });

  it('offer no call of a tool that writes, whatever an entry names', async () => {
    const item = {
      id: 'one',
      initiator: { type: 'CUSTOMER' },
      content: { type: 'EMAIL' },
      text: 'hello',
      fetch: [{ what: 'everything', tool: 'delete_a_gladly_answer_by_id', arguments: { id: 'x' } }],
    };
    const opened = await host.open({ ...timeline, result: toolResult({ result: [item] }) });
    await opened.shows('hello');
    expect(await opened.text()).not.toContain('everything');
    await opened.close();
  });
});

/** Waits until the browser knows how long the recording is, which shows that it can play it. */
async function expectPlayable(opened: Opened): Promise<void> {
  await opened.frame.waitForFunction(() => (document.querySelector('audio')?.readyState ?? 0) >= 1);
  const audio = await opened.frame.$eval('audio', ({ duration, src }) => ({ duration, src }));
  expect(audio.duration).toBeGreaterThan(0);
  expect(audio.src).toMatch(/^blob:/);
}
