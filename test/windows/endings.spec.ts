import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type FakePuzzel, fakePuzzel } from '../support/fake-puzzel.js';
import { type FakeServer, fakeServer, json } from '../support/fake-server.js';
import { install, remove, runScenario, windowsPath } from './windows.js';

const ended = z.object({
  code: z.number().nullable(),
  signal: z.string().nullable(),
  stderr: z.string(),
});
const parentDied = z.object({ ranBefore: z.boolean(), stderr: z.string() });
const findings = z.object({
  uninitialized: ended,
  idle: ended,
  callHangs: ended,
  closedOutput: ended,
  parentDies: parentDied,
  parentDiesHung: parentDied,
});

let seen: z.infer<typeof findings>;
let vendor: FakePuzzel;
let control: FakeServer;
beforeAll(async () => {
  install();
  vendor = await fakePuzzel();
  const waiting = new Set<object>();
  vendor.api = (_path, _request, response) => {
    waiting.add(response);
    response.once('close', () => waiting.delete(response));
  };
  control = await fakeServer((_request, response) => json(response, { waiting: waiting.size }));
  const parent = windowsPath(fileURLToPath(new URL('../support/parent.mjs', import.meta.url)));
  seen = await runScenario('endings', { env: vendor.env, waiting: control.url, parent }, findings);
});
afterAll(async () => {
  await vendor?.close();
  await control?.close();
  remove();
});

describe('on Windows the server ends', () => {
  it.each(['uninitialized', 'idle', 'callHangs'] as const)('with 0 and no message when its input ends (%s)', (name) => {
    expect(seen[name]).toMatchObject({ code: 0, signal: null, stderr: '' });
  });

  it('when its output is closed', () => {
    expect(seen.closedOutput).toMatchObject({ signal: null, stderr: '' });
  });

  it('when the program that started it dies, idle or in the middle of a call', () => {
    // The scenario returns only when the server has ended.
    expect([seen.parentDies, seen.parentDiesHung]).toEqual(Array(2).fill({ ranBefore: true, stderr: '' }));
  });
});
