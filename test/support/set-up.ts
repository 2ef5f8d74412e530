import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, onTestFinished } from 'vitest';

// Functions to call at the top of a file or of a `describe`; closedAfterTest is for tests. Vitest runs the last `afterAll`
// first, so whatever is set up later may use what was set up before it, until its own end.

/** A new folder, removed after all tests of the file or the `describe`. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'puzzel-mcp-test-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A folder that is emptied before each test, so that all tests have the same path. */
export function emptiedFolder(): string {
  const folder = newFolder();
  beforeEach(() => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, 0o700);
  });
  return folder;
}

/** Closes something after all tests of the file or the `describe`. */
export function closedAfterAll<T extends { close: () => Promise<unknown> }>(one: T): T {
  afterAll(async () => {
    await one.close();
  });
  return one;
}

/** Closes something after the test that runs now; what was opened last is closed first. */
export function closedAfterTest<T extends { close: () => Promise<unknown> }>(one: T): T {
  onTestFinished(async () => {
    await one.close();
  });
  return one;
}
