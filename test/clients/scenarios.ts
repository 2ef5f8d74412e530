import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { catalogue } from '../../src/tools/index.js';
import type { Ability, ClientAdapter, Outcome, Session } from './adapter.js';
import { deletionCall, hangingCall, recordingCall, type ScenarioVendor, taskIsDeleted } from './scenario-vendor.js';

/** What a scenario works with. */
export interface ScenarioContext {
  vendor: ScenarioVendor;
  downloads: string;
  /** A client of a server with default settings, shared by the scenarios. */
  session: Session;
  /** The person at the client of the shared session, if that client can ask. */
  person: { saysYes: boolean; asked: string[] };
  /** Starts another server, with a client that cannot ask, and `fewTools`. */
  connect: (env?: Record<string, string>) => Promise<Session>;
  /** How often a message went over standard input and output since the scenario began. @param message as in `ProtocolCheck.methods` */
  messageCount: (message: string) => number;
}

export interface Scenario {
  /** A sentence about the client. */
  title: string;
  /** Its name in the matrix. */
  label: string;
  needs?: Ability;
  run: (context: ScenarioContext) => Promise<void>;
  /** What happens with a client that lacks the ability; `words` are for the matrix. */
  instead?: { title: string; words: string; run: (context: ScenarioContext) => Promise<void> };
}

const textOf = (outcome: Outcome): string => (outcome.kind === 'answered' ? outcome.text : outcome.message);

/** The error of the tool: the outcome itself, or a part of the text that the library wrote around it. */
function errorIn(outcome: Outcome): Record<string, unknown> {
  const text = textOf(outcome);
  const json = text.slice(text.indexOf('{"error"'));
  expect(json, text).toMatch(/^\{/);
  return (JSON.parse(json) as { error: Record<string, unknown> }).error;
}

/** The tools of the servers that scenarios start for themselves: a client checks every tool of the list, which takes time. */
export const fewTools = ['list_all_puzzel_queues', hangingCall.tool, deletionCall.tool].join();

const puzzelTools = catalogue.filter(({ vendor }) => vendor === 'puzzel');

const list: Scenario = {
  label: 'list',
  title: 'gets every tool with its arguments',
  async run({ session }) {
    const listed = new Map((await session.list()).map(({ name, schema }) => [name, schema]));
    for (const tool of puzzelTools) {
      const wanted = Object.keys(tool.schemas().json.properties ?? {});
      const schema = listed.get(tool.name);
      expect(schema?.type, tool.name).toBe('object');
      expect(Object.keys(schema?.properties ?? {}), tool.name).toEqual(wanted);
    }
  },
};

const call: Scenario = {
  label: 'call',
  title: "gets the vendor's data from a call",
  async run({ session, vendor }) {
    const outcome = await session.call('list_all_puzzel_queues', {});
    const wanted = { result: vendor.queues, total: 2 };
    expect(outcome).toMatchObject({ kind: 'answered', text: JSON.stringify(wanted), structured: wanted });
  },
};

const invalid: Scenario = {
  label: 'wrong argument',
  title: 'hears which argument is wrong, and nothing is sent',
  async run({ session, vendor }) {
    const error = errorIn(await session.call('list_all_puzzel_queues', { limit: 5000 }));
    expect(error).toMatchObject({ kind: 'invalid_input', message: expect.stringContaining('limit: must be 1') });
    expect(vendor.requests).toEqual([]);
  },
};

const misspelt: Scenario = {
  label: 'misspelt argument',
  title: 'hears the right name of a misspelt argument, and nothing is sent',
  needs: 'passMisspelt',
  async run({ session, vendor }) {
    const error = errorIn(await session.call(hangingCall.tool, { queueid: 201 }));
    expect(error).toMatchObject({ kind: 'invalid_input', message: expect.stringContaining('mean "queue_id"?') });
    expect(vendor.requests).toEqual([]);
  },
  instead: {
    title: 'refuses a misspelt argument itself, by the closed schema',
    words: 'refused by the client',
    async run({ session, messageCount }) {
      const outcome = await session.call(hangingCall.tool, { queueid: 201 });
      expect(outcome).toMatchObject({ kind: 'thrown', message: expect.stringContaining('did not match') });
      expect(messageCount('tools/call')).toBe(0);
    },
  },
};

const unknown: Scenario = {
  label: 'unknown tool',
  title: 'hears that a tool does not exist',
  needs: 'callUnlisted',
  async run({ session }) {
    const outcome = await session.call('list_all_puzzel_queue', {});
    expect(outcome).toMatchObject({
      kind: 'thrown',
      message: expect.stringContaining('not found. Did you mean "list_all_puzzel_queues"?'),
    });
  },
  instead: {
    title: 'has no way to call a tool that does not exist',
    words: 'not callable',
    async run({ session, messageCount }) {
      expect(await session.call('list_all_puzzel_queue', {})).toEqual({
        kind: 'thrown',
        message: 'no tool list_all_puzzel_queue',
      });
      expect(messageCount('tools/call')).toBe(0);
    },
  },
};

const readOnly: Scenario = {
  label: 'read only',
  title: 'sees no tool that changes anything when the owner allows reading only, and cannot call one',
  async run({ connect, vendor }) {
    const session = await connect({ PUZZEL_MCP_READ_ONLY: 'true' });
    const names = (await session.list()).map(({ name }) => name);
    expect(names).toContain('list_all_puzzel_queues');
    expect(names).not.toContain(deletionCall.tool);
    const outcome = await session.call(deletionCall.tool, deletionCall.args);
    expect(outcome).toMatchObject({ kind: 'thrown', message: expect.stringContaining(deletionCall.tool) });
    expect(taskIsDeleted(vendor)).toBe(false);
  },
};

/** Makes a call that is never answered, and cancels it once the vendor has the request. */
async function cancelInFlight({ vendor }: ScenarioContext, session: Session): Promise<Outcome> {
  const stop = new AbortController();
  const pending = session.call(hangingCall.tool, hangingCall.args, { signal: stop.signal });
  await expect.poll(() => vendor.hanging.begun, { interval: 10, timeout: 20_000 }).toBe(1);
  stop.abort();
  return pending;
}

const cancel: Scenario = {
  label: 'cancel',
  title: 'cancels a call, and the connection to the vendor closes',
  needs: 'cancel',
  async run(context) {
    const { session, messageCount } = context;
    expect((await cancelInFlight(context, session)).kind).toBe('thrown');
    await expect.poll(() => context.vendor.hanging.closed, { interval: 10, timeout: 20_000 }).toBe(1);
    expect(messageCount('notifications/cancelled')).toBe(1);
    // The session goes on, and the cancelled call is never answered.
    expect((await session.call('list_all_puzzel_queues', {})).kind).toBe('answered');
    expect(messageCount('answer tools/call')).toBe(1);
  },
  instead: {
    title: 'ends only its own wait; the call goes on until the client closes',
    words: 'until the client closes',
    async run(context) {
      const { messageCount } = context;
      const session = await context.connect();
      expect((await cancelInFlight(context, session)).kind).toBe('thrown');
      expect((await session.call('list_all_puzzel_queues', {})).kind).toBe('answered');
      expect([messageCount('notifications/cancelled'), context.vendor.hanging.closed]).toEqual([0, 0]);
      await session.close();
      await expect.poll(() => context.vendor.hanging.closed, { interval: 10, timeout: 20_000 }).toBe(1);
    },
  },
};

/** Expects the file that the answer names to hold the vendor's bytes. */
async function expectFile({ downloads, vendor }: ScenarioContext, outcome: Outcome): Promise<void> {
  const path = join(downloads, '8840310685_1.wav');
  const { bytes, digest } = vendor.recording;
  const result = { path, bytes, mime_type: 'audio/wav', filename: '8840310685_1.wav' };
  expect(outcome).toMatchObject({ kind: 'answered', links: [`file://${path}`] });
  expect(textOf(outcome)).toContain(JSON.stringify({ result }));
  expect(
    createHash('sha256')
      .update(await readFile(path))
      .digest('hex'),
  ).toBe(digest);
}

const download: Scenario = {
  label: 'download with progress',
  title: 'downloads a recording and sees it grow',
  needs: 'progress',
  async run(context) {
    const { session, messageCount } = context;
    const seen: number[] = [];
    const onProgress = (progress: number) => void seen.push(progress);
    await expectFile(context, await session.call(recordingCall.tool, recordingCall.args, { onProgress }));
    expect(seen.length).toBeGreaterThan(1);
    expect(seen).toEqual([...new Set(seen)].sort((a, b) => a - b));
    // A client may drop a last notification that comes together with the answer, so `messageCount` has to show that it was sent.
    expect(seen.at(-1)).toBeLessThanOrEqual(context.vendor.recording.bytes);
    expect(messageCount('complete progress')).toBe(1);
  },
  instead: {
    title: 'downloads a recording without a word on its progress',
    words: 'file, no progress',
    async run(context) {
      const { session, messageCount } = context;
      await expectFile(context, await session.call(recordingCall.tool, recordingCall.args));
      expect(messageCount('notifications/progress')).toBe(0);
    },
  },
};

const remove = (session: Session) => session.call(deletionCall.tool, deletionCall.args);

const confirmation: Scenario = {
  label: 'confirmation',
  title: 'asks the person before it deletes, and does as they say',
  needs: 'ask',
  async run({ session, vendor, person }) {
    person.saysYes = false;
    expect(errorIn(await remove(session))).toMatchObject({ kind: 'declined' });
    expect(taskIsDeleted(vendor)).toBe(false);
    person.saysYes = true;
    expect(textOf(await remove(session))).toBe('{"result":{"code":0,"id":10946,"message":"OK"}}');
    expect(taskIsDeleted(vendor)).toBe(true);
    expect(person.asked).toHaveLength(2);
    for (const question of person.asked) {
      expect(question).toContain(deletionCall.subject);
      expect(question).toContain(deletionCall.args.id);
    }
  },
  instead: {
    title: 'cannot ask: `auto` goes ahead',
    words: '`auto` goes ahead, `always` refuses',
    async run({ session, vendor }) {
      expect(textOf(await remove(session))).toContain('{"result":{"code":0,"id":10946,"message":"OK"}}');
      expect(taskIsDeleted(vendor)).toBe(true);
    },
  },
};

const nobodyToAsk: Scenario = {
  label: '`always`, nobody to ask',
  title: 'is refused under `always` when it says that it cannot ask',
  async run({ connect, vendor }) {
    const session = await connect({ PUZZEL_MCP_CONFIRM: 'always' });
    expect(errorIn(await remove(session))).toMatchObject({ kind: 'declined' });
    expect(taskIsDeleted(vendor)).toBe(false);
  },
};

export const scenarios: Scenario[] = [
  list,
  call,
  invalid,
  misspelt,
  unknown,
  readOnly,
  cancel,
  download,
  confirmation,
  nobodyToAsk,
];

/** The scenario, or what happens instead where the client lacks the ability. */
export function forClient(scenario: Scenario, { cannot }: ClientAdapter): Pick<Scenario, 'title' | 'run'> {
  const why = scenario.needs === undefined ? undefined : cannot[scenario.needs];
  if (why === undefined) return scenario;
  if (!scenario.instead) throw new Error(`${scenario.label}: nothing to do instead`);
  return { title: `${scenario.instead.title} (${why})`, run: scenario.instead.run };
}
