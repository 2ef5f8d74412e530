import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeInput, hasBrowser } from './support/browser.js';
import { startHost, type TestHost, toolResult } from './support/host.js';

const queues = { view: 'queues', tool: 'list_all_puzzel_visual_queue_state_info' };
const agents = { view: 'agents', tool: 'list_all_puzzel_state_information' };
/** A queue on target; its id is the length of its name. */
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
const listResult = (result: unknown[], more: object = {}) => toolResult({ result, ...more });
const trouble = { queueSize: 7, waitTimeMaxSeconds: 200 };

describe.runIf(hasBrowser)('the live pages', () => {
  let host: TestHost;
  beforeAll(async () => {
    host = await startHost();
  });
  afterAll(() => host?.close());

  it('name the queue in trouble first, in words, with who could help', async () => {
    const { frame, shows, close } = await host.open(queues);
    await shows('Primary Inbound needs help');
    await shows(/Longest wait 3:\d\d \(target 2:00\).*7\d% answered in time.*8(\.\d)?% abandoned/);
    await shows(/Could help: 4 agents ready here/);
    const first = await frame.$eval('.queue', (card) => [card.getAttribute('data-level'), card.textContent]);
    expect(first[0]).toBe('breach');
    expect(first[1]).toMatch(/Primary Inbound.*Breach/);
    await close();
  });

  it('show what changed, and draw the last hour of the queue that is chosen', async () => {
    let refreshes = 0;
    const call = async () => listResult([queue('Sales'), queue('Help', refreshes++ < 2 ? trouble : {})]);
    const opened = await host.open({ ...queues, call, result: listResult([queue('Sales'), queue('Help')]) });
    await opened.shows(/Both queues are on target.*Snapshot, received/);
    await opened.press('Refresh');
    await opened.shows(/Help needs help.*Live as of/);
    await opened.press('Refresh');
    await expect.poll(() => opened.frame.$$eval('.sparkline path', (lines) => lines.length)).toBe(2);
    await opened.press('Help');
    await opened.shows(/Help, since .* \(the last hour at most\)/);
    await expect.poll(() => opened.frame.$$eval('.plot canvas', (list) => list.length)).toBe(1);
    const [card, top, height] = await opened.frame.$eval('.queue-history', (chart) => [
      chart.previousElementSibling?.querySelector('h2')?.textContent,
      chart.getBoundingClientRect().top,
      innerHeight,
    ]);
    expect([card, Number(top) < Number(height)]).toEqual(['Help', true]);
    await expect.poll(() => opened.modelContext).toEqual([expect.stringContaining('visual queue id 4')]);
    await opened.press('Refresh');
    await opened.shows('Both queues are on target');
    await opened.close();
  });

  it('write both scales of a line in full, in the language of the person', async () => {
    const result = listResult([queue('Help', { queueSize: 1_234_567, waitTimeMaxSeconds: 20 * 86_400 })]);
    const opened = await host.open({ ...queues, result, call: async () => result, context: { locale: 'de-DE' } });
    await opened.shows('Live as of');
    await opened.press('Refresh');
    await opened.frame.waitForSelector('.sparkline path');
    const labels = opened.frame.evaluate(
      () =>
        new Promise<{ text: string; isCut: boolean }[]>((resolve) => {
          const drawn: { text: string; isCut: boolean }[] = [];
          const { fillText } = CanvasRenderingContext2D.prototype;
          CanvasRenderingContext2D.prototype.fillText = function (...args) {
            const [text, x] = args;
            // Those of the right scale begin at its line.
            const isRight = this.textAlign === 'left';
            drawn.push({ text, isCut: isRight && x + this.measureText(text).width > this.canvas.width });
            fillText.apply(this, args);
            // A chart is drawn in one go.
            setTimeout(() => resolve(drawn));
          };
        }),
    );
    await opened.press('Help');
    expect((await labels).filter(({ isCut }) => isCut)).toEqual([]);
    expect((await labels).map(({ text }) => text)).toEqual(expect.arrayContaining(['168:00:00', '1.000.000']));
    await opened.close();
  });

  it('read a long list to its end, one call after the other, and claim nothing about the unread rest', async () => {
    const pages = [[queue('A')], [queue('Bee')], [queue('Cee', trouble)]];
    const releases: (() => void)[] = [];
    let underWay = 0;
    let mostUnderWay = 0;
    const call = async (_: string, { cursor = '0' }: Record<string, unknown>) => {
      underWay += 1;
      mostUnderWay = Math.max(mostUnderWay, underWay);
      await new Promise<void>((resolve) => releases.push(resolve));
      underWay -= 1;
      const at = Number(cursor);
      return toolResult({ result: pages[at], total: 3, ...(at < 2 && { next_cursor: String(at + 1) }) });
    };
    const result = listResult([queue('A'), queue('Bee')], { next_cursor: 'old', total: 3 });
    const opened = await host.open({ ...queues, call, result });
    await opened.shows(/No breach in the 2 queues read so far.*Read so far: 2 of 3\. The rest is being read/);
    expect(await opened.text()).not.toMatch(/\ball\b/i);
    for (let at = 0; at < 3; at += 1) {
      await expect.poll(() => releases.length).toBe(at + 1);
      releases[at]?.();
    }
    // The text for screen readers follows a moment after the headline.
    await opened.shows(/^(?!.*so far).*Cee needs help/);
    expect(mostUnderWay).toBe(1);
    expect(opened.calls.map(({ args }) => args)).toEqual([
      { fields: expect.arrayContaining(['queueSize', 'sla']), limit: 1_000 },
      { cursor: '1' },
      { cursor: '2' },
    ]);
    await opened.close();
  });

  it('count all agents of a large tenant', async () => {
    const agent = (userId: number) => ({
      userId,
      firstName: `Agent ${userId}`,
      ...(userId > 0 && { userGroupName: `Team ${1 + (userId % 11)}` }),
      userStatus: 'Available',
      callsAnswered: 5,
    });
    const agentsBetween = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, index) => agent(from + index));
    const call = async (_: string, { cursor }: Record<string, unknown>) =>
      cursor === undefined
        ? listResult(agentsBetween(0, 100), { next_cursor: 'more', total: 150 })
        : listResult(agentsBetween(100, 150), { total: 150 });
    const result = listResult(agentsBetween(0, 14), { next_cursor: 'x', total: 150 });
    const snapshot = await host.open({ ...agents, call, result, canCall: false });
    await snapshot.shows(/14 ready of the 14 agents read so far/);
    await snapshot.close();
    const opened = await host.open({ ...agents, call, result });
    await opened.shows(/^150 ready (?!of)/);
    expect(opened.calls[0]?.args).toEqual({ fields: expect.arrayContaining(['userStatus']), limit: 1_000 });
    await opened.shows('Agent 0 5 answered Agent 1 Team 2 · 5 answered');
    await opened.shows('Team 1 Team 2 Team 3');
    await opened.close();
  });

  it('say when data are old, by the time at which they were read, and that data are awaited', async () => {
    const never = () => new Promise<never>(() => {});
    const readAt = new Date(Date.now() - 60_000).toISOString();
    const opened = await host.open({
      ...queues,
      call: never,
      result: { ...listResult([queue('Sales')]), _meta: { 'puzzel-mcp/as-of': readAt } },
    });
    await opened.shows(/Old data: this is how it was at .*Old data as of/);
    expect(await opened.text()).not.toContain('Live');
    await opened.close();
    const waiting = await host.open({ ...queues, call: never, result: null });
    await waiting.shows(/Waiting for the queues … Loading/);
    await waiting.close();
  });

  it('judge by the targets that the person sets', async () => {
    const opened = await host.open({ ...queues, result: listResult([queue('Sales', { waitTimeMaxSeconds: 90 })]) });
    await opened.shows('The queue is on target');
    await opened.press('Targets');
    await changeInput(opened.frame, '.targets input', '60');
    await opened.shows('Sales needs help');
    await changeInput(opened.frame, '.targets label:nth-child(2) input', '550');
    await opened.shows(/Answered in time, at least % 1 to 100 Abandoned/);
    expect(await opened.text()).toContain('target 80%');
    await opened.close();
  });

  it('make one call at a time, none while stopped or hidden, and fewer after failures', async () => {
    let calls = 0;
    let underWay = 0;
    let mostUnderWay = 0;
    let failing = false;
    // The calls within 400 ms, the time of four polls: the timers run 100 times as fast. One may have begun just before.
    const callsInFourPolls = async () => {
      const before = calls;
      await new Promise((resolve) => setTimeout(resolve, 400));
      return calls - before;
    };
    const opened = await host.open({
      ...queues,
      timerSpeed: 100,
      call: async () => {
        calls += 1;
        underWay += 1;
        mostUnderWay = Math.max(mostUnderWay, underWay);
        await new Promise((resolve) => setTimeout(resolve, 20));
        underWay -= 1;
        if (failing) return toolResult({ error: { kind: 'upstream', message: 'Puzzel is down.' } }, true);
        return listResult([queue('Sales')]);
      },
    });
    await expect.poll(() => calls).toBeGreaterThan(5);
    await opened.press(/Refresh|Asking/);
    await opened.press(/Refresh|Asking/);
    expect(mostUnderWay).toBe(1);
    failing = true;
    await opened.shows('Puzzel is down.');
    const delays = (): Promise<number[]> => opened.frame.evaluate(() => Reflect.get(window, 'delays'));
    const seconds = async () => (await delays()).map((ms) => Math.round(ms / 1_000));
    await expect.poll(seconds).toEqual(expect.arrayContaining([20, 40, 80]));
    failing = false;
    await opened.press(/Refresh|Asking/);
    await opened.shows('Live as of');
    await opened.press('Stop');
    await opened.shows('Stopped');
    expect(await callsInFourPolls(), 'calls after Stop').toBeLessThanOrEqual(1);
    const stopped = calls;
    await opened.press('Go on');
    await expect.poll(() => calls).toBeGreaterThan(stopped + 1);
    // The view is scrolled out of the chat.
    await opened.page.$eval('iframe', (frame) => {
      frame.style.marginTop = '5000px';
    });
    await opened.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    expect(await callsInFourPolls(), 'calls while hidden').toBeLessThanOrEqual(1);
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
      ['empty', { ...queues, result: listResult([]) }, /no visual queue/],
      [
        'cut',
        { ...queues, result: listResult([queue('A')], { next_cursor: 'x', total: 112 }), canCall: false },
        /No breach in the 1 queue read so far.*Read so far: 1 of 112\. This client does not let the page read the rest/,
      ],
      [
        'refused',
        { ...agents, result: toolResult({ error: failure }, true) },
        /Too many requests\. Too many\. Wait a minute\..*The next attempt is at (.* \d{4}, )?\d\d:\d\d:\d\d\./,
      ],
      ['cannot ask', { ...queues, canCall: false }, /Snapshot as of .* does not let the page ask again/],
      [
        'nothing but failures',
        { ...queues, result: toolResult({ error: { kind: 'network', message: 'Down.' } }, true) },
        /No connection\. Down\..*No data/,
      ],
      [
        'a hint for a model',
        { ...queues, result: toolResult({ error: { ...failure, hint: 'Tell the person to set X.' } }, true) },
        /Too many\. Set X\./,
      ],
      [
        'no figures',
        { ...queues, result: listResult([{ id: 1, description: 'A' }]) },
        /^Not enough figures .*A \? Not enough figures/,
      ],
      [
        'missed earlier',
        { ...queues, result: listResult([queue('A', { sla: 60, callsAbandonedToday: 30 }), queue('Bee')]) },
        /No queue needs help now Keep an eye on A: 60% answered in time today \(target 80%\) · 30% abandoned today/,
      ],
      [
        'no calls yet',
        { ...queues, result: listResult([queue('A', { sla: 0, callsOfferedToday: 0 })]) },
        /The queue is on target .*Answered in time – no calls yet/,
      ],
      [
        'many names',
        { ...queues, result: listResult(Array.from({ length: 44 }, (_, id) => ({ ...queue('Q', trouble), id }))) },
        /In breach as well: Q, Q, Q, Q, Q, Q and 37 more/,
      ],
      [
        'a group without agents',
        { ...agents, args: { userGroupName: 'Nine' }, result: listResult([], { hint: 'The group "Nine" is empty.' }) },
        /There is no agent in Nine that this login may see\. The group "Nine" is empty\./,
      ],
      [
        'agents of one group',
        { ...agents, args: { userGroupName: 'Two' }, result: listResult([{ userId: 1, userStatus: 'Busy' }]) },
        /^0 ready in Two (?!·)/,
      ],
      [
        'agents of a group by a part of its name',
        {
          ...agents,
          args: { userGroupName: 'Two' },
          result: listResult([{ userId: 1, userStatus: 'Busy', userGroupName: 'Two Support' }]),
        },
        /^0 ready in Two Support/,
      ],
      [
        'agents without a status',
        { ...agents, result: listResult([{ userId: 1 }, { userId: 2 }]) },
        /^Status unknown .*Status unknown 2 /,
      ],
      [
        'nobody logged on',
        { ...queues, result: listResult([queue('A', { queueSize: 9, agentsLoggedOn: 0, agentsReady: 0 })]) },
        /A needs help 9 waiting, nobody logged on Nobody is ready here\./,
      ],
      [
        'nobody here',
        { ...queues, result: listResult([queue('A', { ...trouble, agentsReady: 0 }), queue('Bee')]) },
        /Nobody is ready here\. Could help: 3 agents ready in Bee, where nobody waits/,
      ],
      ['unreadable', { ...queues, result: { content: [{ type: 'text', text: 'oops' }] } }, /That did not work\. oops/],
    ];
    const missing: string[] = [];
    for (const [name, opening, words] of cases) {
      const opened = await host.open(opening);
      await opened.shows(words).catch((error: Error) => missing.push(`${name}: ${error.message}`));
      await opened.close();
    }
    const stale = await host.open({
      ...queues,
      call: async () => toolResult({ error: { ...failure, kind: 'timeout' } }, true),
    });
    await stale.shows('Primary Inbound');
    await stale.press('Refresh');
    await stale.shows(
      /No answer in time\..*Wait a minute\. Shown below is what was known as of .*Primary Inbound.*Old data as of/,
    );
    await stale.close();
    expect(missing).toEqual([]);
  });

  it('sort agents by status and time, filter them, and mark who is away for too long', async () => {
    const agent = (name: string, group: string, status: string, seconds: number) => ({
      userId: name.length,
      firstName: name,
      lastName: '',
      userGroupName: group,
      contactCentreStatus: status === 'Pause' ? 'Pause' : 'LoggedOn',
      userStatus: status,
      timeInStatusSeconds: seconds,
    });
    const result = listResult([
      agent('Ann', 'One', 'Available', 10),
      agent('Bertil', 'Two', 'WrapUp', 100),
      agent('Cecilia', 'Two', 'WrapUp', 400),
      agent('Dag-Erik', 'One', 'Pause', 60),
    ]);
    const opened = await host.open({ ...agents, result, call: async () => result });
    await opened.shows(/1 ready · ▲ 1 away for too long/);
    await opened.shows(/Wrap-up 2 Cecilia Two 6:40 too long Bertil/);
    await opened.shows('Away for too long: Cecilia.');
    await opened.frame.select('.fields select', 'One');
    await opened.shows(/1 ready (?!·)/);
    expect(await opened.text()).not.toContain('Cecilia');
    await opened.frame.type('input[type=search]', 'zzz');
    await opened.shows('Nobody matches the filter');
    await opened.close();
  });

  it('leave the focus on an agent who moves to another status', async () => {
    const agent = (userStatus: string) => listResult([{ userId: 7, firstName: 'Ann', userStatus }]);
    const opened = await host.open({ ...agents, result: agent('Available'), call: async () => agent('WrapUp') });
    await (await opened.frame.waitForSelector('.lane-ready button'))?.focus();
    await opened.press('Refresh');
    await opened.shows(/Wrap-up 1/);
    await expect.poll(() => opened.frame.evaluate(() => document.activeElement?.textContent)).toBe('Ann');
    await opened.close();
  });

  it('use hardly more memory and elements after fifty refreshes', async () => {
    const opened = await host.open(queues);
    await opened.shows('Primary Inbound');
    const measured = await opened.page.createCDPSession();
    const refresh = async (times: number) => {
      const before = opened.calls.length;
      await opened.frame.evaluate(async (count) => {
        const button = () =>
          [...document.querySelectorAll('button')].find((one) => /Refresh|Asking/.test(one.textContent ?? ''));
        for (let at = 0; at < count; at += 1) {
          button()?.click();
          do await new Promise((resolve) => setTimeout(resolve, 5));
          while (button()?.textContent !== 'Refresh');
        }
      }, times);
      expect(opened.calls.length).toBe(before + times);
      await measured.send('HeapProfiler.collectGarbage');
      return (await opened.page.metrics()).JSHeapUsedSize ?? 0;
    };
    const before = await refresh(10);
    const nodes = await opened.frame.$$eval('*', (all) => all.length);
    const after = await refresh(50);
    expect(await opened.frame.$$eval('*', (all) => all.length)).toBeLessThan(nodes + 20);
    expect(after - before).toBeLessThan(750_000);
    await opened.close();
  });
});
