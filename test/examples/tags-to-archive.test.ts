import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { json } from '../support/fake-server.js';
import { emptiedFolder } from '../support/set-up.js';
import { notRefused, startScriptHost } from './recipe.js';
import { startTenant } from './tenant.js';

const script = 'tags-to-archive/tag.mjs';
const tagUpdatePath = /\/tags\/update$/;
/** A call that is tagged as a complaint already; its comment is about a delivery date. */
const complaintId = '8840310000';
/** A call without a text that decides its tag. */
const undecidedId = '8840310685';

const tenant = await startTenant();
const run = startScriptHost();
const folder = emptiedFolder();

const tag = (...args: string[]) => run(script, ['--days', '3', ...args], tenant.env);

interface Archived {
  callId: string;
  tags: { name: string; value: string }[];
}
const archive = async () => {
  const records = await tenant.ask('list_all_puzzel_archive_records', { fields: ['callId', 'tags'], limit: 100 });
  return new Map((records as Archived[]).map(({ callId, tags }) => [callId, tags]));
};

/** A model that chooses `right` for the complaint and `wrong` for every other call. */
function modelThatChooses(right: string, wrong: string): string {
  const file = join(folder, 'model.mjs');
  writeFileSync(
    file,
    `import { MockLanguageModelV3 } from '${pathToFileURL(createRequire(import.meta.url).resolve('ai/test')).href}';
     const tokens = { total: 0, noCache: 0, cacheRead: 0, cacheWrite: 0 };
     const input = (prompt) => {
       const value = JSON.stringify(prompt).includes(${JSON.stringify(complaintId)}) ? ${JSON.stringify(right)} : ${JSON.stringify(wrong)};
       return JSON.stringify({ value, reason: 'because' });
     };
     export default new MockLanguageModelV3({ doGenerate: async ({ prompt }) => ({
       content: [{ type: 'tool-call', toolCallId: 'c', toolName: 'choose_tag', input: input(prompt) }],
       finishReason: { unified: 'tool-calls', raw: 'tool-calls' },
       usage: { inputTokens: tokens, outputTokens: { total: 0, text: 0, reasoning: 0 } }, warnings: [] }) });`,
  );
  return file;
}

describe('tags to the archive', () => {
  it('are only printed by default, and the archive stays as it was', async () => {
    const before = await archive();
    const { code, stdout } = await tag();
    expect(code).toBe(0);
    expect(stdout).toContain(`${complaintId}  Topic=Delivery`);
    expect(stdout).toMatch(new RegExp(`${undecidedId} .*no decision`));
    expect(stdout).toMatch(/\d+ would be tagged \(--write does it\)/);
    expect(tenant.seen(tagUpdatePath)).toEqual([]);
    expect(await archive()).toEqual(before);
    // The scripted model, which is the default, asked for the survey, which decided nothing here.
    expect(tenant.seen(new RegExp(`${complaintId}/survey`)).length).toBe(1);
  });

  it('are added once with --write, and one that cannot be written does not stop the others', async () => {
    // The transcript decides the tag of this call.
    const notes = join(folder, 'notes');
    mkdirSync(notes);
    writeFileSync(join(notes, `${undecidedId}.txt`), 'Customer: the technician never came.\nAgent: "I am sorry."');
    tenant.intercept(({ target }, response) => {
      if (!target.includes(`${complaintId}/tags/update`)) return false;
      json(response, { code: 9, message: 'out of order' }, 500);
      return true;
    });
    const first = await tag('--write', '--notes', notes);
    expect(first.code).toBe(1);
    expect(first.stderr).toContain(complaintId);
    expect(first.stdout).toContain(`${undecidedId}  Topic=Fault  says "technician"`);
    const attempts = tenant.seen(tagUpdatePath).length;
    expect(attempts).toBeGreaterThan(2);
    expect(first.stdout).toMatch(
      new RegExp(`^${attempts - 1} tagged, 0 had the tag, \\d+ without a decision, 1 failed`, 'm'),
    );
    expect(tenant.seen(new RegExp(`${complaintId}/tags/update$`)).length).toBe(1);

    tenant.intercept(() => false);
    const second = await tag('--write');
    expect(second.code).toBe(0);
    expect(second.stdout).toContain(`1 tagged, ${attempts - 1} had the tag`);
    expect(tenant.seen(tagUpdatePath).length).toBe(attempts + 1);
    const written = await archive();
    expect(written.get(complaintId)).toEqual([
      { name: 'Reason', value: 'Complaint' },
      { name: 'Topic', value: 'Delivery' },
    ]);
    expect(written.get(undecidedId)).toContainEqual({ name: 'Topic', value: 'Fault' });
  });

  it('have only the given values', async () => {
    const model = modelThatChooses('Churn', 'Fire the agent');
    const { code, stdout, stderr } = await tag(
      '--write',
      '--model',
      model,
      '--values',
      'Churn,Other',
      '--name',
      'Risk',
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/^1 tagged, 0 had the tag, [1-9]/m);
    expect(stdout + stderr).not.toContain('Risk=Fire');
    expect(tenant.seen(tagUpdatePath).map(({ target }) => target)).toEqual([expect.stringContaining(complaintId)]);
    expect((await archive()).get(complaintId)).toContainEqual({ name: 'Risk', value: 'Churn' });
  });

  it('are refused with exit code 2 without an installed model, values or a valid limit', async () => {
    const offenders = await notRefused(tag, [
      [['--model', 'anthropic:claude'], 'npm install @ai-sdk/anthropic'],
      [['--values', ' , '], '--values is empty'],
      [['--limit', '0'], 'whole number'],
    ]);
    expect(offenders).toEqual([]);
  });
});
