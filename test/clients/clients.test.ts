import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WireLogs } from '../support/protocol-check.js';
import { cleanEnv, nodeArguments } from '../support/server-process.js';
import { newFolder } from '../support/set-up.js';
import type { Session } from './adapter.js';
import { clients } from './all.js';
import { type ScenarioVendor, scenarioVendor } from './scenario-vendor.js';
import { fewTools, forClient, type ScenarioContext, scenarios } from './scenarios.js';

const tee = fileURLToPath(new URL('../support/tee.mjs', import.meta.url));

describe.each(clients.map((client) => [client.name, client] as const))('%s', (_, client) => {
  const person = { saysYes: false, asked: [] as string[] };
  const downloads = newFolder();
  const wireFolder = newFolder();
  const wireLogs = new WireLogs(wireFolder);
  let vendor: ScenarioVendor;
  let session: Session;
  let startedSessions: Session[];

  const wire = () => wireLogs.checks();
  const problems = () => wire().flatMap(({ problems }) => problems);
  const allMessages = () => wire().flatMap(({ methods }) => methods);

  const start = (env: Record<string, string>, answer?: (question: string) => boolean) => {
    const serverEnv = cleanEnv({ ...vendor.puzzel.env, PUZZEL_MCP_DOWNLOAD_DIR: downloads, ...env });
    return client.connect(
      { command: process.execPath, args: [tee, wireFolder, ...nodeArguments], env: serverEnv },
      answer,
    );
  };
  const answer = (question: string) => {
    person.asked.push(question);
    return person.saysYes;
  };

  beforeAll(async () => {
    vendor = await scenarioVendor();
    session = await start({}, client.cannot.ask === undefined ? answer : undefined);
  });
  beforeEach(() => {
    vendor.requests.length = 0;
    vendor.hanging = { begun: 0, closed: 0 };
    startedSessions = [];
  });
  afterAll(() => vendor.puzzel.close());

  const adapted = scenarios.map((scenario) => forClient(scenario, client));
  it.each(adapted.map(({ title, run }) => [title, run] as const))('%s', async (_title, run) => {
    const before = allMessages();
    const knownProblems = new Set(problems());
    const count = (messages: string[], message: string) => messages.filter((one) => one === message).length;
    const context: ScenarioContext = {
      vendor,
      downloads,
      session,
      person,
      messageCount: (message) => count(allMessages(), message) - count(before, message),
      connect: async (env = {}) => {
        const started = await start({ PUZZEL_MCP_TOOLS: fewTools, ...env });
        startedSessions.push(started);
        return started;
      },
    };
    try {
      await run(context);
    } finally {
      await Promise.all(startedSessions.map((started) => started.close()));
    }
    expect(problems().filter((problem) => !knownProblems.has(problem))).toEqual([]);
  });

  it(`speaks ${client.era}, and every line that the server writes, also at its end, conforms to it`, async () => {
    await session.close();
    expect(problems()).toEqual([]);
    expect([...new Set(wire().flatMap(({ eras }) => [...eras]))]).toEqual([client.era]);
    expect(allMessages()).toEqual(expect.arrayContaining(['answer tools/list', 'answer tools/call']));
  });
});
