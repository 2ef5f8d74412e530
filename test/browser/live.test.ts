import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser } from './support/browser.js';
import { answered, startHost, type TestHost } from './support/host.js';

const queues = { view: 'queues', tool: 'list_all_puzzel_visual_queue_state_info' };
const agents = { view: 'agents', tool: 'list_all_puzzel_state_information' };
const queue = (name: string, more: object = {}) => ({
  id: name.length,
  description: name,
  queueSize: 0,
  waitTimeMaxSeconds: 0,
  sla: 95,
  agentsReady: 3,
  callsOfferedToday: 100,
  callsAbandonedToday: 1,
  alarmFlag: 0,
  ...more,
});
const trouble = { queueSize: 7, waitTimeMaxSeconds: 200 };

describe.runIf(hasBrowser)('the live pages', () => {
  let host: TestHost;
  beforeAll(async () => {
    host = await startHost();
  }, 60_000);
  afterAll(() => host?.close());

  it('name the queue in trouble first, in words, with who could help', async () => {
    const { frame, sees, close } = await host.open(queues);
    await sees('Primary Inbound needs help');
    await sees(/Longest wait 3:\d\d \(target 2:00\).*7\d% answered in time.*8(\.\d)?% abandoned/);
    await sees(/Could help: 4 agents ready here/);
    const first = await frame.$eval('.queue', (card) => [card.getAttribute('data-level'), card.textContent]);
    expect(first[0]).toBe('breach');
    expect(first[1]).toMatch(/Primary Inbound.*Breach/);
    await close();
  });

  it('show what changed, and draw the last hour of the queue that is chosen', async () => {
    let reading = 0;
    const call = async () => answered({ result: [queue('Sales'), queue('Help', reading++ === 0 ? trouble : {})] });
    const opened = await host.open({ ...queues, call, result: answered({ result: [queue('Sales'), queue('Help')] }) });
    await opened.sees('All 2 queues are on target');
    await opened.press('Refresh');
    await opened.sees('Help needs help');
    await opened.press('Help');
    await opened.sees(/Help, since .* \(the last hour at most\)/);
    expect(await opened.frame.$$eval('.plot canvas', (list) => list.length)).toBe(1);
    expect(opened.told).toEqual([expect.stringContaining('visual queue id 4')]);
    await opened.press('Refresh');
    await opened.sees('All 2 queues are on target');
    await opened.close();
  });

  it('judge by the targets that the person sets', async () => {
    const opened = await host.open({
      ...queues,
      result: answered({ result: [queue('Sales', { waitTimeMaxSeconds: 90 })] }),
    });
    await opened.sees('The queue is on target');
    await opened.press('Targets');
    await opened.frame.$eval('.targets input', (input) => {
      if (!(input instanceof HTMLInputElement)) return;
      input.value = '60';
      input.dispatchEvent(new Event('input', { bubbles: true }));
    });
    await opened.sees('Sales needs help');
    await opened.close();
  });

  it('ask one call at a time, not while hidden, and slower after failures', async () => {
    const starts: number[] = [];
    let underWay = 0;
    let most = 0;
    let failing = false;
    // Three times the pause between two calls, a hundred times as fast.
    const more = async () => {
      const before = starts.length;
      await new Promise((resolve) => setTimeout(resolve, 400));
      return starts.length - before;
    };
    const opened = await host.open({
      ...queues,
      faster: 100,
      call: async () => {
        starts.push(performance.now());
        underWay += 1;
        most = Math.max(most, underWay);
        await new Promise((resolve) => setTimeout(resolve, 20));
        underWay -= 1;
        if (failing) return answered({ error: { kind: 'upstream', message: 'Puzzel is down.' } }, true);
        return answered({ result: [queue('Sales')] });
      },
    });
    await expect.poll(() => starts.length, { timeout: 10_000 }).toBeGreaterThan(5);
    await opened.press(/Refresh|Asking/);
    await opened.press(/Refresh|Asking/);
    expect(most).toBe(1);
    failing = true;
    await opened.sees('Puzzel is down.');
    const from = starts.length;
    await expect.poll(() => starts.length, { timeout: 20_000 }).toBeGreaterThan(from + 2);
    const gaps = starts
      .slice(from - 1)
      .map((at, index, all) => at - (all[index - 1] ?? at))
      .slice(1);
    expect(gaps[1], `pauses: ${gaps}`).toBeGreaterThan((gaps[0] ?? 0) * 1.3);
    failing = false;
    await opened.press(/Refresh|Asking/);
    await opened.sees('Live as of');
    await opened.press('Stop');
    await opened.sees('Stopped');
    expect(await more(), 'calls after Stop').toBeLessThanOrEqual(1);
    await opened.press('Go on');
    await expect.poll(() => starts.length).toBeGreaterThan(from + 5);
    // Scrolled out of the chat.
    await opened.page.$eval('iframe', (frame) => {
      frame.style.marginTop = '5000px';
    });
    await opened.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    expect(await more(), 'calls while nobody looks').toBeLessThanOrEqual(1);
    await opened.close();
  });

  it('say in words what is empty, missing, cut, old or refused', async () => {
    const failure = {
      kind: 'rate_limited',
      message: 'Too many.',
      hint: 'Wait a minute.',
      rate_limit: { 'ratelimit-reset': 900 },
    };
    const cases: [string, Parameters<TestHost['open']>[0], RegExp][] = [
      ['nothing yet', { ...queues, result: null }, /Waiting for the queues/],
      ['empty', { ...queues, result: answered({ result: [] }) }, /no visual queue/],
      [
        'cut',
        { ...queues, result: answered({ result: [queue('A')], next_cursor: 'x', total: 112 }) },
        /1 of 112.*Show all/,
      ],
      [
        'refused',
        { ...agents, result: answered({ error: failure }, true) },
        /Too many requests\. Too many\. Wait a minute\..*900 seconds/,
      ],
      ['cannot ask', { ...queues, can: { call: false } }, /Snapshot as of .* does not let the page ask again/],
      ['unreadable', { ...queues, result: { content: [{ type: 'text', text: 'oops' }] } }, /That did not work\. oops/],
    ];
    const missing: string[] = [];
    for (const [name, opening, words] of cases) {
      const opened = await host.open(opening);
      await opened.sees(words).catch((error: Error) => missing.push(`${name}: ${error.message}`));
      await opened.close();
    }
    const stale = await host.open({
      ...queues,
      call: async () => answered({ error: { ...failure, kind: 'timeout' } }, true),
    });
    await stale.sees('Primary Inbound');
    await stale.press('Refresh');
    await stale.sees(
      /No answer in time\..*Wait a minute\. Shown below is what was known as of .*Primary Inbound.*Old data as of/,
    );
    await stale.close();
    expect(missing).toEqual([]);
  });

  it('put agents into order by status and time, filter them, and mark who is away for too long', async () => {
    const agent = (name: string, group: string, status: string, seconds: number) => ({
      userId: name.length,
      firstName: name,
      lastName: '',
      userGroupName: group,
      contactCentreStatus: status === 'Pause' ? 'Pause' : 'LoggedOn',
      userStatus: status,
      timeInStatusSeconds: seconds,
    });
    const result = answered({
      result: [
        agent('Ann', 'One', 'Available', 10),
        agent('Bertil', 'Two', 'WrapUp', 100),
        agent('Cecilia', 'Two', 'WrapUp', 400),
        agent('Dag-Erik', 'One', 'Pause', 60),
      ],
    });
    const opened = await host.open({ ...agents, result, call: async () => result });
    await opened.sees(/1 ready · ▲ 1 away for too long/);
    await opened.sees(/Wrap-up 2 Cecilia Two 6:40 too long Bertil/);
    await opened.frame.select('.fields select', 'One');
    await opened.sees(/1 ready (?!·)/);
    expect(await opened.text()).not.toContain('Cecilia');
    await opened.frame.type('input[type=search]', 'zzz');
    await opened.sees('Nobody matches the filter');
    await opened.close();
  });

  it('keep their memory over a hundred refreshes', async () => {
    const opened = await host.open(queues);
    await opened.sees('Primary Inbound');
    const measured = await opened.page.createCDPSession();
    const refresh = async (times: number) => {
      for (let at = 0; at < times; at += 1) {
        const before = opened.calls.length;
        await opened.press(/Refresh|Asking/);
        await expect.poll(() => opened.calls.length, { interval: 5 }).toBeGreaterThan(before);
        await opened.sees('Refresh');
      }
      await measured.send('HeapProfiler.collectGarbage');
      return (await opened.page.metrics()).JSHeapUsedSize ?? 0;
    };
    const before = await refresh(20);
    const nodes = await opened.frame.$$eval('*', (all) => all.length);
    const after = await refresh(100);
    expect(await opened.frame.$$eval('*', (all) => all.length)).toBeLessThan(nodes + 20);
    expect(after - before).toBeLessThan(1_500_000);
    await opened.close();
  }, 60_000);
});
