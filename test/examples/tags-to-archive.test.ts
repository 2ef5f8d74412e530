import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { json } from '../support/fake-server.js';
import { runRecipe } from './recipe.js';
import { startTenant, type Tenant } from './tenant.js';

const script = 'tags-to-archive/tag.mjs';
const update = /\/tags\/update$/;
/** Tagged as a complaint already; its comment speaks of a delivery date. */
const complaint = '8840310000';

let tenant: Tenant;
let folder: string;
beforeEach(async () => {
  tenant = await startTenant();
  folder = mkdtempSync(join(tmpdir(), 'recipe-tags-'));
});
afterEach(async () => {
  await tenant.close();
  rmSync(folder, { recursive: true, force: true });
});

const tag = (...args: string[]) => runRecipe(script, ['--days', '3', ...args], tenant.env);

interface Archived {
  callId: string;
  tags: { name: string; value: string }[];
}
const archive = async () => {
  const records = await tenant.ask('list_all_puzzel_archive_records', { fields: ['callId', 'tags'], limit: 100 });
  return new Map((records as Archived[]).map(({ callId, tags }) => [callId, tags]));
};

/** A model that chooses this for every call. */
function modelThatChooses(value: string): string {
  const file = join(folder, 'model.mjs');
  writeFileSync(
    file,
    `import { MockLanguageModelV3 } from '${pathToFileURL(createRequire(import.meta.url).resolve('ai/test')).href}';
     const input = JSON.stringify({ value: ${JSON.stringify(value)}, reason: 'because' });
     const tokens = { total: 0, noCache: 0, cacheRead: 0, cacheWrite: 0 };
     export default new MockLanguageModelV3({ doGenerate: async () => ({
       content: [{ type: 'tool-call', toolCallId: 'c', toolName: 'choose_tag', input }],
       finishReason: { unified: 'tool-calls', raw: 'tool-calls' },
       usage: { inputTokens: tokens, outputTokens: { total: 0, text: 0, reasoning: 0 } }, warnings: [] }) });`,
  );
  return file;
}

describe('tags to the archive', () => {
  it('are only shown by default: nothing is sent, and the server could not', async () => {
    const before = await archive();
    const { code, stdout } = await tag();
    expect(code).toBe(0);
    expect(stdout).toContain(`${complaint}  Topic=Delivery`);
    expect(stdout).toMatch(/\d+ would be tagged \(--write does it\)/);
    expect(tenant.seen(update)).toEqual([]);
    expect(await archive()).toEqual(before);
    // The survey decided nothing here, but it was read, by the model's own wish.
    expect(tenant.seen(new RegExp(`${complaint}/survey`)).length).toBe(1);
  });

  it('are written with --write beside those that are there, and once', async () => {
    const first = await tag('--write');
    expect(first.code).toBe(0);
    expect((await archive()).get(complaint)).toEqual([
      { name: 'Reason', value: 'Complaint' },
      { name: 'Topic', value: 'Delivery' },
    ]);
    const writes = tenant.seen(update).length;
    expect(first.stdout).toContain(`${writes} tagged`);
    const second = await tag('--write');
    expect(second.stdout).toContain(`0 tagged, ${writes} had the tag`);
    expect(tenant.seen(update).length).toBe(writes);
  });

  it('come from a transcript when there is one', async () => {
    const notes = join(folder, 'notes');
    mkdirSync(notes);
    const silent = [...(await archive())].map(([id]) => id).find((id) => id === '8840310685') ?? '';
    writeFileSync(join(notes, `${silent}.txt`), 'Customer: the technician never came.\nAgent: "I am sorry."');
    expect((await tag()).stdout).toMatch(new RegExp(`${silent} .*no decision`));
    expect((await tag('--notes', notes)).stdout).toContain(`${silent}  Topic=Fault  says "technician"`);
  });

  it('are never other than the values that were given', async () => {
    const { stdout, stderr } = await tag('--write', '--model', modelThatChooses('Fire the agent'));
    expect(tenant.seen(update)).toEqual([]);
    expect(stdout + stderr).not.toContain('Topic=Fire');
    const named = await tag(
      '--write',
      '--model',
      modelThatChooses('Churn'),
      '--values',
      'Churn,Other',
      '--name',
      'Risk',
    );
    expect(named.code).toBe(0);
    expect((await archive()).get(complaint)).toContainEqual({ name: 'Risk', value: 'Churn' });
  });

  it('that cannot be written leave the others alone', async () => {
    tenant.intercept(({ target }, response) => {
      if (!target.includes(`${complaint}/tags/update`)) return false;
      json(response, { code: 9, message: 'out of order' }, 500);
      return true;
    });
    const { code, stdout, stderr } = await tag('--write');
    expect(code).toBe(1);
    expect(stderr).toContain(complaint);
    expect(stdout).toMatch(/[1-9]\d* tagged, 0 had the tag, \d+ without a decision, 1 failed/);
    expect(tenant.seen(/8840310000\/tags\/update$/).length).toBe(1);
  });

  it.each([
    [['--model', 'anthropic:claude'], 'npm install @ai-sdk/anthropic'],
    [['--values', ' , '], '--values is empty'],
    [['--limit', '0'], 'whole number'],
  ])('refuses %j and exits with 2', async (wrong, says) => {
    const { code, stderr } = await tag(...wrong);
    expect(stderr).toContain(says);
    expect(code).toBe(2);
  });
});
